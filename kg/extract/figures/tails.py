"""The verb at the end of what stands before a figure: 增长, 下降, 达到, 提高到, and what it makes of the figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.figures.numbers import Found
from kg.extract.figures.phrases import Phrase
from kg.extract.figures.wording import Wording

_GROWTH_NOUNS = frozenset(
    ["增速", "增幅", "涨幅", "降幅", "增长", "下降", "增长率", "减幅", "跌幅", "增长速度"]
)
_NOUN_END = re.compile(
    r"(?:新增|国有|民有|所有|公有|私有|特有|稀有|设计|统计|会计|审计|作为|行为|国是|跨越)$"
)
_ADVERB = re.compile(
    r"(?:同比|环比|分别|年均|平均|均|都|各|预计|预期|力争|争取|确保|实际|名义|累计|将|可|已|又|再|仍|也|约|共|总体|逆势|同口径|可比口径|按可比价格计算|可比|较快|快速|稳定|持续|连续|再次|首次|成功|继续|"
    r"(?:比|较|与|同)(?:上年|去年|上年同期|去年同期|年初|上月|同期|上季度|上期|(?:19|20)\d\d年(?:底|末)?|“?十[一二三四]五”?(?:末|期末)?|上年末|上届|五年前|十年前|前年|[上下]半年|前?[一二三四]个?季度|前\d个月|1[—–\-至]\d{1,2}月份?)(?:相比)?|同期|期间|全年|目标|仅|就|还|进一步|逐年|每年|日均|月均|的|了|率先|历史性|实现|快速|大幅|净)$"
)

# 完成年度投资计划的95%: a share of what was set
_PLANNED = re.compile(r"(?:年度|全年|年初|既定|目标)[^，。；]{0,6}(?:计划|任务|目标)(?:数|的)?$")


@dataclass(frozen=True, slots=True)
class Tail:
    """``length`` characters of the text are left when the verb is gone.

    ``growth`` is 1 or -1 for verbs and nouns of growth, 0 for none; ``reach`` tells that a level is reached;
    ``each`` that the figures or the thing said are of several (分别, 均); ``adverbs`` the rest that was taken off.
    """

    length: int
    verbs: str
    growth: int = 0
    reach: bool = False
    each: bool = False
    net: bool = False
    empty: bool = False


class TailReader:
    """Takes verbs and adverbs off the end of a text."""

    def __init__(self, words: Wording) -> None:
        self._kinds: list[tuple[str, str]] = [(w, "up") for w in words["growth_up"]]
        self._kinds += [(w, "down") for w in words["growth_down"]]
        self._kinds += [(w, "up") for w in words["plus_verbs"]] + [(w, "down") for w in words["minus_verbs"]]
        self._kinds += [(w, "reach") for w in words["reach_verbs"]]
        self._pace, self._slower = words.ending("pace_verbs"), frozenset(words["slower_verbs"])
        self._kinds.sort(key=lambda pair: -len(pair[0]))
        self._table: dict[str, list[tuple[str, str]]] = {}
        for word, kind in self._kinds:
            self._table.setdefault(word[-1], []).append((word, kind))
        self._change = frozenset([*words["plus_verbs"], *words["minus_verbs"]])
        self._shares = re.compile(words.any("share_nouns") + "$")
        self._growths = re.compile(words.any("growth_nouns") + "$")

    def read(self, text: str, unit: str = "") -> Tail:
        """Read the end of ``text``; ``unit`` is that of the figure behind it (加快1.2个百分点 is a growth of pace).

        The first verb from the right decides; a noun of growth (增幅分别为) further left overrules a reached level.
        """
        verbs: list[str] = []
        rest, growth, reach, each, net = text.rstrip(), 0, False, False, False
        paced = unit.endswith("百分点") and self._pace.search(rest)
        if paced:
            verbs, growth, rest = (
                [paced[0]],
                -1 if paced[0] in self._slower else 1,
                rest[: paced.start()].rstrip(),
            )
        while rest:
            if match := _ADVERB.search(rest):
                each |= match[0] in ("分别", "均", "都", "各")
                net |= match[0] == "净"
                rest = rest[: match.start()].rstrip()
                continue
            word, kind = self._verb(rest)
            inner = bool(verbs) and kind != "reach" and word not in _GROWTH_NOUNS
            if not word or inner or _NOUN_END.search(rest):
                break
            if reach and kind == "up" and word in ("增长",) and verbs and verbs[-1] in ("到", "至"):
                break
            verbs.append(word)
            net |= word.startswith("净")
            if kind == "reach":
                reach = True
            elif not paced:
                growth = 1 if kind == "up" else -1
            rest = rest[: -len(word)].rstrip()
            if len(verbs) >= 3:
                break
        return Tail(len(rest), "".join(reversed(verbs)), growth, reach, each, net, not rest)

    def _verb(self, text: str) -> tuple[str, str]:
        return next(((w, k) for w, k in self._table.get(text[-1], ()) if text.endswith(w)), ("", ""))

    def measure(self, tail: Tail, body: Phrase, found: Found) -> tuple[str, int]:
        """Tell the measure and the sign of a figure; no measure where it is no statistic."""
        unit, sign = found.figure.unit, tail.growth or 1
        if found.kind == "rank":
            return "rank", 1
        if found.kind == "ratio":
            return "share", 1
        if unit.endswith(("百分点", "千分点")):
            return ("change", sign) if tail.growth else ("", 1)
        planned = unit == "%" and not tail.growth and _PLANNED.search(body.text)
        if planned or body.share or self._shares.search(body.text):
            return ("share", 1) if unit in ("%", "成", "‰") else ("value", 1)
        if unit in ("%", "成", "‰"):
            if tail.growth:
                return "growth", sign
            return ("growth", 1) if self._growths.search(body.text) else ("value", 1)
        if unit.endswith("倍"):
            return ("growth", 1) if tail.growth else ("value", 1)
        if tail.growth and not tail.reach:
            return "change", sign
        if tail.net or body.text.startswith(("净增", "净减")):
            return "change", -1 if body.text.startswith("净减") else 1
        return "value", 1
