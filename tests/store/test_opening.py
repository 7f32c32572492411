from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from small_graph_maker import small_graph

from kg.errors import GraphError, QueryError
from kg.store import Store, load, open_store, write_disk_store

PLACES = "SELECT ?s ?o WHERE { ?s fz:locatedIn ?o } ORDER BY ?s ?o"


def test_disk_store_answers_like_the_turtle_in_memory(tmp_path: Path, store: Store) -> None:
    out = small_graph(tmp_path / "out")
    assert write_disk_store(out) == out / "store"
    assert open_store(out).query(PLACES) == store.query(PLACES)
    assert len(store.query(PLACES).rows) == 4


def test_disk_store_is_made_anew_and_two_may_read_it(tmp_path: Path) -> None:
    out = small_graph(tmp_path / "out")
    write_disk_store(out)
    (out / "graph.ttl").write_text("<a:s> <a:p> <a:o> .", encoding="utf-8")
    write_disk_store(out)
    first, second = open_store(out), open_store(out)
    assert not first.query(PLACES).rows
    assert second.query("ASK { <a:s> <a:p> <a:o> }").truth


def test_no_graph_and_broken_turtle_are_one_line_errors(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"graph\.ttl is missing"):
        open_store(tmp_path)
    (tmp_path / "graph.ttl").write_text("<a:b> nonsense", encoding="utf-8")
    with pytest.raises(GraphError, match="cannot be read") as error:
        open_store(tmp_path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * {", "line 1, column 11"),
        ("SELECT ?x\nWHERE { ?x }", "line 2, column"),
        ("INSERT DATA { <a:b> <a:c> 1 }", "INSERT is an update"),
        ("PREFIX e: <http://e/>\n# note\nDELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
        ("LOAD <http://127.0.0.1:9/x>", "LOAD is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE asks another server"),
        ("SELECT * { { SELECT * { service silent ?x { ?s ?p ?o } } } }", "SERVICE asks another server"),
        ("SELECT * { ?a ?b ?c FILTER(?a<'x>' ) SERVICE <http://127.0.0.1:9> {?s ?p ?o} FILTER(?b='y') }", "SERVICE|syntax"),
        ("", "is empty"),
        ("# only a comment", "is empty"),
    ],
)  # fmt: skip
def test_refused_queries_say_why_on_one_line(store: Store, query: str, says: str) -> None:
    with pytest.raises(QueryError, match=says) as error:
        store.query(query)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400


def test_the_word_service_in_a_string_is_no_offence(store: Store) -> None:
    assert store.query('SELECT ?s WHERE { ?s ?p "service" } # SERVICE').rows == ()


def test_load_gives_rdflib_networkx_and_a_clear_word_without_pandas(small_out: Path) -> None:
    graph = load(small_out)
    assert isinstance(graph.rdf, rdflib.Graph)
    assert len(graph.rdf) == len(set(graph.store.quads()))
    park = "https://w3id.org/fangzhi/id/park/青禾经开区"
    assert graph.network.nodes[park]["name"] == "青禾经开区"
    assert graph.network.nodes[park]["type"] == "Park"
    assert ("https://w3id.org/fangzhi/id/place/云岭市") in graph.network[park]
    assert graph.query("projects-of-park", park="青禾经开区").rows


def test_frames(small_out: Path) -> None:
    graph = load(small_out)
    try:
        import pandas as pd
    except ImportError:
        with pytest.raises(GraphError, match="needs pandas"):
            graph.frame("projects")
        return
    assert set(graph.frame("projects")["projectName"]) == {"星河电子智能传感器项目", "𬭚材料项目"}
    assert pd.api.types.is_numeric_dtype(graph.frame("observations")["value"])


def test_listing_queries_does_not_import_pyoxigraph() -> None:
    code = "import sys, kg.store; kg.store.list_queries('zh'); sys.exit('pyoxigraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_background_is_no_part_of_network_and_counts(tmp_path: Path) -> None:
    out = small_graph(tmp_path / "out")
    counted = load(out).query("overview").rows
    with (out / "background.ttl").open("a", encoding="utf-8") as file:
        file.write('<https://w3id.org/fangzhi/id/place/远山省> a fz:Place ; skos:prefLabel "远山省"@zh .\n')
    graph = load(out)
    assert len(graph.network) == 12
    assert graph.query("overview").rows == counted
    assert graph.store.query("ASK { ?place skos:prefLabel '远山省'@zh }").truth
