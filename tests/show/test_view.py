"""The page and its layout, without a browser."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from scenes import nasty_scene, random_scene

from kg.errors import OutputError, QueryError
from kg.show import ReportInput, ViewOptions, write_report, write_view
from kg.show.view import render_scene
from kg.show.view.layout import SPACING, communities, place
from kg.show.view.page import script_json
from kg.store import Store


def data_of(html: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.S)
    assert found
    return json.loads(found[1])


def test_view_of_the_small_graph_is_one_file_without_links(store: Store, tmp_path: Path) -> None:
    summary = write_view(store, tmp_path / "graph.html")
    html = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert (summary.nodes, summary.total, summary.shown) == (12, 12, 12)
    assert summary.size == len(html.encode())
    assert not re.search(r'<(?:script|link|img|iframe)[^>]*\b(?:src|href)="(?!data:)', html)
    assert "bootstrap" not in html.split("<script>", 1)[0]
    nodes = data_of(html, "fz-nodes")
    assert {"云岭市", "青禾经开区"} <= {node["label"] for node in nodes}  # type: ignore[attr-defined,index]
    data = data_of(html, "fz-data")
    facts = {fact["zh"] for fact in data["facts"]}  # type: ignore[index]
    assert "星河电子智能传感器项目位于青禾经开区" in facts
    quotes = data["quotes"]  # type: ignore[index]
    assert any(quote["zh"] == ["对象←上文主语：青禾经开区 [13–18]"] for quote in quotes if "zh" in quote)


def test_offsets_count_code_points_from_the_text_to_the_page(tmp_path: Path) -> None:
    """Rare characters and emoji before a quote take two UTF-16 units and four bytes, but count once."""
    from kg.read import ReadOptions
    from kg.run import BuildOptions, build

    text = (
        "云岭市𬭚材料产业观察😀\n\n😀𬭚业兴，百业兴。星河电子科技有限公司投资12亿元在青禾经开区建设智能传感器项目，"
        "项目于2023年3月开工。青禾经开区位于云岭市。\n"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    build(
        BuildOptions(sources=(tmp_path / "in",), out=tmp_path / "out", read=ReadOptions(None, None), jobs=1)
    )
    data = data_of((tmp_path / "out" / "graph.html").read_text(encoding="utf-8"), "fz-data")
    quotes = data["quotes"]  # type: ignore[index]
    assert quotes
    for quote in quotes:
        assert text[quote["start"] : quote["end"]] == quote["exact"]
        assert text[: quote["start"]].endswith(quote["before"])
        assert text[quote["end"] :].startswith(quote["after"])


def test_pinyin_initials_of_all_names_stand_in_the_page(store: Store, tmp_path: Path) -> None:
    write_view(store, tmp_path / "graph.html")
    data = data_of((tmp_path / "graph.html").read_text(encoding="utf-8"), "fz-data")
    keys = [thing["keys"].split() for thing in data["things"]]  # type: ignore[index]
    assert ["qhjkq", "jkq"] in keys or any("qhjkq" in one for one in keys)


def test_a_start_holds_linked_things_only() -> None:
    scene = random_scene(900)
    first = range(scene.start)
    linked = {end for a, b, _ in scene.edges if a < scene.start and b < scene.start for end in (a, b)}
    assert set(first) <= linked


def test_view_is_the_same_from_process_to_process(tmp_path: Path) -> None:
    code = (
        f"import sys, hashlib; sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(Path(__file__).parents[2])!r}]\n"
        "from scenes import random_scene; from kg.show.view import *\n"
        "print(hashlib.sha256(render_scene(random_scene(400), ViewOptions()).encode()).hexdigest())"
    )
    seen = set()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            check=True,
        )
        seen.add(run.stdout)
    assert len(seen) == 1


def test_focus_and_types_narrow_the_page(store: Store, tmp_path: Path) -> None:
    near = write_view(store, tmp_path / "near.html", ViewOptions(focus="白鹭县", hops=1))
    assert near.nodes == 3
    parks = write_view(store, tmp_path / "parks.html", ViewOptions(types=("Park", "Project")))
    assert parks.nodes == 3
    few = write_view(store, tmp_path / "few.html", ViewOptions(limit=4))
    assert (few.nodes, few.total) == (4, 12)
    with pytest.raises(QueryError, match="no type Thing"):
        write_view(store, tmp_path / "x.html", ViewOptions(types=("Thing",)))
    with pytest.raises(QueryError, match="nothing in the graph"):
        write_view(store, tmp_path / "x.html", ViewOptions(focus="无此名"))
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError):
        write_view(store, tmp_path / "folder")


def test_what_documents_say_cannot_leave_its_script_element() -> None:
    html = render_scene(nasty_scene(), ViewOptions(title="<b>甲</b>"))
    assert "<img src=x" not in html
    assert "<b>甲" not in html
    assert html.count("</script>") == 4 + 1 + 6, "data, library and scripts, and nothing else"
    assert script_json("\u2028<!--") == '"\\u2028\\u003c!--"'


def test_layout_is_finite_and_keeps_things_apart() -> None:
    graph = nx.Graph()
    graph.add_nodes_from(range(300))
    graph.add_edges_from((k, k % 11) for k in range(260) if k != k % 11)
    groups = communities(graph)
    assert sorted(node for group in groups for node in group) == list(range(300))
    spots = place(graph, groups, {node: float(graph.degree(node)) for node in graph})
    assert set(spots) == set(graph)
    points = list(spots.values())
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in points)
    least = min(math.dist(a, b) for k, a in enumerate(points) for b in points[:k])
    assert least > SPACING * 0.2


@pytest.mark.parametrize("edges", [[], [(0, 1)], [(0, 0), (1, 2), (2, 3), (3, 1)]])
def test_layout_of_tiny_graphs(edges: list[tuple[int, int]]) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(range(4))
    graph.add_edges_from(edges)
    spots = place(graph, communities(graph), dict.fromkeys(graph, 1.0))
    assert len(set(spots.values())) == 4


def test_a_much_larger_graph_opens_with_its_important_part() -> None:
    scene = random_scene(900)
    assert all("sx" in node for node in scene.nodes[:250])
    assert not any("sx" in node for node in scene.nodes[250:])


def test_an_empty_graph_gives_an_empty_page(tmp_path: Path) -> None:
    from kg.store import open_store

    (tmp_path / "graph.ttl").write_text("", encoding="utf-8")
    empty = open_store(tmp_path)
    assert write_view(empty, tmp_path / "graph.html").nodes == 0
    write_report(empty, tmp_path / "report.md")
    assert "没有读入任何文档" in (tmp_path / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_report_tells_what_was_found_skipped_and_odd(store: Store, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "report.md"
    skipped = [("b|<x>.txt", "empty file; remove it"), ("a.bin", "binary")]
    repaired = [(f"{k:03}.txt", "hard wraps mended") for k in range(40)]
    write_report(store, path, ReportInput(lang, ("a_b",), None, skipped, repaired, ["own *question*"]))
    text = path.read_text(encoding="utf-8")
    says = {
        "zh": [
            "读入 **2** 篇文档",
            "| 项目 | 2 |",
            "| 统计指标 | 5 | 5 |",
            "……另有 10 条",
            "云岭市 | 地点 | 7 | 2",
        ],
        "en": [
            "**2** documents",
            "| Project | 2 |",
            "| Statistics | 5 | 5 |",
            "… and 10 more",
            "云岭市 | Place | 7 | 2",
        ],
    }[lang]
    for words in [
        *says,
        r"b\|\<x\>.txt | empty file",
        r"own \*question\*",
        r"a\_b",
        "1203.5亿元",
        "1210亿元",
    ]:
        assert words in text, words
    assert text.index("a.bin") < text.index(r"b\|")
