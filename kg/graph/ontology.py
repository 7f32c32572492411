"""The ontology and the schemes: labels, class tree, and what each relation may join."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError
from kg.graph.vocabulary import FZ
from kg.resources import data_folder

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


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
    from rdflib import Graph
    from rdflib.namespace import OWL, RDF, SKOS

    graph = Graph()
    for path in [folder / "fangzhi.ttl", *sorted((folder / "schemes").glob("*.ttl"))]:
        try:
            graph.parse(data=path.read_bytes(), format="turtle")
        except (OSError, SyntaxError, ValueError) as error:
            raise GraphError(str(path), f"cannot be read ({error})", "reinstall fangzhi") from error
    return Ontology(
        labels=_labels(graph),
        above={_local(c): _above(graph, c) for c in graph.subjects(RDF.type, OWL.Class) if _is_ours(c)},
        domains=_sides(graph, "domain"),
        ranges=_sides(graph, "range"),
        concepts={
            str(c): tuple(sorted((str(p), o.n3()) for p, o in graph.predicate_objects(c)))
            for c in sorted(graph.subjects(RDF.type, SKOS.Concept), key=str)
        },
    )


def _is_ours(node: Node | None) -> bool:
    return str(node).startswith(FZ)


def _local(node: Node | None) -> str:
    return str(node).removeprefix(FZ)


def _labels(graph: Graph) -> dict[str, dict[str, str]]:
    from rdflib import Literal
    from rdflib.namespace import RDFS, SKOS

    found: dict[str, dict[str, str]] = {}
    for key in (RDFS.label, SKOS.prefLabel):
        for subject, label in sorted(graph.subject_objects(key), key=str):
            if isinstance(label, Literal) and label.language:
                found.setdefault(str(subject), {})[label.language] = str(label)
    return found


def _above(graph: Graph, class_: Node) -> frozenset[str]:
    from rdflib.namespace import RDFS

    return frozenset(_local(c) for c in graph.transitive_objects(class_, RDFS.subClassOf) if _is_ours(c))


def _sides(graph: Graph, side: str) -> dict[str, frozenset[str]]:
    from rdflib.collection import Collection
    from rdflib.namespace import OWL, RDFS

    found: dict[str, frozenset[str]] = {}
    for property_, class_ in graph.subject_objects(RDFS[side]):
        union = graph.value(class_, OWL.unionOf)
        members = [class_] if union is None else list(Collection(graph, union))
        if _is_ours(property_) and all(_is_ours(member) for member in members):
            found[_local(property_)] = frozenset(_local(member) for member in members)
    return found
