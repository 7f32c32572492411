"""What every writer of a form is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.store import Store


@dataclass(frozen=True)
class Job:
    """One export.

    Attributes:
        folder: the generation: where graph.ttl lies.
        target: the file or folder to write; stands aside until it is whole.
        lang: ``zh`` or ``en``.
    """

    folder: Path
    target: Path
    lang: str = "zh"

    @cached_property
    def store(self) -> Store:
        """The graph, opened.

        Raises:
            GraphError: there is none, or it cannot be read.
        """
        from kg.store import open_store

        return open_store(self.folder)
