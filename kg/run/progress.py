"""Progress of long work: a bar on a terminal, JSON lines for pipelines, nothing otherwise."""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


class Progress(Protocol):
    """What the build tells while it works."""

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage: ``read`` (total in characters), ``graph``, ``store``, ``tables`` and so on."""

    def advance(self, documents: int, characters: int, facts: int) -> None:
        """Tell that documents were read, with their length and what was found."""

    def done(self) -> None:
        """End the last stage."""


class Silent:
    """Says nothing."""

    def stage(self, name: str, total: int = 0) -> None:
        """Say nothing."""

    def advance(self, documents: int, characters: int, facts: int) -> None:
        """Say nothing."""

    def done(self) -> None:
        """Say nothing."""


class JsonLog:
    """One JSON object per line, ``{"event": "stage" | "progress" | "done", …}``, without times."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._sums = {"documents": 0, "characters": 0, "facts": 0}

    def stage(self, name: str, total: int = 0) -> None:
        """Log the beginning of a stage."""
        self._stage = name
        self._write({"event": "stage", "stage": name, "characters_to_read": total})

    def advance(self, documents: int, characters: int, facts: int) -> None:
        """Log the sums so far."""
        for key, more in zip(self._sums, (documents, characters, facts), strict=True):
            self._sums[key] += more
        self._write({"event": "progress", "stage": self._stage, **self._sums})

    def done(self) -> None:
        """Log the end."""
        self._write({"event": "done"})

    def _write(self, entry: dict[str, Any]) -> None:
        self._stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._stream.flush()


class Bar:
    """A bar on the terminal: documents, characters per second, time left, facts found so far."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words
        self._rich: RichProgress | None = None
        self._task: Any = None
        self._documents = self._facts = 0

    def stage(self, name: str, total: int = 0) -> None:
        """Show the stage; one with a total shows speed and time left."""
        progress = self._started()
        if self._task is not None:
            progress.update(self._task, total=1, completed=1, visible=False)
        detail = "" if not total else f"0 {self._words['documents']}"
        self._task = progress.add_task(self._words.get(name, name), total=total or None, detail=detail)

    def advance(self, documents: int, characters: int, facts: int) -> None:
        """Move the bar."""
        self._documents += documents
        self._facts += facts
        detail = f"{self._documents} {self._words['documents']}, {self._facts} {self._words['facts']}"
        self._started().update(self._task, advance=characters, detail=detail)

    def done(self) -> None:
        """Take the bar away."""
        if self._rich is not None:
            self._rich.stop()
            self._rich = None

    def _started(self) -> RichProgress:
        if self._rich is None:
            from rich.console import Console
            from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as RichProgress
            from rich.text import Text

            unit = self._words["characters_per_second"]

            class Speed(ProgressColumn):
                """Characters per second."""

                def render(self, task: Task) -> Text:
                    """Show the speed once it is known."""
                    return Text(f"{task.speed:,.0f} {unit}" if task.speed and task.total else "")

            columns = (
                TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[detail]}"), Speed(),
                TimeRemainingColumn(),
            )  # fmt: skip
            self._rich = RichProgress(*columns, console=Console(file=sys.stderr), transient=True)
            self._rich.start()
        return self._rich


class Watching:
    """Ends a progress display whatever happens."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __enter__(self) -> Progress:
        return self._progress

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.done()
