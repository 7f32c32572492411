"""Applying the fact rules: patterns over masked sentences, with carried-over subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from kg.extract.pattern import Masked, mask
from kg.extract.reading import Draft, Given, Mention, Passage, Reading, Time
from kg.extract.rulebook import CompiledRule, Rulebook, RuleSet
from kg.extract.topic import given, region, topic
from kg.model import ENTITY_TYPES, BlockKind

LAYERS = ("relations", "tenures", "conferrals", "milestones")
ENTITY_ARGS = {
    "relations": ("s", "o"),
    "tenures": ("person", "of"),
    "conferrals": ("award", "recipient", "conferrer"),
    "milestones": ("project",),
    "quantities": ("subject",),
    "observations": ("area",),
}
OPTIONAL = {"of", "conferrer"}
_YEAR = re.compile(r"^\d{4}")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a rule matched: masked sentence, match, and the sentence's place in the document."""

    reading: Reading
    passage: Passage
    sentence: tuple[int, int]
    masked: Masked
    rule: CompiledRule
    match: Any

    def items(self, name: str) -> list[Any]:
        """The masked items that a group of the pattern caught."""
        number = self.rule.groups.get(name)
        start, end = self.match.span(number) if number is not None else (-1, -1)
        return self.masked.inside(start, end) if start >= 0 else []

    def text(self, name: str) -> str | None:
        """The words that a group caught."""
        number = self.rule.groups.get(name)
        start, end = self.match.span(number) if number is not None else (-1, -1)
        if start < 0:
            return None
        a, b = self.masked.raw(start, end)
        return self.passage.text[a:b]


class FactRules:
    """All rules of the relation, tenure, conferral and milestone layers."""

    def __init__(self, book: Rulebook) -> None:
        self._rules = RuleSet(book.of_layer(*LAYERS), book.words)

    def find(self, reading: Reading) -> Reading:
        """Add the drafts of all rules to the reading."""
        for passage in reading.passages:
            if passage.block.kind == BlockKind.FURNITURE:
                continue
            for sentence in passage.sentences:
                masked = mask_sentence(passage, sentence)
                for rule, match in self._rules.matches(masked.text):
                    reading.drafts.extend(drafts(Spot(reading, passage, sentence, masked, rule, match)))
        return reading


def mask_sentence(passage: Passage, sentence: tuple[int, int]) -> Masked:
    """Mask the mentions, times and figures of a sentence (mentions win over times, times over figures)."""
    start, end = sentence
    items: list[tuple[int, int, str, Any]] = [(m.start, m.end, m.type, m) for m in passage.mentions]
    busy = [(a, b) for a, b, _, _ in items]
    for kind, found in (("time", passage.times), ("figure", passage.figures)):
        for item in found:
            if not any(a < item.end and item.start < b for a, b in busy):
                items.append((item.start, item.end, kind, item))
                busy.append((item.start, item.end))
    items = sorted((i for i in items if start <= i[0] and i[1] <= end), key=lambda i: i[0])
    return mask(passage.text, start, end, [(kind, item) for _, _, kind, item in items])


def drafts(spot: Spot) -> Iterator[Draft]:
    """Yield the facts of one match: the product of its arguments."""
    rule = spot.rule.rule
    names = [n for n in ENTITY_ARGS[rule.layer] if n in spot.rule.groups or n in rule.args]
    options: list[list[Given | None]] = []
    for name in names:
        found = _given(spot, name)
        if not found and name not in OPTIONAL:
            return
        options.append(list(found) or [None])
    start, end = spot.masked.raw(*spot.match.span())
    for chosen in product(*options):
        arguments = {n: g for n, g in zip(names, chosen, strict=True) if g is not None}
        entities = [g.entity for g in arguments.values()]
        if len(set(entities)) == len(entities):
            yield _draft(spot, start, end, arguments)


def _given(spot: Spot, name: str) -> list[Given]:
    if name in spot.rule.groups:
        caught = [m for m in spot.items(name) if isinstance(m, Mention)]
        if caught:
            return [given(spot.passage.index, m) for m in caught]
    sources = spot.rule.rule.args.get(name, [])
    types = spot.rule.rule.types.get(name, list(ENTITY_TYPES))
    for source in [sources] if isinstance(sources, str) else sources:
        at, _ = spot.masked.raw(*spot.match.span())
        if source == "@topic":
            found = topic(spot.reading, spot.passage.index, spot.sentence, at, types)
        else:
            found = region(spot.reading, spot.passage.index, at)
        if found is not None:
            return [found]
    return []


def _draft(spot: Spot, start: int, end: int, arguments: dict[str, Given]) -> Draft:
    rule = spot.rule.rule
    draft = Draft(
        rule.layer, spot.passage.index, start, end, arguments, rule=rule.rule, confidence=rule.confidence
    )
    if rule.layer == "relations":
        draft.values["p"] = rule.label
    elif rule.layer == "tenures":
        draft.values["post"] = spot.text("post") or rule.label
    elif rule.layer == "milestones":
        draft.values["status"] = rule.label
        _date(spot, draft, "date", start)
    elif rule.layer == "conferrals":
        _date(spot, draft, "year", start)
    return draft


def _date(spot: Spot, draft: Draft, name: str, at: int) -> None:
    """Give a fact the time of its clause: one caught as ``t``, else the last one before it in its sentence."""
    caught = [t for t in spot.items("t") if isinstance(t, Time)]
    before = [t for t in spot.passage.times if spot.sentence[0] <= t.start and t.end <= at]
    time = next((t for t in [*caught, *reversed(before)] if t.edtf), None)
    if time is None or time.edtf is None:
        return
    year = _YEAR.match(time.edtf)
    value = (year[0] if year else None) if name == "year" else time.edtf if "/" not in time.edtf else None
    if value:
        draft.values[name] = value
        if not (draft.start <= time.start and time.end <= draft.end):
            draft.stated[name] = (spot.passage.index, time.start, time.end, "subject")
