"""Decisions of identity: reasons, replaced IRIs, kinds by precedence, namesakes, the user's corrections."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph_worlds import Build, entity, record

from kg.errors import KgError, LexiconError
from kg.graph import Corrections, GraphSummary, load_corrections
from kg.model import Record, Relation, Tenure

BASE = "https://w3id.org/fangzhi/id/"


def iris(summary: GraphSummary) -> list[str]:
    return [thing.local for thing in summary.things]


def say(*records: Record) -> dict[str, str]:
    """Texts in which all names of the records stand."""
    return {r.doc: "、".join(f for e in r.entities for f in (e.name, *e.aliases)) + "。" for r in records}


def one(doc: str, type_: str, name: str, *aliases: str, region: str = "990100", **more: object) -> Record:
    return record(doc, entity("e", type_, name, *aliases), region=region, **more)  # type: ignore[arg-type]


def test_zones_of_two_cities_stay_two_and_forms_of_one_are_one(build: Build) -> None:
    these = [
        one("a", "Park", "高新区"), one("b", "Park", "青禾高新区"), one("c", "Park", "青禾国家高新区"),
        one("d", "Park", "高新区", region="990200"),
    ]  # fmt: skip
    summary = build(these, say(*these))
    assert iris(summary) == ["park/990200_高新区", "park/青禾国家高新区"]
    assert {m.replaced for m in summary.merges} == {"park/990100_高新区", "park/青禾高新区"}
    assert all(m.reason("zh") and m.reason("en") and m.rule == "same-name" for m in summary.merges)


def test_a_merged_key_keeps_its_iri(build: Build, tmp_path: Path) -> None:
    these = [one("a", "Park", "高新区"), one("b", "Park", "青禾高新区")]
    build(these, say(*these))
    evidence = (tmp_path / "evidence.ttl").read_text(encoding="utf-8")
    assert "park:990100_高新区 dcterms:isReplacedBy park:青禾高新区" in evidence
    assert 'fz:identityRule "same-name"' in evidence


def test_a_new_document_with_a_fuller_name_moves_no_link(build: Build) -> None:
    first = [one("a", "Company", "星瀚电子")]
    fuller = [*first, one("b", "Company", "云岭星瀚电子股份有限公司", "星瀚电子")]
    before = iris(build(first, say(*first), "one"))
    after = build(fuller, say(*fuller), "two")
    assert len(after.things) == 1
    assert {m.replaced: m.kept for m in after.merges}[before[0]] == iris(after)[0]


def test_kind_is_chosen_by_precedence_and_every_type_is_stated(build: Build, tmp_path: Path) -> None:
    these = [
        one("a", "Project", "澄江智造基地"),
        one("b", "Park", "澄江智造基地"),
        one("c", "Project", "澄江智造基地"),
    ]
    summary = build(these, say(*these))
    assert iris(summary) == ["park/澄江智造基地"]
    assert "a fz:Park ,\n        fz:Project" in (tmp_path / "graph.ttl").read_text(encoding="utf-8")


def test_places_with_a_code(build: Build) -> None:
    these = [
        one("a", "Place", "青禾"), one("b", "Place", "青禾市", region="990200"), one("c", "Place", "城东区"),
        one("d", "Place", "城东区", region="990200"), one("e", "Place", "白鹤县"), one("f", "Place", "白鹭县"),
    ]  # fmt: skip
    summary = build(these, say(*these))
    assert iris(summary) == ["place/990100_城东区", "place/990200_城东区", "place/白鹭县", "place/青禾市"]
    assert {m.rule for m in summary.merges} == {"same-code", "renamed"}
    assert any("2015" in m.reason("zh") for m in summary.merges)


def test_namesakes(build: Build) -> None:
    def person(
        doc: str, type_: str, body: str = "", firm: str = "", post: str = "市长", region: str = "990100"
    ) -> Record:
        things = [entity("e", type_, "陆见山")]
        tenures, relations = [], []
        if body:
            things.append(entity("b", "Place", body))
            tenures.append(Tenure(person="e", post=post, of="b", evidence="陆见山"))
        if firm:
            things.append(entity("f", "Company", firm))
            relations.append(Relation(s="e", p="affiliatedWith", o="f", evidence="陆见山"))
        return record(doc, *things, region=region, date="2022", tenures=tenures, relations=relations)

    these = [
        person("a", "Official", "青禾市"), person("b", "Official", "青禾市"), person("c", "Person", firm="星瀚电子"),
        person("d", "Official", "苍梧市", region="990200"), person("e", "Official", "青禾市", region="990000"),
    ]  # fmt: skip
    people = [t for t in build(these, say(*these)).things if t.kind == "person"]
    assert [t.documents for t in sorted(people, key=lambda t: t.local)] == [3, 1, 1]
    assert "person/990100_陆见山（星瀚电子）" in {t.local for t in people}


def test_short_form_of_two_firms_is_neither(build: Build) -> None:
    these = [
        one("a", "Company", "星瀚电子有限公司", "星瀚"), one("b", "Company", "星瀚新材有限公司", "星瀚"), one("c", "Company", "星瀚"),
    ]  # fmt: skip
    assert len(build(these, say(*these)).things) == 3


def test_what_one_document_holds_apart_is_not_tied_by_a_short_form(build: Build) -> None:
    these = [
        record("a", entity("x", "Company", "长河实业集团有限公司"), entity("y", "Company", "长河")),
        one("b", "Company", "长河实业集团有限公司", "长河"),
    ]
    assert len(build(these, say(*these)).things) == 2


def test_corrections(build: Build) -> None:
    these = [
        one("a", "Company", "星瀚电子"),
        one("b", "Company", "银汉电子"),
        one("c", "Company", "星瀚电子有限公司"),
    ]
    same = Corrections(same=(("星瀚电子", "银汉电子"),))
    assert len(build(these, say(*these), corrections=same).things) == 1
    apart = Corrections(different=(("星瀚电子", f"{BASE}organization/星瀚电子有限公司"),))
    assert len(build(these, say(*these), corrections=apart).things) == 3
    unknown = Corrections(same=(("星瀚电子", "无此名"),), rejected=frozenset(["urn:x"]))
    assert build(these, say(*these), corrections=unknown).unused_corrections == (
        "same: 星瀚电子, 无此名",
        "reject: urn:x",
    )


def test_a_rejected_fact_is_gone(build: Build, tmp_path: Path) -> None:
    things = [entity("a", "Project", "甲项目"), entity("b", "Park", "乙园区")]
    these = [record("a", *things, relations=[Relation(s="a", p="locatedIn", o="b", evidence="甲项目")])]
    build(these, say(*these))
    lines = (tmp_path / "evidence.ttl").read_text(encoding="utf-8").splitlines()
    statement = next(line.split()[0] for line in lines if line.startswith("statement:"))
    rejected = frozenset([BASE + statement.replace(":", "/")])
    summary = build(these, say(*these), corrections=Corrections(rejected=rejected))
    assert not summary.facts
    assert not summary.unused_corrections
    assert "locatedIn" not in (tmp_path / "graph.ttl").read_text(encoding="utf-8")


def test_an_ambiguous_correction_tells_the_choice(build: Build) -> None:
    these = [
        one("a", "Park", "高新区"),
        one("b", "Park", "高新区", region="990200"),
        one("c", "Park", "云谷"),
    ]
    with pytest.raises(KgError, match=r"names several things.*990100_高新区.*990200_高新区"):
        build(these, say(*these), corrections=Corrections(same=(("高新区", "云谷"),)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("same\ta\tb\n", ":1: header is wrong"),
        ("action\tfirst\tsecond\tnote\nsimilar\ta\tb\n", ":2: unknown action 'similar'"),
        ("action\tfirst\tsecond\tnote\n\nsame\ta\n", ":3: same needs two names"),
        ("action\tfirst\tsecond\tnote\nreject\t某事\n", ":2: '某事' is no IRI"),
        ("action\tfirst\tsecond\tnote\nsame\t\tb\n", ":2: the second cell is empty"),
    ],
)
def test_malformed_corrections(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "corrections.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        load_corrections(path)


def test_corrections_are_read(tmp_path: Path) -> None:
    path = tmp_path / "corrections.tsv"
    path.write_text(
        "action\tfirst\tsecond\tnote\n# so\nsame\t甲\t乙\t因\ndifferent\t丙\t<urn:d>\nreject\t<urn:f>\n",
        encoding="utf-8",
    )
    found = load_corrections(path)
    assert found == Corrections((("甲", "乙"),), (("丙", "urn:d"),), frozenset(["urn:f"]))
    assert load_corrections(tmp_path / "none.tsv") == Corrections()


@pytest.mark.parametrize("base", ["here/", "https://example.org/x", "ftp://e/", "https://e x/"])
def test_a_base_that_cannot_carry_names(build: Build, base: str) -> None:
    with pytest.raises(KgError, match="--base"):
        build([], base=base)


def test_another_base(build: Build, tmp_path: Path) -> None:
    these = [one("a", "Park", "云谷")]
    build(these, say(*these), base="https://example.org/id/")
    graph = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "@prefix park: <https://example.org/id/park/>" in graph and "w3id.org/fangzhi/id" not in graph


def test_a_licence_stands_only_where_one_is_given(build: Build, tmp_path: Path) -> None:
    build([], licence="https://creativecommons.org/licenses/by/4.0/")
    assert "dcterms:license <https://creativecommons.org" in (tmp_path / "evidence.ttl").read_text(
        encoding="utf-8"
    )
    build([])
    assert "license" not in (tmp_path / "evidence.ttl").read_text(encoding="utf-8")
    with pytest.raises(KgError, match="--licence"):
        build([], licence="free for all")
