"""Applying the rules of layer ``mentions``: patterns whose group ``name`` or ``list`` are names.

``name`` is one name, ``list`` an enumeration (split at 、 和 及 与 以及). The left edge of the first name is
found like that of a head-driven name; later items begin behind their separator.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from kg.extract.names import NameFinder
from kg.extract.reading import Mention, Passage
from kg.extract.rulebook import CompiledRule, Rulebook, RuleSet
from kg.extract.units import SPECIFIC, Kind, Unit, units_inside
from kg.extract.why import Why, ignore, reason
from kg.extract.wordlists import any_of

_SEPARATOR = re.compile(r"、|，?以及|，?和|，?及(?!其)|，?与")
_LIST_COMMA = re.compile(r"、|，?以及|，?和")
_OUTER_QUOTES = re.compile(r"^[“‘「](.+)[”’」]$")


class MentionRules:
    """All rules of layer ``mentions``."""

    def __init__(self, book: Rulebook, finder: NameFinder, why: Why = ignore) -> None:
        self._why = why
        self._rules = RuleSet(book.of_layer("mentions"), book.words)
        self._finder = finder
        lists = (
            "focus_verbs",
            "made_verbs",
            "produce_verbs",
            "built_by_verbs",
            "conjunctions",
            "count_words",
        )
        self._light_verbs = frozenset(w for name in lists for w in book.words[name])
        self._trades = tuple(book.words["trade_endings"])
        self._tail = any_of(book.words, "award_tails", before="的?", after="$")

    def find(self, passage: Passage, units: Sequence[Unit]) -> list[Mention]:
        """Return the candidates of all rules in a passage."""
        out: list[Mention] = []
        for start, end in passage.sentences:
            text = passage.text[start:end]
            for rule, match in self._rules.matches(text):
                for group, number in rule.groups.items():
                    a, b = match.span(number)
                    if a >= 0:
                        out.extend(self._names(passage, units, rule, group, start + a, start + b))
        return out

    def _names(
        self, passage: Passage, units: Sequence[Unit], rule: CompiledRule, group: str, start: int, end: int
    ) -> Iterator[Mention]:
        whole = [(start, end)]
        chains = rule.rule.label == "Industry"
        spans = split_list(passage.text, units, start, end, chains) if group == "list" else whole
        for number, (a, b) in enumerate(spans):
            edge = a if rule.rule.exact else self._edge(units, a, b, rule.rule.label, first=not number)
            fits = self._fits(rule, units, edge, b)
            if rule.rule.label == "Award":
                b = self._without_tail(passage.text, edge, b)
            elif (
                fits and rule.rule.ends_with
            ):  # what a longer word holds of 生物医药|特色产业 is no part of the name
                b = units_inside(units, edge, b)[-1].end
            printed = passage.text[edge:b]
            edge, b = _unquoted(passage.text, edge, b)
            name = passage.text[edge:b]
            if b - edge < 2:
                self._why(reason(rule, "short", name))
            elif fits and rule.reject and (rule.reject.search(printed) or rule.reject.search(name)):
                self._why(reason(rule, "reject", name))
            elif fits:
                kind = self._type(rule, units, edge, b)
                if kind:
                    yield Mention(edge, b, kind, name, rule.name, rule.rule.priority, tuple(rule.rule.also))
                else:
                    self._why(reason(rule, "place", name))

    def _type(self, rule: CompiledRule, units: Sequence[Unit], start: int, end: int) -> str:
        """Return the item's type; empty where the item is a known place in a row of other things.

        A bare trade in a row of projects or parks (风电、光伏等项目) is an industry.
        """
        label = rule.rule.label
        inside = units_inside(units, start, end)
        if len(inside) == 1 and inside[0].type == "Place":
            return label if label == "Place" else ""
        works = label in ("Project", "Park", "Facility")
        if works and not any(u.kind in SPECIFIC or u.kind is Kind.NUMBER for u in inside):
            trade = inside and (inside[-1].type == "Industry" or inside[-1].text.endswith(self._trades))
            return "Industry" if trade else label
        return label

    def _without_tail(self, text: str, start: int, end: int) -> int:
        """Drop 称号, 荣誉 and the like behind an honour's name."""
        match = self._tail.search(text[start:end])
        return start + match.start() if match and match.start() > 1 else end

    def _fits(self, rule: CompiledRule, units: Sequence[Unit], start: int, end: int) -> bool:
        """Check what the rule demands of the units inside a name."""
        inside = units_inside(units, start, end)
        if rule.rule.exact and inside and all(u.kind in (Kind.LEFT, Kind.NUMBER) for u in inside):
            return True  # the pattern vouches for light words (中央, 1124战略)
        legal = self._finder.edge.award_words if rule.rule.label == "Award" else frozenset()
        if (
            rule.rule.exact
            and len(inside) > 1
            and inside[0].kind is Kind.HARD
            and inside[0].text not in legal
        ):
            inside = inside[1:]  # the pattern vouches for the first word (促进…试点城市 behind 获批)
        name = "".join(u.text for u in inside)
        if not plausible(inside, legal):
            stop = next((u.text for u in inside if u.kind in (Kind.HARD, Kind.PUNCT)), "")
            self._why(reason(rule, "plausible" if stop else "empty", name, stop=stop))
            return False
        if rule.rule.ends_with:
            ends = bool(inside) and inside[-1].type in rule.rule.ends_with
            if not ends:
                self._why(reason(rule, "ends_with", name, types="|".join(rule.rule.ends_with)))
            return ends
        if end - start > rule.rule.longest:
            self._why(reason(rule, "longest", name, longest=str(rule.rule.longest)))
        return end - start <= rule.rule.longest

    def _edge(self, units: Sequence[Unit], start: int, end: int, kind: str, *, first: bool) -> int:
        """An item behind a separator begins there, less light words, unless a verb stands in it."""
        inside = units_inside(units, start, end)
        if first or any(u.kind is Kind.HARD for u in inside):
            return self.left_edge(units, start, end, kind)
        heavy = [u for u in inside if u.kind is not Kind.LEFT or u.text not in self._light_verbs]
        return heavy[0].start if heavy else start

    def left_edge(self, units: Sequence[Unit], start: int, end: int, kind: str) -> int:
        """Return where a name that ends at ``end`` and may reach back to ``start`` begins."""
        index = bisect_left(units, (end,)) - 1
        if index < 0 or units[index].end != end or units[index].start < start:
            return start
        left = self._finder.edge.walk(units, index, kind)
        return max(start, left[0].start) if left else start


