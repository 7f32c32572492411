"""The hand-read table of provinces: well formed, complete, and every figure printed in its report.

The second half needs the reports, which are not part of the repository; it is skipped where they are absent.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
TABLE = HERE / "provinces-2026.jsonl"
REPORTS = HERE.parents[2] / "shared" / "corpus" / "gov-reports-2026"
RESULTS = {"grp-value", "grp-growth", "industry-growth", "investment-growth", "retail-growth"}
TARGETS = {f"{cell}-target" for cell in RESULTS if cell != "grp-value"}
BOUNDS = {f"{cell}{side}" for cell in TARGETS for side in ("-lower", "-upper")}
GOVERNOR_KEYS = ["province", "cell", "person", "post"]
FIGURE_KEYS = ["province", "cell", "indicator", "measure", "value", "unit", "period", "target"]


def read_rows() -> list[dict[str, Any]]:
    """Return the rows of the table in file order."""
    return [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]


ROWS = read_rows()
FIGURES = [row for row in ROWS if row["cell"] != "governor"]
needs_reports = pytest.mark.skipif(
    not REPORTS.is_dir(), reason="the work reports (../shared/corpus) are absent"
)


def cell_id(row: dict[str, Any]) -> str:
    """Name one row in a test's label."""
    return f"{row['province']}-{row['cell']}"


def report_of(row: dict[str, Any]) -> str:
    """Return the text of the one report whose file name holds the row's province."""
    found = [path for path in sorted(REPORTS.glob("*.txt")) if row["province"] in path.name]
    assert len(found) == 1, f"{row['province']}: {len(found)} reports"
    return found[0].read_bytes().decode("utf-8")


def number_pattern(value: float) -> str:
    """Return a regular expression for the plain number that is no part of a longer one."""
    return rf"(?<![\d.]){re.escape(str(abs(value)))}(?![\d.])"


def test_counts() -> None:
    assert len(ROWS) == 142
    assert len({row["province"] for row in ROWS}) == 20
    cells = Counter(row["cell"] for row in ROWS)
    assert cells["governor"] == 20
    assert cells["grp-growth"] == 20
    assert cells["grp-growth-target"] + cells["grp-growth-target-lower"] == 20
    assert cells["grp-growth-target-lower"] == cells["grp-growth-target-upper"] == 6


def test_no_cell_twice_and_sorted() -> None:
    keys = [(row["province"], row["cell"]) for row in ROWS]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("row", ROWS, ids=cell_id)
def test_row_is_well_formed(row: dict[str, Any]) -> None:
    if row["cell"] == "governor":
        assert list(row) == GOVERNOR_KEYS
        assert all(isinstance(row[key], str) and row[key].strip() for key in GOVERNOR_KEYS)
        assert all(row["post"].split("|"))
        return
    assert list(row) == FIGURE_KEYS
    assert row["cell"] in RESULTS | TARGETS | BOUNDS
    assert row["target"] is ("-target" in row["cell"])
    assert row["period"] == ("2026" if row["target"] else "2025")
    assert row["measure"] == ("value" if row["cell"] == "grp-value" else "growth")
    assert row["unit"] in ({"亿元", "万亿元"} if row["measure"] == "value" else {"%"})
    assert isinstance(row["value"], int | float) and not isinstance(row["value"], bool)
    names = row["indicator"].split("|")
    assert all(names) and len(set(names)) == len(names)


def test_ranges_have_both_bounds_in_order() -> None:
    values = {(row["province"], row["cell"]): row["value"] for row in FIGURES}
    for (province, cell), value in values.items():
        if cell.endswith("-lower"):
            assert value < values[province, cell.removesuffix("lower") + "upper"]


@needs_reports
def test_every_report_has_its_rows() -> None:
    assert len(list(REPORTS.glob("*.txt"))) == len({row["province"] for row in ROWS})


@needs_reports
@pytest.mark.parametrize("row", FIGURES, ids=cell_id)
def test_figure_stands_in_the_report(row: dict[str, Any]) -> None:
    """The first wording of the indicator and the value stand in one sentence, the value before its unit."""
    sentences = re.split(r"[。；\n]", report_of(row))
    printed = row["indicator"].split("|")[0]
    unit = r"(?:%?[-—]\d[\d.]*)?" + re.escape(row["unit"])
    figure = re.compile(number_pattern(row["value"]) + unit)
    hits = [s for s in sentences if printed in s and figure.search(s)]
    assert hits, cell_id(row)
    if row["target"]:
        assert any(f"{printed}年均" not in hit for hit in hits)


@needs_reports
@pytest.mark.parametrize("row", [row for row in ROWS if row["cell"] == "governor"], ids=cell_id)
def test_governor_stands_in_the_report(row: dict[str, Any]) -> None:
    """Post and name stand side by side in the first lines of the report, as masthead or caption."""
    head = report_of(row)[:1500]
    assert row["person"] in head
    near = "|".join(re.escape(post) for post in row["post"].split("|"))
    assert re.search(rf"(?:{near})\s*{re.escape(row['person'])}", head)
