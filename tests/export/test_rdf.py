"""Every RDF form gives back the same statements, read by two libraries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from conftest import Export
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_world import BAD
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse

from kg.export import export
from kg.export.statements import read_statements
from kg.export.xml_text import XmlText
from kg.graph.iri import encode
from kg.graph.vocabulary import BASE, FZ, prefixes
from kg.graph.write import write_turtle
from kg.store.opening import TURTLE

FORMATS = {
    "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
}  # fmt: skip
RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "nquads": "nquads",
    "trig": "trig",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}


def all_of(folder: Path) -> set[Triple]:
    return {
        quad.triple for name in TURTLE for quad in parse(path=str(folder / name), format=RdfFormat.TURTLE)
    }


def as_xml(triple: Triple) -> Triple:
    """The statement as XML 1.0 can hold it."""
    value = triple.object
    if not isinstance(value, Literal):
        return triple
    text = XmlText().clean(value.value)
    kind = {"language": value.language} if value.language else {"datatype": value.datatype}
    return Triple(triple.subject, triple.predicate, Literal(text, **kind))


def expected(form: str, folder: Path) -> set[Triple]:
    return {as_xml(triple) if form == "rdfxml" else triple for triple in all_of(folder)}


def read_back(path: Path, form: str) -> set[Triple]:
    return {quad.triple for quad in parse(path=str(path), format=FORMATS[form])}


@pytest.mark.parametrize("form", FORMATS)
def test_pyoxigraph_reads_the_same(form: str, built: Path, exported: Export) -> None:
    path, summary = exported(form)
    found = read_back(path, form)
    assert found == expected(form, built)
    assert next(iter(summary.counts.values())) >= len(found) > 300


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("form", FORMATS)
def test_rdflib_reads_the_same(
    form: str, built: Path, exported: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    path, _ = exported(form)
    graph = rdflib.Dataset(default_union=True)
    # not by its path: rdflib unquotes file names
    graph.parse(data=path.read_bytes(), format=RDFLIB[form], publicID="https://example.org/")
    found = {Triple(NamedNode(str(s)), NamedNode(str(p)), from_rdflib(o)) for s, p, o, _ in graph.quads()}
    assert found == expected(form, built)


def from_rdflib(value: object) -> NamedNode | Literal:
    if isinstance(value, rdflib.URIRef):
        return NamedNode(str(value))
    assert isinstance(value, rdflib.Literal)
    if value.language:
        return Literal(str(value), language=value.language)
    return (
        Literal(str(value), datatype=NamedNode(str(value.datatype)))
        if value.datatype
        else Literal(str(value))
    )


def test_each_document_has_its_graph(built: Path, exported: Export) -> None:
    path, summary = exported("nquads")
    quads = list(parse(path=str(path), format=RdfFormat.N_QUADS))
    names = sorted({str(quad.graph_name) for quad in quads if quad.graph_name != DefaultGraph()})
    assert names == [f"<{BASE}document/{encode('a/甲 & 乙.txt')}>", f"<{BASE}document/b.txt>"]
    assert summary.counts == {"quads": len(quads), "graphs": 2}
    graphs: dict[Triple, set[str]] = {}
    for quad in quads:
        graphs.setdefault(quad.triple, set()).add(str(quad.graph_name))
    located = NamedNode(FZ + "locatedIn")
    assert [sorted(where) for triple, where in graphs.items() if triple.predicate == located] == [names]
    stated = [quad.triple for quad in parse(path=str(built / "graph.ttl"), format=RdfFormat.TURTLE)]
    assert [triple for triple in stated if "DEFAULT" in graphs[triple]] == []
    evidence = [quad.triple for quad in parse(path=str(built / "evidence.ttl"), format=RdfFormat.TURTLE)]
    loose = {str(t.subject).split("/id/")[1].split("/")[0] for t in evidence if "DEFAULT" in graphs[t]}
    assert loose <= {"rule", "dataset", "dataset>", "identification", "place", "park"}
    quotes = [t for t in evidence if t.predicate.value.endswith("#exact")]
    assert all(len(graphs[triple]) == 1 for triple in quotes)


def test_trig_holds_the_same_graphs_as_nquads(exported: Export) -> None:
    trig, nquads = (set(parse(path=str(exported(f)[0]), format=FORMATS[f])) for f in ("trig", "nquads"))
    assert trig == nquads


def test_jsonld_is_tidy(exported: Export) -> None:
    document = json.loads(exported("jsonld")[0].read_text(encoding="utf-8"))
    context = document["@context"]
    assert context["locatedIn"] == {"@id": "fz:locatedIn", "@type": "@id"}
    assert context["date"]["@type"] == "http://id.loc.gov/datatypes/edtf/EDTF"
    nodes = document["@graph"]
    assert len({node["@id"] for node in nodes}) == len(nodes)
    milestone = next(node for node in nodes if node.get("@type") == "fz:Milestone")
    assert milestone["date"] == "2023-03"
    assert milestone["fz:status"] == "status:started"
    keys = {key for node in nodes for key in node}
    assert not [key for key in keys if "://" in key]


def test_rdfxml_counts_what_it_replaces(built: Path, exported: Export) -> None:
    xml = XmlText()
    for triple in all_of(built):
        xml.clean(triple.object.value if isinstance(triple.object, Literal) else "")
    bad = xml.replaced
    assert exported("rdfxml")[1].counts["replaced"] == bad > 0
    assert BAD not in exported("rdfxml")[0].read_text(encoding="utf-8")


SAFE = st.characters(exclude_categories=["Cs"])
TEXT = st.text(
    st.one_of(SAFE, st.sampled_from("\"'\\\n\r\t<>&[]{}|^`;.,:#@%\x00\x1f\x7f\x85\u2028\ufeff\ufffe🚄𬭚")),
    max_size=12,
)
LITERALS = st.one_of(
    st.builds(Literal, TEXT),
    st.builds(
        lambda text, lang: Literal(text, language=lang), TEXT, st.sampled_from(["zh", "en", "zh-hant"])
    ),
    st.builds(lambda text: Literal(text, datatype=NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")), TEXT),
)
IRIS = st.one_of(
    TEXT.filter(lambda text: bool(text.strip())).map(lambda name: NamedNode(BASE + "park/" + encode(name))),
    st.sampled_from(["urn:x:park:1", "park:odd", "https://example.org/a;b?c=d&e#f(g)", "https://example.org/a.b."]).map(NamedNode),
)  # fmt: skip
PREDICATES = st.sampled_from(
    [NamedNode(FZ + "value"), NamedNode(FZ + "mention"), NamedNode("http://schema.org/x-y.z")]
)
TRIPLES = st.builds(Triple, IRIS, PREDICATES, st.one_of(LITERALS, IRIS))


@given(st.sets(TRIPLES, max_size=6))
@settings(max_examples=60)
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, triples: set[Triple]) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in TURTLE:
        write_turtle(folder / name, sorted(f"{t} ." for t in triples if name == "graph.ttl"), prefixes(BASE))
    assert {triple for _, triple in read_statements(folder)} == triples
    for form in FORMATS:
        export(folder, form, folder.with_name(f"{folder.name}.{form}"))
        assert read_back(folder.with_name(f"{folder.name}.{form}"), form) == expected(form, folder), form
