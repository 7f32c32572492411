"""GraphML (http://graphml.graphdrawing.org/specification.html): for networkx, igraph, yEd, Cytoscape, Gephi.

Node ids must be XML name tokens, which IRIs are not; so they are numbers, and the IRI is an attribute.
"""

from __future__ import annotations

from kg.export.job import Job
from kg.export.network import Edge, Node, read_network
from kg.export.xml_out import XmlOut, xml_file
from kg.store.words import word

_ROOT = {
    "xmlns": "http://graphml.graphdrawing.org/xmlns",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://graphml.graphdrawing.org/xmlns "
    "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
}
_NODE_KEYS = {
    "label": "string", "iri": "string", "type": "string", "type_label": "string", "types": "string",
    "aliases": "string", "facts": "int", "begin": "string",
}  # fmt: skip
_EDGE_KEYS = {
    "relation": "string",
    "relation_label": "string",
    "quotes": "int",
    "documents": "int",
    "begin": "string",
}


def write_graphml(job: Job) -> dict[str, int]:
    """Write the network of things as GraphML."""
    nodes, edges = read_network(job.store)
    numbers = {node.iri: f"n{number}" for number, node in enumerate(nodes)}
    with xml_file(job.target) as out:
        with out.element("graphml", _ROOT):
            _declare(out)
            with out.element("graph", {"id": "fangzhi", "edgedefault": "directed"}):
                for node in nodes:
                    _data(out, "node", {"id": numbers[node.iri]}, _of_node(node, job.lang))
                for number, edge in enumerate(edges):
                    ends = {"source": numbers[edge.start], "target": numbers[edge.end]}
                    _data(out, "edge", {"id": f"e{number}", **ends}, _of_edge(edge, job.lang))
        return {"nodes": len(nodes), "edges": len(edges), "replaced": out.text.replaced}


def _declare(out: XmlOut) -> None:
    for domain, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            about = {"id": f"{domain}_{name}", "for": domain, "attr.name": name, "attr.type": kind}
            out.leaf("key", about)


def _data(out: XmlOut, name: str, attributes: dict[str, str], values: dict[str, str]) -> None:
    with out.element(name, attributes):
        for key, value in values.items():
            if value:
                out.leaf("data", {"key": f"{name}_{key}"}, value)


def _of_node(node: Node, lang: str) -> dict[str, str]:
    return {
        "label": node.name,
        "iri": node.iri,
        "type": node.types[0],
        "type_label": word("types", node.types[0], lang),
        "types": " ".join(node.types),
        "aliases": "；".join(node.aliases),
        "facts": str(node.facts),
        "begin": node.begin,
    }


def _of_edge(edge: Edge, lang: str) -> dict[str, str]:
    return {
        "relation": edge.kind,
        "relation_label": word("edges", edge.kind, lang),
        "quotes": str(edge.quotes),
        "documents": str(edge.documents),
        "begin": edge.begin,
    }
