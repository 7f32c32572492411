"""The noun phrase before (or after) a figure: where it begins, what it names, how lists in it split."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.figures.wording import Wording
from kg.extract.reading import Mention, Passage
from kg.lexicon import TermMatcher

_SHARE_OF = re.compile(r"占(?:到|了)?(?!地(?!区|方)|用|有率|道|据|领)(?P<whole>[^，。；]{0,24})$")
_TRIM = " 　、，,的：“”\"'·—-–"
_PREPOSITIONS = "从由在按以将把自于较比"
_NO_PREPOSITION = {"自由", "存在", "理由", "占比", "同比", "环比", "之比", "对比", "性比", "债比", "负比"}
_SECTOR = re.compile(r"(?:业|产业|产业链|行业|集群|领域|板块|产品|经济|服务|企业|机构)$")
_SPLIT = re.compile(r"、|以及|和|与|及")
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”+．.\-—·]")
_ENTITIES = {
    "Project",
    "Company",
    "Facility",
    "Programme",
    "Event",
    "Product",
    "Organization",
    "Park",
    "Place",
}
_MADE = re.compile(r"(?:[年日]产|生产|年加工|年处理)[^，。；]{0,4}$")
_ADVERBS = {"合计", "共计", "总计", "累计", "总体", "整体", "分别", "平均", "持续", "稳定", "基本"}
_PLAN = re.compile(
    r"(?:完成|达到|达|占)(?:了)?(?:全年|年度|年初|既定)[^，。；、\d]{0,6}(?:计划|任务|目标)(?:数)?的?$"
)
# A业、B业等服务业增加值: the figures are the members' own
_LISTED = re.compile(r"(?P<members>[^等]*业、[^等]*业)等(?!级|候|待|额|量|值)")
_URBAN = re.compile(r"^城乡(?P<rest>.{2,})$")
_DWELLERS = {"城镇", "农村", "城市", "乡村", "城区", "男性", "女性", "公路", "铁路"}


@dataclass(slots=True)
class Phrase:
    """A noun phrase at ``span``; ``text`` may leave out a time inside it.

    ``bare`` nouns (总数, 增速) stand for the indicator before; ``verbal`` phrases are verbs whose noun follows the figure
    (新建); ``share`` marks X占Y; ``mention`` is the last thing named before the phrase; ``known`` tells that the indicator
    lexicon has it, ``head`` that its last word is an indicator's.
    """

    text: str
    span: tuple[int, int]
    bare: bool = False
    verbal: bool = False
    share: bool = False
    known: bool = False
    head: bool = False
    mention: Mention | None = None
    mentions: list[Mention] = field(default_factory=list)


class PhraseReader:
    """Reads phrases with the word lists and the indicator lexicon (names to whether they are standing facts)."""

    def __init__(self, words: Wording, indicators: dict[str, bool]) -> None:
        self.standing = indicators
        self._leads = frozenset(words["lead_words"])
        self._kept = frozenset(words["kept_verbs"])
        self._bare = (
            frozenset(words["bare_nouns"])
            | frozenset(words["share_nouns"])
            | frozenset(words["growth_nouns"])
        )
        self._bounds = frozenset(w for w in words["lead_words"] if len(w) > 1)
        self._stops = frozenset(words["noun_stops"])
        self._heads = re.compile(words.any("indicator_heads") + "$")
        self._head_list = sorted(words["indicator_heads"], key=lambda w: -len(w))
        self._share_end = re.compile(words.any("share_nouns") + "$")
        self._growth_end = re.compile(words.any("growth_nouns") + "$")
        self._hits: TermMatcher[bool] = TermMatcher((n, s) for n, s in indicators.items() if len(n) > 2)

    def read(self, passage: Passage, start: int, end: int) -> Phrase:
        """Read the phrase that ends at ``end`` and begins nowhere before ``start``."""
        text = passage.text
        if (plan := _PLAN.search(text[start:end])) and (
            done := self._done(passage, start, start + plan.start(), plan)
        ):
            return done
        share, whole = False, _SHARE_OF.search(text[start:end])
        if (whole and whole["whole"] and not text[start + whole.start() : end].startswith("占比")) or (
            whole and not whole["whole"]
        ):
            share, end = True, start + whole.start()
        names = [m for m in passage.mentions if start <= m.start and m.end <= end and m.type in _ENTITIES]
        names = [m for m in names if m.type != "Product" or not _MADE.search(text[start : m.start])]
        known = self._known(text, start, end)
        names = [
            m
            for m in names
            if not any(a <= m.start and m.end <= b for a, b in known)
            and not (m.type == "Place" and any(a < m.end and m.start < b for a, b in known))
        ]
        known = [(a, b) for a, b in known if not any(a < m.end and m.start < a for m in names)]
        begin, mention = self._begin(passage, start, end, names, known)
        while begin < end and text[begin] in _TRIM:
            begin += 1
        end = self._trim_end(text, begin, end)
        body = self._without_times(passage, begin, end)
        for pattern in (self._share_end, self._growth_end):
            if (match := pattern.search(body)) and match.start():
                share |= pattern is self._share_end
                if pattern is self._share_end or body not in self.standing:
                    body = body[: match.start()].rstrip("的") or body
                    if pattern is self._growth_end:
                        body += match[0]
        tokens = [text[a:b] for a, b in _tokens(passage, begin, end)]
        return Phrase(
            body, (begin, end), bare=not body or body in self._bare, share=share,
            verbal=not body or all(t in self._kept or t in self._leads for t in tokens),
            known=any(b == end for _, b in known), head=bool(self._heads.search(body)), mention=mention, mentions=names,
        )  # fmt: skip

    def _done(self, passage: Passage, start: int, end: int, plan: re.Match[str]) -> Phrase | None:
        """What has reached a share of its plan: X完成年度计划的95%."""
        body = self.read(passage, start, end)
        if not body.text or body.bare or body.verbal:
            return None
        text = body.text + plan[0].removesuffix("的")
        return Phrase(
            text, (body.span[0], start + plan.end()), share=True, known=body.known, mention=body.mention
        )

    def opening(self, passage: Passage, start: int, end: int) -> Phrase | None:
        """Return the known indicator that a clause without a figure begins with (X由负转正，增长3%)."""
        first = next((s for s in sorted(self._known(passage.text, start, end)) if s[0] == start), None)
        return self.read(passage, start, first[1]) if first else None

    def _trim_end(self, text: str, begin: int, end: int) -> int:
        """Leave out stops and prepositions at the end of a phrase (地区生产总值从 …)."""
        while end > begin:
            last = text[end - 1]
            if (last in _TRIM and not (last == "”" and "“" in text[begin:end])) or (
                last in _PREPOSITIONS and text[end - 2 : end] not in _NO_PREPOSITION
            ):
                end -= 1
            else:
                break
        return end

    def _known(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        found = [(start + h.start, start + h.end) for h in self._hits.find(text[start:end])]
        return [s for s in found if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in found)]

    def _begin(
        self,
        passage: Passage,
        start: int,
        end: int,
        names: Sequence[Mention],
        known: Sequence[tuple[int, int]],
    ) -> tuple[int, Mention | None]:
        """Walk over leads, times and names from the left; then cut behind the last light verb inside."""
        text = passage.text
        tokens = _tokens(passage, start, end)
        last = next((a for a, b in known if b == end), end)
        at, mention = self._skip(passage, tokens, start, end, names, last)
        for a, b in reversed(tokens):
            if a <= at or b >= end or b > last:
                continue
            if text[a:b] in self._bounds and text[a:b] not in self._kept and text[a:b] not in _ADVERBS:
                at, other = self._skip(passage, tokens, b, end, names, last)
                mention = other or mention
                break
        inner = [m for m in names if m.start >= at and m.end <= last and m.type != "Place"]
        if inner:
            mention = inner[-1]
            at, other = self._skip(passage, tokens, mention.end, end, names, last)
            mention = other or mention
        return at, mention

    def _skip(
        self,
        passage: Passage,
        tokens: Sequence[tuple[int, int]],
        at: int,
        end: int,
        names: Sequence[Mention],
        last: int,
    ) -> tuple[int, Mention | None]:
        text, mention = passage.text, None
        starts = dict(tokens)
        while at < end and at < last:
            time = next((t for t in passage.times if t.start <= at < t.end and t.end <= end), None)
            name = next((m for m in names if m.start == at), None)
            if time is not None:
                at = time.end
            elif name is not None and (name.end < end or name.type not in ("Place", "Park")):
                at, mention = name.end, name
            elif text[at] in _TRIM and text[at] != "“":
                at += 1
            elif (
                starts.get(at) == end
                and text[at:end] == "项目"
                and not any(f.end in (at, at - 1) for f in passage.figures)
            ):
                break
            elif at in starts and text[at : starts[at]] in self._leads and starts[at] <= last:
                at = starts[at]
            else:
                break
        return at, mention

    def _without_times(self, passage: Passage, begin: int, end: int) -> str:
        """Leave out a time inside (X产业去年实现营收: X产业营收)."""
        text = passage.text
        for time in passage.times:
            if begin < time.start and time.end < end:
                rest, _ = self._skip(passage, passage.tokens, time.end, end, (), end)
                head = text[begin : time.start]
                return (head if _SECTOR.search(head) else "") + text[rest:end]
        return text[begin:end]

    def split(self, passage: Passage, phrase: Phrase) -> list[tuple[str, tuple[int, int]]]:
        """Split a coordination, with what its last member shares with the others given to each."""
        body, (begin, end) = phrase.text, phrase.span
        if urban := _URBAN.match(body):
            town = "城镇" if urban["rest"].startswith(("居民", "常住", "人均")) else "城市"
            return [(town + urban["rest"], phrase.span), ("农村" + urban["rest"], phrase.span)]
        if (listed := _LISTED.match(body)) and len(members := listed["members"].split("、")) > 1:
            shared = next((h for h in self._head_list if body.endswith(h)), "")
            return [(m if self._is_headed(m) else m + shared, (begin, end)) for m in members]
        parts = [p for p in _SPLIT.split(body) if p]
        if len(parts) < 2:
            return []
        last = parts[-1]
        names = [
            part if self._is_headed(part) else part + self._shared(part, last) for part in parts[:-1]
        ] + [last]
        return [(name, (begin, end)) for name in names]

    def split_known(self, passage: Passage, phrase: Phrase) -> list[tuple[str, tuple[int, int]]]:
        """Split a coordination only where each member is an indicator of the lexicon."""
        parts = [p for p in _SPLIT.split(phrase.text) if p]
        return (
            [(p, phrase.span) for p in parts]
            if len(parts) > 1 and all(p in self.standing for p in parts)
            else []
        )

    def _is_headed(self, part: str) -> bool:
        return part in self.standing or bool(self._heads.search(part))

    def _shared(self, part: str, last: str) -> str:
        """What the last member has that the others lack: 增加值 of 装备制造业增加值."""
        for size in (2, 1):
            at = last.find(part[-size:])
            if len(part) >= size and at >= 0 and at + size < len(last):
                return last[at + size :]
        if part in _DWELLERS and len(part) < len(last):
            return last[len(part) :]
        return next((h for h in self._head_list if last.endswith(h)), "")

    def noun_after(self, passage: Passage, at: int) -> int | None:
        """Return the end of the noun that begins at ``at``, or None where none does."""
        text, end = passage.text, at
        for a, b in passage.tokens:
            if b <= at:
                continue
            a = max(a, at)
            word = text[a:b]
            joins = word == "和" and text.startswith("美", b)
            joins |= word == "以上" and text[a - 1] in "级模"
            if a != end or (word in self._stops and not joins) or not _HAN.match(word[0]) or b - at > 22:
                break
            if any(f.start <= a < f.end for f in passage.figures) or any(
                t.start <= a < t.end for t in passage.times
            ):
                break
            end = b
        return end if end > at and text[at:end] != "的" else None

    def is_standing(self, indicator: str) -> bool:
        """Whether the lexicon says that an indicator is a standing fact, by its longest known ending."""
        for start in range(len(indicator) - 1):
            if (standing := self.standing.get(indicator[start:])) is not None:
                return standing
        return False


def _tokens(passage: Passage, start: int, end: int) -> list[tuple[int, int]]:
    """Return the tokens that lie in ``start:end``."""
    first = bisect_left(passage.tokens, (start, 0))
    last = bisect_left(passage.tokens, (end, 0), first)
    return [(a, b) for a, b in passage.tokens[first:last] if b <= end]
