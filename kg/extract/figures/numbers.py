"""Finding figures: a number with its unit as printed, ranges, bounds, ranks; what only looks like one is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.figures.calendar import numeral
from kg.extract.figures.wording import Wording
from kg.extract.reading import Figure
from kg.extract.wordlists import alternatives

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.．]\d+)?"
_SCALE = r"(?:万亿|千亿|百亿|千万|百万|亿|万|千|百|十)"
_DASH = r"(?:[—–―\-－~～]+|至|到)"
_LATIN = re.compile(r"[A-Za-z_#+＋×*/／:：∶．.\-−@&]$")
_CODE_AFTER = re.compile(r"[A-Za-z_+＋×*/／∶:#@]|[\-－—–]?[A-Za-z]|号|路|热线|岁以|版|∶|：\d")
_QUOTED = re.compile(r"[“‘《〈][^“”‘’《》〈〉，。；\n]{1,24}[”’》〉]")
_RANK = (
    r"第\s?(?P<ord>\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)?|(?P<first>首位|榜首|之首|首席|头名|第一位)"
)
# what a figure, a rank cannot do without: most clauses have none of it
_ANY = re.compile(r"\d|第|首|头名|成|分之|亿元")
_ORDINAL = re.compile("第|首|头名")
_MORE_RANKS = re.compile(r"[、和](第(\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名)?)")
_RATIO = re.compile(
    r"(?<=[\u4e00-\u9fff到至])(?P<a>\d+(?:\.\d+)?)[:：∶](?P<b>\d+(?:\.\d+)?)[:：∶](?P<c>\d+(?:\.\d+)?)(?![:：∶\d])"
)
_THRESHOLD = re.compile(r"(?:突破|超过?|跨越|达到?|跃上|迈过|逾)((?:万|千|百)亿元)(?=[，。；、]|$)")
_READ_AS: dict[str, tuple[int, str]] = {"万": (1, "万亿元"), "千": (1000, "亿元"), "百": (100, "亿元")}
_AMONG = re.compile(r"在(?:全[国省市])?(?:\d+[家个座])?([^，。；、\d]{2,10})中[^，。；]{0,8}$")
_FRACTION = re.compile(
    r"(?P<tens>[一二三四五六七八九])成(?P<half>半|[一二三四五六七八九](?!立))?(?![立功为员本绩果长效就都交])|(?P<part>[二三四五])分之(?P<whole>[一二三])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with what stands around it: ``left`` is where its words (近, 超) begin, ``right`` where they end.

    ``kind`` is ``amount``, ``rank`` (unit: the scope), or ``size`` (it tells the size of what follows).
    """

    figure: Figure
    left: int
    right: int
    kind: str = "amount"


