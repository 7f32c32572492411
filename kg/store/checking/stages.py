"""A work that one document calls completed and a later document calls planned."""

from __future__ import annotations

from collections.abc import Iterator

from kg.store.checking.claims import Claim, Question, Sources, first_and_last, lists
from kg.store.facts import FactRow, read_facts
from kg.store.opening import Store

DONE = ("completed", "in-production", "in-operation")
PLANNED = "planned"


def relapses(store: Store, sources: Sources) -> Iterator[Question]:
    """Yield a question for each work with a plan that is younger than its completion: the first of both."""
    done: dict[str, list[tuple[Claim, FactRow]]] = {}
    planned: dict[str, list[tuple[Claim, FactRow]]] = {}
    for fact in read_facts(store, layers=["milestones"]):
        status = fact.values.get("status", "")
        held = done if status in DONE else planned if status == PLANNED else None
        if held is None:
            continue
        for subject in fact.things.get("project", ()):
            held.setdefault(subject, []).extend((sources.claim(status, fact, q), fact) for q in fact.quotes)
    for subject in sorted(done.keys() & planned.keys()):
        pair = _first_pair(done[subject], planned[subject])
        if pair is not None:
            yield Question("stages", sources.name(subject), (), pair)


def _first_pair(
    done: list[tuple[Claim, FactRow]], planned: list[tuple[Claim, FactRow]]
) -> tuple[Claim, Claim] | None:
    for finished, _ in sorted(done, key=_order):
        over = first_and_last(finished.date)[1]
        for plan, fact in sorted(planned, key=_order):
            if first_and_last(plan.date)[0] > over and not _looks_back(plan, fact, over):
                return finished, plan
    return None


def _order(item: tuple[Claim, FactRow]) -> tuple[str, str, int]:
    return item[0].date, item[0].quote.file, item[0].quote.start


def _looks_back(plan: Claim, fact: FactRow, over: str) -> bool:
    """A plan that is dated before the completion, or told as a thing of the past, is no relapse."""
    begun = fact.values.get("begin", "")
    return bool(begun and begun <= over) or any(word in plan.quote.exact for word in lists()["looking_back"])
