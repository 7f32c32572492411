"""EDTF (ISO 8601-2, Library of Congress levels 0 to 2 as far as texts need it) → first and last day.

Supported: ``2020``, ``2020-06``, ``2020-06-27``, intervals of these, open and unknown ends, the qualifiers
``~?%``, unspecified digits (``202X``, ``2021-XX``), and the sub-year groupings 21 to 41 (``2021-33`` is the
first quarter).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_POINT = re.compile(r"(?P<year>\d[\dX]{3})(?:-(?P<month>[\dX]{2})(?:-(?P<day>[\dX]{2}))?)?\Z")
_GROUPS = {
    # seasons: spring begins in March, winter ends in February of the next year
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14), 25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 14),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6),
    41: (7, 12),
}  # fmt: skip


class EdtfError(ValueError):
    """The text is no EDTF value that can be read."""


@lru_cache(maxsize=65536)
def bounds(value: str) -> tuple[str | None, str | None]:
    """Return the first and the last day that a value can mean, as ``YYYY-MM-DD``; None for an open end.

    >>> bounds("2020-02"), bounds("2020-01/2020-06"), bounds("2021-33")
    (('2020-02-01', '2020-02-29'), ('2020-01-01', '2020-06-30'), ('2021-01-01', '2021-03-31'))
    >>> bounds("2021/..")
    ('2021-01-01', None)

    Raises:
        EdtfError: it cannot be read, or it ends before it begins.
    """
    start, slash, end = value.partition("/")
    if not slash:
        return _point(start)
    first, last = _end(start)[0], _end(end)[1]
    if first is None and last is None:
        raise EdtfError(f"no date in {value!r}")
    if first and last and first > last:
        raise EdtfError(f"{value!r} ends before it begins")
    return first, last


def _end(value: str) -> tuple[str | None, str | None]:
    return (None, None) if value in ("", "..") else _point(value)


def _point(value: str) -> tuple[str, str]:
    match = _POINT.match(re.sub("[~?%]", "", value))
    if not match:
        raise EdtfError(f"{value!r} is no EDTF date")
    year, month, day = match["year"], match["month"], match["day"]
    first_year, last_year = (int(year.replace("X", digit)) for digit in "09")
    try:
        if month is None or month == "XX":
            if day not in (None, "XX"):
                raise EdtfError(f"{value!r} is no EDTF date")
            first, last = date(first_year, 1, 1), date(last_year, 12, 31)
        elif "X" in month:
            raise EdtfError(f"{value!r} is no EDTF date")
        elif int(month) in _GROUPS and day is None:
            first, last = _group(first_year, last_year, int(month))
        else:
            first, last = _days(first_year, last_year, int(month), day)
    except ValueError as error:
        raise EdtfError(f"{value!r} is no EDTF date") from error
    return first.isoformat(), last.isoformat()


def _group(first_year: int, last_year: int, code: int) -> tuple[date, date]:
    begin, end = _GROUPS[code]
    year, month = last_year + (end - 1) // 12, (end - 1) % 12 + 1
    return date(first_year, begin, 1), date(year, month, monthrange(year, month)[1])


def _days(first_year: int, last_year: int, month: int, day: str | None) -> tuple[date, date]:
    length = monthrange(last_year, month)[1] if 1 <= month <= 12 else 31
    if day is None or day == "XX":
        return date(first_year, month, 1), date(last_year, month, length)
    if "X" in day:
        first, last = max(1, int(day.replace("X", "0"))), min(length, int(day.replace("X", "9")))
        return date(first_year, month, first), date(last_year, month, last)
    return date(first_year, month, int(day)), date(last_year, month, int(day))
