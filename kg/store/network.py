"""The graph as a network: things as nodes, relations and two-sided facts as edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.model import ENTITY_TYPES, RELATIONS
from kg.store.opening import Store
from kg.store.terms import term

if TYPE_CHECKING:
    import networkx as nx

_PAIRS = {
    "fz:Tenure": ("fz:holder", "fz:of", "holdsPost"),
    "fz:Conferral": ("fz:recipient", "fz:award", "received"),
}


def read_things(store: Store) -> dict[str, dict[str, Any]]:
    """Return every thing that a text names by IRI, sorted: ``name``, ``types`` (most specific, sorted), ``aliases``."""
    return dict(store.remember("things", lambda: _read_things(store)))


def _read_things(store: Store) -> Iterator[tuple[str, dict[str, Any]]]:
    found: dict[str, set[str]] = {}
    for kind in ENTITY_TYPES:
        for quad in store.quads(None, term("rdf:type"), term(f"fz:{kind}")):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject.value, set()).add(kind)
    for iri in sorted(found):
        node, types = NamedNode(iri), found[iri]
        # what no text names is background: the provinces above the places, retired divisions, merged keys
        if not any(store.quads(node, term("fz:mention"))):
            continue
        if "Official" in types:
            types = types - {"Person"}
        if "Company" in types:
            types = types - {"Organization"}
        aliases = {
            q.object.value for q in store.quads(node, term("skos:altLabel")) if isinstance(q.object, Literal)
        }
        name = store.label(node)
        yield (
            iri,
            {
                "name": name,
                "types": sorted(types, key=ENTITY_TYPES.index),
                "aliases": sorted(aliases - {name}),
            },
        )


def read_edges(store: Store) -> list[tuple[str, str, str]]:
    """Return (from, kind, to), sorted and distinct: the eleven relations, ``holdsPost`` and ``received``."""
    return list(store.remember("edges", lambda: _read_edges(store)))


def _read_edges(store: Store) -> list[tuple[str, str, str]]:
    edges: set[tuple[str, str, str]] = set()
    for kind in RELATIONS:
        for quad in store.quads(None, term(f"fz:{kind}")):
            edges.add((quad.subject.value, kind, quad.object.value))
    for name, (start, end, kind) in _PAIRS.items():
        for quad in store.quads(None, term("rdf:type"), term(name)):
            starts = [q.object.value for q in store.quads(quad.subject, term(start))]
            ends = [q.object.value for q in store.quads(quad.subject, term(end))]
            edges.update((one, kind, other) for one in starts for other in ends)
    return sorted(edges)


def read_network(store: Store) -> nx.MultiDiGraph:
    """Return the network of an opened graph: node = IRI, with ``name``, ``type``, ``types``, ``aliases``;
    edge with ``relation``.
    """
    import networkx as nx

    network = nx.MultiDiGraph()
    for iri, about in read_things(store).items():
        network.add_node(iri, type=about["types"][0], **about)
    for start, kind, end in read_edges(store):
        if start in network and end in network:
            network.add_edge(start, end, key=kind, relation=kind)
    return network
