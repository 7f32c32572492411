"""Why several names are one thing: the ``fz:Identification`` nodes that the merging of names left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.store.opening import Store
from kg.store.terms import local_name, term


@dataclass(frozen=True)
class Merge:
    """One decision: what was taken for the thing, and the reasons (property → words)."""

    iri: str
    name: str
    reasons: tuple[tuple[str, str], ...]

    def words(self, lang: str = "zh") -> str:
        """Return the decision on one line."""
        why = "；".join(f"{key}: {value}" if key else value for key, value in self.reasons)
        return f"{self.name} — {why}" if why else self.name


def read_merges(store: Store, thing: NamedNode) -> Iterator[Merge]:
    """Return what was merged into ``thing``, sorted by IRI: identifications and replaced keys."""
    nodes = {
        quad.subject
        for quad in store.quads(None, None, thing)
        if any(store.quads(quad.subject, term("rdf:type"), term("fz:Identification")))
    }
    explained: set[str] = set()
    for node in sorted(nodes, key=str):
        reasons = []
        for key, values in store.properties(node).items():
            for value in values:
                if value == thing or key.endswith("#type"):
                    continue
                explained.add(value.value)
                shown = value.value if isinstance(value, Literal) else store.label(value)
                reasons.append((local_name(key), shown))
        yield Merge(node.value, store.label(thing), tuple(reasons))
    for quad in sorted(store.quads(None, term("dcterms:isReplacedBy"), thing), key=str):
        if isinstance(quad.subject, NamedNode) and quad.subject.value not in explained:
            yield Merge(quad.subject.value, store.label(quad.subject), (("", quad.subject.value),))
