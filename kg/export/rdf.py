"""Turtle, N-Triples and RDF/XML: all statements in one file."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, RdfFormat, Triple, serialize

from kg.export.job import Job
from kg.export.sorted_head import SortedHead
from kg.export.statements import read_prefixes, read_statements
from kg.export.xml_text import XmlText
from kg.graph.vocabulary import NAMESPACES
from kg.graph.write import write_turtle


def write_turtle_file(job: Job) -> dict[str, int]:
    """Write one sorted Turtle file."""
    prefixes = read_prefixes(job.folder)
    lines = (line for line, _ in read_statements(job.folder))
    return {"triples": write_turtle(job.target, lines, prefixes)}


def write_ntriples(job: Job) -> dict[str, int]:
    """Write sorted N-Triples."""
    count = 0
    with job.target.open("w", encoding="utf-8", newline="\n") as file:
        for line, _ in read_statements(job.folder):
            file.write(line + "\n")
            count += 1
    return {"triples": count}


def write_rdfxml(job: Job) -> dict[str, int]:
    """Write RDF/XML; characters that XML 1.0 forbids become U+FFFD.

    Only the vocabularies get prefixes: things are subjects and objects, which RDF/XML writes in full.
    """
    xml, count = XmlText(), 0

    def triples() -> Iterator[Triple]:
        nonlocal count
        for _, triple in read_statements(job.folder):
            count += 1
            yield _clean(triple, xml)

    with job.target.open("wb") as file, _XmlFile(file) as out:
        serialize(triples(), out.as_file(), RdfFormat.RDF_XML, prefixes=_rdfxml_prefixes())
    return {"triples": count, "replaced": xml.replaced}


class _XmlFile(SortedHead):
    """Writes carriage returns as references: pyoxigraph 0.5 does not, and XML readers make line feeds of bare ones."""

    def write(self, data: bytes) -> int:
        """Take bytes."""
        super().write(data.replace(b"\r", b"&#13;"))
        return len(data)


def _rdfxml_prefixes() -> dict[str, str]:
    kept = ("dcterms", "fz", "oa", "owl", "prov", "qb", "rdfs", "schema", "skos", "void")
    return {prefix: NAMESPACES[prefix] for prefix in kept}


def _clean(triple: Triple, xml: XmlText) -> Triple:
    value = triple.object
    if not isinstance(value, Literal):
        return triple
    before = xml.replaced
    text = xml.clean(value.value)
    if xml.replaced == before:
        return triple
    kind = {"language": value.language} if value.language else {"datatype": value.datatype}
    return Triple(triple.subject, triple.predicate, Literal(text, **kind))