class NumberFinder:
    """Finds figures; units and approximating words are lists of ``words_figures.yml`` and of the units lexicon."""

    def __init__(self, words: Wording, units: frozenset[str]) -> None:
        counters = set(words["counters"])
        self.counters = frozenset(counters)
        known = counters | set(words["measures"]) | units
        unit = (
            alternatives(known)
            + r"(?:[/／](?:万人|年|日|天|月|小时|平方米|平方公里|立方米|人|吨|亩|户|秒|次|件|公里|千瓦时|升|百户|千人))?"
        )
        near = r"(?P<mid>余|多|来|几)?"
        self._pattern = re.compile(
            rf"(?P<a>{_NUMBER})(?:(?P<s1>{_SCALE})?(?P<u1>%|％|{unit})?{_DASH}(?P<b>{_NUMBER}))?"
            rf"{near}(?P<scale>{_SCALE})?(?P<mid2>余|多)?(?P<unit>{unit})?"
        )
        self._listed = re.compile(
            rf"(?:[、和](?:{_NUMBER}))*[、和](?:{_NUMBER})(?P<scale>{_SCALE})?(?P<unit>{unit})"
        )
        self._before = re.compile(
            rf"(?:(?P<over>{words.any('over_words')})|(?P<near>{words.any('near_words')})|(?P<about>{words.any('about_words')}))(?:了|到|近)?$"
        )
        self._after = re.compile(
            rf"(?:(?P<over>{words.any('over_tails')})|(?P<near>{words.any('near_tails')})|(?P<about>{words.any('about_tails')}))"
        )
        scope = (
            rf"(?P<scope>(?:全(?:国|省|市|区|县|州|球|盟|旗)[^，。；：、\d\s居列排跃]{{0,10}}?"
            rf"|{words.any('rank_scopes')}[^，。；：、\d\s居列排跃]{{0,8}}?)"
            r"|(?:全[国省市区县州]|中部|西部|东部)\d{1,3}个?[\u4e00-\u9fff（）、]{1,8}?)"
        )
        verb = rf"(?:{words.any('rank_verbs')}|连续[^，。；]{{1,6}}(?:居|位居|位列|稳居|保持))"
        self._rank = re.compile(
            rf"(?P<verb>{verb})?(?:到|至|了)?(?:{scope})?的?(?:{_RANK})(?![个批期次轮届季产方辆台家条步代款])"
        )
        self._size = re.compile(
            rf"(?:{alternatives(w for w in words['size_tails'] if '?' not in w)}|以上的?)(?=[\u4e00-\u9fff“\d])"
        )
        self._growth = re.compile(r"以上的?(?:增长|增速|速度|水平|幅度)")
        self._spans = frozenset(words["span_units"])

    def find(self, text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[Found]:
        """Return the figures of ``text[start:end]`` in order; nothing that touches ``taken`` (times) counts."""
        if not _ANY.search(text, start, end):
            return []
        busy = bytearray(end - start)
        for a, b in taken:
            if a < end and b > start:
                busy[max(a, start) - start : min(b, end) - start] = b"\1" * (min(b, end) - max(a, start))
        for match in _QUOTED.finditer(text, start, end):
            if not re.search(r"[\u4e00-\u9fff]{9,}", match[0]) or match[0][0] in "《〈":
                busy[match.start() - start : match.end() - start] = b"\1" * (match.end() - match.start())
        ranks = [
            f
            for f in self._ranks(text, start, end)
            if not any(busy[f.figure.start - start : f.figure.end - start])
        ]
        for rank in ranks:
            busy[rank.figure.start - start : rank.figure.end - start] = b"\1" * (
                rank.figure.end - rank.figure.start
            )
        ratios = self._ratios(text, start, end)
        for ratio in ratios:
            busy[ratio.figure.start - start : ratio.figure.end - start] = b"\1" * (
                ratio.figure.end - ratio.figure.start
            )
        out = [*ranks, *ratios, *self._thresholds(text, start, end)]
        for match in self._pattern.finditer(text, start, end):
            if not any(busy[match.start() - start : match.start("a") - start + 1]):
                out.extend(self._amounts(text, match, start))
        for match in _FRACTION.finditer(text, start, end):
            if not any(busy[match.start() - start : match.end() - start]):
                out.extend(self._fraction(text, match, start))
        out.sort(key=lambda f: (f.figure.start, f.figure.end))
        return out

    def _ranks(self, text: str, start: int, end: int) -> list[Found]:
        out: list[Found] = []
        if not _ORDINAL.search(text, start, end):
            return out
        for match in self._rank.finditer(text, start, end):
            number = 1 if match["first"] else numeral(match["ord"] or "") if match["ord"] else 0
            if match["ord"] is None and match["first"] is None:
                continue
            scope = match["scope"] or ""
            if not scope and not match["verb"]:
                continue
            after = text[match.end() : match.end() + 1]
            if not number or (not match["verb"] and after and after not in "，。；、：）)”") or number > 400:
                continue
            at = match.start("scope") if scope else match.end("verb")
            if not scope and (among := _AMONG.search(text, max(start, match.start() - 30), match.start())):
                scope = among[1]
            figure = Figure(at, match.end(), text[at : match.end()], number, scope)
            out.append(Found(figure, match.start(), match.end(), "rank"))
            at = match.end()
            while more := _MORE_RANKS.match(text, at, end):
                figure = Figure(more.start(1), more.end(), more[0][1:], numeral(more[2]), scope)
                out.append(Found(figure, more.start(1), more.end(), "rank"))
                at = more.end()
        return out

    def _ratios(self, text: str, start: int, end: int) -> list[Found]:
        """三次产业结构为 a:b:c: three shares."""
        out = []
        for match in _RATIO.finditer(text, start, end):
            for part in ("a", "b", "c"):
                a, b = match.span(part)
                out.append(Found(Figure(a, b, match[part], _value(match[part]), "%"), a, b, "ratio"))
        return out

    def _thresholds(self, text: str, start: int, end: int) -> list[Found]:
        """突破万亿元, a number without a digit."""
        return [
            Found(Figure(m.start(1), m.end(1), m[1], *_READ_AS[m[1][0]], "lower"), m.start(), m.end())
            for m in _THRESHOLD.finditer(text, start, end)
        ]

    def _fraction(self, text: str, match: re.Match[str], start: int) -> list[Found]:
        if match["part"]:
            return []
        value: float = numeral(match["tens"])
        if match["half"]:
            value = float(f"{value}.{5 if match['half'] == '半' else numeral(match['half'])}")
        left, right, bound = self._around(text, match.start(), match.end(), start)
        return [Found(Figure(match.start(), match.end(), match[0], value, "成", bound), left, right)]

    def _amounts(self, text: str, match: re.Match[str], start: int) -> list[Found]:
        if not self._is_amount(text, match, start):
            return []
        unit = (match["scale"] or "") + (match["unit"] or "")
        if not match["unit"] and not (match["scale"] or "").endswith(("万", "亿")):
            listed = None if match["b"] else self._listed.match(text, match.end("a"))
            if listed and "分别" in text[max(start, match.start() - 40) : match.start()]:
                unit = (listed["scale"] or "") + listed["unit"]
                figure = Figure(match.start(), match.end("a"), match["a"], _value(match["a"]), unit)
                return [Found(figure, match.start(), match.end("a"))]
            return self._bare(text, match, start)
        stop = match.end()
        left, right, bound = self._around(text, match.start(), stop, start)
        if match["mid"] in ("余", "多", "几") or match["mid2"]:
            bound = bound or "lower"
        kind = "size" if self._is_size(text, stop, unit) else "amount"
        unit = "%" if unit == "％" else unit
        if match["b"] and match["a"] != match["b"]:
            first = (match["s1"] or "") + (match["u1"] or "")
            low = Figure(
                match.start(), stop, text[match.start() : stop], _value(match["a"]), first or unit, "lower"
            )
            if (first and first[-1] != unit[-1:] and not unit.endswith(first)) or first in ("万", "亿"):
                low = Figure(match.start(), stop, low.text, low.value, unit, "lower")
            high = Figure(match.start(), stop, low.text, _value(match["b"]), unit, "upper")
            return [Found(low, left, right, kind), Found(high, left, right, kind)]
        return [
            Found(
                Figure(match.start(), stop, text[match.start() : stop], _value(match["a"]), unit, bound),
                left,
                right,
                kind,
            )
        ]

    def _bare(self, text: str, match: re.Match[str], start: int) -> list[Found]:
        """A number without a unit counts where an index or coefficient stands before it."""
        before = text[max(start, match.start() - 10) : match.start()]
        if match["b"] or not re.search(
            r"(?:指数|系数|指标值|得分|评分)(?:值)?(?:达到|达|为|提高到|升至|降至|是|约|超过|提升至|提升到)?$",
            before,
        ):
            return []
        left, right, bound = self._around(text, match.start(), match.end("a"), start)
        figure = Figure(match.start(), match.end("a"), match["a"], _value(match["a"]), "", bound)
        return [Found(figure, left, right)]

    def _is_amount(self, text: str, match: re.Match[str], start: int) -> bool:
        before, after = (
            text[max(start, match.start() - 2) : match.start()],
            text[match.end() : match.end() + 3],
        )
        if (
            before == "连续"
            or before[-1:] == "第"
            or (before.endswith(("前", "后")) and match["unit"] in ("位", "强", "名", None))
        ):
            return False
        if (_LATIN.search(before) and not before.endswith(("-", "−"))) or before[-1:].isdigit():
            return False
        if not match["unit"] and _CODE_AFTER.match(after):
            return False
        unit = match["unit"] or ""
        if unit in ("个", "条", "项") and re.match(r"(?:月|一百|五)", after):
            return False
        return not (
            match["b"] is None
            and unit
            in ("号", "期", "届", "大", "强", "星", "纵", "横", "点", "省", "K", "T", "G", "步", "字")
        )

    def _is_size(self, text: str, stop: int, unit: str) -> bool:
        after = text[stop : stop + 8]
        if self._growth.match(after):
            return False
        if unit.endswith(("%", "％", "个百分点")):
            return bool(re.match(r"以上的", after))
        if re.match(r"级(?!别|差)", after):
            return True
        if self._size.match(after):
            return not re.match(r"以上的?(?:增长|，|。|；|、)", after)
        return unit.endswith(("元", "美元")) and bool(
            re.match(r"(?:项目|企业|园区|产业|集群|县|镇|城市|村|区|市|级|俱乐部|强)", after)
        )

    def _around(self, text: str, start: int, stop: int, least: int) -> tuple[int, int, str | None]:
        """Take the approximating words before and after a number."""
        left, right, bound = start, stop, None
        before = self._before.search(text, max(least, start - 6), start)
        if before:
            left, bound = before.start(), _bound(before)
        after = self._after.match(text, stop)
        if after:
            right = after.end()
            bound = bound or _bound(after)
        return left, right, bound


def _bound(match: re.Match[str]) -> str:
    return "lower" if match["over"] else "upper" if match["near"] else "about"


def _value(text: str) -> int | float:
    plain = text.replace(",", "").replace("．", ".")
    return float(plain) if "." in plain else int(plain)
