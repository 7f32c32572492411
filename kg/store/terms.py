"""The names of the vocabulary that queries over a built graph need (design.md, "The vocabulary")."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode

PREFIXES = {
    "fz": "https://w3id.org/fangzhi/ontology#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "qb": "http://purl.org/linked-data/cube#",
    "void": "http://rdfs.org/ns/void#",
    "status": "https://w3id.org/fangzhi/scheme/status/",
    "measure": "https://w3id.org/fangzhi/scheme/measure/",
    "bound": "https://w3id.org/fangzhi/scheme/bound/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}


@cache
def term(curie: str) -> NamedNode:
    """Return the IRI of a prefixed name of the vocabulary.

    >>> term("fz:Park").value
    'https://w3id.org/fangzhi/ontology#Park'
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


@cache
def address(curie: str) -> str:
    """Return the IRI of a prefixed name as text: the keys of ``Store.properties``.

    >>> address("fz:Park")
    'https://w3id.org/fangzhi/ontology#Park'
    """
    return term(curie).value


def local_name(iri: str) -> str:
    """Return what stands after the last ``#``, ``/`` of an IRI.

    >>> local_name("https://w3id.org/fangzhi/ontology#locatedIn")
    'locatedIn'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
