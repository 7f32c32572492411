"""Things and their relations with dates and counts: what the network forms are written from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import product

from pyoxigraph import NamedNode

from kg.model import FACT_LAYERS
from kg.store import FactRow, Store, read_facts
from kg.store.network import read_edges, read_things
from kg.store.terms import term

EdgeKey = tuple[str, str, str]
_PAIRS = {"tenures": ("person", "holdsPost", "of"), "conferrals": ("recipient", "received", "award")}
_DATED = ("tenures", "conferrals", "milestones")
"""Layers whose own dates count; the period of a statistic says nothing of when its area came to be."""


@dataclass(frozen=True)
class Node:
    """A thing.

    Attributes:
        iri: its IRI.
        name: what it is called.
        types: most specific ones; never empty.
        aliases: its other names, sorted.
        facts: in how many facts it stands.
        begin: the first day with which a text connects it (``YYYY-MM-DD``), or empty.
    """

    iri: str
    name: str
    types: tuple[str, ...]
    aliases: tuple[str, ...]
    facts: int
    begin: str


@dataclass(frozen=True)
class Edge:
    """A relation between two things.

    Attributes:
        start: IRI of the one.
        kind: one of ``kg.model.RELATIONS``, ``holdsPost`` or ``received``.
        end: IRI of the other.
        quotes: how many quotes state it; 0 for what lexicons alone know.
        documents: in how many documents.
        begin: the day from which it is told: its own date, else that of the first document; or empty.
        facts: IRIs of the facts that state it, sorted.
    """

    start: str
    kind: str
    end: str
    quotes: int
    documents: int
    begin: str
    facts: tuple[str, ...]


@dataclass
class _Told:
    """What the facts say of one edge."""

    quotes: int = 0
    documents: set[str] = field(default_factory=set)
    begin: str = ""
    facts: list[str] = field(default_factory=list)

    def add(self, fact: FactRow, begin: str) -> None:
        self.quotes += len(fact.quotes)
        self.documents |= {quote.document for quote in fact.quotes}
        self.begin = _earlier(self.begin, begin)
        self.facts.append(fact.iri)


def read_network(store: Store) -> tuple[list[Node], list[Edge]]:
    """Return the nodes sorted by IRI, and the edges between them, sorted."""
    days = _document_days(store)
    facts: Counter[str] = Counter()
    begins: dict[str, str] = {}
    told: dict[EdgeKey, _Told] = {}
    for fact in read_facts(store, layers=FACT_LAYERS):
        begin = _begin(fact, days)
        own = begin if fact.layer in _DATED else ""
        for iri in sorted({iri for iris in fact.things.values() for iri in iris}):
            facts[iri] += 1
            begins[iri] = _earlier(begins.get(iri, ""), own)
        for key in _edges_of(fact):
            told.setdefault(key, _Told()).add(fact, begin)
    things = read_things(store)
    edges = [
        _edge(key, told.get(key, _Told()))
        for key in read_edges(store)
        if key[0] in things and key[2] in things
    ]
    for edge in edges:
        for iri in (edge.start, edge.end):
            begins[iri] = _earlier(begins.get(iri, ""), edge.begin)
    nodes = [
        Node(
            iri, about["name"], tuple(about["types"]), tuple(about["aliases"]), facts[iri],
            _earlier(begins.get(iri, ""), _mentioned(store, iri, days)),
        )
        for iri, about in things.items()
    ]  # fmt: skip
    return nodes, edges


def _edge(key: EdgeKey, told: _Told) -> Edge:
    return Edge(
        *key,
        quotes=told.quotes,
        documents=len(told.documents),
        begin=told.begin,
        facts=tuple(sorted(told.facts)),
    )


def _edges_of(fact: FactRow) -> list[EdgeKey]:
    if fact.layer == "relations":
        start, kind, end = "s", fact.values["p"], "o"
    elif fact.layer in _PAIRS:
        start, kind, end = _PAIRS[fact.layer]
    else:
        return []
    return [
        (one, kind, other) for one, other in product(fact.things.get(start, ()), fact.things.get(end, ()))
    ]


def _begin(fact: FactRow, days: dict[str, str]) -> str:
    if begin := fact.values.get("begin", ""):
        return begin
    year = fact.values.get("year", "")
    if len(year) == 4:
        return f"{year}-01-01"
    first = ""
    for quote in fact.quotes:
        first = _earlier(first, days.get(quote.document, ""))
    return first


def _earlier(one: str, other: str) -> str:
    return min((day for day in (one, other) if day), default="")


def _document_days(store: Store) -> dict[str, str]:
    """Return the first day that a document's date can mean, by its IRI."""
    found: dict[str, str] = {}
    for quad in store.quads(None, term("rdf:type"), term("schema:Article")):
        for begin in store.quads(quad.subject, term("fz:begin")):
            found[quad.subject.value] = begin.object.value
    return found


def _mentioned(store: Store, iri: str, days: dict[str, str]) -> str:
    first = ""
    for mention in store.quads(NamedNode(iri), term("fz:mention")):
        for source in store.quads(mention.object, term("oa:hasSource")):
            first = _earlier(first, days.get(source.object.value, ""))
    return first