def split_list(
    text: str, units: Sequence[Unit], start: int, end: int, chains: bool = False
) -> list[tuple[int, int]]:
    """Split an enumeration at its separators, not inside quotation marks or known names.

    With ``chains``, 及 and 与 do not separate where 、 does (钢管及深加工、有色金属及合金).
    """
    separator = _LIST_COMMA if chains and "、" in text[start:end] else _SEPARATOR
    near = units[max(0, bisect_left(units, (start,)) - 1) : bisect_left(units, (end + 1,))]
    closed = [(u.start, u.end) for u in near if u.kind in (Kind.NAME, Kind.QUOTE, Kind.PAREN)]
    edges = {u.start for u in near} | {u.end for u in near}
    out: list[tuple[int, int]] = []
    at = start
    for match in separator.finditer(text, start, end):
        a, b = match.span()
        inside = any(s < b and a < e for s, e in closed)
        if not inside and a in edges and a > at:
            out.append((at, a))
            at = b
    out.append((at, end))
    return [(a, b) for a, b in out if b > a]


def plausible(inside: Sequence[Unit], legal: Collection[str] = ()) -> bool:
    """A name holds no stop word (but ``legal`` ones) and more than numbers and light words."""
    if not inside or any(u.kind in (Kind.HARD, Kind.PUNCT) and u.text not in legal for u in inside):
        return False
    if any(u.text in legal for u in inside):
        return True
    return not all(u.kind in (Kind.NUMBER, Kind.LEFT, Kind.LINK) for u in inside)


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Drop quotation marks round the whole name (annotation guide, ``name``)."""
    match = _OUTER_QUOTES.match(text[start:end])
    if match and not re.search(r"[“”‘’「」]", match[1]):
        return start + 1, end - 1
    return start, end
