"""Finding time expressions and writing them as EDTF.

``TimeFinder.find`` reads the expressions of one text; what they leave open (the year of 上半年, of 8月) comes from
the ``Setting``: the document's date, the year spoken of before, and the time that the section reviews or plans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.extract.figures import calendar
from kg.extract.figures.calendar import Clock, numeral
from kg.extract.figures.wording import Wording
from kg.extract.reading import Time

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DASH = r"(?:[—–―\-－~～]+|至|到)"
_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零○O九][〇零○O一二三四五六七八九]{2})"
_PART = rf"""
    (?P<m1>\d{{1,2}})(?:月份?)?{_DASH}(?P<m2>\d{{1,2}})月(?:份(?!额)|底|末)?
  | 前(?P<mn>{_N})个?月
  | (?P<month>\d{{1,2}})月(?:份(?!额))?(?:(?P<day>\d{{1,2}})[日号](?:{_DASH}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?)?(?P<edge>底|末|初|[上中下]旬)?
  | (?P<half>[上下]半年)
  | 第?(?P<quarter>[一二三四1-4])季度
  | 前(?P<quarters>[一二两三23])个?季度?
  | (?P<end>年底|年末|年终|底|末)
  | (?P<begin>年初|初)
  | (?P<whole>全年)
"""
_SPAN = r"""
    (?P<ahead>今后|未来|接下来|往后)(?:的)?(?P<an>NUM)年(?:内|间|时间)?
  | (?:过去|刚刚过去|近|最近|这|在过去|前)的?(?P<bn>NUM)(?:个)?年(?:来|间|多来|里|中)?
  | (?<![\d.．])(?P<cn>NUM)年(?:来|间|以来)
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text's time expressions are read by.

    ``year`` is the year spoken of (of the section, of the sentence before); 0 where none is told.
    """

    clock: Clock | None
    year: int = 0


class TimeFinder:
    """Finds times; the words for 今年, 目前 and the like are lists of ``words_figures.yml``."""

    def __init__(self, words: Wording) -> None:
        shifts = dict.fromkeys(words["this_year"], 0) | dict.fromkeys(words["last_year"], -1)
        shifts |= {w: int(n) for w, _, n in (item.partition(":") for item in words["other_years"])}
        self._shifts = shifts
        self._same = {w: int(n or 0) for w, _, n in (item.partition(":") for item in words["same_year"])}
        relative = "|".join(sorted([*shifts, *self._same], key=lambda w: (-len(w), w)))
        standing = words.any("standing_words")
        num = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
        self._pattern = re.compile(
            rf"""
            (?P<until>截至|截止到?|到|至)?\s?(?P<y1>{_YEAR})年?{_DASH}(?P<y2>{_YEAR})年
          | (?P<standing>(?<![项条栏题])(?:{standing})|现(?=有|已|拥有|辖|居住|入驻))
          | [“"]?(?P<plan>十[一二三四五六]五)[”"]?(?:规划)?(?P<of>时期|期间|以来|五年|末|期末|前[一二三四]年|收官)
          | (?P<from>自)?(?P<limit>截至|截止到?|到|至)?\s?(?:(?:(?P<year>{_YEAR})年度?|(?P<rel>{relative}))(?:的?(?:{_PART.replace("(?P<", "(?P<y_")}))?
            | (?<![\d.．,])(?:{_PART}))
          | {_SPAN.replace("NUM", num)}
            """,
            re.VERBOSE,
        )

    def find(self, text: str, start: int, end: int, setting: Setting) -> list[Time]:
        """Return the times of ``text[start:end]`` in order; a year told here governs the bare ones after it."""
        out: list[Time] = []
        for match in self._pattern.finditer(text, start, end):
            if not self._legal(text, match):
                continue
            time = self._read(match, setting)
            if time is None:
                continue
            out.append(time)
            if time.edtf and (match["year"] or match["rel"]):
                setting = replace(setting, year=calendar.first_year(time.edtf))
        return out

    def _legal(self, text: str, match: re.Match[str]) -> bool:
        word, after = match[0], text[match.end() : match.end() + 2]
        if match["end"] in ("底", "末") or match["begin"] == "初":
            return False
        if match["month"] and not 1 <= int(match["month"]) <= 12:
            return False
        if word in ("年初", "全年") and after[:1] in ("中", "龄"):
            return False
        if match["rel"] and word == "当年" and after.startswith("的"):
            return False
        if match["bn"] and word[:1] in ("前", "这") and not word.endswith("年"):
            return True
        return not (match["bn"] and word.startswith("前"))

    def _read(self, match: re.Match[str], setting: Setting) -> Time | None:
        start, end = match.span()
        kind, edtf = self._value(match, setting)
        if kind == "":
            return None
        at_end = match["limit"] or match["until"]
        if at_end in ("到", "至") and kind == "point":
            kind = "future" if _ahead(edtf, setting.clock) else kind
        if edtf and kind in ("point", "range") and _ahead(edtf, setting.clock):
            kind = "future"
        return Time(start, end, match[0], kind, edtf)

    def _value(self, match: re.Match[str], setting: Setting) -> tuple[str, str | None]:
        if match["standing"]:
            return "standing", None
        if match["y1"]:
            return "range", f"{numeral(match['y1'])}/{numeral(match['y2'])}"
        if match["plan"]:
            return _plan(match)
        if match["an"] or match["bn"] or match["cn"]:
            return _years(match, setting.clock)
        year = self._year(match, setting)
        return _part(match, year, setting) if year else ("relative", None)

    def _year(self, match: re.Match[str], setting: Setting) -> int:
        now = setting.clock
        if match["year"]:
            return numeral(match["year"])
        if match["rel"]:
            word = match["rel"]
            if word in self._shifts:
                return now.year + self._shifts[word] if now else 0
            return setting.year + self._same[word] if setting.year else 0
        if setting.year:
            return setting.year
        if not now:
            return 0
        last = _last_month(match)
        if match["whole"]:
            return now.year - 1 if now.early else now.year
        return now.year - 1 if now.month and last > now.month and not _open_end(match) else now.year


def _open_end(match: re.Match[str]) -> bool:
    """年底 alone is the end of the year that runs; so is a month or half year after 到."""
    return bool(match["end"]) or match["limit"] in ("到", "至")


def _last_month(match: re.Match[str]) -> int:
    if match["m2"]:
        return int(match["m2"])
    if match["mn"]:
        return numeral(match["mn"])
    if match["month"]:
        return int(match["month"])
    if match["half"]:
        return 6 if match["half"][0] == "上" else 12
    if match["quarter"]:
        return 3 * numeral(match["quarter"])
    if match["quarters"]:
        return 3 * numeral(match["quarters"])
    return 12 if match["end"] else 1


def _part(match: re.Match[str], year: int, setting: Setting) -> tuple[str, str | None]:
    """The kind and EDTF of a year or of a part of it."""
    got = {name.removeprefix("y_"): text for name, text in match.groupdict().items() if text}
    if "m1" in got:
        first, last = int(got["m1"]), int(got["m2"])
        return ("range", calendar.months(year, first, last)) if 1 <= first < last <= 12 else ("", None)
    if "mn" in got:
        last = numeral(got["mn"])
        return ("range", calendar.months(year, 1, last)) if 1 <= last <= 12 else ("", None)
    if "month" in got:
        return _month(got, year)
    if "half" in got:
        return "range", calendar.months(year, 1, 6) if got["half"][0] == "上" else calendar.months(
            year, 7, 12
        )
    if "quarter" in got:
        number = numeral(got["quarter"])
        return "range", calendar.months(year, 3 * number - 2, 3 * number)
    if "quarters" in got:
        return "range", calendar.months(year, 1, 3 * numeral(got["quarters"]))
    if "end" in got or (got.get("limit") in ("截至", "截止", "截止到")):
        return "point", f"{year:04}-12-31"
    if "begin" in got:
        return "point", f"{year:04}-01"
    return "point", f"{year:04}"


def _month(got: dict[str, str], year: int) -> tuple[str, str | None]:
    number = int(got["month"])
    if not 1 <= number <= 12:
        return "", None
    if "day" in got:
        day = int(got["day"])
        return ("point", f"{year:04}-{number:02}-{day:02}") if 1 <= day <= 31 else ("", None)
    if got.get("edge") in ("底", "末") or got.get("limit") in ("截至", "截止", "截止到"):
        return "point", calendar.month_end(year, number)
    return "point", calendar.month(year, number)


def _plan(match: re.Match[str]) -> tuple[str, str | None]:
    years = calendar.plan(match["plan"])
    if years is None:
        return "", None
    first, last = years
    if match["of"] in ("末", "期末"):
        return "point", f"{last}-12-31"
    if match["of"].startswith("前"):
        last = first + numeral(match["of"][1:2]) - 1
    return "range", f"{first}/{last}"


def _years(match: re.Match[str], now: Clock | None) -> tuple[str, str | None]:
    """Runs of years before or after the date: 过去五年 ends with the year before it (annotation guide)."""
    count = numeral((match["an"] or match["bn"] or match["cn"]).replace("两", "二"))
    if not 1 <= count <= 40:
        return "", None
    if now is None:
        return "relative", None
    if match["an"]:
        return "future", f"{now.year}/{now.year + count - 1}" if count > 1 else f"{now.year}"
    if count == 1:
        return "range", f"{now.year - 1}" if now.early else None
    return "range", f"{now.year - count}/{now.year - 1}"


def _ahead(edtf: str | None, now: Clock | None) -> bool:
    """Whether a period lies after the date of the text."""
    if not edtf or now is None:
        return False
    begin, end = calendar.first_year(edtf), calendar.last_year(edtf)
    if begin > now.year:
        return True
    if end > now.year:
        return True
    month = int(edtf[5:7]) if len(edtf) >= 7 and edtf[4] == "-" else 0
    return begin == now.year and bool(now.month) and month > now.month
