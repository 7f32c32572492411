"""The left edge of a name: how far it reaches from its head, and what cannot stand at its edge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.units import SPECIFIC, Kind, StopWords, Unit, compound_stop
from kg.extract.wordlists import Words, any_of
from kg.lexicon import Lexicon

# how far, in characters, a name of a type may reach to the left of its head
REACH = {"Product": 8, "Company": 18, "Organization": 18, "Place": 7, "Facility": 18, "Person": 0}
DEFAULT_REACH = 26
_VERB_LISTS = ("focus_verbs", "made_verbs", "produce_verbs", "built_by_verbs")
_CONJOINED_TYPES = {"Programme", "Award", "Organization"}
_LINKED_TYPES = {"Project", "Facility", "Programme", "Place", "Park", "Event"}
_ZONED_TYPES = {"Park", "Project", "Facility"}
_COMMON = (Kind.WORD, Kind.TERM, Kind.LEFT)
_YEAR = re.compile(r"20\d\d")
_MONEY = re.compile(r"[万亿千百]*(?:元|美元|欧元)")


def stop_words(lexicon: Lexicon, words: Words) -> StopWords:
    """Return the stop words with where they stop: ``left``, ``hard``, or either with `` adverb``."""
    stops = {e.name: e.extra.get("where", "hard") for e in lexicon.of_type("Stop")}
    stops |= {w: "left" if len(w) < 3 else "hard" for name in _VERB_LISTS for w in words[name]}
    stops |= dict.fromkeys(words["left_stops"], "left")
    for name in ("hard_stops", "won_verbs", "honoured_verbs"):
        stops |= dict.fromkeys(words[name], "hard")
    stops |= {w: stops.get(w, "") + " adverb" for w in words["adverbs"]}
    heads = (form for entry in lexicon.from_file("heads") for form in entry.forms)
    # a head that a stop word ends (行动计划) is a noun
    stops |= {h: "left" for h in heads if h not in stops and compound_stop(h, stops).startswith("hard")}
    return StopWords(stops)


class LeftEdge:
    """Walks left from a name's head over units."""

    def __init__(self, words: Words) -> None:
        self.granters = frozenset(words["granters"])
        self.award_words = self.granters | frozenset(words["award_links"])
        self.levels = frozenset(words["level_words"])
        self._zone = any_of(words, "bare_zones")
        self._of_trades = frozenset(words["trade_adjectives"])
        self._editions = frozenset(words["edition_words"])
        self._capacity = frozenset(words["capacity_words"])
        self._conjunctions = frozenset(words["conjunctions"])
        self._number_unit = any_of(words, "number_followers")
        self._count = any_of(words, "count_words")

    def walk(self, units: Sequence[Unit], index: int, kind: str) -> list[Unit]:
        """Return the units up to ``index`` that belong to a name of type ``kind``, left to right."""
        out: list[Unit] = []
        at = index
        limit = units[index].end - REACH.get(kind, DEFAULT_REACH) if index >= 0 else 0
        while at >= 0 and units[at].start >= limit and self._belongs(units, at, kind, out):
            out.append(units[at])
            at -= 1
        cut_short = at >= 0 and units[at].start < limit and self._belongs(units, at, kind, out)
        out.reverse()
        if cut_short:  # no boundary in reach: begin with the leftmost proper name, if there is one
            sure = (
                (Kind.NAME, Kind.QUOTE) if any(u.kind in (Kind.NAME, Kind.QUOTE) for u in out) else SPECIFIC
            )
            first = next((i for i, u in enumerate(out) if u.kind in sure), len(out))
            out = out[first:]
        return self._trimmed(out, kind)

    def _trimmed(self, out: list[Unit], kind: str) -> list[Unit]:
        """Drop what cannot stand at the left edge; cut behind a light verb that a specific name follows."""
        cutting = (Kind.NAME, Kind.QUOTE, Kind.TERM) if kind == "Industry" else (Kind.NAME, Kind.QUOTE)
        while kind == "Industry" and out and out[0].type == "Place":
            out = out[1:]
        for i in range(len(out) - 1, 1, -1):
            if out[i - 1].kind is Kind.LEFT and out[i].kind in cutting:
                out = out[i:]
                break
        while out and self._loose(out, kind):
            out = out[1:]
        return out

    def _loose(self, out: list[Unit], kind: str) -> bool:
        """Tell whether the first unit cannot begin a name."""
        first, second = out[0], out[1] if len(out) > 1 else None
        if first.text in self._capacity and second and second.kind is Kind.NUMBER:
            return False
        if first.kind is Kind.NUMBER:
            return bool(second and self._count.match(second.text))
        if first.kind not in (Kind.LEFT, Kind.LINK, Kind.PAREN):
            return False
        if kind in _ZONED_TYPES and self._zone.match("".join(u.text for u in out[:4])):
            return False
        kept = {
            "Organization": self.levels,
            "Award": self.granters,
            "Event": self._editions,
            "Industry": self._of_trades,
        }
        return first.text not in kept.get(kind, ())

    def _belongs(self, units: Sequence[Unit], at: int, kind: str, right: list[Unit]) -> bool:
        unit, after = units[at], right[-1] if right else None
        if unit.text in {"Award": self.award_words, "Project": self._capacity}.get(kind, ()):
            return True
        if unit.kind in (Kind.HARD, Kind.PUNCT) or (after and unit.end != after.start):
            return False  # a stop word, a stop, or white space between
        if unit.kind is Kind.QUOTE and after and after.kind is Kind.QUOTE:
            return False
        before = units[at - 1] if at else None
        if unit.text == "暨":
            return kind == "Event"
        if unit.text == "与" or unit.text in self._conjunctions:
            joins = after and after.kind in _COMMON and before and before.kind in _COMMON
            joins = joins and before and len(before.text) > 1
            return bool(joins) and (unit.text == "与" or kind in _CONJOINED_TYPES)
        if unit.kind is Kind.LINK:
            return kind in _LINKED_TYPES and before is not None and before.kind in (*SPECIFIC, Kind.WORD)
        if unit.kind is Kind.NUMBER:
            return self._number_belongs(unit, after, kind)
        return unit.kind is not Kind.PAREN or before is not None

    def _number_belongs(self, unit: Unit, after: Unit | None, kind: str) -> bool:
        """A number stands in a name as a capacity, an ordinal or a year, not as a count or a sum."""
        if after is None:
            return False
        if kind == "Event" and _YEAR.fullmatch(unit.text):
            return True
        if _MONEY.match(after.text) or self._count.match(after.text):
            return False
        return bool(self._number_unit.match(after.text))
