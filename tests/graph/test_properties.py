"""What must hold for any names, texts and orders."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import rdflib
from graph_worlds import FILES, build_world, case_records, entity, load, record
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.graph.iri import encode, local
from kg.lexicon import Lexicon
from kg.model import Record, Relation, Span

BASE = "https://w3id.org/fangzhi/id/"
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(lambda s: s.strip())
QUOTES = """
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?doc ?start ?end ?exact ?prefix ?suffix {
  ?node oa:hasSource/<http://purl.org/dc/terms/identifier> ?doc ; oa:hasSelector ?where , ?quote .
  ?where oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
}"""


@given(NAMES)
@example("..")
@example("50%/年 “产线”(一期)#?[x]")
@example("\u200e\ue000\U000e0001\ufffe\x00\U0001f600é")
def test_any_name_makes_a_valid_iri(name: str) -> None:
    iri = BASE + local("project", name)
    assert ox.NamedNode(iri).value == iri
    assert not set(encode(name)) & set('<>"{}|\\^/?#`[] \t\n\u3000')
    assert encode(name) not in (".", "..")


@given(NAMES, NAMES)
def test_two_names_never_share_an_iri(one: str, two: str) -> None:
    codes = ("", "990100")
    keys = {(n.strip(), c) for n in (one, two) for c in codes}
    normal = {(encode(n), c) for n, c in keys}
    assert len({local("park", n, c) for n, c in keys}) == len(normal)


def _graph(names: list[str], lexicon: Lexicon, out: Path) -> None:
    text = "，".join(names) + "。"
    things = [entity(f"e{n}", "Project", name) for n, name in enumerate(names)]
    park = entity("p", "Park", names[0])
    facts = [Relation(s=t.id, p="locatedIn", o="p", evidence=text[:3], rule='a "rule" <b>\\') for t in things]
    build_world(
        [record('a/b c"\\.txt', *things, park, relations=facts)], {'a/b c"\\.txt': text}, lexicon, out
    )


@settings(max_examples=30)
@given(st.lists(NAMES, min_size=1, max_size=4))
@example(['a\\"b', "x.", "-y", "~z", "“甲”(乙)", "a\r\nb", "50%", "\x7f\x01", "'''"])
def test_any_name_survives_turtle(lexicon: Lexicon, names: list[str]) -> None:
    with TemporaryDirectory() as folder:
        out = Path(folder)
        _graph(names, lexicon, out)
        for file in FILES:
            data = (out / file).read_bytes()
            mine = {q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE)}
            text = (
                rdflib.Graph()
                .parse(data=data.decode(), format="turtle")
                .serialize(format="nt", encoding="utf-8")
            )
            assert mine == {q.triple for q in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}


def test_every_quote_stands_at_its_offsets(lexicon: Lexicon, tmp_path: Path) -> None:
    records, texts = case_records()
    build_world(records, texts, lexicon, tmp_path)
    rows = list(load(tmp_path / "evidence.ttl").query(QUOTES))
    assert len(rows) > 30
    for row in rows:
        doc, start, end, exact, prefix, suffix = (cell.value for cell in row)
        text = texts[doc]
        assert text[int(start) : int(end)] == exact
        assert text[: int(start)].endswith(prefix)
        assert text[int(end) :].startswith(suffix)


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_order_of_records_and_facts_is_irrelevant(lexicon: Lexicon, shuffle: random.Random) -> None:
    records, texts = case_records()

    def build(these: list[Record]) -> list[bytes]:
        with TemporaryDirectory() as folder:
            build_world(these, texts, lexicon, Path(folder))
            return [(Path(folder) / name).read_bytes() for name in FILES]

    shuffled = []
    for each in shuffle.sample(records, len(records)):
        lists = {
            name: list(getattr(each, name))
            for name in ("entities", "relations", "observations", "conferrals")
        }
        for facts in lists.values():
            shuffle.shuffle(facts)
        shuffled.append(Record(**{**{f: getattr(each, f) for f in each.__struct_fields__}, **lists}))
    assert build(shuffled) == build(records)


def test_a_quote_that_does_not_stand_there_is_left_out_and_listed(lexicon: Lexicon, tmp_path: Path) -> None:
    things = [entity("a", "Project", "甲项目"), entity("b", "Park", "乙园区")]
    fact = Relation(s="a", p="locatedIn", o="b", evidence="甲项目", span=Span(1, 4))
    summary = build_world(
        [record("a.txt", *things, relations=[fact])], {"a.txt": "甲项目在乙园区"}, lexicon, tmp_path
    )
    assert [each.layer for each in summary.left_out] == ["relations"]
    assert not summary.facts
    assert "locatedIn" not in (tmp_path / "graph.ttl").read_text(encoding="utf-8")


def test_every_triple_of_the_graph_has_words(lexicon: Lexicon, tmp_path: Path) -> None:
    """Facts, types and names: the way from graph.ttl to a quote (kg/graph/__init__.py) never ends blind."""
    records, texts = case_records()
    build_world(records, texts, lexicon, tmp_path)
    evidence = load(tmp_path / "evidence.ttl")
    prov, rdf = "http://www.w3.org/ns/prov#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    fz = "https://w3id.org/fangzhi/ontology#"
    ways = f"""ASK {{ {{ {{s}} <{prov}wasDerivedFrom> ?ev }}
      UNION {{ ?st <{rdf}subject> {{s}} ; <{rdf}predicate> {{p}} ; <{rdf}object> {{o}} ; <{prov}wasDerivedFrom> ?ev }}
      UNION {{ {{s}} <{fz}mention> ?ev . ?ev <{fz}form> {{o}} }}
      UNION {{ {{s}} <{fz}mention> ?ev . ?ev <{fz}states> {{o}} }}
      ?ev <http://www.w3.org/ns/oa#hasSelector>/<http://www.w3.org/ns/oa#exact> ?words }}"""
    for quad in ox.parse((tmp_path / "graph.ttl").read_bytes(), format=ox.RdfFormat.TURTLE):
        query = ways
        for key, term in (("{s}", quad.subject), ("{p}", quad.predicate), ("{o}", quad.object)):
            query = query.replace(key, str(term))
        assert bool(evidence.query(query)), f"{quad.triple} has no words"


def test_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    """Sets of strings are ordered by a seed that each process draws anew: nothing may follow that order."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from graph_worlds import build_world, article_records\n"
        "from kg.lexicon import load_lexicons\n"
        "build_world(*article_records(), load_lexicons([Path(sys.argv[1]) / 'lexicons']), Path(sys.argv[2]))\n"
    )
    found = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        out.mkdir()
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent), str(out)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        found.append([(out / name).read_bytes() for name in FILES])
    assert found[0] == found[1]
