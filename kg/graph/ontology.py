"""The ontology and the schemes: labels, class tree, and what each relation may join."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import GraphError
from kg.graph.vocabulary import FZ, NAMESPACES
from kg.resources import data_folder

_RDF, _RDFS, _OWL, _SKOS = (NAMESPACES[prefix] for prefix in ("rdf", "rdfs", "owl", "skos"))
_CLASS = NamedNode(f"{_OWL}Class")


@dataclass(frozen=True, slots=True)
class Ontology:
    """What fangzhi.ttl and schemes/*.ttl say.

    Attributes:
        labels: IRI → language → label, of classes, properties and concepts.
        above: local name of a class → local names of its classes above, itself included.
        domains: local name of a property → local names of the classes that it may start from (empty: any).
        ranges: the same for its end.
        concepts: IRI of a concept → (property IRI, literal or IRI as N-Triples), sorted.
    """

    labels: dict[str, dict[str, str]]
    above: dict[str, frozenset[str]]
    domains: dict[str, frozenset[str]]
    ranges: dict[str, frozenset[str]]
    concepts: dict[str, tuple[tuple[str, str], ...]]

    def fits(self, property_: str, side: str, types: frozenset[str]) -> bool:
        """Tell whether a thing of these types may stand at the ``domain`` or ``range`` side of a property."""
        allowed = (self.domains if side == "domain" else self.ranges).get(property_, frozenset())
        if not allowed:
            return True
        return any(not allowed.isdisjoint(self.above.get(name, frozenset([name]))) for name in types)


def load_ontology(folder: Path | None = None) -> Ontology:
    """Read the ontology folder (None: the installed one).

    Raises:
        GraphError: a file is missing or no Turtle.
    """
    return _load(folder or data_folder("ontology"))


@lru_cache(maxsize=4)
def _load(folder: Path) -> Ontology:
    graph = _Triples()
    for path in [folder / "fangzhi.ttl", *sorted((folder / "schemes").glob("*.ttl"))]:
        try:
            for quad in parse(path.read_bytes(), RdfFormat.TURTLE):
                graph.add(quad.subject, quad.predicate.value, quad.object)
        except (OSError, SyntaxError, ValueError) as error:
            raise GraphError(str(path), f"cannot be read ({error})", "reinstall fangzhi") from error
    return Ontology(
        labels=_labels(graph),
        above={_local(c): _above(graph, c) for c in graph.of_class(_CLASS) if _is_ours(c)},
        domains=_sides(graph, f"{_RDFS}domain"),
        ranges=_sides(graph, f"{_RDFS}range"),
        concepts={
            c.value: tuple(sorted((p, str(o)) for p, objects in graph.about[c].items() for o in objects))
            for c in graph.of_class(NamedNode(f"{_SKOS}Concept"))
            if isinstance(c, NamedNode)
        },
    )


class _Triples:
    """Triples by subject and property."""

    def __init__(self) -> None:
        self.about: dict[Any, dict[str, list[Any]]] = {}

    def add(self, subject: Any, property_: str, value: Any) -> None:
        self.about.setdefault(subject, {}).setdefault(property_, []).append(value)

    def values(self, subject: Any, property_: str) -> list[Any]:
        return self.about.get(subject, {}).get(property_, [])

    def of_class(self, class_: NamedNode) -> list[Any]:
        return [subject for subject in self.about if class_ in self.values(subject, f"{_RDF}type")]

    def list_of(self, head: Any) -> list[Any]:
        """Return the members of an RDF collection."""
        out: list[Any] = []
        while first := self.values(head, f"{_RDF}first"):
            out += first
            head = self.values(head, f"{_RDF}rest")[0]
        return out


def _is_ours(node: Any) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(FZ)


def _local(node: Any) -> str:
    return str(node.value).removeprefix(FZ)


def _labels(graph: _Triples) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for key in (f"{_RDFS}label", f"{_SKOS}prefLabel"):
        for subject in graph.about:
            for label in graph.values(subject, key):
                if label.language:
                    found.setdefault(subject.value, {})[label.language] = label.value
    return found


def _above(graph: _Triples, class_: Any) -> frozenset[str]:
    found, waiting = set[Any](), [class_]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += graph.values(one, f"{_RDFS}subClassOf")
    return frozenset(_local(one) for one in found if _is_ours(one))


def _sides(graph: _Triples, key: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for property_ in graph.about:
        for class_ in graph.values(property_, key):
            union = graph.values(class_, f"{_OWL}unionOf")
            members = graph.list_of(union[0]) if union else [class_]
            if _is_ours(property_) and all(_is_ours(member) for member in members):
                found[_local(property_)] = frozenset(_local(member) for member in members)
    return found
