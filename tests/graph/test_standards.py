"""What other tools demand: SHACL, the Data Cube's integrity constraints, OWL 2 RL, equal triples in all parsers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from graph_worlds import FILES, article_records, build_world, case_records, load, ontology_files
from rdflib import OWL, RDF, RDFS, BNode, Literal, URIRef

from kg.graph.vocabulary import FZ
from kg.lexicon import Lexicon, load_lexicons
from kg.resources import data_folder, lexicon_folder

CONSTRAINTS = sorted((Path(__file__).parent / "qb").glob("ic-*.rq"))
ID = "https://w3id.org/fangzhi/id/"


@pytest.fixture(scope="module")
def cases(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cases")
    build_world(*case_records(), lexicon, out)
    return out


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("articles")
    summary = build_world(*article_records(), load_lexicons([lexicon_folder()]), out)
    assert not summary.left_out
    assert len(summary.things) > 400
    return out


@pytest.fixture(params=["cases", "articles"])
def world(request: pytest.FixtureRequest) -> Path:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Path)
    return found


def rdflib_graph(*paths: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in paths:
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    return graph


# --- SHACL -----------------------------------------------------------------------------------------


def violations(graph: rdflib.Graph) -> tuple[bool, str]:
    pyshacl = pytest.importorskip("pyshacl", reason="pyshacl is not installed")
    conforms, _, report = pyshacl.validate(
        graph,
        shacl_graph=rdflib_graph(data_folder("ontology") / "shapes.ttl"),
        ont_graph=rdflib_graph(*ontology_files()),
    )
    return conforms, report


def test_graph_conforms_to_the_shapes(world: Path) -> None:
    conforms, report = violations(rdflib_graph(*(world / name for name in FILES)))
    assert conforms, report


@pytest.mark.parametrize(
    ("class_", "property_"),
    [
        ("Milestone", "status"), ("Quantity", "value"), ("Tenure", "holder"), ("Conferral", "award"),
        ("Observation", "period"), ("Anchor", "role"), ("Evidence", "http://www.w3.org/ns/oa#hasSource"),
        ("Observation", "http://www.w3.org/ns/prov#wasDerivedFrom"), ("Project", "http://www.w3.org/2004/02/skos/core#prefLabel"),
        ("Mention", "http://www.w3.org/ns/oa#hasSelector"),
    ],
)  # fmt: skip
def test_what_is_missing_is_found(cases: Path, class_: str, property_: str) -> None:
    graph = rdflib_graph(*(cases / name for name in FILES))
    victim = sorted(graph.subjects(RDF.type, URIRef(FZ + class_)))[0]
    graph.remove((victim, URIRef(property_ if ":" in property_ else FZ + property_), None))
    assert not violations(graph)[0]


# --- Data Cube -------------------------------------------------------------------------------------


def test_number_of_constraints() -> None:
    assert len(CONSTRAINTS) == 21


def test_integrity_constraints_hold(world: Path) -> None:
    store = load(*(world / name for name in FILES), *ontology_files())
    assert store.query("SELECT ?o { ?o a <http://purl.org/linked-data/cube#Observation> }")
    broken = [path.stem for path in CONSTRAINTS if bool(store.query(path.read_text(encoding="utf-8")))]
    assert not broken


def _quad(*terms: str) -> ox.Quad:
    return ox.Quad(*(ox.NamedNode(term) for term in terms))  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 19])
def test_constraints_can_fail(cases: Path, number: int) -> None:
    """Each constraint that our cubes can break is seen to break."""
    qb, store = (
        "http://purl.org/linked-data/cube#",
        load(*(cases / name for name in FILES), *ontology_files()),
    )
    node = ox.NamedNode
    first = sorted(q.subject.value for q in store.quads_for_pattern(None, node(qb + "dataSet"), None))[0]
    spec = node(FZ + "component-unit")
    change = {
        1: ([], [(node(first), node(qb + "dataSet"), None)]),
        2: ([_quad(ID + "cube/b.txt", qb + "structure", FZ + "other")], []),
        3: ([], [(node(FZ + "dsd"), node(qb + "component"), node(FZ + "component-value"))]),
        4: ([], [(node(FZ + "period"), node(RDFS.range), None)]),
        5: ([], [(node(FZ + "indicator"), node(qb + "codeList"), None)]),
        6: ([], [(node(FZ + "unit"), None, node(qb + "AttributeProperty"))]),
        11: ([], [(node(first), node(FZ + "scope"), None)]),
        12: ([], []),
        13: ([ox.Quad(spec, node(qb + "componentRequired"), ox.Literal(True))], []),
        14: ([], [(node(first), node(FZ + "value"), None)]),
        19: ([], [(None, node("http://www.w3.org/2004/02/skos/core#inScheme"), None)]),
    }[number]
    for pattern in change[1]:
        for quad in list(store.quads_for_pattern(*pattern)):
            store.remove(quad)
    for quad in change[0]:
        store.add(quad)
    if number == 12:
        for quad in list(store.quads_for_pattern(node(first), None, None)):
            store.add(ox.Quad(node(first + "-again"), quad.predicate, quad.object))
    assert bool(store.query(CONSTRAINTS[number - 1].read_text(encoding="utf-8")))


# --- OWL 2 RL --------------------------------------------------------------------------------------


def test_consistent_and_no_type_out_of_nowhere(cases: Path) -> None:
    owlrl = pytest.importorskip("owlrl", reason="owlrl is not installed")
    stated = rdflib_graph(*(cases / name for name in FILES), *ontology_files())
    closed = rdflib_graph(*(cases / name for name in FILES), *ontology_files())
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    errors = [
        str(o)
        for _, _, o in closed.triples(
            (None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"), None)
        )
    ]
    assert not [e for e in errors if e] and not list(closed.subjects(RDF.type, OWL.Nothing))
    for thing in sorted({s for s in stated.subjects() if str(s).startswith(ID)}):
        told = set(stated.objects(thing, RDF.type))
        implied = {above for one in told for above in stated.transitive_objects(one, RDFS.subClassOf)}
        gained = {
            one
            for one in closed.objects(thing, RDF.type)
            if not isinstance(one, BNode) and one not in {OWL.Thing, RDFS.Resource}
        }
        assert gained <= implied, f"{thing} became {gained - implied}"


# --- parsers ---------------------------------------------------------------------------------------


def ntriples(path: Path) -> set[str]:
    return {f"{quad.triple} ." for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)}


def canonical(lines: str) -> set[str]:
    parsed = ox.parse(lines.encode(), format=ox.RdfFormat.N_TRIPLES)
    return {f"{quad.triple} ." for quad in parsed}


def test_rdflib_reads_the_same_triples(world: Path) -> None:
    for name in FILES:
        graph = rdflib_graph(world / name)
        assert canonical(graph.serialize(format="nt", encoding="utf-8").decode()) == ntriples(world / name)
        assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]


@pytest.mark.parametrize("tool", ["rapper", "serdi"])
def test_other_parsers_read_the_same_triples(world: Path, tool: str) -> None:
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed (Debian: raptor2-utils, serdi)")
    options = {
        "rapper": ["-q", "-i", "turtle", "-o", "ntriples"],
        "serdi": ["-i", "turtle", "-o", "ntriples"],
    }
    for name in FILES:
        done = subprocess.run([tool, *options[tool], str(world / name)], capture_output=True, check=True)
        assert canonical(done.stdout.decode()) == ntriples(world / name)


# --- the ontology itself -----------------------------------------------------------------------------


def test_terms_have_labels_and_definitions_in_both_languages() -> None:
    graph = rdflib_graph(*ontology_files())
    ours = {s for s in graph.subjects(RDF.type, None) if isinstance(s, URIRef) and str(s).startswith(FZ)}
    ours = {s for s in ours if "component-" not in str(s)}
    assert len(ours) > 90
    skos = "http://www.w3.org/2004/02/skos/core#"
    for term in sorted(ours):
        for key in (RDFS.label, URIRef(skos + "definition")):
            languages = {o.language for o in graph.objects(term, key) if isinstance(o, Literal)}
            assert languages == {"zh", "en"}, f"{term} {key}"
    for concept in graph.subjects(RDF.type, URIRef(skos + "Concept")):
        languages = {
            o.language for o in graph.objects(concept, URIRef(skos + "prefLabel")) if isinstance(o, Literal)
        }
        assert languages == {"zh", "en"}, concept


def test_one_domain_and_one_range_each_and_nothing_disjoint() -> None:
    graph = rdflib_graph(*ontology_files())
    for property_ in set(graph.subjects(RDFS.domain, None)) | set(graph.subjects(RDFS.range, None)):
        assert len(list(graph.objects(property_, RDFS.domain))) <= 1, property_
        assert len(list(graph.objects(property_, RDFS.range))) <= 1, property_
    assert not list(graph.subject_objects(OWL.disjointWith))
    assert not list(graph.subjects(RDF.type, OWL.AllDisjointClasses))


def test_terms_of_the_graph_are_declared(cases: Path) -> None:
    declared = {str(s) for s in rdflib_graph(*ontology_files()).subjects(RDF.type, None)}
    graph = rdflib_graph(*(cases / name for name in FILES))
    used = {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}
    assert {term for term in used if term.startswith(FZ)} <= declared


def test_messages_in_both_languages() -> None:
    shapes = rdflib_graph(data_folder("ontology") / "shapes.ttl")
    sh = "http://www.w3.org/ns/shacl#"
    places = set(shapes.subjects(RDF.type, URIRef(sh + "NodeShape"))) | set(
        shapes.objects(None, URIRef(sh + "property"))
    )
    told = [p for p in places if next(shapes.objects(p, URIRef(sh + "message")), None)]
    assert len(told) > 100
    for place in told:
        assert {
            m.language for m in shapes.objects(place, URIRef(sh + "message")) if isinstance(m, Literal)
        } == {"zh", "en"}
