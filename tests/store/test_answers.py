from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from small_graph_maker import NEWS, REPORT, Maker

from kg.errors import QueryError
from kg.store import Store, ask, explain, open_store, read_facts, render, visible, write_tables
from kg.store.facts import ALL_LAYERS
from kg.store.names import fold, suggestions
from kg.store.tables import TABLES, harmless

TEXTS = {"n.txt": NEWS, "r.txt": REPORT}
NASTY = "恶意\x1b[31m公司\x07<script>alert(1)</script>\u202e"


def test_tables_align_chinese_text(store: Store) -> None:
    text = render(ask(store, "projects-of-park", {"park": "青禾经开区"}), "table", "zh", 200)
    lines = [line for line in text.splitlines() if "亿元" in line or "总投资" in line]
    places = {
        cell_len(line[: line.index(word)])
        for line in lines
        for word in ("总投资", "12亿元", "8亿元")
        if word in line
    }
    assert len(lines) == 3
    assert len(places) == 1, "the column starts at one place in every line"
    assert text.endswith("2 行\n")
    assert all(
        cell_len(line) <= 60 for line in render(ask(store, "projects"), "table", "en", 60).splitlines()
    )


def test_csv_and_json_follow_the_w3c_forms(store: Store) -> None:
    answer = store.query("SELECT ?s ?v ?none WHERE { ?s fz:value ?v FILTER(?v = 6.8) }")
    rows = list(csv.DictReader(io.StringIO(render(answer, "csv"))))
    assert rows[0]["v"] == "6.8"
    assert rows[0]["s"].startswith("https://w3id.org/fangzhi/id/observation/")
    parsed = pyoxigraph.parse_query_results(render(answer, "json"), format=pyoxigraph.QueryResultsFormat.JSON)
    assert isinstance(parsed, pyoxigraph.QuerySolutions)
    assert [tuple(row) for row in parsed] == list(answer.rows)
    assert json.loads(render(store.query("ASK { ?s ?p ?o }"), "json")) == {"head": {}, "boolean": True}
    label = store.query("SELECT ?l { <https://w3id.org/fangzhi/id/place/云岭市> skos:prefLabel ?l }")
    assert json.loads(render(label, "json"))["results"]["bindings"][0]["l"]["xml:lang"] == "zh"


