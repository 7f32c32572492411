"""Two sources with figures that differ by more than the coarser printed precision allows.

A figure printed with ``d`` decimals in a unit of ``f`` base units stands for anything within ``f · 10⁻ᵈ / 2`` of it;
two figures agree where they differ by no more than that of the coarser one. 5.67万亿元 (± 0.005万亿元) and 56708.71亿元
agree. Words such as 超, 近 and 约 widen that: a lower bound goes with anything above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kg.store.checking.claims import Claim, Question, Sources
from kg.store.facts import FactRow, read_facts
from kg.store.opening import Store

_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_KEYS = ("indicator", "measure", "period", "target", "scope")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure in base units, with half a unit of its last printed digit."""

    value: Fraction
    half: Fraction
    bound: str
    claim: Claim

    def agrees(self, other: Figure) -> bool:
        """Tell whether the two can both be true."""
        allowed = max(self.half, other.half)
        if "about" in (self.bound, other.bound):
            allowed *= 10
        low, high = sorted((self, other), key=lambda one: one.value)
        if high.value - low.value <= allowed:
            return True
        return low.bound == "lower" or high.bound == "upper"

    def distance(self, other: Figure) -> Fraction:
        """How far the two values lie apart."""
        return abs(self.value - other.value)


Group = dict[str, list[Figure]]  # by document


def disagreements(store: Store, sources: Sources) -> Iterator[Question]:
    """Yield a question for each document whose figure does not go with what most documents say."""
    groups: dict[tuple[str, ...], Group] = {}
    shown: dict[tuple[str, ...], FactRow] = {}
    for fact in read_facts(store, layers=["observations"]):
        key = _key(fact)
        if key is None:
            continue
        shown.setdefault(key, fact)
        for quote in fact.quotes:
            said = f"{fact.values['value']}{fact.values.get('unit', '')}"
            figure = _figure(fact, sources.claim(said, fact, quote))
            groups.setdefault(key, {}).setdefault(quote.document, []).append(figure)
    for key, group in sorted(groups.items()):
        if len(group) > 1:
            fact = shown[key]
            about = sources.name(fact.things["area"][0])
            named = tuple((name, fact.values.get(name, "")) for name in _KEYS)
            for pair in _outliers(group):
                yield Question("figures", about, named, pair)


def _key(fact: FactRow) -> tuple[str, ...] | None:
    """What makes figures comparable; None where area or period is not told."""
    values = fact.values
    if not fact.things.get("area") or not values.get("begin") or "value" not in values:
        return None
    unit = values.get("baseUnit") or values.get("unit", "")
    concept = values.get("concept") or values.get("indicator", "")
    when = (values["begin"], values.get("end", ""))
    rest = (values.get(name, "") for name in ("measure", "target", "scope"))
    return (fact.things["area"][0], concept, *when, *rest, unit)


def _figure(fact: FactRow, claim: Claim) -> Figure:
    values = fact.values
    printed = Fraction(values["value"])
    base = Fraction(values["baseValue"]) if "baseValue" in values else printed
    factor = (
        abs(base / printed) if printed else Fraction(0)
    )  # nothing tells the unit of a zero: the other's counts
    half = factor / 10 ** _decimals(values["value"], claim.quote.exact) / 2
    if values.get("measure") == "rank":
        half = Fraction(0)
    return Figure(base, half, values.get("bound", "exact"), claim)


def _decimals(value: str, quote: str) -> int:
    """How many decimals the figure is printed with: the quote tells of zeros at the end (6.0%)."""
    wanted = abs(Fraction(value))
    printed = [
        len(match[1] or "")
        for match in _NUMBER.finditer(quote)
        if Fraction(match[0].replace(",", "")) == wanted
    ]
    _, _, own = value.partition(".")
    return max(printed, default=len(own.rstrip("0")))


def _outliers(group: Group) -> Iterator[tuple[Claim, Claim]]:
    """Yield each document's claim that goes with none of the leading document's, with the nearest of those."""
    documents = sorted(group, key=lambda one: group[one][0].claim.quote.file)
    together = {one: sum(_any_agree(group[one], group[other]) for other in documents) for one in documents}
    lead = max(documents, key=lambda one: together[one])  # the first of equals
    for other in documents:
        if not _any_agree(group[lead], group[other]):
            first, second = min(
                ((a, b) for a in group[lead] for b in group[other]),
                key=lambda pair: (pair[0].distance(pair[1]), pair[0].claim.fact, pair[1].claim.fact),
            )
            yield first.claim, second.claim


def _any_agree(first: Sequence[Figure], second: Sequence[Figure]) -> bool:
    return any(a.agrees(b) for a in first for b in second)
