"""Reading lexicon files: tab-separated, with the columns name, type, aliases, code, source first."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg.errors import LexiconError
from kg.lexicon.divisions import Divisions
from kg.model import ENTITY_TYPES

COLUMNS = ("name", "type", "aliases", "code", "source")
CLASSES = (
    *ENTITY_TYPES, "Head", "BodySuffix", "Post", "Surname", "Indicator", "Unit", "Counter", "Stop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a lexicon file.

    ``extra`` holds the columns after the first five, empty cells left out.
    """

    name: str
    type: str
    aliases: tuple[str, ...]
    code: str
    source: str
    file: str
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Lexicon:
    """All entries of the lexicon files, in file and row order; ``fingerprint`` is a SHA-256 hex digest."""

    entries: tuple[Entry, ...]
    fingerprint: str

    def of_type(self, *types: str) -> Iterator[Entry]:
        """Yield the entries of one of the given types or classes."""
        return (entry for entry in self.entries if entry.type in types)

    def from_file(self, stem: str) -> Iterator[Entry]:
        """Yield the entries of the files with this stem (``divisions``), the user's own included."""
        return (entry for entry in self.entries if entry.file == stem)

    @cached_property
    def divisions(self) -> Divisions:
        """The administrative divisions, by code and by name."""
        return Divisions.from_rows(
            (e.name, e.aliases, e.code, e.extra) for e in self.entries if e.file in DIVISION_FILES
        )


DIVISION_FILES = ("divisions", "retired-divisions", "townships")


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
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.iterdir() if p.name.endswith((".tsv", ".tsv.gz"))):
            if path.name == "corrections.tsv":
                continue
            try:
                data = _content(path)
                digest.update(path.name.encode() + b"\0" + data + b"\0")
                entries.extend(_rows(path, data, report))
            except LexiconError as error:
                report(error)
    return Lexicon(tuple(entries), digest.hexdigest())


def _content(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError) as error:
        raise LexiconError(str(path), f"cannot be read ({error})", "check the file") from error


def _rows(path: Path, data: bytes, report: Report) -> Iterator[Entry]:
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise LexiconError(str(path), f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    header = tuple(lines[0].split("\t")) if lines else ()
    if header[: len(COLUMNS)] != COLUMNS:
        raise LexiconError(f"{path}:1", "header is wrong", f"begin with the columns {', '.join(COLUMNS)}")
    stem = path.name.split(".")[0]
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and not line.startswith("#"):
            try:
                entry = _entry(f"{path}:{number}", stem, header, line.split("\t"))
            except LexiconError as error:
                report(error)
            else:
                yield entry


def _entry(where: str, stem: str, header: tuple[str, ...], cells: list[str]) -> Entry:
    if len(cells) > len(header):
        raise LexiconError(
            where, f"has {len(cells)} cells for {len(header)} columns", "remove the spare tabs"
        )
    cells += [""] * (len(header) - len(cells))
    name, kind, aliases, code, source = (cell.strip() for cell in cells[:5])
    if not name:
        raise LexiconError(where, "name is empty", "fill the first cell or remove the row")
    if kind not in CLASSES:
        raise LexiconError(where, f"unknown type {kind!r}", f"use one of {', '.join(CLASSES)}")
    extra = {k: v.strip() for k, v in zip(header[5:], cells[5:], strict=True) if v.strip()}
    return Entry(name, kind, tuple(a for a in aliases.split("|") if a), code, source, stem, extra)
