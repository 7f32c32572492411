"""Calendar arithmetic for EDTF values: years, months, quarters, plan periods."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "两": 2}
_EDTF = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Clock:
    """The date of a document, as far as it is known: ``month`` and ``day`` are 0 where it is not."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def early(self) -> bool:
        """The first quarter of a year, when texts tell of the year before and plan the new one."""
        return 1 <= self.month <= 3


def clock(date: str | None) -> Clock | None:
    """Read the (first) day of an EDTF date.

    >>> clock("2026-01-27")
    Clock(year=2026, month=1, day=27)
    """
    match = _EDTF.match(date or "")
    return Clock(int(match[1]), int(match[2] or 0), int(match[3] or 0)) if match else None


def numeral(text: str) -> int:
    """Read a small number in Arabic or Chinese numerals, or a year digit by digit; 0 if it is none.

    >>> numeral("二〇二五"), numeral("十二"), numeral("二十"), numeral("8")
    (2025, 12, 20, 8)
    """
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    if text and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return 0


def month(year: int, number: int) -> str:
    """EDTF of a month."""
    return f"{year:04}-{number:02}"


def month_end(year: int, number: int) -> str:
    """EDTF of a month's last day.

    >>> month_end(2024, 2)
    '2024-02-29'
    """
    return f"{year:04}-{number:02}-{monthrange(year, number)[1]:02}"


def months(year: int, first: int, last: int) -> str:
    """EDTF of a run of months; one alone is that month.

    >>> months(2025, 1, 8)
    '2025-01/2025-08'
    """
    return month(year, first) if first == last else f"{month(year, first)}/{month(year, last)}"


def plan(ordinal: str) -> tuple[int, int] | None:
    """First and last year of a five-year plan by its ordinal.

    >>> plan("十四五"), plan("十五五")
    ((2021, 2025), (2026, 2030))
    """
    number = numeral(ordinal[:-1]) if len(ordinal) > 2 else 0
    return (1951 + 5 * (number), 1955 + 5 * number) if 10 < number <= 20 and ordinal.endswith("五") else None


def first_year(edtf: str) -> int:
    """The year that a period begins with."""
    return int(edtf[:4])


def last_year(edtf: str) -> int:
    """The year that a period ends with.

    >>> last_year("2021/2025"), last_year("2025-01/2025-06")
    (2025, 2025)
    """
    return int(edtf.rpartition("/")[2][:4])


def last_month(edtf: str) -> int:
    """The month that a period ends with, 12 for whole years."""
    end = edtf.rpartition("/")[2]
    return int(end[5:7]) if len(end) >= 7 else 12
