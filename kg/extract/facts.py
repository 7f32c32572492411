"""Applying the fact rules: patterns over masked sentences and masked names, with carried-over subjects.

A rule without ``inside`` is tried on each sentence, one with ``inside`` on the names of the given types, in which
the shorter names are masked. The group ``v`` of a pattern is its verb: negation, plans and conditions around it
decide by the rule's ``moods`` (else those of its layer) whether the fact holds, and under which label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from kg.extract.consolidate import innermost, phases
from kg.extract.dates import date_of, year_of
from kg.extract.inner import InnerNames
from kg.extract.mood import Mood, Moods
from kg.extract.pattern import Masked, mask
from kg.extract.reading import Draft, Given, Mention, Reading
from kg.extract.rulebook import CompiledRule, Rulebook, RuleSet
from kg.extract.ruleform import ENTITY_ARGS, OPTIONAL
from kg.extract.subjects import Scene, Subjects, given, heading_subject, region, scene, title_subject
from kg.extract.why import Why, ignore, reason
from kg.model import ENTITY_TYPES, BlockKind

LAYERS = ("relations", "tenures", "conferrals", "milestones")
# what becomes of a fact in a clause that is no plain statement: kept, dropped, or a status of its own
MOODS = {
    "relations": {Mood.PLAN: "keep", Mood.CONDITION: "keep"},
    "milestones": {},
    "conferrals": {},
    "tenures": {Mood.PLAN: "keep", Mood.CONDITION: "keep", Mood.URGED: "keep"},
}
# what subject and object of a relation may be (annotation guide, "Relations")
KINDS: dict[str, tuple[set[str], set[str]]] = {
    "locatedIn": (
        {"Project", "Park", "Company", "Facility", "Organization", "Place"},
        {"Park", "Place"},
    ),
    "developedBy": ({"Project", "Park", "Facility"}, {"Company", "Organization"}),
    "inIndustry": ({"Project", "Company", "Park", "Product"}, {"Industry"}),
    "focusIndustry": ({"Place", "Park", "Programme"}, {"Industry"}),
    "broader": ({"Industry"}, {"Industry"}),
    "produces": ({"Company", "Project", "Park", "Place"}, {"Product"}),
    "launched": (
        {"Place", "Park", "Organization", "Company", "Official"},
        {"Programme", "Event", "Organization", "Facility", "Product"},
    ),
    "participatedIn": ({"Official", "Person", "Company", "Organization", "Place"}, {"Event"}),
    "visited": ({"Official", "Person"}, {"Company", "Organization", "Place", "Park", "Project", "Facility"}),
    "affiliatedWith": ({"Person", "Official"}, {"Company", "Organization", "Facility"}),
}
_EACH = re.compile("分别|依次")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a rule matched: the scene, the number of the sentence, what was masked, and the match."""

    scene: Scene
    number: int
    masked: Masked
    rule: CompiledRule
    match: Any
    holder: Mention | None = None  # the name inside which the rule matched

    def span(self, name: str) -> tuple[int, int]:
        """Masked offsets of a group, (-1, -1) where it caught nothing."""
        number = self.rule.groups.get(name)
        start, end = self.match.span(number) if number is not None else (-1, -1)
        return start, end

    def items(self, name: str) -> list[Any]:
        """The masked items that a group of the pattern caught."""
        start, end = self.span(name)
        return self.masked.inside(start, end) if start >= 0 else []

    def text(self, name: str) -> str | None:
        """The words that a group caught."""
        start, end = self.span(name)
        if start < 0:
            return None
        a, b = self.masked.raw(start, end)
        return self.scene.passage.text[a:b]

    @property
    def verb_at(self) -> int:
        """Where the verb begins in the passage."""
        at = self.verb[0]
        return self.masked.raw(at, at)[0]

    @property
    def verb(self) -> tuple[int, int]:
        """Masked offsets of the verb: the group ``v``, else the match."""
        start, end = self.span("v")
        return (start, end) if start >= 0 else self.match.span()


