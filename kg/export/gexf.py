"""GEXF 1.2 (https://gexf.net): for Gephi, with types, colours, sizes and a time line.

A thing is there from the first day with which a text connects it, a relation from the day that is told of it;
what has no date is always there.
"""

from __future__ import annotations

from functools import cache
from math import sqrt
from pathlib import Path

import yaml

from kg.export.job import Job
from kg.export.network import Edge, Node, read_network
from kg.export.xml_out import XmlOut, xml_file
from kg.store.words import word

_ROOT = {
    "xmlns": "http://www.gexf.net/1.2draft",
    "xmlns:viz": "http://www.gexf.net/1.2draft/viz",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd",
    "version": "1.2",
}
_NODE_KEYS = {
    "type": "string",
    "type_label": "string",
    "types": "string",
    "aliases": "string",
    "facts": "integer",
}
_EDGE_KEYS = {"relation": "string", "quotes": "integer", "documents": "integer"}


def write_gexf(job: Job) -> dict[str, int]:
    """Write the network of things as GEXF."""
    nodes, edges = read_network(job.store)
    graph = {"mode": "dynamic", "defaultedgetype": "directed", "timeformat": "date"}
    with xml_file(job.target) as out:
        with out.element("gexf", _ROOT):
            with out.element("meta"):
                out.leaf("creator", content="Fangzhi")
                out.leaf("description", content="方志图谱 / Fangzhi graph")
            with out.element("graph", graph):
                _declare(out)
                with out.element("nodes", {"count": str(len(nodes))}):
                    for node in nodes:
                        _node(out, node, job.lang)
                with out.element("edges", {"count": str(len(edges))}):
                    for number, edge in enumerate(edges):
                        _edge(out, number, edge, job.lang)
        return {"nodes": len(nodes), "edges": len(edges), "replaced": out.text.replaced}


def _declare(out: XmlOut) -> None:
    for domain, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        with out.element("attributes", {"class": domain, "mode": "static"}):
            for name, kind in keys.items():
                out.leaf("attribute", {"id": name, "title": name, "type": kind})


def _node(out: XmlOut, node: Node, lang: str) -> None:
    kind = node.types[0]
    values = {
        "type": kind,
        "type_label": word("types", kind, lang),
        "types": " ".join(node.types),
        "aliases": "；".join(node.aliases),
        "facts": str(node.facts),
    }
    with out.element("node", {"id": node.iri, "label": node.name, **_start(node.begin)}):
        _values(out, values)
        out.leaf("viz:color", _colour(kind))
        out.leaf("viz:size", {"value": f"{8 + 4 * sqrt(node.facts):.2f}"})


def _edge(out: XmlOut, number: int, edge: Edge, lang: str) -> None:
    about = {
        "id": str(number),
        "source": edge.start,
        "target": edge.end,
        "type": "directed",
        "label": word("edges", edge.kind, lang),
        "weight": str(max(edge.quotes, 1)),
    }
    values = {"relation": edge.kind, "quotes": str(edge.quotes), "documents": str(edge.documents)}
    with out.element("edge", {**about, **_start(edge.begin)}):
        _values(out, values)


def _values(out: XmlOut, values: dict[str, str]) -> None:
    with out.element("attvalues"):
        for key, value in values.items():
            if value:
                out.leaf("attvalue", {"for": key, "value": value})


def _start(day: str) -> dict[str, str]:
    return {"start": day} if day else {}


@cache
def colours() -> dict[str, str]:
    """Return the colour of each entity type as ``#rrggbb``."""
    text = Path(__file__).with_name("colours.yml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found


def _colour(kind: str) -> dict[str, str]:
    code = colours()[kind]
    return {name: str(int(code[at : at + 2], 16)) for name, at in (("r", 1), ("g", 3), ("b", 5))}