def test_construct_gives_turtle_and_forms_that_do_not_fit_are_refused(store: Store) -> None:
    triples = store.query("CONSTRUCT { ?s fz:locatedIn ?o } WHERE { ?s fz:locatedIn ?o }")
    parsed = list(pyoxigraph.parse(render(triples, "turtle"), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(parsed) == 4
    for answer, form in ((triples, "csv"), (store.query("ASK {}"), "turtle"), (triples, "xml")):
        with pytest.raises(QueryError):
            render(answer, form)


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = visible(text)
    assert all(
        character.isprintable() or character in "\u3000\xa0" or ord(character) > 0x9F for character in shown
    )
    assert not {"\x1b", "\x9b", "\x07", "\r", "\n", "\u202e", "\u2066"} & set(shown)


def nasty_store(folder: Path) -> Store:
    make = Maker()
    make.document("bad.txt", NASTY, "2024-01-01", f"{NASTY}位于=1+1园区。\n")
    firm = make.thing("organization", NASTY, "Company")
    park = make.thing("park", "=1+1园区", "Park")
    make.relation(firm, "locatedIn", park, make.quote("bad.txt", f"{NASTY}位于=1+1园区"))
    return open_store(make.write(folder))


def test_escape_sequences_of_documents_are_shown(tmp_path: Path) -> None:
    store = nasty_store(tmp_path / "bad")
    outputs = [
        render(store.query("SELECT ?o WHERE { ?s skos:prefLabel ?o }")),
        explain(store, "=1+1园区").text(),
        explain(store, NASTY).text(),
        render(store.query("CONSTRUCT WHERE { ?s skos:prefLabel ?o }"), "turtle"),
    ]
    for output in outputs:
        assert "\x1b" not in output
        assert "\x07" not in output
        assert "\u202e" not in output
    assert "\\x1b[31m" in outputs[0]
    coloured = explain(store, "=1+1园区").text(colour=True)
    assert "\x1b[31m" not in coloured, "the document's own sequence is not sent even where ours are"


def test_explain_gives_facts_in_words_with_marked_quotes_and_anchors(store: Store) -> None:
    told = explain(store, "经开区")
    text = told.text()
    assert told.name == "青禾经开区"
    assert "• 星河电子智能传感器项目位于青禾经开区" in text
    assert "【青禾经开区是云岭市东部的园区】" in text
    assert "n.txt [13–27]" in text
    assert "对象←上文主语：青禾经开区 [13–18]" in text
    english = explain(store, "星河电子智能传感器项目", "en").text()
    assert "星河电子智能传感器项目: started (2023-03)" in english
    assert "investment 12 亿元" in english
    assert all(cell_len(line) <= 70 for line in explain(store, "云岭市").text(width=70).splitlines())


def test_explain_by_iri_and_through_a_replaced_key(tmp_path: Path) -> None:
    make = Maker()
    make.document("a.txt", "甲", "2024", "云岭高新技术产业开发区。")
    new = make.thing("park", "云岭高新技术产业开发区", "Park")
    make.evidence.append(f"<https://w3id.org/fangzhi/id/park/云岭高新区> dcterms:isReplacedBy {new} .")
    store = open_store(make.write(tmp_path / "out"))
    told = explain(store, "https://w3id.org/fangzhi/id/park/云岭高新区")
    assert told.name == "云岭高新技术产业开发区"
    assert [merge.iri for merge in told.merges] == ["https://w3id.org/fangzhi/id/park/云岭高新区"]
    assert "云岭高新区" in told.text()


def test_unknown_and_shared_names(store: Store, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="did you mean 青禾经开区"):
        explain(store, "青禾开发区")
    assert suggestions(store, "星河") == ["星河电子", "星河电子智能传感器项目"]
    make = Maker()
    make.document("a.txt", "甲", "2024", "高新区与高新区。")
    for code in ("110000", "120000"):
        make.graph.append(
            f'<https://w3id.org/fangzhi/id/park/{code}_高新区> a fz:Park ; skos:prefLabel "高新区"@zh .'
        )
    twins = open_store(make.write(tmp_path / "out"))
    with pytest.raises(QueryError, match=r"2 things have this name.*110000_高新区.*120000_高新区"):
        explain(twins, "高新区")


def test_names_are_found_however_they_are_typed(store: Store) -> None:
    assert explain(store, "百企进山行动").name == "“百企进山”行动"
    assert fold("“Ａ—Ｂ” 区") == "a-b区"


def test_every_quote_stands_at_its_offsets(store: Store) -> None:
    quotes = [quote for fact in read_facts(store, layers=ALL_LAYERS) for quote in fact.quotes]
    assert len(quotes) > 50
    for quote in quotes:
        text = TEXTS[quote.file]
        assert text[quote.start : quote.end] == quote.exact
        for note in quote.anchors:
            assert text[note.start : note.end] == note.text


def test_facts_about_a_thing_are_those_of_all_facts_in_which_it_stands(store: Store) -> None:
    city = pyoxigraph.NamedNode("https://w3id.org/fangzhi/id/place/云岭市")
    about = {fact.iri for fact in read_facts(store, city)}
    assert about == {
        f.iri for f in read_facts(store) if any(city.value in iris for iris in f.things.values())
    }
    assert len(about) == 12


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_hold_every_fact_with_its_quote(store: Store, tmp_path: Path, lang: str) -> None:
    counts = write_tables(store, tmp_path, lang)
    assert counts == {
        "documents.csv": 2, "entities.csv": 12, "relations.csv": 11, "tenures.csv": 2, "conferrals.csv": 3,
        "milestones.csv": 2, "quantities.csv": 2, "observations.csv": 5,
    }  # fmt: skip
    for name in TABLES:
        data = (tmp_path / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1
        assert len(rows) == counts[f"{name}.csv"] + 1
        if name in ("documents", "entities"):
            continue
        heading = {
            "zh": ("原文", "文档", "原文起点", "原文终点"),
            "en": ("quote", "document", "start", "end"),
        }[lang]
        last = [len(rows[0]) - 1 - rows[0][::-1].index(word) for word in heading]
        for row in rows[1:]:
            quote, document, start, end = (row[at] for at in last)
            assert TEXTS[document][int(start) : int(end)] == quote


def test_tables_run_no_formula(tmp_path: Path) -> None:
    write_tables(nasty_store(tmp_path / "bad"), tmp_path / "tables", "zh")
    text = (tmp_path / "tables" / "relations.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1园区" in text


@given(st.text())
def test_no_cell_starts_a_formula_except_plain_numbers(text: str) -> None:
    cell = harmless(text)
    assert cell in (text, f"'{text}")
    if cell[:1] in {"=", "+", "-", "@", "\t"}:
        float(cell)