class FactRules:
    """All rules of the relation, tenure, conferral and milestone layers."""

    def __init__(self, book: Rulebook, why: Why = ignore) -> None:
        rules = book.of_layer(*LAYERS)
        self._why = why
        self._rules = RuleSet([r for r in rules if not r.rule.inside], book.words)
        self._inside = RuleSet([r for r in rules if r.rule.inside], book.words)
        self._subjects = Subjects(book.words)
        self._moods = Moods(book.words)

    def find(self, reading: Reading) -> Reading:
        """Add the drafts of all rules to the reading."""
        inner = InnerNames(reading)
        for passage in reading.passages:
            if passage.block.kind == BlockKind.FURNITURE:
                continue
            view = scene(reading, passage)
            for number, (_, masked) in enumerate(view.sentences):
                for rule, match in self._rules.matches(masked.text):
                    reading.drafts.extend(self._drafts(Spot(view, number, masked, rule, match)))
            for mention in passage.mentions:
                reading.drafts.extend(self._names(view, mention, inner))
        return innermost(phases(reading))

    def _names(self, view: Scene, mention: Mention, inner: InnerNames) -> Iterator[Draft]:
        """Apply the rules that look inside names."""
        masked = mask_name(view, mention, inner)
        if masked is None:
            return
        for rule, match in self._inside.matches(masked.text):
            if mention.type in rule.rule.inside:
                yield from self._drafts(Spot(view, 0, masked, rule, match, mention))

    def _drafts(self, spot: Spot) -> Iterator[Draft]:
        """Yield the facts of one match: the product of its arguments, or pairs where 分别 says so."""
        rule = spot.rule.rule
        start, end = spot.masked.raw(*spot.match.span())
        if spot.holder:  # the whole name states it, or the title and the name
            start, end = spot.holder.lead if spot.holder.lead >= 0 else spot.holder.start, spot.holder.end
        words = spot.scene.passage.text[start:end]
        label = rule.label if spot.holder else self._label(spot)
        if label is None:
            return
        names = [n for n in ENTITY_ARGS[rule.layer] if n in spot.rule.groups or n in rule.args]
        options: list[list[Given | None]] = []
        for name in names:
            found = self._given(spot, name)
            if not found and name not in OPTIONAL:
                self._why(reason(spot.rule, "argument", words, argument=name))
                return
            options.append(list(found) or [None])
        told = spot.holder.text if spot.holder else words
        if spot.rule.reject and spot.rule.reject.search(told):
            self._why(reason(spot.rule, "reject", told))
            return
        for chosen in _choices(options, _EACH.search(spot.masked.text) is not None):
            arguments = {n: g for n, g in zip(names, chosen, strict=True) if g is not None}
            entities = [g.entity for g in arguments.values()]
            fits = len(set(entities)) == len(entities) and _kinds_fit(spot.scene.reading, label, arguments)
            if fits and not (spot.holder and _too_wide(spot.scene.reading, arguments.get("o"))):
                yield _draft(spot, label, start, end, arguments)
            else:
                self._why(reason(spot.rule, "kinds", words, label=label))

    def _label(self, spot: Spot) -> str | None:
        """The label that the fact gets in its mood, or None where it does not hold."""
        rule = spot.rule.rule
        verb, end = spot.verb
        plain = spot.scene.plain[spot.number]  # times count here: 年底前开工 is a plan
        begin, stop = spot.masked.raw(verb, end)
        mood = self._moods.of(plain.text, plain.at(begin), plain.at(stop))
        if mood is Mood.FACT and rule.layer == "milestones" and self._future(spot):
            mood = Mood.PLAN
        if rule.layer == "conferrals":
            start, end = spot.span("award")
            if rule.moods.get("sought") != "keep" and self._moods.sought(spot.masked.text, start, end):
                mood = Mood.SOUGHT
        if mood is Mood.FACT:
            return rule.label
        usual = rule.moods.get(mood.value, MOODS[rule.layer].get(mood, "drop"))
        what = rule.moods.get(f"{rule.label} {mood.value}", usual)
        if what == "drop":
            start, end = spot.masked.raw(*spot.match.span())
            self._why(reason(spot.rule, f"mood_{mood.value}", spot.scene.passage.text[start:end]))
        return None if what == "drop" else rule.label if what == "keep" else what

    def _future(self, spot: Spot) -> bool:
        reading, passage = spot.scene.reading, spot.scene.passage
        if passage.index < len(reading.frames) and reading.frames[passage.index].target:
            return True
        return self._moods.future_section([reading.passages[i].text for i in passage.headings])

    def _given(self, spot: Spot, name: str) -> list[Given]:
        index = spot.scene.passage.index
        if name in spot.rule.groups:
            caught = [m for m in spot.items(name) if isinstance(m, Mention)]
            if caught:
                return [given(index, m) for m in caught]
        sources = spot.rule.rule.args.get(name, [])
        types = spot.rule.rule.types.get(name, list(ENTITY_TYPES))
        blocking = spot.rule.rule.unless.get(name, [])
        if spot.rule.rule.bare and not self._subjects.bare(spot.masked, spot.verb[0], [*types, *blocking]):
            self._why(reason(spot.rule, "bare", argument=name))
            return []
        for source in [sources] if isinstance(sources, str) else sources:
            found = self._from(spot, source, [*types, *blocking])
            if found:
                kinds = {t for g in found for t in [spot.scene.reading.entities[g.entity].type]}
                if kinds & set(blocking):
                    self._why(reason(spot.rule, "unless", argument=name, types="|".join(sorted(kinds))))
                return [] if kinds & set(blocking) else found
        return []

    def _from(self, spot: Spot, source: str, types: Sequence[str]) -> list[Given]:
        """The argument from outside the pattern that ``source`` names."""
        view, at = spot.scene, spot.verb[0]
        if source == "@name":
            return [given(view.passage.index, spot.holder)] if spot.holder else []
        if source == "@clause":
            return self._subjects.clause(view, spot.number, at, types)
        if source == "@head":
            return self._subjects.clause(view, spot.number, at, types, heads_only=True)
        if source == "@topic":
            return self._subjects.topic(view, spot.number, types)
        if source == "@earlier":
            return self._subjects.earlier(view, spot.number, types)
        if source == "@last":
            return self._subjects.last(view, spot.masked.raw(at, at)[0], types)
        if source == "@section":
            numbered = spot.rule.rule.label == "broader"
            return self._subjects.section(view, spot.number, at, types, numbered=numbered)
        if source == "@heading":
            return heading_subject(view, types)
        if source == "@title":
            return title_subject(view, types)
        own = region(view.reading, view.passage.index, spot.masked.raw(*spot.match.span())[0])
        return [own] if own is not None else []


