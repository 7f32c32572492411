"""Scoring one document's record against its gold record: counts and errors by layer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate.matching import Key, alike, distinct, forms, match_entities, norm, number, pair, unit
from kg.model import Fact, Record

LOOSE = {"count", "other", "value"}
Resolve = Callable[[str | None], Any]


@dataclass(slots=True)
class Count:
    """True positives, false positives, false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def prf(self) -> tuple[float, float, float]:
        """Precision, recall and F1 (0 where undefined)."""
        p = self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0
        r = self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    def __add__(self, other: Count) -> Count:
        return Count(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    def __bool__(self) -> bool:
        return bool(self.tp or self.fp or self.fn)


@dataclass(slots=True)
class Tally:
    """Counts by layer, the errors as (document, kind, what), and each predicted fact with its verdict.

    Kinds of errors: missed, spurious, wrong. ``judged`` holds (layer, predicted fact, right or not).
    """

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    judged: list[tuple[str, Fact, bool]] = field(default_factory=list)


# what a matched fact tells besides its arguments
DETAILS: dict[str, tuple[tuple[str, Callable[[Any, Resolve], Any]], ...]] = {
    "conferrals": (
        ("year", lambda f, _: str(f.year or "")),
        ("conferrer", lambda f, resolve: resolve(f.conferrer)),
    ),
    "milestones": (("date", lambda f, _: str(f.date or "")),),
    "observations": (
        ("period", lambda f, _: str(f.period or "")),
        ("target", lambda f, _: str(f.target or "")),
    ),
}

KEYS: dict[str, Callable[[Any, Resolve], Key]] = {
    "relations": lambda f, k: (k(f.s), f.p, k(f.o)),
    "tenures": lambda f, k: (k(f.person), norm(f.post), k(f.of)),
    "conferrals": lambda f, k: (k(f.award), k(f.recipient)),
    "milestones": lambda f, k: (k(f.project), f.status),
    "quantities": lambda f, k: (k(f.subject), f.measure, number(f.value), unit(f.unit)),
    "observations": lambda f, k: (norm(f.indicator), f.measure, number(f.value), unit(f.unit), k(f.area)),
}

SHOW: dict[str, Callable[[Any, Callable[[str | None], str]], str]] = {
    "relations": lambda f, n: f"{n(f.s)} {f.p} {n(f.o)}",
    "tenures": lambda f, n: f"{n(f.person)} {f.post} of {n(f.of)}",
    "conferrals": lambda f, n: f"{n(f.award)} -> {n(f.recipient)}",
    "milestones": lambda f, n: f"{n(f.project)} {f.status}",
    "quantities": lambda f, n: f"{n(f.subject)} {f.measure} {f.value}{f.unit}",
    "observations": lambda f, _: f"{f.indicator} {f.measure} {f.value}{f.unit} [{f.period}]",
}


class DocumentScorer:
    """Scores one prediction against one gold record, into a tally."""

    def __init__(self, gold: Record, predicted: Record, tally: Tally) -> None:
        self.gold, self.predicted, self.tally = gold, predicted, tally
        self._pairs = match_entities(gold.entities, predicted.entities)
        self._gold_key = {gold.entities[i].id: ("m", n) for n, (i, _) in enumerate(self._pairs)}
        self._own_key = {predicted.entities[j].id: ("m", n) for n, (_, j) in enumerate(self._pairs)}
        self._gold_names = {e.id: e.name for e in gold.entities}
        self._own_names = {e.id: e.name for e in predicted.entities}

    def run(self) -> None:
        """Count everything."""
        self._entities()
        for layer in ("relations", "tenures", "conferrals", "milestones"):
            self._count(layer, *pair(*self._rows(layer), lambda a, b: a == b))
        self._figures()

    def _of_gold(self, name: str | None) -> Any:
        return self._gold_key.get(name, ("g", name)) if name else None

    def _of_own(self, name: str | None) -> Any:
        return self._own_key.get(name, ("p", name)) if name else None

    def _rows(self, layer: str) -> tuple[list[tuple[Key, Fact]], list[tuple[Key, Fact]]]:
        key = KEYS[layer]
        return (
            distinct((key(f, self._of_gold), f) for f in getattr(self.gold, layer)),
            distinct((key(f, self._of_own), f) for f in getattr(self.predicted, layer)),
        )

    def _entities(self) -> None:
        paired_gold = {i for i, _ in self._pairs}
        paired_own = {j for _, j in self._pairs}
        for i, entity in enumerate(self.gold.entities):
            if i in paired_gold:
                self.tally.counts[entity.type].tp += 1
            else:
                self.tally.counts[entity.type].fn += 1
                self._error(entity.type, "missed", entity.name)
        for j, entity in enumerate(self.predicted.entities):
            if j not in paired_own:
                self.tally.counts[entity.type].fp += 1
                self._error(entity.type, "spurious", entity.name)

    def _figures(self) -> None:
        """Quantities and observations; a count of a named thing is right in either layer."""
        figures = {
            "quantities": pair(*self._rows("quantities"), lambda a, b: a == b),
            "observations": pair(
                *self._rows("observations"), lambda a, b: bool(a[1:5] == b[1:5] and alike(a[0], b[0]))
            ),
        }
        gold_forms = {e.id: forms(e) for e in self.gold.entities}
        own_forms = {e.id: forms(e) for e in self.predicted.entities}

        def names_it(quantity: Any, observation: Any, of: dict[str, set[str]]) -> bool:
            told = norm(observation.indicator)
            return any(f in told for f in of.get(quantity.subject, ()))

        self._crossed(figures, "quantities", "observations", lambda g, p: names_it(g, p, gold_forms))
        self._crossed(figures, "observations", "quantities", lambda g, p: names_it(p, g, own_forms))
        for layer in ("quantities", "observations"):
            self._count(layer, *figures[layer])

    def _crossed(
        self, figures: dict[str, Any], layer: str, other: str, named: Callable[[Any, Any], bool]
    ) -> None:
        left, spare = figures[layer][1], figures[other][2]
        for key, want in list(left):
            hit = next(
                (n for n, (_, got) in enumerate(spare) if _same_figure(want, got) and named(want, got)), None
            )
            if hit is not None:
                self.tally.judged.append((other, spare.pop(hit)[1], True))
                left.remove((key, want))
                self.tally.counts[layer].tp += 1

    def _count(
        self,
        layer: str,
        both: list[tuple[Any, Any]],
        left: list[tuple[Key, Any]],
        spare: list[tuple[Key, Any]],
    ) -> None:
        count, show = self.tally.counts[layer], SHOW[layer]
        self.tally.judged += [(layer, got, True) for _, got in both]
        self.tally.judged += [(layer, got, False) for _, got in spare]
        count.tp += len(both)
        count.fp += len(spare)
        count.fn += len(left)
        own_name: Callable[[str | None], str] = lambda i: str(self._own_names.get(i or ""))  # noqa: E731
        gold_name: Callable[[str | None], str] = lambda i: str(self._gold_names.get(i or ""))  # noqa: E731
        for _, fact in spare:
            self._error(layer, "spurious", show(fact, own_name))
        for _, fact in left:
            self._error(layer, "missed", show(fact, gold_name))
        for name, told in DETAILS.get(layer, ()):
            for want, got in both:
                self._detail(layer, name, told(want, self._of_gold), told(got, self._of_own), (want, got))

    def _detail(self, layer: str, name: str, want: Any, got: Any, facts: tuple[Any, Any]) -> None:
        if not want and not got:
            return
        count = self.tally.counts[f"{layer}.{name}"]
        if want == got:
            count.tp += 1
            return
        count.fn += 1
        shown = SHOW[layer](facts[0], lambda i: str(self._gold_names.get(i or "")))
        values = f"{getattr(facts[0], name)} / {getattr(facts[1], name)}"
        self._error(f"{layer}.{name}", "wrong", f"{shown}: {values}")

    def _error(self, layer: str, kind: str, what: str) -> None:
        self.tally.errors[layer].append((self.gold.doc, kind, what))


def _same_figure(want: Any, got: Any) -> bool:
    same = number(want.value) == number(got.value) and unit(want.unit) == unit(got.unit)
    return same and {want.measure, got.measure} <= LOOSE
