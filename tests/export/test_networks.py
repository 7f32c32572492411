"""GraphML and GEXF: what networkx reads back, and what their schemas ask for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Tree

import networkx as nx
import pytest
import yaml
from conftest import Export
from odd_world import AWARD, BAD, FIRM, PARK, PROJECT, RARE, TRAIN

import kg.show
from kg.export.gexf import colours
from kg.export.network import read_network
from kg.export.xml_text import XmlText
from kg.graph.vocabulary import BASE
from kg.model import ENTITY_TYPES, RELATIONS
from kg.store import Store

NAMES = {PARK, FIRM, PROJECT, TRAIN, RARE, "青禾市"}
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://www.gexf.net/1.2draft}"
VIZ = "{http://www.gexf.net/1.2draft/viz}"
EDGES = [
    ("青禾市", "launched", BAD), ("青禾市", "received", AWARD), (PARK, "locatedIn", "青禾市"),
    (PROJECT, "developedBy", FIRM), (RARE, "partOf", PARK), ("@林见川", "holdsPost", "青禾市"),
]  # fmt: skip


def clean(name: str) -> str:
    return XmlText().clean(name)


def edges_of(network: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    label = nx.get_node_attributes(network, "label")
    return sorted(
        (label[one], data["relation"], label[other]) for one, other, data in network.edges(data=True)
    )


def test_graphml_comes_back(exported: Export, store: Store) -> None:
    path, summary = exported("graphml")
    network = nx.read_graphml(path, force_multigraph=True)
    nodes, edges = read_network(store)
    assert summary.counts["nodes"] == len(nodes) == len(network)
    assert summary.counts["edges"] == len(edges) == network.number_of_edges()
    found = {data["iri"]: data for _, data in network.nodes(data=True)}
    for node in nodes:
        about = found[node.iri]
        assert (about["label"], about["type"], about["facts"]) == (
            clean(node.name),
            node.types[0],
            node.facts,
        )
    assert {clean(name) for name in NAMES} <= {data["label"] for data in found.values()}
    assert set(EDGES) - {(a, b, c) for a, b, c in edges_of(network)} == {("青禾市", "launched", BAD)}
    assert ("青禾市", "launched", clean(BAD)) in edges_of(network)
    assert summary.counts["replaced"] == 2


def test_gexf_comes_back(exported: Export, store: Store) -> None:
    path, summary = exported("gexf", "en")
    network = nx.read_gexf(path)
    nodes, edges = read_network(store)
    assert len(network) == len(nodes) and network.number_of_edges() == len(edges)
    assert edges_of(network) == edges_of(nx.read_graphml(exported("graphml")[0]))
    for node in nodes:
        about = network.nodes[node.iri]
        assert (about["label"], about["type"], about.get("start", "")) == (
            clean(node.name),
            node.types[0],
            node.begin,
        )
        code = colours()[node.types[0]]
        rgb = tuple(about["viz"]["color"][channel] for channel in "rgb")
        assert f"#{rgb[0]:02x}{rgb[1]:02x}{rgb[2]:02x}" == code
    assert summary.counts["replaced"] == 2
    located = next(data for *_, data in network.edges(data=True) if data["relation"] == "locatedIn")
    assert (located["label"], located["quotes"], located["documents"], located["weight"]) == (
        "located in",
        2,
        2,
        2.0,
    )


def test_days(store: Store) -> None:
    nodes, edges = read_network(store)
    days = {node.name: node.begin for node in nodes}
    assert days[PROJECT] == "2023-03-01"  # its milestone, before the date of the document
    assert days[PARK] == "2023-05-01"  # the earlier of two documents
    assert days[TRAIN] == "2024-01-10"
    by = {edge.kind: edge for edge in edges}
    assert by["received"].begin == "2023-01-01"
    assert by["locatedIn"].begin == "2023-05-01"
    begins = {node.iri: node.begin for node in nodes}
    assert all(begins[end] <= edge.begin for edge in edges for end in (edge.start, edge.end))
    assert all(edge.facts for edge in edges)


def test_colours_are_those_of_the_view() -> None:
    look = yaml.safe_load((Path(kg.show.__file__).parent / "view" / "look.yml").read_text(encoding="utf-8"))
    assert colours() == {name: look[name]["colour"] for name in ENTITY_TYPES}


def test_graphml_is_as_its_schema_says(exported: Export) -> None:
    """http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd: order, required attributes, tokens, references."""
    root = Tree.parse(exported("graphml")[0]).getroot()
    assert root.tag == f"{GRAPHML}graphml"
    keys = root.findall(f"{GRAPHML}key")
    assert [child.tag for child in root] == [f"{GRAPHML}key"] * len(keys) + [f"{GRAPHML}graph"]
    token = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
    kinds = {"boolean", "int", "long", "float", "double", "string"}
    for key in keys:
        assert token.fullmatch(key.attrib["id"]) and key.attrib["for"] in ("node", "edge")
        assert key.attrib["attr.type"] in kinds and token.fullmatch(key.attrib["attr.name"])
    known = {key.attrib["id"]: key.attrib for key in keys}
    assert len(known) == len(keys)
    graph = root[-1]
    assert graph.attrib["edgedefault"] == "directed"
    ids = [element.attrib["id"] for element in graph]
    assert len(set(ids)) == len(ids) and all(token.fullmatch(one) for one in ids)
    nodes = {element.attrib["id"] for element in graph if element.tag == f"{GRAPHML}node"}
    for element in graph:
        kind = element.tag.removeprefix(GRAPHML)
        assert kind in ("node", "edge")
        if kind == "edge":
            assert {element.attrib["source"], element.attrib["target"]} <= nodes
        for data in element:
            assert data.tag == f"{GRAPHML}data" and known[data.attrib["key"]]["for"] == kind
            if known[data.attrib["key"]]["attr.type"] == "int":
                int(data.text or "")


def test_gexf_is_as_its_schema_says(exported: Export) -> None:
    """gexf.xsd, data.xsd, dynamics.xsd and viz.xsd of 1.2draft: order, required attributes, types, references."""
    root = Tree.parse(exported("gexf")[0]).getroot()
    assert root.tag == f"{GEXF}gexf" and root.attrib["version"] == "1.2"
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    assert {child.tag for child in root[0]} <= {
        f"{GEXF}{name}" for name in ("creator", "keywords", "description")
    }
    graph = root[1]
    assert graph.attrib == {"mode": "dynamic", "defaultedgetype": "directed", "timeformat": "date"}
    assert [child.tag.removeprefix(GEXF) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    known: dict[str, dict[str, str]] = {}
    for attributes in graph.findall(f"{GEXF}attributes"):
        assert attributes.attrib["class"] in ("node", "edge") and attributes.attrib["mode"] == "static"
        about = {one.attrib["id"]: one.attrib["type"] for one in attributes}
        assert set(about.values()) <= {
            "string",
            "integer",
            "double",
            "float",
            "boolean",
            "long",
            "anyURI",
            "liststring",
        }
        known[attributes.attrib["class"]] = about
    nodes, edges = graph[2], graph[3]
    ids = {node.attrib["id"] for node in nodes}
    assert int(nodes.attrib["count"]) == len(nodes) == len(ids)
    assert int(edges.attrib["count"]) == len(edges) == len({edge.attrib["id"] for edge in edges})
    for kind, elements, required in (
        ("node", nodes, {"id", "label"}),
        ("edge", edges, {"id", "source", "target"}),
    ):
        for element in elements:
            assert element.tag == f"{GEXF}{kind}" and required <= element.attrib.keys()
            if "start" in element.attrib:
                date.fromisoformat(element.attrib["start"])
            for value in element.find(f"{GEXF}attvalues") or ():
                assert value.tag == f"{GEXF}attvalue"
                if known[kind][value.attrib["for"]] == "integer":
                    int(value.attrib["value"])
    assert all({edge.attrib["source"], edge.attrib["target"]} <= ids for edge in edges)
    assert all(float(edge.attrib["weight"]) > 0 and edge.attrib["type"] == "directed" for edge in edges)
    for node in nodes:
        colour, size = node.find(f"{VIZ}color"), node.find(f"{VIZ}size")
        assert colour is not None and all(0 <= int(colour.attrib[channel]) <= 255 for channel in "rgb")
        assert size is not None and float(size.attrib["value"]) >= 0


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_labels_follow_the_language(form: str, exported: Export) -> None:
    chinese, english = (exported(form, lang)[0].read_text(encoding="utf-8") for lang in ("zh", "en"))
    assert "位于" in chinese and "located in" not in chinese
    assert "located in" in english


def test_iris_are_the_graphs_own(store: Store) -> None:
    nodes, edges = read_network(store)
    assert all(node.iri.startswith(BASE) for node in nodes)
    assert {edge.kind for edge in edges} <= {*RELATIONS, "holdsPost", "received"}
