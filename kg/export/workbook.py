"""XLSX: the tables as sheets, with typed cells, filters, and links from each fact to its document.

Rows are streamed to disk. Excel's limits hold: rows beyond the last go to a further sheet, links beyond the
65,530 of a sheet are left out, longer cells are cut; both are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.errors import OutputError
from kg.export import columns as cols
from kg.export.addresses import is_web_address
from kg.export.job import Job
from kg.export.xml_text import XmlText
from kg.store.tables import TABLES, harmless, headings, table_rows
from kg.store.terms import term
from kg.store.words import word

if TYPE_CHECKING:
    from kg.store import Store

MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
MOST_LINKS = 65_530
_DIGITS = 15  # of a number that Excel keeps exactly
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day too many
_CREATED = datetime(2000, 1, 1)
_SHEETS = {"documents": ("文档", "Documents"), "entities": ("实体", "Things")}
_WIDTHS = {"string": 24, "integer": 10, "number": 14, "boolean": 8, "date": 12, "year": 8}
_WIDE = {"quote": 60, "anchors": 36, "title": 40, "fact": 30, "iri": 30, "name": 32, "s": 28, "o": 28}
_LINE_END = re.compile("\r\n?")  # within a cell a line ends with a line feed


def write_workbook(job: Job) -> dict[str, int]:
    """Write all tables into one workbook.

    Raises:
        OutputError: XlsxWriter is not installed.
    """
    place = job.target.resolve().parent
    with (
        TemporaryDirectory(dir=place, prefix=".rows-", ignore_cleanup_errors=True) as aside,
        _opened(job, aside) as book,
    ):
        writer = _Writer(job, book)
        for name in TABLES:
            writer.table(name)
        return writer.counts


@contextmanager
def _opened(job: Job, aside: str) -> Iterator[Any]:
    try:
        import xlsxwriter
        from xlsxwriter.exceptions import FileCreateError
    except ImportError as error:
        raise OutputError(
            "--to xlsx", "needs XlsxWriter, which is not installed", 'pip install "fangzhi[xlsx]"'
        ) from error
    book = xlsxwriter.Workbook(
        str(job.target),
        {"constant_memory": True, "tmpdir": aside, "strings_to_urls": False},
    )
    book.set_properties({"created": _CREATED, "title": "方志图谱 / Fangzhi graph"})
    try:
        yield book
    finally:
        try:
            book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else error
            raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


@dataclass(frozen=True)
class _Formats:
    heading: Any
    plain: Any
    formula: Any  # shown as text even when a person opens the cell and closes it again
    day: Any
    link: Any

    @classmethod
    def of(cls, book: Any) -> _Formats:
        top = {"valign": "top"}
        return cls(
            heading=book.add_format({"bold": True, "bottom": 1}),
            plain=book.add_format(top),
            formula=book.add_format({**top, "quote_prefix": True}),
            day=book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"}),
            link=book.add_format({**top, "font_color": "#0563C1", "underline": 1}),
        )


class _Writer:
    """Writes tables; knows in which row each document stands."""

    def __init__(self, job: Job, book: Any) -> None:
        self._job, self._book = job, book
        self._formats = _Formats.of(book)
        self._xml = XmlText()
        self._places: dict[str, str] = {}
        self._rows = self._sheets = self._unlinked = self._cut = self._links = 0

    @property
    def counts(self) -> dict[str, int]:
        """What was written and what could not be, by name."""
        return {
            "sheets": self._sheets, "rows": self._rows, "replaced": self._xml.replaced,
            "unlinked": self._unlinked, "cut": self._cut,
        }  # fmt: skip

    def table(self, name: str) -> None:
        """Write a table; a sheet that is full is followed by another."""
        columns, rows = table_rows(self._job.store, name, self._job.lang)
        urls = _urls(self._job.store) if name == "documents" else {}
        number = 1
        while self._sheet(name, number, columns, rows, urls):
            number += 1

    def _sheet(
        self,
        name: str,
        number: int,
        columns: cols.Columns,
        rows: Iterator[cols.Columns],
        urls: dict[str, str],
    ) -> bool:
        """Write one sheet; return whether it is full."""
        title = sheet_name(name, number, self._job.lang)
        sheet = self._book.add_worksheet(title)
        self._sheets, self._links = self._sheets + 1, 0
        kinds = cols.types(columns)
        for at, (column, kind) in enumerate(zip(columns, kinds, strict=True)):
            sheet.set_column(at, at, _WIDE.get(column, _WIDTHS[kind]))
        for at, heading in enumerate(headings(columns, self._job.lang)):
            sheet.write_string(0, at, heading, self._formats.heading)
        sheet.freeze_panes(1, 0)
        line = 0
        for line, row in enumerate(islice(rows, MOST_ROWS), 1):
            for at, (kind, cell) in enumerate(zip(kinds, row, strict=True)):
                link = self._link(name, columns[at], cell, urls.get(row[-1], ""))
                self._cell(sheet, line, at, kind, cell, link)
            if name == "documents":
                self._places.setdefault(row[0], f"internal:'{title}'!A{line + 1}")
        sheet.autofilter(0, 0, line, len(columns) - 1)
        self._rows += line
        return line == MOST_ROWS

    def _link(self, name: str, column: str, cell: str, url: str) -> str:
        """Return where a cell leads: a fact's document to its row, a document's title to where it was published."""
        if name == "documents":
            return url if column == "title" else ""
        return self._places.get(cell, "") if column == "document" else ""

    def _cell(self, sheet: Any, line: int, at: int, kind: str, cell: str, link: str) -> None:
        if not cell:
            return
        if kind != "string" and self._typed(sheet, line, at, kind, cell):
            return
        text = _LINE_END.sub("\n", self._xml.clean(cell))
        if len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
            text, self._cut = text[: MOST_CHARACTERS // 2] + "…", self._cut + 1
        if link and self._links < MOST_LINKS:
            self._links += 1
            if sheet.write_url(line, at, link, self._formats.link, text) == 0:
                return
        self._unlinked += bool(link)
        risky = harmless(cell) != cell
        sheet.write_string(line, at, text, self._formats.formula if risky else self._formats.plain)

    def _typed(self, sheet: Any, line: int, at: int, kind: str, cell: str) -> bool:
        """Write a number, day or truth value; return False where Excel could not hold it exactly."""
        if not cols.fits(kind, cell):
            return False
        if kind == "boolean":
            sheet.write_boolean(line, at, cell == "true", self._formats.plain)
        elif kind == "date":
            try:
                day = date.fromisoformat(cell)
            except ValueError:
                return False
            if day < _FIRST_DAY:
                return False
            sheet.write_datetime(line, at, day, self._formats.day)
        else:
            if len(cell.lstrip("+-0.").replace(".", "")) > _DIGITS:
                return False
            sheet.write_number(line, at, float(cell) if "." in cell else int(cell), self._formats.plain)
        return True


def sheet_name(table: str, number: int, lang: str) -> str:
    """Return the name of a sheet.

    >>> sheet_name("documents", 1, "en"), sheet_name("documents", 2, "zh")
    ('Documents', '文档 2')
    """
    name = _SHEETS[table][lang != "zh"] if table in _SHEETS else word("layers", table, lang)
    return name if number == 1 else f"{name} {number}"


def _urls(store: Store) -> dict[str, str]:
    """Return the addresses of documents by IRI, only those that may become links."""
    found = {}
    for quad in store.quads(None, term("schema:url")):
        if is_web_address(quad.object.value):
            found[quad.subject.value] = quad.object.value
    return found
