"""The townships: more rows than all other lexicons together, of which one document needs a handful.

The file is split into lines when it is loaded; a row becomes an entry when something asks for its name, its
code, or the townships of its prefecture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Townships(Generic[T_co]):
    """Rows of a townships file, each read when it is needed.

    Args:
        lines: the file's lines behind the header; cells name, type, aliases (none), code, …, tab-separated.
        read: makes an entry of (number of the line in the file, line).
    """

    def __init__(self, lines: list[str], read: Callable[[int, str], T_co]) -> None:
        self._lines, self._read = lines, read
        self._entries: dict[int, T_co] = {}

    def __iter__(self) -> Iterator[T_co]:
        """Yield all entries, in file order."""
        return (self._entry(at) for at, line in enumerate(self._lines) if line)

    def named(self, name: str) -> list[T_co]:
        """Return the entries of a name, in file order."""
        return [self._entry(at) for at in self._by_name.get(name, ())]

    def has(self, name: str) -> bool:
        """Tell whether a township has this name."""
        return name in self._by_name

    def of_code(self, code: str) -> T_co | None:
        """Return the entry of a nine-digit code."""
        if len(code) != 9:
            return None
        at = next((i for i in self._by_prefecture.get(code[:4], ()) if f"\t{code}\t" in self._lines[i]), None)
        return None if at is None else self._entry(at)

    def of_prefecture(self, prefix: str) -> list[T_co]:
        """Return the entries whose code begins with these four digits, in file order."""
        return [self._entry(at) for at in self._by_prefecture.get(prefix, ())]

    def _entry(self, at: int) -> T_co:
        if at not in self._entries:
            self._entries[at] = self._read(at + 2, self._lines[at])
        return self._entries[at]

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, line in enumerate(self._lines):
            found.setdefault(line.split("\t", 1)[0], []).append(at)
        found.pop("", None)
        return found

    @cached_property
    def _by_prefecture(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, line in enumerate(self._lines):
            cells = line.split("\t", 4)
            if len(cells) > 3:
                found.setdefault(cells[3][:4], []).append(at)
        return found
