r"""Triples to answers: open a built graph, ask it, explain it, put it into tables.

Interfaces (all paths are ``pathlib.Path``; all errors inherit ``kg.errors.KgError``)::

    write_disk_store(out) -> Path            out/store, made from out/*.ttl (kg.run calls it in a generation)
    open_store(out) -> Store                 read-only; out/store if it is there, else the Turtle in memory
    Store.query(sparql, bindings) -> Answer  bindings: variable name → pyoxigraph term; QueryError
    load(out) -> Graph                       for notebooks: .store .rdf .network .frame(name, **parameters)

    shipped_queries(folder=None) -> dict[str, ShippedQuery]      reads *.rq headers only; no pyoxigraph
    list_queries(lang) -> str                                    text for ``kg query --list``
    ask(store, query, {"park": "青禾经开区"}) -> Answer           query: SPARQL, a .rq path or a shipped name

    render(answer, form, lang, width) -> str                     form: table, csv, json, turtle
    visible(text) -> str                                         control characters shown as ``\x1b``

    explain(store, name, lang) -> Explanation                    .text(colour, width) for the terminal
    write_tables(store, folder, lang) -> dict[str, int]          tables/*.csv; rows by file name
    read_facts(store, about=None) -> Iterator[FactRow]           facts as plain data, with their quotes

``pyoxigraph`` is imported only by what needs it, so that ``kg query --list`` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.store.answer import Answer as Answer
    from kg.store.answer import render as render
    from kg.store.asking import ask as ask
    from kg.store.escape import visible as visible
    from kg.store.explaining import Explanation as Explanation
    from kg.store.explaining import explain as explain
    from kg.store.facts import FactRow as FactRow
    from kg.store.facts import Quote as Quote
    from kg.store.facts import read_facts as read_facts
    from kg.store.opening import Graph as Graph
    from kg.store.opening import Store as Store
    from kg.store.opening import load as load
    from kg.store.opening import open_store as open_store
    from kg.store.opening import write_disk_store as write_disk_store
    from kg.store.shipped import ShippedQuery as ShippedQuery
    from kg.store.shipped import list_queries as list_queries
    from kg.store.shipped import shipped_queries as shipped_queries
    from kg.store.tables import write_tables as write_tables

_HOMES = {
    "Answer": "answer", "render": "answer", "Explanation": "explaining", "explain": "explaining",
    "FactRow": "facts", "Quote": "facts", "read_facts": "facts", "Graph": "opening", "Store": "opening",
    "load": "opening", "open_store": "opening", "write_disk_store": "opening", "ask": "asking",
    "ShippedQuery": "shipped", "list_queries": "shipped", "shipped_queries": "shipped",
    "write_tables": "tables", "visible": "escape",
}  # fmt: skip
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
