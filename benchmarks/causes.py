"""Why a record differs from its gold: the errors of entities and facts, counted by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from kg.evaluate.matching import alike, forms, match_entities, norm, number, unit
from kg.model import Entity, Record

Causes = Counter[tuple[str, str]]
ARGUMENTS = {
    "relations": ("s", "o"),
    "tenures": ("person", "of"),
    "conferrals": ("award", "recipient"),
    "milestones": ("project",),
    "quantities": ("subject",),
    "observations": ("area",),
}


def causes(gold: Iterable[Record], predicted: Iterable[Record]) -> Causes:
    """Count (what, cause) over documents.

    Entities: ``other type`` (the same form under a type that does not count), ``other boundary`` (a form that holds
    it or lies in it), ``not found`` or ``not in gold``. Missed facts: ``argument missed`` (an entity of theirs was
    not found), ``another claim`` (a fact with the same arguments, or for figures the same number, but another
    label, measure or owner) or ``not found``.
    """
    by_name = {p.doc.rsplit("/", 1)[-1]: p for p in predicted}
    out: Causes = Counter()
    for record in gold:
        own = by_name.get(record.doc.rsplit("/", 1)[-1], Record(doc=record.doc))
        pairs = match_entities(record.entities, own.entities)
        _entities(record, own, pairs, out)
        _facts(record, own, pairs, out)
    return out


def _entities(gold: Record, own: Record, pairs: list[tuple[int, int]], out: Causes) -> None:
    found, right = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [e for i, e in enumerate(gold.entities) if i not in found]
    spurious = [e for j, e in enumerate(own.entities) if j not in right]
    for entity in missed:
        out["entities missed", _relation(entity, own.entities, "not found")] += 1
    for entity in spurious:
        out["entities spurious", _relation(entity, gold.entities, "not in gold")] += 1


def _relation(entity: Entity, others: list[Entity], otherwise: str) -> str:
    mine = forms(entity)
    theirs = [forms(other) for other in others]
    if any(mine & other for other in theirs):
        return "other type, or named twice"
    if any(a in b or b in a for other in theirs for a in mine for b in other if min(len(a), len(b)) > 2):
        return "other boundary"
    return otherwise


def _facts(gold: Record, own: Record, pairs: list[tuple[int, int]], out: Causes) -> None:
    to_gold = {own.entities[j].id: gold.entities[i].id for i, j in pairs}
    found = set(to_gold.values())
    for layer, names in ARGUMENTS.items():
        rows = getattr(own, layer)
        claimed = {tuple(to_gold.get(getattr(f, n) or "", getattr(f, n)) for n in names): f for f in rows}
        for fact in getattr(gold, layer):
            arguments = tuple(getattr(fact, n) for n in names)
            if _same(
                layer,
                fact,
                arguments,
                [(tuple(to_gold.get(getattr(f, n) or "") for n in names), f) for f in rows],
            ):
                continue
            if any(a and a not in found for a in arguments):
                cause = "argument missed"
            elif layer in ("quantities", "observations"):
                cause = "another claim" if any(_figure(fact) == _figure(f) for f in rows) else "not found"
            else:
                cause = "another claim" if arguments in claimed else "not found"
            out[f"{layer} missed", cause] += 1


def _same(layer: str, fact: Any, arguments: tuple[Any, ...], rows: list[tuple[tuple[Any, ...], Any]]) -> bool:
    return any(arguments == other and _label(layer, fact, mine) for other, mine in rows)


def _label(layer: str, want: Any, got: Any) -> bool:
    label = {"relations": "p", "milestones": "status"}.get(layer)
    if label:
        return bool(getattr(want, label) == getattr(got, label))
    if layer == "tenures":
        return norm(want.post) == norm(got.post)
    if layer == "conferrals":
        return True
    same = _figure(want) == _figure(got) and want.measure == got.measure
    if layer == "observations" and same:
        return alike(norm(want.indicator), norm(got.indicator))
    return same


def _figure(fact: Any) -> tuple[float | None, str]:
    return number(fact.value), unit(fact.unit)


def table(counts: Causes) -> str:
    """A Markdown table of the counts, most frequent first within each kind."""
    lines = ["| errors | cause | count |", "|---|---|---:|"]
    ranked = sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return "\n".join([*lines, *(f"| {what} | {cause} | {count} |" for (what, cause), count in ranked)])
