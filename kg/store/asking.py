"""Running what a user asks: SPARQL text, a .rq file, or a shipped query with typed parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.model import ENTITY_TYPES
from kg.store.answer import Answer
from kg.store.names import find_concept, find_document, find_thing
from kg.store.opening import Store
from kg.store.shipped import Parameter, ShippedQuery, marker, read_query, shipped_queries
from kg.store.terms import term

_LEXICAL = {
    "integer": r"[+-]?\d+",
    "decimal": r"[+-]?\d+(\.\d+)?",
    "year": r"-?\d{4,}",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "boolean": "true|false",
}
_DATATYPES = {"year": "gYear"}


def ask(store: Store, query: str, parameters: Mapping[str, str] | None = None) -> Answer:
    """Run a query.

    Args:
        store: an opened graph.
        query: SPARQL text, the path of a ``.rq`` file, or the name of a shipped query.
        parameters: values by parameter name, as typed by a user; read by the parameter's type and put into
            the query as RDF terms.

    Raises:
        QueryError: unknown query, missing, superfluous or ill-typed parameter, a syntax error, or a query
            that is refused (updates, SERVICE).
    """
    given = dict(parameters or {})
    shipped = find_query(query)
    if shipped is None:
        if given:
            raise QueryError("--param", "only .rq files with a header and shipped queries have parameters")
        return store.query(query)
    return replace(store.query(bind(store, shipped, given)), shipped=True)


def find_query(query: str) -> ShippedQuery | None:
    """Return the query of a shipped name or a ``.rq`` path; None if the text is SPARQL itself.

    Raises:
        QueryError: it looks like a name or a path, but there is no such query.
    """
    if re.search(r"[\s{]", query.strip()) and not query.strip().endswith(".rq"):
        return None
    if query.endswith(".rq"):
        return read_query(Path(query))
    known = shipped_queries()
    if query not in known:
        import difflib

        near = difflib.get_close_matches(query, known, 3, 0.5)
        remedy = f"did you mean {', '.join(near)}?" if near else "kg query --list shows them"
        raise QueryError(query, "no shipped query of this name", remedy)
    return known[query]


def bind(store: Store, query: ShippedQuery, given: Mapping[str, str]) -> str:
    """Return the query's text with its parameters' RDF terms in their places."""
    names = [one.name for one in query.parameters]
    for name in given:
        if name not in names:
            known = ", ".join(names) or "none"
            raise QueryError(query.name, f"has no parameter {name}", f"it has: {known}")
    text = query.text
    for one in query.parameters:
        value = given.get(one.name, one.default)
        if value == "required":
            raise QueryError(
                query.name, f"needs the parameter {one.name} ({one.en})", f"usage: {query.usage()}"
            )
        filled = "" if value == "any" else f"VALUES ?{one.name} {{ {to_term(store, one, value)} }}"
        text = filled.join(marker(one.name).split(text))
    return text


def to_term(store: Store, parameter: Parameter, value: str) -> NamedNode | Literal:
    """Read a parameter's value by its type.

    Raises:
        QueryError: it is not of the type, or names nothing (or several things) in the graph.
    """
    if parameter.type == "thing":
        return find_thing(store, value)
    if parameter.type == "document":
        return find_document(store, value)
    if parameter.type == "concept":
        return find_concept(store, value)
    if parameter.type == "type":
        if value not in ENTITY_TYPES:
            raise QueryError(parameter.name, f"no type {value}", f"use one of {', '.join(ENTITY_TYPES)}")
        return term(f"fz:{value}")
    if parameter.type == "text":
        return Literal(value)
    if not re.fullmatch(_LEXICAL[parameter.type], value):
        raise QueryError(parameter.name, f"{value} is no {parameter.type}", "give e.g. 2024 or 2024-06-01")
    return Literal(value, datatype=term(f"xsd:{_DATATYPES.get(parameter.type, parameter.type)}"))
