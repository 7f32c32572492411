"""SHACL: whether a graph conforms to ``ontology/shapes.ttl``.

The Turtle files are read, not the store: Oxigraph keeps numbers as values, so that derived types such as
xsd:nonNegativeInteger would be lost. pySHACL and rdflib are imported here alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import GraphError
from kg.resources import data_folder
from kg.store.opening import SCHEMES, TURTLE

if TYPE_CHECKING:
    import rdflib

_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a constraint.

    Attributes:
        node: its IRI.
        path: IRI of the property, empty for constraints on the node itself.
        value: the value at fault, empty where one is missing.
        constraint: the kind of constraint, by its local name (``MinCountConstraintComponent``).
        zh: what is wrong, in Chinese.
        en: what is wrong, in English.
    """

    node: str
    path: str
    value: str
    constraint: str
    zh: str
    en: str


@dataclass(frozen=True)
class Conformance:
    """The outcome of SHACL validation: how many statements and shapes, and what breaks them, sorted."""

    statements: int
    shapes: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing breaks a shape."""
        return not self.violations


def conformance(out: Path) -> Conformance:
    """Validate graph.ttl, evidence.ttl and background.ttl together, with the ontology for the class tree.

    Raises:
        GraphError: a file is missing or is no Turtle.
    """
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    for name in TURTLE:
        _read(data, out / name)
    statements = len(data)
    folder = data_folder("ontology")
    shapes, ontology = rdflib.Graph(), rdflib.Graph()
    _read(shapes, folder / "shapes.ttl")
    for path in (folder / "fangzhi.ttl", *(folder / "schemes" / f"{name}.ttl" for name in SCHEMES)):
        _read(ontology, path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inplace=True)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    count = len(set(shapes.subjects(rdflib.RDF.type, sh.NodeShape)))
    return Conformance(statements, count, tuple(sorted(set(_violations(report)), key=_order)))


def _read(graph: rdflib.Graph, path: Path) -> None:
    """Parse Turtle with pyoxigraph, which is many times faster than rdflib's own parser."""
    known: dict[str, Any] = {}
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            graph.store.add(
                (_node(quad.subject, known), _node(quad.predicate, known), _node(quad.object, known)), graph
            )
    except FileNotFoundError as error:
        raise GraphError(str(path), "no such file", "build it again") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise GraphError(str(path), f"the graph cannot be read: {error}", "build it again") from error


def _node(node: Any, known: dict[str, Any]) -> Any:
    import rdflib

    if isinstance(node, NamedNode):
        if node.value not in known:
            known[node.value] = rdflib.URIRef(node.value)
        return known[node.value]
    if isinstance(node, BlankNode):
        return rdflib.BNode(node.value)
    assert isinstance(node, Literal)
    if node.language:
        return rdflib.Literal(node.value, lang=node.language)
    if node.datatype.value == _STRING:
        return rdflib.Literal(node.value)
    return rdflib.Literal(node.value, datatype=_node(node.datatype, known), normalize=False)


def _violations(report: Any) -> list[Violation]:
    import rdflib

    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    out = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        said = {message.language: str(message) for message in report.objects(result, sh.resultMessage)}
        either = next(iter(sorted(said.values())), "")
        node, path, value, kind = (
            str(report.value(result, sh[name]) or "")
            for name in ("focusNode", "resultPath", "value", "sourceConstraintComponent")
        )
        constraint = kind.rpartition("#")[2]
        out.append(Violation(node, path, value, constraint, said.get("zh", either), said.get("en", either)))
    return out


def _order(one: Violation) -> tuple[str, str, str, str, str]:
    return one.en, one.path, one.node, one.value, one.constraint
