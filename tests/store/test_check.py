"""``kg check``: figures, stages and posts that do not go together, and conformance, on small invented graphs."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kg.console import set_language
from kg.console.check import render_checked
from kg.errors import GraphError
from kg.graph import GraphContext, build_graph
from kg.lexicon import Lexicon, load_lexicons
from kg.model import decode_record
from kg.resources import lexicon_folder
from kg.store import open_store
from kg.store.checking import Question, check, conformance, questions

GDP = "地区生产总值"


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return load_lexicons([lexicon_folder()])


def document(name: str, date: str, text: str, **layers: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """A record about 青禾县 (e1), the mayor's post, two people (e2, e3) and a works (e4), as far as the text names them."""
    named = (
        ("e1", "Place", "青禾县"),
        ("e2", "Official", "陆景川"),
        ("e3", "Official", "白若谷"),
        ("e4", "Project", "澜江大桥"),
    )
    entities = [{"id": i, "type": t, "name": n, "mentions": [n]} for i, t, n in named if n in text]
    return {"doc": name, "date": date, "entities": entities, **layers}, text


def build(out: Path, *documents: tuple[dict[str, Any], str]) -> Path:
    texts = {record["doc"]: text for record, text in documents}
    records = [decode_record(json.dumps(record)) for record, _ in documents]
    out.mkdir(parents=True, exist_ok=True)
    build_graph(records, GraphContext(lexicon=lexicon(), text_of=texts.get, version="1"), out)
    return out


def asked(out: Path, *documents: tuple[dict[str, Any], str]) -> list[Question]:
    return questions(open_store(build(out, *documents)))


def figure(name: str, printed: str, value: float, unit: str, **more: Any) -> tuple[dict[str, Any], str]:
    """A document that states one figure of 青禾县."""
    date = more.pop("date", "2024-01")
    evidence = f"{more.get('indicator', GDP)}{printed}"
    stated = {"indicator": GDP, "measure": "value", "value": value, "unit": unit, "area": "e1", "period": "2023",
              "evidence": evidence} | more  # fmt: skip
    return document(name, date, f"青禾县{evidence}。", observations=[stated])


def claims(found: list[Question]) -> list[tuple[str, ...]]:
    return [tuple(claim.says for claim in question.claims) for question in found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("达5.67万亿元", 5.67, "万亿元", {}), ("为56708.71亿元", 56708.71, "亿元", {})),
        (("增长6.2%", 6.2, "%", {"measure": "growth"}), ("增长6.25%", 6.25, "%", {"measure": "growth"})),
        (("增长6%", 6, "%", {"measure": "growth"}), ("增长6.4%", 6.4, "%", {"measure": "growth"})),
        (("超5.6万亿元", 5.6, "万亿元", {"bound": "lower"}), ("达5.67万亿元", 5.67, "万亿元", {})),
        (("近5.7万亿元", 5.7, "万亿元", {"bound": "upper"}), ("达5.6万亿元", 5.6, "万亿元", {})),
        (("约5.7万亿元", 5.7, "万亿元", {"bound": "about"}), ("达5.64万亿元", 5.64, "万亿元", {})),
        (("1200亿元", 1200, "亿元", {}), ("1300亿元", 1300, "亿元", {"period": "2022"})),
        (("1200亿元", 1200, "亿元", {}), ("1300亿元", 1300, "亿元", {"target": True})),
        (("1200亿元", 1200, "亿元", {}), ("1300亿美元", 1300, "亿美元", {})),
        (("1200亿元", 1200, "亿元", {"period": None}), ("1300亿元", 1300, "亿元", {"period": None})),
        (("居全省第三", 3, "全省", {"measure": "rank"}), ("居全国第九", 9, "全国", {"measure": "rank"})),
        (("1200亿元", 1200, "亿元", {}), ("1300亿元", 1300, "亿元", {"indicator": "固定资产投资"})),
    ],
)
def test_figures_that_go_together(tmp_path: Path, first: tuple, second: tuple) -> None:  # type: ignore[type-arg]
    documents = [figure(f"{n}.txt", *one[:3], **one[3]) for n, one in zip("ab", (first, second), strict=True)]
    assert asked(tmp_path, *documents) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("达5.67万亿元", 5.67, "万亿元", {}), ("为57200亿元", 57200, "亿元", {})),
        (("达5.67万亿元", 5.67, "万亿元", {}), ("为56600亿元", 56600, "亿元", {})),
        (("增长6.2%", 6.2, "%", {"measure": "growth"}), ("增长6.3%", 6.3, "%", {"measure": "growth"})),
        (("增长6.00%", 6.0, "%", {"measure": "growth"}), ("增长6.04%", 6.04, "%", {"measure": "growth"})),
        (("不到5.6万亿元", 5.6, "万亿元", {"bound": "upper"}), ("达5.67万亿元", 5.67, "万亿元", {})),
        (("超5.7万亿元", 5.7, "万亿元", {"bound": "lower"}), ("达5.62万亿元", 5.62, "万亿元", {})),
        (("约5.7万亿元", 5.7, "万亿元", {"bound": "about"}), ("达4.6万亿元", 4.6, "万亿元", {})),
        (("居全省第三", 3, "全省", {"measure": "rank"}), ("居全省第四", 4, "全省", {"measure": "rank"})),
        (("1200亿元", 1200, "亿元", {}), ("1300亿元", 1300, "亿元", {"period": "2023-01/2023-12"})),
        (("1200亿元", 1200, "亿元", {}), ("1300亿元", 1300, "亿元", {"indicator": "GDP"})),
        (("持平0%", 0, "%", {"measure": "growth"}), ("下降3%", -3, "%", {"measure": "growth"})),
    ],
)
def test_figures_that_do_not(tmp_path: Path, first: tuple, second: tuple) -> None:  # type: ignore[type-arg]
    documents = [figure(f"{n}.txt", *one[:3], **one[3]) for n, one in zip("ab", (first, second), strict=True)]
    (question,) = asked(tmp_path, *documents)
    assert question.kind == "figures" and question.about == "青禾县"
    quotes = [claim.quote for claim in question.claims]
    assert [(quote.file, first[0] in quote.exact, second[0] in quote.exact) for quote in quotes] == [
        ("a.txt", True, False),
        ("b.txt", False, True),
    ]
    texts = [text for _, text in documents]
    assert [text[q.start : q.end] for text, q in zip(texts, quotes, strict=True)] == [q.exact for q in quotes]


