"""What a figure says: its indicator, its measure, its sign; read from the words around it.

The indicator of a figure is what stands between the figure before it and its verb, less closed lists of leads,
times, places and light verbs; a count has its noun to the right; a bare 增长5% takes the indicator before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.figures.numbers import Found, NumberFinder
from kg.extract.figures.phrases import Phrase, PhraseReader
from kg.extract.figures.tails import Tail, TailReader
from kg.extract.figures.wording import Wording
from kg.extract.reading import Mention, Passage

_LIMITS = ("以上", "以下")
_SPANS_COUNT = re.compile(r"寿命|年限|天数|时间|时长|年龄|时限|周期|平均|气温|降水|降雨|雨量|水位|沉降|墒情")
_STRONG = "。！？!?；;：:\n"
_JOIN = re.compile(r"\s*(?:、|和|及|与|以及|，|:|：|∶)\s*$")
_GAP_LEFT = re.compile(
    r"(?:高于|高出|快于|低于|慢于|优于|超过|超出|领先|好于|超|多于)(?:全国|全省|全市|全区|全县|全球|世界|同期|平均|中部|西部|东部|[^，。；、]{0,6}(?:平均|水平|增速|目标|计划))[^，。；、]{0,8}$"
    r"|(?:比|较)[^，。；]{0,4}(?:全国|全省|全市|全区|平均|均值|目标)[^，。；]{0,8}(?:高|低|快|慢|多|少)(?:出|了)?$"
)


# 迈上4个万亿元台阶: a threshold passed is no figure, but its indicator holds for what follows
_THRESHOLD = re.compile(r"[^，。；、\d]{0,8}(?:台阶|关口|大关)")


@dataclass(slots=True)
class Statement:
    """A figure with what is said of it.

    ``span`` is where the indicator's words stand (-1, -1: carried from ``source``); ``begin`` is where the words that
    belong to the figure begin, ``head`` where its clause begins; ``mention`` is the thing named right before the
    indicator; ``silent`` statements only hand on their indicator.
    """

    found: Found
    indicator: str
    span: tuple[int, int]
    measure: str
    value: int | float
    unit: str
    begin: int
    left: str
    mention: Mention | None = None
    right: bool = False
    goal: bool = False
    done: bool = False
    source: Statement | None = None
    silent: bool = False
    known: bool = False

    @property
    def root(self) -> Statement:
        """The statement that the indicator was carried from."""
        return self.source.root if self.source else self


class StatementReader:
    """Reads the statements of a sentence."""

    def __init__(self, words: Wording, numbers: NumberFinder, phrases: PhraseReader) -> None:
        self._numbers, self._phrases = numbers, phrases
        self._tails = TailReader(words)
        self._spans = frozenset(words["span_units"])
        self._goal = re.compile(words.any("goal_words"))
        self._done = re.compile(words.any("done_words"))
        self._verbs_only = re.compile(
            f"(?:{words.any('growth_up', 'growth_down', 'reach_verbs', 'lead_words')})+"
        )
        self._enumerated = re.compile(f"{words.any('enumerated_nouns')}|{words.any('enumerated_whole')}$")

    def read(self, passage: Passage, sentence: tuple[int, int], founds: Sequence[Found]) -> list[Statement]:
        """Return the statements of a sentence in order."""
        out: list[Statement] = []
        text, at, index = passage.text, sentence[0], 0
        founds = [f for f in founds if f.kind != "size"]
        while index < len(founds):
            group = self._group(text, founds, index)
            out.extend(self._read_group(passage, sentence, group, at, out))
            at = group[-1].right
            index += len(group)
        return out

    def _group(self, text: str, founds: Sequence[Found], index: int) -> list[Found]:
        """Figures in a row with nothing but a join between them, and the two ends of a range."""
        group = [founds[index]]
        for found in founds[index + 1 :]:
            last = group[-1]
            if found.figure.start == last.figure.start:
                group.append(found)
                continue
            between = text[last.right : found.left]
            if not between or not _JOIN.fullmatch(between) or (found.kind == "rank") != (last.kind == "rank"):
                break
            group.append(found)
        return group

    def _read_group(
        self,
        passage: Passage,
        sentence: tuple[int, int],
        group: list[Found],
        at: int,
        before: list[Statement],
    ) -> list[Statement]:
        text, first = passage.text, group[0]
        begin, clause = _boundary(text, at, first.left), _boundary(text, sentence[0], first.left)
        stop = self._before_times(passage, begin, first.left)
        start = begin + max(text[begin:stop].rfind("，"), text[begin:stop].rfind(","), -1) + 1
        unit = first.figure.unit
        tail = self._tails.read(text[start:stop], unit)
        inner = text[start:stop].rfind("、") + 1
        if inner and not tail.empty and before_has(before, clause):
            last = self._tails.read(text[start + inner : stop])
            if last.empty and last.verbs:
                return self._make(
                    passage,
                    sentence,
                    group,
                    start + inner,
                    self._phrases.read(passage, stop, stop),
                    last,
                    before,
                )
        if tail.empty and start - 1 > begin and not before_has(before, begin):
            previous = begin + max(text[begin : start - 1].rfind("，"), -1) + 1
            body = self._phrases.read(passage, previous, start - 1)
            if not (body.known or body.head):
                body = self._phrases.opening(passage, previous, start - 1) or body
            if body.known or body.head:
                return self._make(passage, sentence, group, previous, body, tail, before)
        body = self._phrases.read(passage, start, start + tail.length)
        return self._make(passage, sentence, group, start, body, tail, before)

    def _before_times(self, passage: Passage, begin: int, stop: int) -> int:
        """Step back over times that stand between the words and the figure (增加到2020年的71.5亿元)."""
        while True:
            cut = stop
            while cut > begin and passage.text[cut - 1] in "的在从由":
                cut -= 1
            time = next((t for t in passage.times if t.end == cut and t.start >= begin), None)
            if time is None:
                return stop
            joined = time.start > begin and passage.text[time.start - 1] not in "，、"
            stop = time.start + (1 if joined and time.text[0] in "到至" else 0)

    def _make(
        self, passage: Passage, sentence: tuple[int, int], group: list[Found], start: int, body: Phrase, tail: Tail,
        before: list[Statement],
    ) -> list[Statement]:  # fmt: skip
        text, spans = passage.text, sorted({f.figure.start for f in group})
        left = text[start : group[0].left]
        if _GAP_LEFT.search(text[max(sentence[0], group[0].left - 24) : group[0].left]) and group[
            0
        ].figure.unit.endswith(("点", "%", "倍")):
            return []
        names: list[tuple[str, tuple[int, int], Statement | None]] = []
        if body.text and not body.bare:
            split = self._phrases.split(passage, body) if len(spans) > 1 or tail.each else []
            if not split and len(spans) == 1 and group[0].figure.unit == "%" and tail.growth:
                split = self._phrases.split_known(passage, body)
            if len(spans) > 1 and len(split) == len(spans):
                names = [(n, s, None) for n, s in split]
            elif len(spans) == 1 and len(split) > 1:
                names = [(n, s, None) for n, s in split]
                return [
                    s for f in group for name in names
                    if (s := self._one(passage, f, name, start, left, body, tail, before)) is not None
                ]  # fmt: skip
        if not names and len(spans) > 1 and (not body.text or body.bare):
            roots = _last_roots(before, len(spans))
            if len(roots) == len(spans):
                names = [(r.indicator, (-1, -1), r) for r in roots]
        out: list[Statement] = []
        for found in group:
            position = spans.index(found.figure.start)
            name = names[position] if names else None
            said = self._one(passage, found, name, start, left, body, tail, [*before, *out])
            if said is not None:
                out.append(said)
        return out

    def _one(
        self, passage: Passage, found: Found, name: tuple[str, tuple[int, int], Statement | None] | None, start: int,
        left: str, body: Phrase, tail: Tail, before: list[Statement],
    ) -> Statement | None:  # fmt: skip
        measure, sign = self._tails.measure(tail, body, found)
        if not measure:
            return None
        text, unit = passage.text, found.figure.unit
        measure = self._inherited(
            measure, found, body, tail, before, left[:1] if left[:1] == "、" else text[start - 1 : start]
        )
        indicator, span, source, right = "", (-1, -1), None, False
        silent = bool(_THRESHOLD.match(text, found.figure.end))
        if name:
            indicator, span, source = name
        else:
            noun = None if silent else self._right(passage, found, body, measure)
            if noun is not None:
                indicator, span, right = noun
            elif body.text and not body.bare and not body.text.endswith(_LIMITS):
                indicator, span = body.text, body.span
        if not indicator and not silent:
            indicator, span = _by_name(text, found, body)
        if not indicator:
            source = next((s for s in reversed(before) if s.indicator), None)
            if source is None or not self._may_carry(measure, found, body, tail, before):
                return None
            if measure == "value" and source.measure == "share" and unit == source.unit:
                measure = "share"
            indicator = _carried(source.root.indicator, measure, body, tail)
        if unit in self._spans and not _SPANS_COUNT.search(indicator):
            return None
        hollow = (
            self._enumerated.match(indicator)
            if right
            else self._verbs_only.fullmatch(indicator) and indicator != "项目"
        )
        if hollow:
            return None
        return Statement(
            found, indicator, span, measure, -found.figure.value if sign < 0 else found.figure.value, unit,
            start, left, body.mention if not source else None, right,
            bool(self._goal.search(left)) and "占" not in left,
            bool(self._done.search(text[start : found.right + 2])), source, silent, body.known and not right,
        )  # fmt: skip

    def _inherited(
        self, measure: str, found: Found, body: Phrase, tail: Tail, before: list[Statement], stop: str
    ) -> str:
        """A measure that the figure before hands on: 增长6%，力争6.5%; 净增 holds for the whole row."""
        if measure != "value" or not before:
            return measure
        last = before[-1]
        bare = found.figure.unit == "%" and not body.text and not tail.reach
        if bare and last.measure in ("growth", "share"):
            return last.measure
        net = last.indicator.startswith("净增") or (last.measure == "change" and "净增" in last.left)
        return last.measure if net and stop == "、" else measure

    def _may_carry(
        self, measure: str, found: Found, body: Phrase, tail: Tail, before: list[Statement]
    ) -> bool:
        """Whether a figure without an indicator takes the one before: a bare number does not."""
        if measure != "value" or tail.verbs or body.text or found.left < found.figure.start:
            return True
        return before[-1].measure == measure != "value"

    def _right(
        self, passage: Passage, found: Found, body: Phrase, measure: str
    ) -> tuple[str, tuple[int, int], bool] | None:
        """The noun to the right of a count: 新建 12 个 充电站."""
        if measure != "value" or (found.right > found.figure.end and passage.text[found.right - 1] != "余"):
            return None
        unit = found.figure.unit
        if unit in ("%", "成", "倍", "‰"):
            return None
        counter = unit in self._numbers.counters or unit.lstrip("十百千万亿") in self._numbers.counters
        counter |= unit in ("万", "亿") and (body.bare or body.verbal)
        if not counter and not body.verbal:
            return None
        end = self._phrases.noun_after(passage, found.figure.end)
        if end is None:
            return None
        noun = passage.text[found.figure.end : end].removeprefix("的")
        if counter or body.verbal:
            verb = body.text if body.verbal and body.text.startswith("新") else ""
            begin = body.span[0] if verb else found.figure.start
            return verb + noun, (begin, end), True
        return None


def _by_name(text: str, found: Found, body: Phrase) -> tuple[str, tuple[int, int]]:
    """The indicator of a figure right behind a thing's name (发放X消费券7亿元, X基金规模50亿元); empty where none."""
    named = body.mention
    if named is None or named.type in ("Place", "Industry", "Park") or found.figure.unit in ("%", "倍", "成"):
        return "", (-1, -1)
    if body.text:
        return (body.text, body.span) if body.bare and found.kind != "rank" else ("", (-1, -1))
    if named.end != found.left or found.kind == "rank":
        return "", (-1, -1)
    way = text[named.start - 1 : named.start] if named.start else ""
    begin = named.start - (way in ("距", "离"))
    return text[begin : named.end], (begin, named.end)


