"""Facts with several arguments as nodes: what a record's fact says in triples, before its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.graph import vocabulary as v
from kg.graph.edtf import EdtfError, bounds
from kg.graph.identity import Thing
from kg.graph.iri import local, nfc, node
from kg.graph.names import fold
from kg.graph.terms import boolean, canonical, decimal, edtf, text, triple, typed, zh
from kg.graph.units import Units
from kg.lexicon import Lexicon
from kg.model import (
    BOUNDS,
    OBSERVATION_MEASURES,
    QUANTITY_MEASURES,
    STATUSES,
    Conferral,
    Fact,
    Milestone,
    Observation,
    Quantity,
    Span,
    Tenure,
)

_CLASS = {
    name: v.term(f"fz:{name}") for name in ("Tenure", "Conferral", "Milestone", "Quantity", "Observation")
}
_P = {
    name: v.term(f"fz:{name}")
    for name in (
        "holder", "post", "of", "award", "recipient", "conferrer", "year", "subject", "status", "date",
        "begin", "end", "measure", "value", "unit", "baseValue", "baseUnit", "indicator", "indicatorLabel", "area",
        "period", "target", "scope", "bound", "passage",
    )
}  # fmt: skip
_QB_OBSERVATION, _DATA_SET = v.term("qb:Observation"), v.term("qb:dataSet")


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Unfit(f"{value!r} is none of {', '.join(allowed)}")
    return value


def _bound(value: str | None) -> str:
    return _one_of(value, BOUNDS) if value else "exact"


class Unfit(Exception):
    """The fact cannot stand in the graph; the message says why."""


@dataclass(slots=True)
class Node:
    """One fact node.

    Attributes:
        local: local part of its IRI.
        arguments: the things that it joins.
        stated: the record's fact.
        triples: of graph.ttl.
        concepts: local parts of the posts and indicators it names.
        dimensions: of an observation, what must be unique in its data set; else empty.
    """

    local: str
    arguments: tuple[Thing, ...]
    stated: Fact
    triples: list[str] = field(default_factory=list)
    concepts: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concepts:
    """Posts and indicators: from printed words to the concept, over a lexicon's forms."""

    kind: str
    known: Mapping[str, str]

    @classmethod
    def of(cls, kind: str, lexicon: Lexicon, entry_type: str) -> Concepts:
        """Collect the forms of a lexicon's entries; a form of several means only the entry so named."""
        found: dict[str, set[str]] = {}
        named: dict[str, str] = {}
        for entry in lexicon.of_type(entry_type):
            named.setdefault(fold(entry.name), entry.name)
            for form in entry.forms:
                found.setdefault(fold(form), set()).add(entry.name)
        return cls(kind, {**{f: min(n) for f, n in found.items() if len(n) == 1}, **named})

    def name(self, printed: str) -> str:
        """Return the concept's name."""
        return self.known.get(fold(printed), nfc(printed))


