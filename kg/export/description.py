"""What a package says of itself: VoID and DCAT, in Turtle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import GraphError
from kg.export.sorted_head import SortedHead
from kg.store.terms import PREFIXES, term

if TYPE_CHECKING:
    from kg.store import Store

DATASET_FILE = "dataset.ttl"
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": PREFIXES["dcterms"],
    "rdf": PREFIXES["rdf"],
    "spdx": "http://spdx.org/rdf/terms#",
    "void": PREFIXES["void"],
    "xsd": PREFIXES["xsd"],
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_HERE = "fangzhi-package://here/"
"""Stands for the place of the package while its description is made; in the file the IRIs of parts are relative."""


@dataclass(frozen=True)
class Part:
    """A file of the package.

    Attributes:
        path: relative to the package, with ``/``.
        size: bytes.
        sha256: hexadecimal.
        media_type: as in HTTP.
    """

    path: str
    size: int
    sha256: str
    media_type: str


@dataclass(frozen=True)
class About:
    """What the graph says of itself (its ``void:Dataset``).

    Attributes:
        iri: of the data set.
        documents: how many.
        entities: how many things.
        date: of the latest document, EDTF; or empty.
        licence: IRI, or empty.
        triples: all that is said of it.
    """

    iri: str
    documents: int
    entities: int
    date: str
    licence: str
    triples: tuple[Triple, ...]


def read_about(store: Store) -> About:
    """Return what a graph says of itself.

    Raises:
        GraphError: it says nothing.
    """
    found = sorted(
        str(quad.subject.value) for quad in store.quads(None, term("rdf:type"), term("void:Dataset"))
    )
    if not found:
        raise GraphError(str(store.out), "the graph does not describe itself", "build it again")
    subject = NamedNode(found[0])
    values = store.properties(subject)

    def value(name: str) -> str:
        return next((one.value for one in values.get(term(name).value, [])), "")

    return About(
        iri=subject.value,
        documents=int(value("void:documents") or 0),
        entities=int(value("void:entities") or 0),
        date=value("dcterms:date"),
        licence=value("dcterms:license"),
        triples=tuple(_about(store, subject)),
    )


def _about(store: Store, subject: NamedNode) -> Iterator[Triple]:
    for quad in store.quads(subject):
        yield Triple(subject, quad.predicate, quad.object)
        if quad.predicate == term("void:classPartition"):
            for part in store.quads(quad.object):
                yield Triple(quad.object, part.predicate, part.object)


def describe(path: Path, about: About, parts: Sequence[Part]) -> None:
    """Write the description of a package: the data set, and each file as a distribution with its checksum."""
    subject = NamedNode(about.iri)
    triples = {*about.triples, Triple(subject, term("rdf:type"), _node("dcat:Dataset"))}
    for part in parts:
        triples.update(_distribution(subject, part))
    text = (
        serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=_PREFIXES, base_iri=_HERE)
        or b""
    )
    with path.open("wb") as file, SortedHead(file) as out:
        out.write(text.removeprefix(f"@base <{_HERE}> .\n".encode()))


def _distribution(subject: NamedNode, part: Part) -> Iterator[Triple]:
    file, sum_ = NamedNode(_HERE + part.path), NamedNode(f"{_HERE}{part.path}#sha256")
    yield Triple(subject, _node("dcat:distribution"), file)
    yield Triple(file, term("rdf:type"), _node("dcat:Distribution"))
    yield Triple(file, term("dcterms:title"), Literal(part.path))
    yield Triple(file, _node("dcat:downloadURL"), file)
    yield Triple(file, _node("dcat:mediaType"), NamedNode(_MEDIA + part.media_type))
    yield Triple(
        file, _node("dcat:byteSize"), Literal(str(part.size), datatype=term("xsd:nonNegativeInteger"))
    )
    yield Triple(file, _node("spdx:checksum"), sum_)
    yield Triple(sum_, term("rdf:type"), _node("spdx:Checksum"))
    yield Triple(sum_, _node("spdx:algorithm"), _node("spdx:checksumAlgorithm_sha256"))
    yield Triple(sum_, _node("spdx:checksumValue"), Literal(part.sha256, datatype=term("xsd:hexBinary")))
    if part.media_type == "text/turtle":
        yield Triple(subject, term("void:dataDump"), file)


def _node(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(_PREFIXES[prefix] + local)
