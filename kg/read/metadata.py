"""``metadata.csv`` beside the texts: what the texts do not print; it wins over what is guessed from them."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import InputError
from kg.model import Stated
from kg.read.decode import decode, read_bytes
from kg.read.edtf import edtf_problem
from kg.read.sources import METADATA, ReadOptions, SourceFile

COLUMNS = ("file", "title", "publisher", "author", "region", "date", "url")


@dataclass(frozen=True, slots=True)
class MetadataRow:
    """One row of a metadata.csv: its non-empty cells in known columns, and the line where it stands."""

    cells: tuple[tuple[str, str], ...]
    line: int
    unknown: tuple[str, ...] = ()


def metadata_row(source: SourceFile) -> MetadataRow | None:
    """Return the row about a document, from the metadata.csv in its folder; None where there is none.

    Raises:
        InputError: the file is malformed (the message names the line).
    """
    path = source.path.parent / METADATA
    try:
        state = path.stat()
    except OSError:
        return None
    rows = _load(path, state.st_mtime_ns, state.st_size)
    return rows.get(unicodedata.normalize("NFC", source.path.name))


def stated_metadata(source: SourceFile, options: ReadOptions) -> tuple[dict[str, Stated], tuple[str, ...]]:
    """Return what metadata.csv and the options say of a document, and notes about it; options win.

    Raises:
        InputError: metadata.csv is malformed, or a date is not EDTF.
    """
    row = metadata_row(source)
    stated: dict[str, Stated] = {}
    notes: tuple[str, ...] = ()
    if row is not None:
        for column, value in row.cells:
            stated[column] = Stated(value, "metadata", file=METADATA, column=column)
        if row.unknown:
            notes = (f"{METADATA}: columns not known: {', '.join(row.unknown)}",)
        if "date" in stated:
            where = f"{source.path.parent / METADATA}, line {row.line}"
            check_date(stated["date"].value, where)
    for key in ("region", "date"):
        value = getattr(options, key)
        if value:
            stated[key] = Stated(value, "option", column=f"--{key}")
    return stated, notes


def check_date(value: str, where: str) -> None:
    """Check that a date is EDTF.

    Raises:
        InputError: it is not.
    """
    problem = edtf_problem(value)
    if problem:
        raise InputError(where, f"date {value!r}: {problem}", "write an EDTF date such as 2020-09")


@lru_cache(maxsize=64)
def _load(path: Path, _mtime: int, _size: int) -> dict[str, MetadataRow]:
    text = decode(read_bytes(path), str(path)).text
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: dict[str, MetadataRow] = {}
    try:
        header = [cell.strip().lower() for cell in next(reader)]
        _check_header(path, header)
        unknown = tuple(column for column in header if column and column not in COLUMNS)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _add_row(path, header, cells, reader.line_num, rows, unknown)
    except csv.Error as error:
        raise InputError(
            f"{path}, line {reader.line_num}", f"not CSV: {error}", "quote cells that hold quotes"
        ) from None
    return rows


def _check_header(path: Path, header: list[str]) -> None:
    where = f"{path}, line 1"
    if "file" not in header:
        raise InputError(where, "no column 'file'", f"the columns are {', '.join(COLUMNS)}")
    repeated = sorted({column for column in header if column and header.count(column) > 1})
    if repeated:
        raise InputError(where, f"column {repeated[0]!r} stands twice", "leave one of them")


def _add_row(
    path: Path,
    header: list[str],
    cells: list[str],
    line: int,
    rows: dict[str, MetadataRow],
    unknown: tuple[str, ...],
) -> None:
    where = f"{path}, line {line}"
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise InputError(
            where, f"{len(cells)} cells under {len(header)} columns", "quote cells that hold commas"
        )
    values = {column: " ".join(cell.split()) for column, cell in zip(header, cells, strict=False)}
    file = unicodedata.normalize("NFC", values.pop("file", "").replace("\\", "/").removeprefix("./"))
    if not file:
        raise InputError(where, "the cell 'file' is empty", "name the text that the row is about")
    if file in rows:
        raise InputError(where, f"{file} stands twice (line {rows[file].line})", "leave one of the rows")
    known = tuple((column, values[column]) for column in COLUMNS if values.get(column))
    rows[file] = MetadataRow(known, line, unknown)
