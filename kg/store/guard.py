"""Refusing what a query must not do: change the graph, or reach out of it."""

from __future__ import annotations

import re
from typing import Any

from kg.errors import QueryError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NOISE = re.compile(r"#[^\n]*|\s+")
_PROLOGUE = re.compile(r"(?is)\A(?:\s|#[^\n]*(?:\n|\Z)|PREFIX\s+\S*:\s*<[^>]*>|BASE\s+<[^>]*>)*([A-Za-z]+)")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}


def check_query(sparql: str) -> None:
    """Refuse updates and SERVICE (Oxigraph would answer a SERVICE by an HTTP request).

    The word ``service`` in a string, a comment or an IRI is no offence: where it occurs at all, a second
    parser tells; what that parser cannot read is refused.

    Raises:
        QueryError: the query is empty, an update, or asks another server.

    >>> check_query('SELECT * WHERE { ?s ?p "service" }')
    """
    if not _NOISE.sub("", sparql):
        raise QueryError("query", "is empty", "give SPARQL text, a .rq file or the name of a shipped query")
    plain = _ESCAPE.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), sparql)
    first = _PROLOGUE.match(plain)
    if first and first[1].upper() in _UPDATES:
        raise QueryError(
            "query",
            f"{first[1].upper()} is an update; a built graph is read-only",
            "use SELECT, ASK or CONSTRUCT",
        )
    if "service" in plain.casefold() and _asks_elsewhere(plain):
        raise QueryError("query", "SERVICE asks another server; queries stay in this graph", "remove it")


def _asks_elsewhere(sparql: str) -> bool:
    """Tell whether the parsed query holds a SERVICE pattern (also where it cannot be parsed)."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return _holds_service(parseQuery(sparql))
    except (ParseException, RecursionError):
        return re.search(r"(?i)\bservice\b", sparql) is not None


def _holds_service(node: Any) -> bool:
    """Look through rdflib's parse: CompValue (a mapping with a name), ParseResults and lists."""
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        return node.name == "ServiceGraphPattern" or any(_holds_service(value) for value in node.values())
    if isinstance(node, str | bytes):
        return False
    try:
        return any(_holds_service(value) for value in node)
    except TypeError:
        return False