def test_the_odd_one_out_is_asked_about(tmp_path: Path) -> None:
    documents = [
        figure(f"{n}.txt", f"{v}亿元", v, "亿元") for n, v in (("a", 1300), ("b", 1200), ("c", 1200))
    ]
    assert claims(asked(tmp_path, *documents)) == [("1200亿元", "1300亿元")]


def test_a_document_that_says_both_agrees_with_either(tmp_path: Path) -> None:
    record, text = figure("a.txt", "1300亿元", 1300, "亿元")
    second = dict(record["observations"][0], value=1200, evidence=f"{GDP}1200亿元")
    record["observations"].append(second)
    both = record, text + f"修订后{GDP}1200亿元。"
    assert asked(tmp_path, both, figure("b.txt", "1200亿元", 1200, "亿元")) == []


def stage(
    name: str, date: str, words: str, status: str, when: str | None = None
) -> tuple[dict[str, Any], str]:
    stated = {"project": "e4", "status": status, "date": when, "evidence": f"澜江大桥{words}"}
    return document(name, date, f"澜江大桥{words}。", milestones=[stated])


def test_a_finished_work_that_is_planned_later(tmp_path: Path) -> None:
    done = stage("a.txt", "2023-06", "建成", "completed", "2023-06")
    (question,) = asked(tmp_path, done, stage("b.txt", "2024-01", "拟建", "planned"))
    assert (question.kind, question.about, claims([question])) == (
        "stages",
        "澜江大桥",
        [("completed", "planned")],
    )


@pytest.mark.parametrize(
    "other",
    [
        ("b.txt", "2022-01", "拟建", "planned", None),  # before
        ("b.txt", "2023", "拟建", "planned", None),  # perhaps before
        ("b.txt", "2024-01", "签约", "planned", "2021-03"),  # told afterwards, of an earlier day
        ("b.txt", "2024-01", "早在最初拟建时就受关注", "planned", None),
        ("b.txt", "2024-01", "开工", "started", None),
        ("b.txt", "", "拟建", "planned", None),
    ],
)
def test_plans_that_are_no_relapse(tmp_path: Path, other: tuple[str, str, str, str, str | None]) -> None:
    done = stage("a.txt", "2023-06", "建成", "completed", "2023-06")
    assert asked(tmp_path, done, stage(*other)) == []


NUMBER = count()


def post(person: str, title: str, date: str, before: str = "") -> tuple[dict[str, Any], str]:
    name = {"e2": "陆景川", "e3": "白若谷"}[person]
    evidence = f"{title}{name}"
    stated = {"person": person, "post": title, "of": "e1", "evidence": evidence}
    return document(f"{next(NUMBER)}.txt", date, f"青禾县{before}{evidence}。", tenures=[stated])


