"""Dates: EDTF values (the part that the records use) and dates as Chinese texts print them.

EDTF: https://www.loc.gov/standards/datetime/ , level 0 and, of level 1, the qualifiers ``? ~ %``, unspecified
digits (``202X``), open or unknown ends of intervals (``..`` or empty) and seasons and quarters (21 to 24, 33
to 36).
"""

from __future__ import annotations

import calendar
import re

_ONE = re.compile(r"(?P<y>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<m>\d{2}|XX)(?:-(?P<d>\d{2}|XX))?)?[?~%]?")
_SEASONS = {*range(21, 25), *range(33, 37)}
_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_NUMERAL = "[〇零○Ｏ一二三四五六七八九十]"
PRINTED_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*(?P<sep>[年\-./．／—－])\s*(?P<m>1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s*[月\-./．／—－]\s*(?:(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\s*[日号]?)?)?"
    rf"|(?P<cy>[一二]{_NUMERAL}{{3}})年(?P<cm>{_NUMERAL}{{1,2}})月(?:(?P<cd>{_NUMERAL}{{1,3}})[日号])?"
)


def edtf_problem(value: str) -> str | None:
    """Return what is wrong with an EDTF value, or None if it is well formed.

    >>> edtf_problem("2020-09"), edtf_problem("2020-01/2020-06")
    (None, None)
    >>> edtf_problem("2020-13")
    'no such month: 13'
    """
    parts = value.split("/")
    if len(parts) > 2:
        return "more than one '/'"
    if len(parts) == 2 and not any(part not in ("", "..") for part in parts):
        return "an interval without begin and end"
    for part in parts:
        if len(parts) == 2 and part in ("", ".."):
            continue
        problem = _date_problem(part)
        if problem:
            return problem
    if len(parts) == 2 and all(part not in ("", "..") for part in parts):
        begin, end = (part.rstrip("?~%") for part in parts)
        if "X" not in value and _comparable(begin) > _comparable(end):
            return "the interval ends before it begins"
    return None


def _comparable(date: str) -> str:
    """Cut both ends of an interval to the year where one is a season: 21 to 36 do not order with months."""
    return date[:4]


def _date_problem(text: str) -> str | None:
    match = _ONE.fullmatch(text)
    if match is None:
        return "not a date such as 2020, 2020-09, 2020-09-05 or 2020-01/2020-06"
    month, day = match["m"], match["d"]
    if month is None or month == "XX":
        return None
    if not 1 <= int(month) <= 12 and (day is not None or int(month) not in _SEASONS):
        return f"no such month: {month}"
    if day is None or day == "XX" or "X" in match["y"]:
        return None
    if not 1 <= int(day) <= calendar.monthrange(max(int(match["y"]), 1), int(month))[1]:
        return f"no such day: {text}"
    return None


def printed_date(match: re.Match[str]) -> str | None:
    """Turn a match of PRINTED_DATE into EDTF, or None where there is no such day.

    >>> printed_date(PRINTED_DATE.search("2020年9月5日"))
    '2020-09-05'
    >>> printed_date(PRINTED_DATE.search("二〇二六年一月二十七日"))
    '2026-01-27'
    """
    if match["cy"]:
        year, month, day = match["cy"].translate(_DIGITS), _numeral(match["cm"]), match["cd"]
        day = _numeral(day) if day else None
    else:
        year, month, day = match["y"], int(match["m"]), match["d"]
        day = int(day) if day else None
    edtf = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
    return None if edtf_problem(edtf) else edtf


def _numeral(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (int(ones.translate(_DIGITS)) if ones else 0)
