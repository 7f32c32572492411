"""Reading lexicon files: tab-separated, with the columns name, type, aliases, code, source first."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from kg.errors import LexiconError
from kg.lexicon.divisions import Divisions
from kg.lexicon.townships import Townships
from kg.model import ENTITY_TYPES

COLUMNS = ("name", "type", "aliases", "code", "source")
CLASSES = (
    *ENTITY_TYPES, "Head", "BodySuffix", "Post", "Surname", "Indicator", "Unit", "Counter", "Stop",
)  # fmt: skip

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Entry(NamedTuple):
    """One row of a lexicon file.

    ``extra`` holds the columns after the first five, empty cells left out.
    """

    name: str
    type: str
    aliases: tuple[str, ...]
    code: str
    source: str
    file: str
    extra: Mapping[str, str] = _NOTHING

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Lexicon:
    """The lexicons.

    Attributes:
        entries: all entries but the townships, in file and row order.
        fingerprint: SHA-256 of the files, as hex digits.
        townships: entries that are read when they are needed.
    """

    entries: tuple[Entry, ...]
    fingerprint: str
    townships: Townships[Entry]

    def of_type(self, *types: str) -> Iterator[Entry]:
        """Yield the entries of one of the given types or classes, townships left out."""
        return (entry for entry in self.entries if entry.type in types)

    def from_file(self, stem: str) -> Iterator[Entry]:
        """Yield the entries of the files with this stem (``divisions``), the user's own included."""
        if stem == TOWNSHIPS:
            yield from self.townships
        yield from self._files.get(stem, ())

    @cached_property
    def _files(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.file, []).append(entry)
        return found

    @cached_property
    def divisions(self) -> Divisions:
        """The administrative divisions, by code and by name."""
        rows = ((e.name, e.aliases, e.code, e.extra) for e in self.entries if e.file in DIVISION_FILES)
        return Divisions.from_rows(rows, self.townships)


TOWNSHIPS = "townships"
DIVISION_FILES = ("divisions", "retired-divisions", TOWNSHIPS)


Report = Callable[[LexiconError], None]


def load_lexicons(folders: Sequence[Path]) -> Lexicon:
    """Read all ``*.tsv`` and ``*.tsv.gz`` files of the folders, in order of name within a folder.

    Raises:
        LexiconError: a file cannot be read or a row is malformed; names file and line.
    """
    return read_lexicons(folders, _refuse)


def _refuse(error: LexiconError) -> None:
    raise error


def read_lexicons(folders: Sequence[Path], report: Report) -> Lexicon:
    """Read the lexicons of the folders, handing each error to ``report``; rows at fault are left out."""
    entries: list[Entry] = []
    townships: Townships[Entry] | None = None
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.iterdir() if p.name.endswith((".tsv", ".tsv.gz"))):
            if path.name == "corrections.tsv":
                continue
            try:
                data = _content(path)
                digest.update(path.name.encode() + b"\0" + data + b"\0")
                table = _Table.of(path, data)
                if table.stem == TOWNSHIPS and townships is None and report is _refuse:
                    townships = Townships(
                        ["" if line[:1] == "#" else line for line in table.lines], table.entry
                    )
                else:
                    entries.extend(table.entries(report))
            except LexiconError as error:
                report(error)
    return Lexicon(tuple(entries), digest.hexdigest(), townships or Townships([], _no_entry))


def _no_entry(number: int, line: str) -> Entry:
    raise IndexError(number)


def _content(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError) as error:
        raise LexiconError(str(path), f"cannot be read ({error})", "check the file") from error


@dataclass(frozen=True)
class _Table:
    """One file, cut into lines."""

    path: Path
    stem: str
    header: tuple[str, ...]
    lines: list[str]

    @classmethod
    def of(cls, path: Path, data: bytes) -> _Table:
        """Cut a file into lines and check its header."""
        try:
            lines = data.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise LexiconError(
                str(path), f"is not UTF-8 at byte {error.start}", "save it as UTF-8"
            ) from error
        header = tuple(lines[0].split("\t")) if lines else ()
        if header[: len(COLUMNS)] != COLUMNS:
            columns = ", ".join(COLUMNS)
            raise LexiconError(f"{path}:1", "header is wrong", f"begin with the columns {columns}")
        return cls(path, path.name.split(".")[0], header, lines[1:])

    def entries(self, report: Report) -> Iterator[Entry]:
        """Yield the entries; rows at fault go to ``report``."""
        for number, line in enumerate(self.lines, 2):
            if line.strip() and not line.startswith("#"):
                try:
                    yield self.entry(number, line)
                except LexiconError as error:
                    report(error)

    def entry(self, number: int, line: str) -> Entry:
        """Read one row.

        Raises:
            LexiconError: it is malformed.
        """
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > len(self.header):
            what = f"has {len(cells)} cells for {len(self.header)} columns"
            raise LexiconError(f"{self.path}:{number}", what, "remove the spare tabs")
        if len(cells) < 5:
            cells += [""] * (5 - len(cells))
        name, kind, aliases, code, source = cells[:5]
        if not name:
            raise LexiconError(
                f"{self.path}:{number}", "name is empty", "fill the first cell or remove the row"
            )
        if kind not in CLASSES:
            known = ", ".join(CLASSES)
            raise LexiconError(f"{self.path}:{number}", f"unknown type {kind!r}", f"use one of {known}")
        extra = {key: cell for key, cell in zip(self.header[5:], cells[5:], strict=False) if cell}
        others = tuple([alias for alias in aliases.split("|") if alias]) if aliases else ()
        return Entry(name, kind, others, code, source, self.stem, extra or _NOTHING)
