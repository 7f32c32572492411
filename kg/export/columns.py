"""What stands in the columns of the tables: their types, and names that are distinct within a table."""

from __future__ import annotations

import re

Columns = tuple[str, ...]
_TYPES = {
    "begin": "date", "end": "date", "value": "number", "base_value": "number", "confidence": "number",
    "year": "year", "facts": "integer", "characters": "integer", "target": "boolean", "joint": "boolean",
}  # fmt: skip
_OFFSETS = ("start", "end")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def types(columns: Columns) -> Columns:
    """Return the type of each column: ``string``, ``integer``, ``number``, ``boolean``, ``date`` or ``year``.

    After the quote, ``start`` and ``end`` are its offsets; before it they are days.

    >>> types(("date", "end", "quote", "end"))
    ('string', 'date', 'string', 'integer')
    """
    quote = _quote(columns)
    return tuple(
        "integer" if at > quote and name in _OFFSETS else _TYPES.get(name, "string")
        for at, name in enumerate(columns)
    )


def names(columns: Columns) -> Columns:
    """Return the columns with the offsets of the quote named so.

    >>> names(("end", "quote", "end"))
    ('end', 'quote', 'quote_end')
    """
    quote = _quote(columns)
    return tuple(
        f"quote_{name}" if at > quote and name in _OFFSETS else name for at, name in enumerate(columns)
    )


def _quote(columns: Columns) -> int:
    return columns.index("quote") if "quote" in columns else len(columns)


def fits(kind: str, cell: str) -> bool:
    """Return whether a cell is a value of its column's type; an empty one is.

    >>> fits("date", "2020-09-01"), fits("date", "2020-09"), fits("boolean", "yes"), fits("year", "")
    (True, False, False, True)
    """
    if not cell or kind == "string":
        return True
    if kind == "boolean":
        return cell in ("true", "false")
    return bool((DAY if kind == "date" else NUMBER).fullmatch(cell))
