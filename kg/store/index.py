"""The statements of a graph in memory, by subject, property and value: what many look-ups in a row need.

A store on disk answers queries; the thousands of small questions behind tables, report and view cost less here.
The build fills an index while it writes the Turtle files, so nothing is read twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse
from pyoxigraph import Store as Oxigraph

from kg.store.opening import Store, T, Term, scheme_files

MOST_TRIPLES = 3_000_000
"""Above this an index would need gigabytes; the store on disk serves instead."""


class Statement(NamedTuple):
    """A triple, with the attribute names of pyoxigraph's ``Quad``."""

    subject: Any
    predicate: Any
    object: Any


class TripleIndex:
    """Statements in N-Triples terms; give them subject by subject with ``add``, then the schemes are added.

    Attributes:
        full: more statements came than an index should hold; it has dropped them all and is of no use.
    """

    def __init__(self, most: int = MOST_TRIPLES) -> None:
        self.full = False
        self._room = most
        self._about: dict[str, list[tuple[str, str]]] = {}
        self._subjects: dict[str, dict[str, list[str]]] | None = None
        self._with: dict[str, list[tuple[str, str]]] | None = None
        self._terms: dict[str, Any] = {}

    def add(self, subject: str, statements: list[tuple[str, str]]) -> None:
        """Take statements of one subject: (property, value) as N-Triples terms; the list is kept."""
        if self.full:
            return
        self._room -= len(statements)
        if self._room < 0:
            self.full = True
            self._about.clear()
            return
        held = self._about.get(subject)
        if held is None:
            self._about[subject] = statements
        else:
            known = set(held)
            held.extend(each for each in statements if each not in known)
        self._subjects = self._with = None

    def add_schemes(self) -> None:
        """Take the names of statuses, measures and bounds, as the store on disk has them."""
        for path in scheme_files():
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                self.add(str(quad.subject), [(str(quad.predicate), str(quad.object))])

    def about(self, subject: str) -> list[tuple[str, str]]:
        """Return the (property, value) pairs of a subject, in the order in which they came."""
        return self._about.get(subject, [])

    def with_property(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield (subject, value) of a property."""
        for value, subjects in self._by_property().get(predicate, {}).items():
            for subject in subjects:
                yield subject, value

    def with_value(self, predicate: str, value: str) -> list[str]:
        """Return the subjects that have a value of a property."""
        return self._by_property().get(predicate, {}).get(value, [])

    def pointing_to(self, value: str) -> list[tuple[str, str]]:
        """Return (subject, property) of the statements whose value is an IRI."""
        if self._with is None:
            found: dict[str, list[tuple[str, str]]] = {}
            for predicate, values in self._by_property().items():
                for each, subjects in values.items():
                    if each[0] == "<":
                        found.setdefault(each, []).extend((subject, predicate) for subject in subjects)
            self._with = found
        return self._with.get(value, [])

    def properties(self) -> Iterable[str]:
        """Return all properties."""
        return self._by_property().keys()

    def _by_property(self) -> dict[str, dict[str, list[str]]]:
        if self._subjects is None:
            found: dict[str, dict[str, list[str]]] = {}
            for subject, statements in self._about.items():
                for predicate, value in statements:
                    values = found.get(predicate)
                    if values is None:
                        values = found[predicate] = {}
                    subjects = values.get(value)
                    if subjects is None:
                        values[value] = [subject]
                    else:
                        subjects.append(subject)
            self._subjects = found
        return self._subjects

    def term(self, text: str) -> Any:
        """Return an N-Triples term as an object; equal texts share one."""
        held = self._terms.get(text)
        if held is None:
            held = self._terms[text] = _term(text)
        return held


class IndexedStore(Store):
    """A store that looks statements up in an index and opens Oxigraph only for queries.

    Args:
        out: the folder of the graph.
        index: all its statements.
        open_disk: opens its store; called once, when the first query comes.
    """

    def __init__(self, out: Path, index: TripleIndex, open_disk: Callable[[], Oxigraph]) -> None:
        self._index = index
        self._open = open_disk
        self._opened: Oxigraph | None = None
        self._readings: dict[str, list[Any]] = {}
        super().__init__(out)

    def engine(self) -> Oxigraph:
        """Return the SPARQL engine."""
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def remember(self, what: str, read: Callable[[], Iterable[T]]) -> Iterable[T]:
        """Return what a reading of the whole graph gives; it is read once."""
        if what not in self._readings:
            self._readings[what] = list(read())
        return self._readings[what]

    def quads(
        self, subject: Term | None = None, predicate: NamedNode | None = None, value: Term | None = None
    ) -> Iterator[Any]:
        """Return the statements that fit a pattern, as ``Store.quads`` does."""
        index, term = self._index, self._index.term
        if subject is not None:
            first, key, wanted = str(subject), predicate and str(predicate), value and str(value)
            return (
                Statement(subject, term(p), term(o))
                for p, o in index.about(first)
                if key in (None, p) and wanted in (None, o)
            )
        if predicate is None and isinstance(value, NamedNode):
            return (Statement(term(s), term(p), value) for s, p in index.pointing_to(str(value)))
        properties = index.properties() if predicate is None else (str(predicate),)
        if value is None:
            return (
                Statement(term(s), term(p), term(o)) for p in properties for s, o in index.with_property(p)
            )
        wanted = str(value)
        return (Statement(term(s), term(p), value) for p in properties for s in index.with_value(p, wanted))

    def properties(self, subject: Term) -> dict[str, list[Term]]:
        """Return the values of a subject by IRI of the property, each list sorted."""
        found: dict[str, list[str]] = {}
        for predicate, value in self._index.about(str(subject)):
            found.setdefault(predicate[1:-1], []).append(value)
        term = self._index.term
        return {
            key: [term(value) for value in (sorted(values) if len(values) > 1 else values)]
            for key, values in sorted(found.items())
        }


def _term(text: str) -> NamedNode | BlankNode | Literal:
    """Read one N-Triples term; the escapes are left to pyoxigraph's parser."""
    if text[0] == "<":
        return NamedNode(text[1:-1])
    if text[0] == "_":
        return BlankNode(text[2:])
    if "\\" in text:
        quad = next(iter(parse(f"<a:s> <a:p> {text} .".encode(), RdfFormat.N_TRIPLES)))
        return quad.object  # type: ignore[no-any-return,unused-ignore]
    value, _, rest = text[1:].rpartition('"')
    if rest[:1] == "@":
        return Literal(value, language=rest[1:])
    return Literal(value, datatype=NamedNode(rest[3:-1])) if rest else Literal(value)
