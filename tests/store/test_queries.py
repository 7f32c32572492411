"""Every shipped query on the small graph, with the rows it must give."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib.plugins.sparql.parser import parseQuery

from kg.errors import QueryError
from kg.resources import data_folder
from kg.store import Store, ask, list_queries, shipped_queries
from kg.store.shipped import column_words, read_query

PROJECT = "星河电子智能传感器项目"
# query, parameters, columns, the rows in these columns
CASES: list[tuple[str, dict[str, str], list[str], list[tuple[str, ...]]]] = [
    ("projects-of-park", {"park": "经开区"}, ["projectName", "investment", "investors"],
     [(PROJECT, "12亿元", "星河电子"), ("𬭚材料项目", "8亿元", "")]),
    ("projects", {}, ["projectName", "sites"], [(PROJECT, "青禾经开区"), ("𬭚材料项目", "青禾经开区")]),
    ("projects-by-industry", {"industry": "电子信息"}, ["industryName", "projectName", "words"],
     [("电子信息", PROJECT, "区内星河电子投资12亿元建设星河电子智能传感器项目")]),
    ("projects-by-county", {"place": "云岭市"}, ["projectName", "source"], [(PROJECT, "n.txt"), ("𬭚材料项目", "r.txt")]),
    ("milestones", {"project": PROJECT}, ["stage", "date", "quote"],
     [("开工", "2023-03", "项目于2023年3月开工"), ("投产", "2023-06", "今年6月，该项目建成投产")]),
    ("honours-of-place", {"place": "白鹭县"}, ["honour", "year", "quote"], [("国家森林城市", "2023", "白鹭县同获此称号")]),
    ("shared-honours", {}, ["honour", "recipientName", "document"],
     [("国家森林城市", "云岭市", "n.txt"), ("国家森林城市", "云岭市", "r.txt"), ("国家森林城市", "白鹭县", "r.txt")]),
    ("posts", {"body": "云岭市"}, ["name", "postName", "asOf", "quote"],
     [("林见川", "市委书记", "2023-07-20", "云岭市委书记林见川"), ("苏望北", "市长", "2024-01-10", "市长苏望北")]),
    ("posts", {"person": "苏望北"}, ["name", "postName", "ofName"], [("苏望北", "市长", "云岭市")]),
    ("firms-of-park", {"park": "青禾经开区"}, ["firmName", "how"],
     [("星河电子", "位于园区"), ("星河电子", f"投资建设{PROJECT}")]),
    ("industries-courted", {"place": "云岭市"}, ["industryName", "documents"], [("新材料", "1"), ("电子信息", "1")]),
    ("indicator", {"indicator": "地区生产总值", "since": "2023-01-01"}, ["measured", "value", "period"],
     [("增速", "6.8", "2023"), ("位次", "2", "2023"), ("总量", "1203.5", "2023-01/2023-06"),
      ("总量", "1210", "2023-01/2023-06"), ("总量", "2510", "2023")]),
    ("indicator", {"indicator": "地区生产总值", "since": "2024-01-01"}, ["value"], []),
    ("headline-table", {"year": "2023", "indicator": "地区生产总值"}, ["areaName", "period", "growth", "documents"],
     [("云岭市", "2023", "6.8%", "1"), ("云岭市", "2023-01/2023-06", "", "2")]),
    ("headline-table", {"year": "2019"}, ["areaName"], []),
    ("headline-table", {"target": "true"}, ["areaName"], []),
    ("rankings", {"place": "云岭市"}, ["label", "rank", "among", "quote"],
     [("地区生产总值", "2", "全省", "增速排名全省第二")]),
    ("programmes", {"place": "云岭市"}, ["programmeName", "quote"], [("“百企进山”行动", "实施“百企进山”行动")]),
    ("named-once", {"type": "Project"}, ["name", "document"], [(PROJECT, "n.txt"), ("𬭚材料项目", "r.txt")]),
    ("documents-about", {"thing": "青禾经开区"}, ["document", "mentions"], [("n.txt", "2"), ("r.txt", "2")]),
    ("documents", {}, ["document", "date"], [("n.txt", "2023-07-20"), ("r.txt", "2024-01-10")]),
    ("contradictions", {"area": "云岭市"}, ["value1", "document1", "value2", "document2"],
     [("1203.5", "n.txt", "1210", "r.txt")]),
    ("figures", {"thing": "𬭚材料项目"}, ["measured", "value", "unit"], [("总投资", "8", "亿元")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "parameters", "columns", "rows"), CASES)
def test_shipped_query_gives_these_rows(
    store: Store, name: str, parameters: dict[str, str], columns: list[str], rows: list[tuple[str, ...]]
) -> None:
    found = ask(store, name, parameters).texts()
    assert sorted(tuple(row[column] for column in columns) for row in found) == sorted(rows)


def test_evidence_leads_from_facts_names_and_types_to_words(store: Store) -> None:
    rows = ask(store, "evidence", {"thing": "星河电子"}).texts()
    kinds = {row["predicate"].rsplit("#")[-1] for row in rows}
    assert {"type", "prefLabel", "locatedIn", "developedBy"} <= kinds
    only = ask(store, "evidence", {"thing": "星河电子", "what": "Company"}).texts()
    assert [(row["quote"], row["start"]) for row in only] == [("星河电子", "30")]
    place = ask(store, "evidence", {"thing": "云岭市"}).texts()
    assert {"holder", "of", "recipient", "area"} & {row["predicate"].rsplit("#")[-1] for row in place}


def test_path_gives_each_step_with_its_words(store: Store) -> None:
    rows = ask(store, "path", {"from": "林见川", "to": "电子信息"}).texts()
    assert {(row["via1"], row["via2"]) for row in rows} == {
        ("云岭市", ""), ("青禾经开区", "云岭市"), ("青禾经开区", PROJECT),
    }  # fmt: skip
    assert all(row["quote1"] and row["quote2"] for row in rows)
    assert all(row["quote3"] for row in rows if row["steps"] == "3")
    posts = ask(store, "path", {"from": "林见川", "to": "苏望北"}).texts()
    assert [row["steps"] for row in posts] == ["2", "3"]
    assert (posts[0]["by1"], posts[0]["via1"], posts[0]["by2"]) == ("市委书记", "云岭市", "市长")
    one = ask(store, "path", {"from": "星河电子", "to": "青禾经开区"}).texts()
    assert one[0]["steps"] == "1"
    assert one[0]["by1"] == "locatedIn"


def test_changes_gives_what_only_one_of_two_documents_states(store: Store) -> None:
    rows = ask(store, "changes", {"earlier": "n.txt", "later": "r.txt"}).texts()
    said = {(row["onlyIn"], row["thingName"], row["detail"]) for row in rows}
    assert ("r.txt", "云岭市", "地区生产总值2510亿元 2023") in said
    assert ("n.txt", "云岭市", "新材料") in said
    assert not any("国家森林城市" in row["detail"] for row in rows), "both documents state it"


def test_headline_table_sets_differing_amounts_side_by_side(store: Store) -> None:
    rows = ask(store, "headline-table").texts()
    assert rows[0]["amount"] == "2510亿元"
    assert sorted(rows[1]["amount"].split("；")) == ["1203.5亿元", "1210亿元"]


def test_overview_counts(store: Store) -> None:
    counts = {row["kind"].rsplit("#")[-1]: row["count"] for row in ask(store, "overview").texts()}
    assert counts["Observation"] == "5"
    assert counts["Project"] == "2"


def test_every_shipped_query_has_its_words_and_a_test() -> None:
    queries = shipped_queries()
    assert len(queries) >= 20
    headings = column_words("zh")
    tested = {case[0] for case in CASES} | {"evidence", "path", "changes", "overview"}
    assert set(queries) == tested
    for query in queries.values():
        assert all(query.title.get(lang) and query.about.get(lang) for lang in ("zh", "en")), query.name
        parsed = parseQuery(query.text)  # SPARQL as it stands, for another engine too
        projection = parsed[1]["projection"]
        names = {str(one["evar"] if "evar" in one else one["var"]) for one in projection}
        assert names <= set(headings), f"{query.name}: {names - set(headings)} lack headings"


def test_parameters_are_terms_and_never_text(store: Store) -> None:
    with pytest.raises(QueryError, match="nothing in the graph has this name"):
        ask(store, "figures", {"thing": '云岭市" } } UNION { ?s ?p ?o'})
    with pytest.raises(QueryError):
        ask(store, "figures", {"thing": "https://x/> } UNION { ?s ?p ?o . <https://y"})
    nothing = ask(store, "evidence", {"thing": "云岭市", "what": '"} UNION { ?s ?p ?o } #'})
    assert nothing.rows == ()


@pytest.mark.parametrize(
    ("name", "parameters", "says"),
    [
        ("projects-of-prak", {}, "did you mean projects-of-park"),
        ("projects-of-park", {}, "needs the parameter park"),
        ("projects", {"nope": "1"}, "has no parameter nope"),
        ("headline-table", {"year": "last"}, "last is no year"),
        ("indicator", {"indicator": "地区生产总值", "since": "2023"}, "2023 is no date"),
        ("indicator", {"indicator": "没有的指标"}, "no such concept"),
        ("named-once", {"type": "Thing"}, "no type Thing"),
        ("changes", {"earlier": "x.txt", "later": "r.txt"}, "no document has this name"),
        ("no/such.rq", {}, "cannot be read"),
        ("SELECT * WHERE { ?s ?p ?o }", {"park": "x"}, "have parameters"),
    ],
)
def test_wrong_use_is_told(store: Store, name: str, parameters: dict[str, str], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        ask(store, name, parameters)


def test_own_query_file_with_header(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "my own.rq"
    path.write_text(
        "#: title | 别名 | Aliases\n#: param thing | thing | required | 事物 | thing\n"
        "SELECT ?alias WHERE { VALUES ?thing { UNDEF } ?thing skos:altLabel ?alias }",
        encoding="utf-8",
    )
    assert ask(store, str(path), {"thing": "云岭市"}).texts() == [{"alias": "全市"}]


def test_malformed_headers_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("#: title | 甲 | A\n#: param x | colour | any | 甲 | A\nASK {}", encoding="utf-8")
    with pytest.raises(QueryError, match=r"bad\.rq, line 2: no parameter type colour"):
        read_query(path)
    path.write_text("#: param x | text | any | 甲 | A\nASK {}", encoding="utf-8")
    with pytest.raises(QueryError, match="has no line VALUES"):
        read_query(path)


def test_listing_names_every_query_in_both_languages() -> None:
    for lang in ("zh", "en"):
        text = list_queries(lang)
        assert all(path.stem in text for path in (data_folder("ontology") / "queries").glob("*.rq"))
    assert "projects-of-park park=THING" in list_queries("en")