@dataclass(slots=True)
class FactMaker:
    """Makes the nodes of one record's facts."""

    base: str
    doc: str
    things: Mapping[str, Thing]
    posts: Concepts
    indicators: Concepts
    units: Units
    position: Callable[[Span], str]

    def make(self, stated: Fact, span: Span) -> Node:
        """Return the node of a fact whose words stand at ``span``.

        Raises:
            Unfit: an argument is missing.
        """
        if isinstance(stated, Tenure):
            return self._tenure(stated)
        if isinstance(stated, Conferral):
            return self._conferral(stated)
        if isinstance(stated, Milestone):
            return self._milestone(stated)
        if isinstance(stated, Observation):
            return self._observation(stated, span)
        raise TypeError(f"no node for {type(stated).__name__}")

    def thing(self, id_: str | None, role: str) -> Thing:
        """Return the thing of an entity id.

        Raises:
            Unfit: the record has no such entity.
        """
        thing = self.things.get(id_ or "")
        if thing is None:
            raise Unfit(f"{role} {id_!r} is no entity of the record")
        return thing

    def _iri(self, thing: Thing) -> str:
        return f"<{self.base}{thing.local}>"

    def _start(self, kind: str, content: tuple[object, ...], stated: Fact, *things: Thing) -> Node:
        found = Node(node(kind, *content), things, stated)
        self._add(found, v.TYPE, _CLASS[kind.capitalize()])
        return found

    def _add(self, to: Node, predicate: str, object_: str) -> None:
        to.triples.append(triple(f"<{self.base}{to.local}>", predicate, object_))

    def _tenure(self, stated: Tenure) -> Node:
        holder = self.thing(stated.person, "person")
        of = self.thing(stated.of, "of") if stated.of else None
        post = local("post", self.posts.name(stated.post))
        things = (holder, of) if of else (holder,)
        found = self._start("tenure", (holder.local, post, of.local if of else ""), stated, *things)
        self._add(found, _P["holder"], self._iri(holder))
        self._add(found, _P["post"], f"<{self.base}{post}>")
        if of:
            self._add(found, _P["of"], self._iri(of))
        self._concept(found, post, self.posts, stated.post, v.POST_SCHEME)
        return found

    def _concept(self, to: Node, concept: str, among: Concepts, printed: str, scheme: str) -> None:
        """Describe a concept; its label stands in graph.ttl only as far as a text prints it."""
        to.concepts = (concept,)
        iri = f"<{self.base}{concept}>"
        to.triples += [triple(iri, v.TYPE, v.CONCEPT), triple(iri, v.IN_SCHEME, scheme)]
        name = among.name(printed)
        if name == nfc(printed):
            to.triples.append(triple(iri, v.PREF_LABEL, zh(name)))

    def _conferral(self, stated: Conferral) -> Node:
        award, recipient = self.thing(stated.award, "award"), self.thing(stated.recipient, "recipient")
        conferrer = self.things.get(stated.conferrer or "")
        year = stated.year if stated.year and stated.year.isdigit() and len(stated.year) == 4 else None
        things = (award, recipient, conferrer) if conferrer else (award, recipient)
        content = (award.local, recipient.local, conferrer.local if conferrer else "", year or "")
        found = self._start("conferral", content, stated, *things)
        self._add(found, _P["award"], self._iri(award))
        self._add(found, _P["recipient"], self._iri(recipient))
        if conferrer:
            self._add(found, _P["conferrer"], self._iri(conferrer))
        if year:
            self._add(found, _P["year"], typed(year, "gYear"))
            self._days(found, year)
        return found

    def _milestone(self, stated: Milestone) -> Node:
        subject = self.thing(stated.project, "project")
        date, status = self._time(stated.date), _one_of(stated.status, STATUSES)
        found = self._start("milestone", (subject.local, status, date or ""), stated, subject)
        self._add(found, _P["subject"], self._iri(subject))
        self._add(found, _P["status"], f"<{v.SCHEME}status/{status}>")
        if date:
            self._add(found, _P["date"], edtf(date))
            self._days(found, date)
        return found

    def _time(self, value: str | None) -> str | None:
        """Return an EDTF value if it can be read, else None: the fact stands without its time."""
        if not value:
            return None
        try:
            bounds(value)
        except EdtfError:
            return None
        return value

    def _days(self, to: Node, value: str) -> None:
        for key, day in zip(("begin", "end"), bounds(value), strict=True):
            if day:
                self._add(to, _P[key], typed(day, "date"))

    def quantity(self, group: list[Quantity]) -> Node:
        """Return one node for a figure; a joint figure's records make one node with several subjects.

        Raises:
            Unfit: a subject is missing.
        """
        first = group[0]
        subjects = sorted({t.local: t for t in (self.thing(q.subject, "subject") for q in group)}.items())
        measure, bound = _one_of(first.measure, QUANTITY_MEASURES), _bound(first.bound)
        content = ([name for name, _ in subjects], measure, canonical(first.value), first.unit or "", bound)
        found = self._start("quantity", content, first, *(thing for _, thing in subjects))
        for _, thing in subjects:
            self._add(found, _P["subject"], self._iri(thing))
        self._add(found, _P["measure"], f"<{v.SCHEME}measure/{measure}>")
        self._add(found, _P["bound"], f"<{v.SCHEME}bound/{bound}>")
        self._figure(found, first.value, first.unit)
        return found

    def _figure(self, to: Node, value: int | float, unit: str | None) -> None:
        self._add(to, _P["value"], decimal(value))
        if unit:
            self._add(to, _P["unit"], text(unit))
            based = self.units.to_base(value, unit)
            if based:
                self._add(to, _P["baseValue"], decimal(based[0]))
                self._add(to, _P["baseUnit"], text(based[1]))

    def _observation(self, stated: Observation, span: Span) -> Node:
        area = self.thing(stated.area, "area") if stated.area else None
        rank = _one_of(stated.measure, OBSERVATION_MEASURES) == "rank"
        bound = _bound(stated.bound)
        period = self._time(stated.period)
        indicator = local("indicator", self.indicators.name(stated.indicator))
        passage = self.position(span)
        dimensions = (
            indicator, area.local if area else "", period or "", stated.measure, str(stated.target),
            nfc(stated.unit or "") if rank else "", bound, passage,
        )  # fmt: skip
        content = (self.doc, *dimensions, canonical(stated.value), stated.unit or "", stated.indicator)
        found = self._start("observation", content, stated, *([area] if area else []))
        found.dimensions = dimensions
        scope = text(nfc(stated.unit)) if rank and stated.unit else v.NONE
        for key, value in (
            (v.TYPE, _QB_OBSERVATION), (_DATA_SET, f"<{self.base}{local('cube', self.doc)}>"),
            (_P["indicator"], f"<{self.base}{indicator}>"), (_P["indicatorLabel"], zh(stated.indicator)),
            (_P["area"], self._iri(area) if area else v.UNSTATED),
            (_P["period"], edtf(period) if period else v.UNSTATED),
            (_P["measure"], f"<{v.SCHEME}measure/{stated.measure}>"), (_P["target"], boolean(stated.target)),
            (_P["scope"], scope), (_P["bound"], f"<{v.SCHEME}bound/{bound}>"),
            (_P["passage"], f"<{self.base}{passage}>"),
        ):  # fmt: skip
            self._add(found, key, value)
        self._figure(found, stated.value, None if rank else stated.unit)
        if period:
            self._days(found, period)
        self._concept(found, indicator, self.indicators, stated.indicator, v.INDICATOR_SCHEME)
        return found
