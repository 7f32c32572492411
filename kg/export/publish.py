"""Publishing: the graph into a named graph of any SPARQL 1.1 store, batch by batch.

The graph has no blank nodes, so a batch that is sent twice changes nothing: after a kill, the batches that the store
has acknowledged are passed over and the rest is sent. The first batch replaces what the named graph held.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from kg.errors import OutputError
from kg.export.remote import Remote, Target
from kg.export.statements import read_statements
from kg.store.opening import TURTLE


@dataclass(frozen=True)
class Published:
    """What was done.

    Attributes:
        statements: how many the named graph holds now; all of the graph.
        sent: how many of them were sent in this call.
    """

    statements: int
    sent: int


@dataclass
class _State:
    """How far a publication has come; kept in a small file."""

    path: Path
    content: str
    size: int
    done: int = 0

    @classmethod
    def read(cls, folder: Path, content: str, target: Target) -> _State:
        """Return how far this content has come at this target; at its beginning if nothing fits."""
        place = json.dumps([target.endpoint, target.graph, target.protocol])
        path = folder / f"publish-{hashlib.sha256(place.encode()).hexdigest()[:16]}.json"
        fresh = cls(path, content, target.size)
        try:
            found: Any = json.loads(path.read_text(encoding="utf-8"))
            same = found["content"] == content and found["size"] == target.size
            return cls(path, content, target.size, int(found["done"])) if same else fresh
        except (OSError, ValueError, KeyError, TypeError):
            return fresh

    def write(self) -> None:
        """Keep it.

        Raises:
            OutputError: the file cannot be written.
        """
        text = json.dumps({"content": self.content, "size": self.size, "done": self.done})
        aside = self.path.with_name(f".{self.path.name}-{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(text, encoding="utf-8")
            aside.replace(self.path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise OutputError(
                str(self.path),
                f"cannot be written ({error.strerror})",
                "choose another place or free some space",
            ) from error


def publish(
    folder: Path,
    target: Target,
    state: Path,
    restart: bool = False,
    tell: Callable[[int], None] | None = None,
) -> Published:
    """Put a built graph into a named graph.

    Args:
        folder: the generation: where graph.ttl lies.
        target: where to.
        state: folder for the small file that remembers how far a publication has come.
        restart: begin anew, whatever was remembered.
        tell: is told how many statements the store has, after each batch.

    Raises:
        OutputError: the store cannot be reached, refuses, or holds another number of statements in the end.
        GraphError: there is no graph in ``folder``, or it is damaged.
    """
    known = _State.read(state, _content(folder), target)
    with Remote(target) as remote:
        held = remote.count()
        if restart or held < (known.done - 1) * known.size:
            known.done = 0
        total = sent = 0
        for number, lines in enumerate(_batches(folder, target.size)):
            total += len(lines)
            if number < known.done:
                continue
            (remote.add if number else remote.replace)(lines)
            sent += len(lines)
            known.done = number + 1
            known.write()
            if tell:
                tell(total)
        found = remote.count()
    if found != total:
        known.done = 0
        known.write()
        raise OutputError(
            target.graph, f"holds {found} statements instead of {total}", "run the same command again"
        )
    return Published(total, sent)


def _batches(folder: Path, size: int) -> Iterator[list[str]]:
    lines = (line for line, _ in read_statements(folder))
    while batch := list(islice(lines, size)):
        yield batch


def _content(folder: Path) -> str:
    """Return what tells this graph from any other: the digest of its files."""
    digest = hashlib.sha256()
    for name in TURTLE:
        path = folder / name
        if path.is_file():
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