def _carried(indicator: str, measure: str, body: Phrase, tail: Tail) -> str:
    """The indicator before, with what this figure adds to it (10亿元以上, 增速)."""
    if body.text.endswith(_LIMITS):
        return body.text + indicator
    word = tail.verbs or body.text
    return (
        indicator + word if measure == "rank" and word in ("增速", "增幅", "增长速度", "涨幅") else indicator
    )


def _boundary(text: str, start: int, end: int) -> int:
    """Where the clause begins that ends at ``end``: behind a strong stop, or in a parenthesis still open."""
    at = max([start, *(text.rfind(c, start, end) + 1 for c in _STRONG)])
    opened = max(text.rfind("（", at, end), text.rfind("(", at, end))
    closed = max(text.rfind("）", at, end), text.rfind(")", at, end))
    if opened > closed:
        return opened + 1
    return closed + 1 if closed >= 0 and opened < 0 else at


def before_has(before: list[Statement], begin: int) -> bool:
    """Whether a figure of the same clause comes before."""
    return any(s.found.figure.start >= begin for s in before)


def _last_roots(before: list[Statement], count: int) -> list[Statement]:
    """The last statements with different indicators, in order."""
    roots: list[Statement] = []
    for said in reversed(before):
        root = said.root
        if all(root is not r and root.indicator != r.indicator for r in roots):
            roots.insert(0, root)
        if len(roots) == count:
            break
    return roots
