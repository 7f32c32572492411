"""The index in memory gives what the store on disk gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from kg.store import Store, open_store, read_facts
from kg.store.facts import ALL_LAYERS
from kg.store.index import IndexedStore, TripleIndex
from kg.store.network import read_edges, read_things
from kg.store.tables import TABLES, table_rows


@pytest.fixture
def both(small_out: Path) -> tuple[Store, IndexedStore]:
    usual, index = open_store(small_out), TripleIndex()
    for quad in usual.quads():
        index.add(str(quad.subject), [(str(quad.predicate), str(quad.object))])
    index.add_schemes()  # the store has them already: nothing stands twice
    return usual, IndexedStore(small_out, index, usual.engine)


def test_facts_things_edges_and_tables_are_alike(both: tuple[Store, IndexedStore]) -> None:
    usual, indexed = both
    facts = list(read_facts(indexed, layers=ALL_LAYERS))
    assert facts == list(read_facts(usual, layers=ALL_LAYERS))
    assert len(facts) > 10
    assert read_things(indexed) == read_things(usual)
    assert read_edges(indexed) == read_edges(usual)
    for name in TABLES:
        assert list(table_rows(indexed, name)[1]) == list(table_rows(usual, name)[1])


def test_every_pattern_finds_the_same(both: tuple[Store, IndexedStore]) -> None:
    usual, indexed = both

    def found(store: Store, *pattern: Any) -> list[tuple[str, str, str]]:
        return sorted((str(q.subject), str(q.predicate), str(q.object)) for q in store.quads(*pattern))

    everything = list(usual.quads())
    assert found(indexed) == found(usual)
    for quad in everything[:: max(1, len(everything) // 60)]:
        s, p, o = quad.subject, quad.predicate, quad.object
        for pattern in ((s,), (s, p), (s, p, o), (s, None, o), (None, p), (None, p, o), (None, None, o)):
            assert found(indexed, *pattern) == found(usual, *pattern)
        assert indexed.properties(s) == usual.properties(s)
        assert indexed.label(s) == usual.label(s)


def test_what_grows_too_large_is_dropped() -> None:
    index = TripleIndex(most=3)
    index.add("<a:s>", [("<a:p>", '"1"'), ("<a:p>", '"2"')])
    assert not index.full
    index.add("<a:t>", [("<a:p>", '"1"'), ("<a:p>", '"2"')])
    assert index.full
    assert index.about("<a:s>") == []


@pytest.mark.parametrize(
    "term", [NamedNode("a:b"), Literal('甲"乙\\\n'), Literal("x", language="zh"), Literal("1"), Literal(7)]
)
def test_terms_are_read_back(term: NamedNode | Literal) -> None:
    assert TripleIndex().term(str(term)) == term
