"""From a finished reading to the record of annotation-guide.md: spans, evidence, anchors, stable order."""

from __future__ import annotations

from typing import Any

from kg.extract.confidence import Confidence
from kg.extract.reading import Draft, Given, Reading, Thing
from kg.extract.ruleform import ENTITY_ARGS
from kg.model import (
    Anchor,
    BlockKind,
    Conferral,
    Entity,
    Fact,
    MentionSpan,
    Milestone,
    Observation,
    Quantity,
    Record,
    Relation,
    Source,
    Span,
    Tenure,
)

CLASSES: dict[str, type[Fact]] = {
    "relations": Relation,
    "tenures": Tenure,
    "conferrals": Conferral,
    "milestones": Milestone,
    "quantities": Quantity,
    "observations": Observation,
}
_VIA = {BlockKind.TITLE: "document", BlockKind.MASTHEAD: "masthead", BlockKind.BYLINE: "masthead",
        BlockKind.HEADING: "heading"}  # fmt: skip


def make_record(reading: Reading, confidence: Confidence) -> Record:
    """Turn a reading into its record; facts said twice are kept once (the first, or the surest)."""
    order = {index: f"e{number}" for number, index in enumerate(_in_order(reading), 1)}
    facts: dict[str, list[Any]] = {layer: [] for layer in CLASSES}
    for draft in _distinct(reading.drafts):
        facts[draft.layer].append(_fact(reading, draft, order, confidence))
    doc = reading.doc
    return Record(
        doc=doc.name,
        region=reading.region_name,
        date=doc.meta("date"),
        source=Source(
            sha256=doc.sha256,
            encoding=doc.encoding,
            characters=len(doc.text),
            title=doc.meta("title"),
            publisher=doc.meta("publisher"),
            author=doc.meta("author"),
            url=doc.meta("url"),
            region_code=reading.region.code if reading.region else None,
            notes=list(doc.notes),
        ),
        entities=[_entity(reading, reading.entities[index], name) for index, name in order.items()],
        **facts,
    )


def _in_order(reading: Reading) -> list[int]:
    def first(index: int) -> tuple[int, int, int]:
        mentions = reading.entities[index].mentions
        return (mentions[0][0], mentions[0][1].start, index) if mentions else (-1, -1, index)

    return sorted(range(len(reading.entities)), key=first)


def _entity(reading: Reading, thing: Thing, name: str) -> Entity:
    spans = sorted({_source(reading, p, m.start, m.end) for p, m in thing.mentions})
    text = reading.doc.text
    return Entity(
        id=name,
        type=thing.type,
        name=thing.name,
        aliases=[f for f in thing.forms if f != thing.name],
        also=list(thing.also),
        mentions=[MentionSpan(s.start, s.end, text[s.start : s.end]) for s in spans],
        code=thing.code or None,
        division=thing.division or None,
    )


def _source(reading: Reading, passage: int, start: int, end: int) -> Span:
    return reading.passages[passage].block.source(start, end)


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """Keep one draft for each fact: the surest, then the first; in order of the text."""
    best: dict[tuple[Any, ...], Draft] = {}
    for draft in sorted(drafts, key=lambda d: (d.passage, d.start, d.end, d.rule)):
        entities = tuple(sorted((name, g.entity) for name, g in draft.given.items() if name != "conferrer"))
        plain = tuple(
            sorted(
                (k, repr(v)) for k, v in draft.values.items() if k not in ("date", "year", "bound", "joint")
            )
        )
        key = (draft.layer, entities, plain)
        held = best.get(key)
        if held is None or draft.confidence > held.confidence:
            best[key] = draft
    return sorted(best.values(), key=lambda d: (d.passage, d.start, d.end, d.rule))


def _fact(reading: Reading, draft: Draft, order: dict[int, str], confidence: Confidence) -> Fact:
    span = _source(reading, draft.passage, draft.start, draft.end)
    arguments = {name: order[g.entity] for name, g in draft.given.items()}
    anchors = [_anchor(reading, name, g, span) for name, g in draft.given.items()]
    anchors += [_value_anchor(reading, name, where) for name, where in draft.stated.items()]
    return CLASSES[draft.layer](
        **arguments,
        **draft.values,
        evidence=reading.doc.text[span.start : span.end],
        span=span,
        anchors=sorted((a for a in anchors if a), key=lambda a: (a.role, a.via, a.start or -1)),
        rule=draft.rule,
        confidence=round(confidence.of(draft.layer, draft.rule, draft.confidence), 2),
    )


def _anchor(reading: Reading, role: str, argument: Given, evidence: Span) -> Anchor | None:
    """Tell where an argument stands that the evidence does not hold."""
    if argument.passage < 0:
        return _metadata_anchor(reading, role)
    span = _source(reading, argument.passage, argument.start, argument.end)
    if evidence.start <= span.start and span.end <= evidence.end:
        return None
    via = _VIA.get(reading.passages[argument.passage].block.kind, "subject")
    return Anchor(role, via, span.start, span.end, reading.doc.text[span.start : span.end])


def _value_anchor(reading: Reading, role: str, where: tuple[int, int, int, str]) -> Anchor | None:
    passage, start, end, via = where
    if passage < 0:
        return _metadata_anchor(reading, role)
    span = _source(reading, passage, start, end)
    via = _VIA.get(reading.passages[passage].block.kind, via or "subject")
    return Anchor(role, via, span.start, span.end, reading.doc.text[span.start : span.end])


def _metadata_anchor(reading: Reading, role: str) -> Anchor | None:
    """An argument from the document's metadata: the region (or the date, for times)."""
    key = "date" if role in ("date", "year", "period") else "region"
    stated = reading.doc.metadata.get(key)
    if stated is None:
        return None
    if stated.span is not None:
        text = reading.doc.text[stated.span.start : stated.span.end]
        return Anchor(role, "masthead", stated.span.start, stated.span.end, text)
    return Anchor(role, stated.via, file=stated.file or None, column=stated.column or key)


assert set(CLASSES) == set(ENTITY_ARGS)
