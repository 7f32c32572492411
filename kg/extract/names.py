"""Head-driven names: find the head of a name (产业园, 大桥, 行动计划), then its left boundary.

Heads and stop words are lexicon data (heads.tsv, stopwords.tsv, words.yml). From a head the finder walks left
over units until one that cannot stand in a name (``edges``), then asks whether the whole is a name (``proper``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.extract.edges import LeftEdge, stop_words
from kg.extract.proper import Found, Head, Propriety
from kg.extract.reading import Mention, Passage
from kg.extract.units import COUNTED, Kind, Unit
from kg.extract.wordlists import Words, any_of
from kg.lexicon import Entry, Lexicon, TermMatcher

MAX_LENGTH = 40
_PHASE = re.compile(
    r"[（(](?:第?[一二三四五六七八九\d][期标]段?|[东南西北中]区)[）)]|[一二三四五六七八九]期(?:工程|项目)?"
)
_NAMED = (Kind.NAME, Kind.QUOTE, Kind.TERM)


class NameFinder:
    """Finds head-driven names in a passage."""

    def __init__(self, lexicon: Lexicon, words: Words) -> None:
        self.stops = stop_words(lexicon, words)
        self.edge = LeftEdge(words)
        self._no_body = any_of(words, "no_bodies_before")
        self._is_name = Propriety(words)
        self._heads: TermMatcher[Head] = TermMatcher(
            (form, head) for entry in lexicon.from_file("heads") for form, head in _heads(entry)
        )

    def find(self, passage: Passage, units: Sequence[Unit]) -> list[Mention]:
        """Return one candidate for each head that ends at a unit's edge, the longest head for each end."""
        found = [self._quoted(passage.text, unit) for unit in units if unit.kind is Kind.QUOTE]
        found += (
            self._name(passage.text, units, start, end, head)
            for end, (start, head) in sorted(self._longest_heads(passage.text, units).items())
        )
        return [mention for mention in found if mention is not None]

    def _quoted(self, text: str, unit: Unit) -> Mention | None:
        """A quotation that ends with a head is a name as a whole (“云岭论坛”)."""
        start, end = unit.start + 1, unit.end - 1
        if text[unit.start] not in "“「‘" or not 4 <= end - start <= 24:
            return None
        heads = [h for h in self._heads.find(text[start:end]) if h.end == end - start and h.end - h.start > 1]
        head = min(heads, key=lambda h: h.start).values[0] if heads else None
        if (
            head is None
            or not head.strong
            or head.type in ("Industry", "Award")
            or len(head.text) == end - start
        ):
            return None
        return Mention(start, end, head.type, text[start:end], f"head:{head.type}", 41, head.also)

    def _longest_heads(self, text: str, units: Sequence[Unit]) -> dict[int, tuple[int, Head]]:
        ends = {u.end for u in units if u.kind not in (Kind.QUOTE, Kind.PAREN)}
        begins = {u.start for u in units}
        guessed = {u.end for u in units if u.kind is Kind.NEW}
        longest: dict[int, tuple[int, Head]] = {}
        for hit in self._heads.find(text):
            if hit.end - hit.start == 1 and hit.start not in begins and hit.end not in guessed:
                continue
            if hit.end in ends and (hit.end not in longest or hit.start < longest[hit.end][0]):
                longest[hit.end] = (hit.start, hit.values[0])
        return longest

    def _name(self, text: str, units: Sequence[Unit], start: int, end: int, head: Head) -> Mention | None:
        index = bisect_left(units, (start,))
        if index >= len(units) or units[index].start != start:
            index -= 1  # the head begins inside a unit
        inside = [u for u in units[index : index + 8] if u.start < end and u.kind in _NAMED]
        left = self.edge.walk(units, index - (units[index].start >= start), head.type)
        if units[index].start < start:
            left = [units[index], *left] if units[index] not in left else left
        if left and left[-1].kind in (Kind.NAME, Kind.TERM) and left[-1].end > start:
            inside = [left[-1]]
        begin = min([u.start for u in left] + [start])
        first = bisect_left(units, (begin,))
        modifiers = [u for u in left if u.kind is not Kind.PAREN]
        found = Found(text, head, begin, start, modifiers, inside, units[max(0, first - 3) : first])
        if end - begin > MAX_LENGTH or not self._is_name(found) or _counted(found):
            return None
        if head.type == "Organization" and self._no_body.match(text, end):
            return None  # 省政府工作报告 is a document
        end = _with_phase(text, end, head.type)
        return Mention(begin, end, head.type, text[begin:end], f"head:{head.type}", 41, head.also)


def _counted(found: Found) -> bool:
    """What a number stands before (241个市重点项目) is a count, not a name."""
    last = found.before[-1] if found.before else None
    if last is None or last.end != found.begin:
        return False
    return last.kind is Kind.NUMBER or bool(COUNTED.match(last.text))


def _with_phase(text: str, end: int, kind: str) -> int:
    """Take in a phase printed behind the head: （一期）, 二期工程."""
    match = _PHASE.match(text, end) if kind in ("Project", "Park", "Facility") else None
    return match.end() if match else end


def _heads(entry: Entry) -> list[tuple[str, Head]]:
    extra = entry.extra
    also = tuple(a for a in extra.get("also", "").split("|") if a)
    return [
        (form, Head(form, entry.type, extra.get("strength") == "strong", extra.get("proper") == "yes", also))
        for form in entry.forms
    ]
