"""From what a user types to the thing that is meant: names, other names, IRIs, near misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.model import ENTITY_TYPES
from kg.store.opening import Store
from kg.store.terms import term

_NAMES = (term("skos:prefLabel"), term("skos:altLabel"), term("rdfs:label"))
_TITLES = (term("schema:headline"), term("schema:name"), term("dcterms:title"), term("dcterms:identifier"),
           term("rdfs:label"), term("schema:identifier"))  # fmt: skip
_TYPES = frozenset(term(f"fz:{name}") for name in ENTITY_TYPES)
_DROPPED = re.compile(r"[\s\"'“”‘’「」『』《》〈〉·•‧・]+")
_DASHES = re.compile("[‐-―−－]")


def fold(name: str) -> str:
    """Fold a name for comparing, as the scorer does: NFKC, case, dashes, spaces, quotation marks.

    >>> fold("“青禾”—经开区 A")
    '青禾-经开区a'
    """
    return _DASHES.sub("-", _DROPPED.sub("", unicodedata.normalize("NFKC", name).casefold()))


def find_thing(store: Store, name: str) -> NamedNode:
    """Return the one thing that a name or IRI denotes.

    Raises:
        QueryError: nothing has this name (near names are suggested), or several things have it.
    """
    found = find_things(store, name)
    if not found:
        near = suggestions(store, name)
        remedy = f"did you mean {'、'.join(near)}?" if near else "try another name of it"
        raise QueryError(name, "nothing in the graph has this name", remedy)
    if len(found) > 1:
        which = ", ".join(f"<{one.value}>" for one in found[:5])
        raise QueryError(name, f"{len(found)} things have this name", f"give the IRI: {which}")
    return found[0]


def find_things(store: Store, name: str) -> list[NamedNode]:
    """Return the things that a name or IRI denotes, sorted; a preferred name wins over other names."""
    if (iri := _as_iri(name)) is not None and any(store.quads(iri)):
        return [_current(store, iri)]
    for properties in (_NAMES[:1], _NAMES[1:]):
        exact = {
            quad.subject
            for key in properties
            for value in (Literal(name, language="zh"), Literal(name, language="en"), Literal(name))
            for quad in store.quads(None, key, value)
        }
        if things := _things(store, exact):
            return things
    wanted = fold(name)
    folded = {subject for subject, label in _all_names(store) if fold(label) == wanted}
    return _things(store, folded)


def suggestions(store: Store, name: str, most: int = 5) -> list[str]:
    """Return names in the graph that are like ``name``: containing it, contained in it, or similar."""
    wanted = fold(name)
    scored: dict[str, float] = {}
    for subject, label in _all_names(store):
        folded = fold(label)
        near = len(set(wanted) & set(folded)) / max(len(wanted), len(folded), 1)
        if wanted and (wanted in folded or (len(folded) > 1 and folded in wanted)):
            near = 0.6 + 0.4 * min(len(wanted), len(folded)) / max(len(wanted), len(folded))
        elif near >= 0.4:
            near = difflib.SequenceMatcher(None, wanted, folded, autojunk=False).ratio()
        if near >= 0.5 and _is_thing(store, subject):
            scored[label] = max(near, scored.get(label, 0))
    return sorted(scored, key=lambda label: (-scored[label], label))[:most]


def find_document(store: Store, name: str) -> NamedNode:
    """Return the document of an IRI, title or file name (its whole name or the end of it).

    Raises:
        QueryError: there is none, or there are several.
    """
    if (iri := _as_iri(name)) is not None and any(store.quads(iri)):
        return iri
    article = term("schema:Article")
    found: list[NamedNode] = []
    for quad in store.quads(None, term("rdf:type"), article):
        values = [value.value for key, values in store.properties(quad.subject).items()
                  if NamedNode(key) in _TITLES for value in values]  # fmt: skip
        if any(value == name or value.endswith("/" + name) for value in values):
            found.append(quad.subject)
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} documents have this name" if found else "no document has this name"
    raise QueryError(name, what, "the shipped query documents lists them")


def find_concept(store: Store, name: str) -> NamedNode:
    """Return the concept (indicator, status, measure …) of an IRI, local name or label.

    Raises:
        QueryError: there is none, or there are several.
    """
    if (iri := _as_iri(name)) is not None:
        return iri
    wanted = fold(name)
    rank: dict[int, set[NamedNode]] = {}
    for at, key in enumerate(_NAMES):
        for value in (Literal(name, language="zh"), Literal(name, language="en"), Literal(name)):
            rank.setdefault(at, set()).update(quad.subject for quad in store.quads(None, key, value))
    for at in sorted(rank):
        concepts = sorted((one for one in rank[at] if not _is_thing(store, one)), key=str)
        if len(concepts) == 1:
            return concepts[0]
    folded = {s for s, label in _all_names(store) if fold(label) == wanted and not _is_thing(store, s)}
    if len(folded) == 1:
        return folded.pop()
    raise QueryError(name, "no such concept" if not folded else f"{len(folded)} concepts have this name",
                     "give its IRI or another of its names")  # fmt: skip


def _as_iri(name: str) -> NamedNode | None:
    bare = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    if not re.match(r"[a-z][a-z0-9+.-]*://\S+$", bare):
        return None
    try:
        return NamedNode(bare)
    except ValueError:
        return None


def _current(store: Store, iri: NamedNode) -> NamedNode:
    """Follow dcterms:isReplacedBy (a merged key keeps its IRI) to the thing that stands now."""
    seen = {iri}
    while replaced := next(store.quads(iri, term("dcterms:isReplacedBy")), None):
        iri = replaced.object
        if iri in seen:
            break
        seen.add(iri)
    return iri


def _things(store: Store, subjects: Iterable[object]) -> list[NamedNode]:
    current = {_current(store, one) for one in subjects if isinstance(one, NamedNode)}
    return sorted((one for one in current if _is_thing(store, one)), key=str)


def _is_thing(store: Store, subject: NamedNode) -> bool:
    return any(quad.object in _TYPES for quad in store.quads(subject, term("rdf:type")))


def _all_names(store: Store) -> list[tuple[NamedNode, str]]:
    """Return (subject, name) of everything that has one, in the order of name and IRI."""
    found = {
        (quad.subject, quad.object.value)
        for key in _NAMES
        for quad in store.quads(None, key)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
    return sorted(found, key=lambda pair: (pair[1], pair[0].value))
