"""Which documents a statement comes from: the inverse of the paths that kg.graph describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pyoxigraph import NamedNode, Triple

from kg.export.statements import Sorted
from kg.store import Store
from kg.store.terms import term

_TYPE, _ARTICLE = term("rdf:type"), term("schema:Article")
_SOURCE, _SELECTOR, _DERIVED = term("oa:hasSource"), term("oa:hasSelector"), term("prov:wasDerivedFrom")
_MENTION, _FORM, _STATES = term("fz:mention"), term("fz:form"), term("fz:states")
_USED, _ANCHOR, _PASSAGE = term("prov:used"), term("fz:anchor"), term("fz:passage")
_POINTING = (_DERIVED, _MENTION)
_SELECTORS = (term("oa:TextPositionSelector"), term("oa:TextQuoteSelector"))
_NAMES = (term("skos:prefLabel"), term("skos:altLabel"), term("rdfs:label"))
Documents = Sequence[str]
"""IRIs of documents as N-Triples terms, sorted."""


class Origin:
    """Finds the documents of statements by looking things up in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, about: list[Sorted]) -> Iterator[tuple[str, Documents]]:
        """Yield each statement of one subject with its documents; none where no document states it."""
        subject = about[0][1].subject
        whole = self._of_node(subject, [triple for _, triple in about])
        mentions = [triple.object for _, triple in about if triple.predicate == _MENTION]
        words = _Words(self._store, mentions) if mentions else None
        stated: dict[tuple[Any, Any], list[Any]] | None = None
        for line, triple in about:
            if triple.predicate in _POINTING:
                yield line, self._sources([triple.object])
            elif whole:
                yield line, whole
            elif words and (triple.predicate == _TYPE or triple.predicate in _NAMES):
                yield line, words.of(triple)
            elif isinstance(triple.object, NamedNode):
                stated = self._statements(subject) if stated is None else stated
                found = stated.get((triple.predicate, triple.object), [])
                yield line, self._sources(ev for one in found for ev in self._values(one, _DERIVED))
            else:
                yield line, ()

    def _of_node(self, subject: Any, about: list[Triple]) -> Documents:
        """Return the documents of a node that is theirs with all that is said of it."""
        by: dict[Any, list[Any]] = {}
        for triple in about:
            by.setdefault(triple.predicate, []).append(triple.object)
        types = by.get(_TYPE, [])
        if _ARTICLE in types:
            return (str(subject),)
        if _SOURCE in by:
            return _sorted(by[_SOURCE])
        if _DERIVED in by:
            return self._sources(by[_DERIVED])
        if any(kind in types for kind in _SELECTORS):
            return self._of_selector(subject)
        if term("fz:Anchor") in types:
            return self._sources(quad.subject for quad in self._store.quads(None, _ANCHOR, subject))
        if term("qb:DataSet") in types or term("prov:Activity") in types:
            given = [*by.get(_USED, []), *by.get(term("dcterms:source"), [])]
            return _sorted(one for one in given if self._is_article(one))
        return ()

    def _of_selector(self, selector: Any) -> Documents:
        users = [quad.subject for quad in self._store.quads(None, _SELECTOR, selector)]
        facts = [quad.subject for quad in self._store.quads(None, _PASSAGE, selector)]
        nodes = [*users, *(ev for fact in facts for ev in self._values(fact, _DERIVED))]
        return self._sources(nodes)

    def _sources(self, nodes: Iterable[Any]) -> Documents:
        return _sorted(source for node in nodes for source in self._values(node, _SOURCE))

    def _values(self, node: Any, predicate: NamedNode) -> list[Any]:
        return [quad.object for quad in self._store.quads(node, predicate)]

    def _is_article(self, node: Any) -> bool:
        return _ARTICLE in self._values(node, _TYPE)

    def _statements(self, subject: Any) -> dict[tuple[Any, Any], list[Any]]:
        """Return the reified statements about a subject, by predicate and object."""
        found: dict[tuple[Any, Any], list[Any]] = {}
        for quad in self._store.quads(None, term("rdf:subject"), subject):
            for predicate in self._values(quad.subject, term("rdf:predicate")):
                for value in self._values(quad.subject, term("rdf:object")):
                    found.setdefault((predicate, value), []).append(quad.subject)
        return found


class _Words:
    """What the documents call a thing, and what kind of thing each says it is."""

    def __init__(self, store: Store, mentions: list[Any]) -> None:
        self._by: dict[Any, set[Any]] = {}
        self._all: set[Any] = set()
        for mention in mentions:
            sources = {quad.object for quad in store.quads(mention, _SOURCE)}
            self._all |= sources
            for key in (_FORM, _STATES):
                for quad in store.quads(mention, key):
                    self._by.setdefault(quad.object, set()).update(sources)

    def of(self, triple: Triple) -> Documents:
        """Return the documents that give a name or type; all that name the thing where it follows from another type."""
        return _sorted(self._by.get(triple.object, self._all))


def _sorted(nodes: Iterable[Any]) -> Documents:
    return sorted({str(node) for node in nodes})
