"""The audit of facts: its table is well formed, and docs/audit.md states what the table says."""

from __future__ import annotations

import re
from collections import Counter
from math import sqrt
from pathlib import Path

import pytest

from kg.model import FACT_LAYERS

ROOT = Path(__file__).resolve().parents[2]
TABLE, PAGE = ROOT / "docs" / "audit.tsv", ROOT / "docs" / "audit.md"
REPORTS = ROOT.parent / "shared" / "corpus" / "gov-reports-2026"
COLUMNS = ["document", "start", "end", "layer", "fact", "rule", "verdict", "comment"]
GOLD_REGIONS = ("山东", "贵州", "湖南", "浙江", "内蒙古", "广东", "四川", "黑龙江", "安徽", "新疆")
RULE_NAME = re.compile(r"[a-z0-9-]+(:[a-z-]+)?")
Row = dict[str, str]


def audit() -> list[Row]:
    """Return the rows of the table; ValueError where a row has too few or too many cells."""
    lines = TABLE.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert lines[0].split("\t") == COLUMNS
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines[1:]]


def wilson(right: int, count: int) -> tuple[float, float]:
    """Return the Wilson score interval at 95 % (E. B. Wilson, JASA 22, 1927, 209-212)."""
    z = 1.959963984540054
    share, scale = right / count, 1 + z * z / count
    middle = (share + z * z / (2 * count)) / scale
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / scale
    return middle - half, middle + half


def stated() -> dict[str, list[str]]:
    """Return the cells of the table of precision in the page by its first cell."""
    section = PAGE.read_text(encoding="utf-8").split("## Precision\n")[1].split("\n## ")[0]
    table = section.split("\n\n")[1]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {row[0]: row[1:] for row in rows[2:]}


def test_the_table_is_large_and_of_two_reports_without_gold() -> None:
    rows = audit()
    assert len(rows) >= 60
    documents = {row["document"] for row in rows}
    assert len(documents) == 2
    assert not [name for name in documents for region in GOLD_REGIONS if region in name]


def test_the_table_is_sorted_and_says_nothing_twice() -> None:
    rows = audit()
    keys = [(row["document"], int(row["start"])) for row in rows]
    assert keys == sorted(keys)
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_every_cell_is_legal() -> None:
    for row in audit():
        assert row["verdict"] in {"right", "wrong"}, row
        assert row["layer"] in FACT_LAYERS, row
        assert 0 <= int(row["start"]) < int(row["end"]), row
        assert row["fact"].strip() and RULE_NAME.fullmatch(row["rule"]), row
        assert all(cell == cell.strip() for cell in row.values()), row


def test_wrong_facts_say_why_and_right_ones_only_what_is_doubtful() -> None:
    causes = {"argument", "indicator", "not a thing", "status", "boundary", "period", "measure", "target"}
    for row in audit():
        kind = row["comment"].split(":")[0]
        assert kind in (causes if row["verdict"] == "wrong" else {"", "doubtful"}), row


def test_the_page_states_the_precision_of_the_table() -> None:
    rows = audit()
    page = stated()
    layers = [layer for layer in FACT_LAYERS if any(row["layer"] == layer for row in rows)]
    assert list(page) == [*layers, "all"]
    for layer, cells in page.items():
        chosen = [row for row in rows if layer in ("all", row["layer"])]
        right = sum(row["verdict"] == "right" for row in chosen)
        low, high = wilson(right, len(chosen))
        found = [str(len(chosen)), str(right), f"{right / len(chosen):.3f}", f"{low:.3f}–{high:.3f}"]
        assert cells == found, layer


def test_the_page_states_sections_causes_and_doubts_of_the_table() -> None:
    rows = audit()
    page = PAGE.read_text(encoding="utf-8")
    for document in {row["document"] for row in rows}:
        chosen = [row for row in rows if row["document"] == document]
        right = sum(row["verdict"] == "right" for row in chosen)
        low, high = wilson(right, len(chosen))
        cells = f"| {len(chosen)} | {right} | {right / len(chosen):.2f} ({low:.2f}–{high:.2f}) |"
        line = re.search(rf"\| {document} \|[^\n]*\| (\d+)–(\d+) (\|[^\n]*)", page)
        assert line and line[3] == cells
        assert all(int(line[1]) <= int(row["start"]) < int(line[2]) for row in chosen)
    causes = Counter(row["comment"].split(":")[0] for row in rows if row["verdict"] == "wrong")
    rare = ("period", "measure", "target")
    assert f"| {', '.join(rare)} | {sum(causes[cause] for cause in rare)} |" in page
    for cause in causes.keys() - set(rare):
        assert f"| {cause} | {causes[cause]} |" in page
    doubtful = sum(row["comment"].startswith("doubtful") for row in rows)
    assert f"({doubtful} of {sum(row['verdict'] == 'right' for row in rows)})" in page


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared corpus of reports is not beside the repository")
def test_the_offsets_lie_inside_the_documents_and_the_words_are_our_own() -> None:
    for document in {row["document"] for row in audit()}:
        text = (REPORTS / document).read_bytes().decode("utf-8-sig")
        for row in audit():
            if row["document"] != document:
                continue
            assert int(row["end"]) <= len(text), row
            quote = text[int(row["start"]) : int(row["end"])]
            assert quote == quote.strip() and "\n" not in quote, row
            cells = row["fact"], row["comment"]
            runs = [cell[at : at + 16] for cell in cells for at in range(len(cell) - 15)]
            assert not [run for run in runs if run in text], row
