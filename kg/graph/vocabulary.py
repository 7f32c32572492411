"""Namespaces and terms as N-Triples strings; the one place where prefixes and terms are bound."""

from __future__ import annotations

BASE = "https://w3id.org/fangzhi/id/"
FZ = "https://w3id.org/fangzhi/ontology#"
SCHEME = "https://w3id.org/fangzhi/scheme/"
GBT4754 = SCHEME + "gbt4754-2017/"

NAMESPACES = {
    "dcterms": "http://purl.org/dc/terms/",
    "fz": FZ,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "bound": SCHEME + "bound/",
    "measure": SCHEME + "measure/",
    "status": SCHEME + "status/",
    "gbt4754": GBT4754,
}
"""Prefix → namespace of everything that does not hang on ``--base``."""

KINDS = (
    "award", "event", "facility", "indicator", "industry", "organization", "park", "person", "place",
    "post", "product", "programme", "project",
)  # fmt: skip
NODE_KINDS = (
    "activity", "anchor", "conferral", "cube", "document", "evidence", "identification", "mention",
    "milestone", "observation", "position", "quantity", "quote", "rule", "source", "statement", "tenure",
)  # fmt: skip
"""KIND of fact nodes, evidence, documents …; ``id/KIND/NAME`` for all of them."""

KIND_OF_TYPE = {
    "Project": "project",
    "Park": "park",
    "Industry": "industry",
    "Award": "award",
    "Official": "person",
    "Person": "person",
    "Company": "organization",
    "Organization": "organization",
    "Place": "place",
    "Facility": "facility",
    "Programme": "programme",
    "Event": "event",
    "Product": "product",
}
SITES = ("place", "park", "facility", "project")
"""Kinds among which records may disagree, by precedence: the more lasting kind names the thing."""


def prefixes(base: str) -> dict[str, str]:
    """Return all prefixes, those of things under ``base`` included; sorted by prefix."""
    own = {kind: f"{base}{kind}/" for kind in (*KINDS, *NODE_KINDS)}
    return dict(sorted({**NAMESPACES, **own}.items()))


def term(curie: str) -> str:
    """Return the N-Triples form of a prefixed name.

    >>> term("rdf:type")
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    prefix, _, local = curie.partition(":")
    return f"<{NAMESPACES[prefix]}{local}>"


TYPE = term("rdf:type")
LABEL = term("rdfs:label")
PREF_LABEL = term("skos:prefLabel")
ALT_LABEL = term("skos:altLabel")
IN_SCHEME = term("skos:inScheme")
CONCEPT = term("skos:Concept")
DERIVED = term("prov:wasDerivedFrom")
GENERATED = term("prov:wasGeneratedBy")
USED = term("prov:used")
ACTIVITY = term("prov:Activity")
PLAN = term("prov:Plan")
STATEMENT = term("rdf:Statement")
SUBJECT = term("rdf:subject")
PREDICATE = term("rdf:predicate")
OBJECT = term("rdf:object")
SPECIFIC_RESOURCE = term("oa:SpecificResource")
POSITION_SELECTOR = term("oa:TextPositionSelector")
QUOTE_SELECTOR = term("oa:TextQuoteSelector")
HAS_SOURCE = term("oa:hasSource")
HAS_SELECTOR = term("oa:hasSelector")
START = term("oa:start")
END = term("oa:end")
EXACT = term("oa:exact")
PREFIX = term("oa:prefix")
SUFFIX = term("oa:suffix")
SOURCE = term("dcterms:source")
REPLACED_BY = term("dcterms:isReplacedBy")
TITLE = term("dcterms:title")
IDENTIFIER = term("dcterms:identifier")

UNSTATED = term("fz:unstated")
NONE = term("fz:none")
POST_SCHEME = f"<{SCHEME}post>"
INDICATOR_SCHEME = f"<{SCHEME}indicator>"
INDUSTRY_SCHEME = f"<{SCHEME}industry>"
GBT_SCHEME = f"<{SCHEME}gbt4754-2017>"