def test_two_people_in_one_post(tmp_path: Path) -> None:
    (question,) = asked(tmp_path, post("e2", "县长", "2024-01"), post("e3", "县长", "2024-01-15"))
    assert (question.kind, question.about, question.key) == ("posts", "青禾县", (("post", "县长"),))
    assert sorted(claims([question])[0]) == ["白若谷", "陆景川"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("e2", "县长", "2024-01"), ("e3", "县长", "2024-02")),
        (("e2", "县长", "2024-01"), ("e2", "县长", "2024-01")),
        (("e2", "县长", "2024-01"), ("e3", "县委书记", "2024-01")),
        (("e2", "副县长", "2024-01"), ("e3", "副县长", "2024-01")),
        (("e2", "县委常委", "2024-01"), ("e3", "县委常委", "2024-01")),
        (("e2", "县长", "2024-01", "原"), ("e3", "县长", "2024-01")),
        (("e2", "县长", ""), ("e3", "县长", "2024-01")),
    ],
)
def test_posts_that_are_no_question(tmp_path: Path, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    assert asked(tmp_path, post(*first), post(*second)) == []


# --- conformance ----------------------------------------------------------------------------------


def test_a_built_graph_conforms_and_a_broken_one_says_where(tmp_path: Path) -> None:
    out = build(tmp_path, figure("a.txt", "1200亿元", 1200, "亿元"), post("e2", "县长", "2024-01"))
    sound = conformance(out)
    assert sound.conforms and sound.shapes > 30 and sound.statements > 100
    lines = (out / "graph.ttl").read_text(encoding="utf-8").splitlines()
    holder = next(line for line in lines if "fz:holder" in line)
    (out / "graph.ttl").write_text("\n".join(line for line in lines if line != holder), encoding="utf-8")
    broken = conformance(out)
    assert not broken.conforms
    (one,) = [v for v in broken.violations if v.path.endswith("#holder")]
    assert one.constraint == "MinCountConstraintComponent" and "/tenure/" in one.node
    assert one.zh == "任职恰有一个任职者" and one.en == "a tenure has one holder"


@pytest.mark.parametrize(("content", "what"), [(None, "no such file"), ("<a> <b", "cannot be read")])
def test_a_broken_file_is_an_error(tmp_path: Path, content: str | None, what: str) -> None:
    out = build(tmp_path, figure("a.txt", "1200亿元", 1200, "亿元"))
    (out / "evidence.ttl").unlink()
    if content:
        (out / "evidence.ttl").write_text(content, encoding="utf-8")
    with pytest.raises(GraphError, match=what):
        conformance(out)


# --- what people see ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_shows_both_quotes_and_no_control_characters(tmp_path: Path, lang: str) -> None:
    first, second = (
        figure("a.txt", "\x1b[31m1200亿元", 1200, "亿元"),
        figure("b.txt", "1300亿元", 1300, "亿元"),
    )
    checked = check(open_store(build(tmp_path, first, second)))
    set_language(lang)
    try:
        text = render_checked(checked, "table")
    finally:
        set_language("en")
    assert "\x1b" not in text and "\\x1b[31m1200亿元" in text and "1300亿元" in text
    assert "b.txt, 2024-01 [3–15]" in text
    assert ("数字不一致" if lang == "zh" else "two figures") in text
    data = json.loads(render_checked(checked, "json"))
    assert data["conforms"] is True and data["violations"] == []
    (question,) = data["questions"]
    assert (question["indicator"], question["measure"], question["period"]) == (GDP, "value", "2023")
    assert [claim["document"] for claim in question["claims"]] == ["a.txt", "b.txt"]


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kg.cli import main

    texts = tmp_path / "in"
    texts.mkdir()
    (texts / "a.txt").write_text("青禾县要闻\n\n2023年，青禾县地区生产总值1200亿元。\n", encoding="utf-8")
    (texts / "b.txt").write_text("青禾县快讯\n\n2023年，青禾县地区生产总值1300亿元。\n", encoding="utf-8")
    out = str(tmp_path / "out")
    assert main(["build", str(texts), "-o", out, "--region", "青禾县", "--date", "2024-01", "-q"]) == 0
    assert main(["check", out, "--lang", "en"]) == 0
    assert "two sources, two figures: 青禾县" in capsys.readouterr().out
    assert main(["check", out, "--strict", "--format", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["questions"]) == 1
    assert main(["check", str(tmp_path / "none"), "--lang", "en"]) == 2