def mask_name(view: Scene, mention: Mention, inner: InnerNames) -> Masked | None:
    """Mask the names in a name, or in the title before a person's; None where it holds none."""
    titled = mention.lead >= 0
    start, end = (mention.lead, mention.start) if titled else mention.span
    in_title = [m for m in view.passage.mentions if start <= m.start and m.end <= end]
    parts = in_title if titled else inner.parts(view.passage, mention)
    return mask(view.passage.text, start, end, [(m.type, m) for m in parts]) if parts else None


def _kinds_fit(reading: Reading, label: str, arguments: Mapping[str, Given]) -> bool:
    """Tell whether the things are of kinds that the relation takes; a mention's type may not be its thing's."""
    for name, kinds in zip(("s", "o"), KINDS.get(label, ()), strict=False):
        thing = reading.entities[arguments[name].entity]
        if not kinds & {thing.type, *thing.also}:
            return False
    return label != "locatedIn" or _lies_in(reading, arguments)


def _lies_in(reading: Reading, arguments: Mapping[str, Given]) -> bool:
    """The document's own place lies in what contains it by its code, in nothing else that is a division."""
    inner, outer = (reading.entities[arguments[name].entity] for name in ("s", "o"))
    if not (inner.region and inner.code):
        return True
    return bool(outer.code) and outer.code != inner.code and inner.code.startswith(outer.code.rstrip("0"))


def _too_wide(reading: Reading, place: Given | None) -> bool:
    """A province in a name (湖南某某公司) tells where a thing is registered; it locates only in the province's own text."""
    thing = reading.entities[place.entity] if place else None
    return thing is not None and thing.code.endswith("0000") and not thing.region


def _choices(options: list[list[Given | None]], each: bool) -> Iterator[tuple[Given | None, ...]]:
    lengths = {len(o) for o in options if len(o) > 1}
    if each and len(lengths) == 1 and sum(len(o) > 1 for o in options) > 1:
        count = lengths.pop()
        yield from zip(*(o if len(o) == count else o * count for o in options), strict=True)
    else:
        yield from product(*options)


def _draft(spot: Spot, label: str, start: int, end: int, arguments: dict[str, Given]) -> Draft:
    rule = spot.rule.rule
    passage = spot.scene.passage
    draft = Draft(
        rule.layer, passage.index, start, end, arguments, rule=rule.rule, confidence=rule.confidence
    )
    if rule.layer == "relations":
        draft.values["p"] = label
    elif rule.layer == "tenures":
        draft.values["post"] = spot.text("post") or label
    elif rule.layer == "milestones":
        draft.values["status"] = label
        if label == rule.label:  # a plan's time is when it is to be
            date_of(spot.scene, spot.number, spot.verb_at, draft)
    elif rule.layer == "conferrals":
        year_of(spot.scene, spot.number, spot.verb_at, draft)
        _granter(spot.scene, draft)
    return draft


def _granter(view: Scene, draft: Draft) -> None:
    """The body that an honour's name begins with granted it (省政府督查激励)."""
    award = draft.given.get("award")
    if award is None or "conferrer" in draft.given or award.passage != view.passage.index:
        return
    for part in view.passage.nested:
        if part.type == "Organization" and part.start == award.start and part.end < award.end:
            draft.given["conferrer"] = given(view.passage.index, part)
            return


__all__ = ["FactRules"]
