"""CSV, workbook, Neo4j files and package: the same facts, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Export
from odd_world import AWARD, BROKEN, FIRM, PARK, PROJECT
from pyoxigraph import RdfFormat, parse

from kg.export import columns as cols
from kg.export.addresses import is_web_address
from kg.export.xml_text import XmlText
from kg.store import Store
from kg.store.tables import TABLES, harmless, headings, table_rows
from kg.store.terms import PREFIXES

DANGEROUS = re.compile(r"[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
SHEETS = ["文档", "实体", "关系", "任职", "荣誉授予", "进展", "数量", "统计指标"]


def rows_of(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def told(cell: str) -> str:
    """What a neutralised cell stands for."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


@pytest.mark.parametrize("name", TABLES)
def test_csv_comes_back(name: str, exported: Export, store: Store) -> None:
    folder, summary = exported("csv")
    path = folder / f"{name}.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    heading, *rows = rows_of(path, "utf-8-sig")
    columns, expected = table_rows(store, name)
    assert tuple(heading) == headings(columns, "zh")
    assert [tuple(map(told, row)) for row in rows] == list(expected)
    assert summary.counts["tables"] == len(TABLES)


@pytest.mark.parametrize("form", ["csv", "neo4j", "package"])
def test_no_cell_is_a_formula(form: str, exported: Export) -> None:
    found = 0
    for path in sorted(exported(form)[0].rglob("*.csv")):
        for row in rows_of(path, "utf-8-sig"):
            for cell in row:
                found += cell.startswith("'")
                assert not DANGEROUS.match(cell.lstrip(" \n")) or NUMBER.fullmatch(cell), cell
    assert found >= 4


def workbook(exported: Export) -> Any:
    return openpyxl.load_workbook(exported("xlsx")[0])


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def test_xlsx_comes_back(exported: Export, store: Store) -> None:
    book = workbook(exported)
    assert book.sheetnames == SHEETS
    for name, sheet in zip(TABLES, book, strict=True):
        columns, rows = table_rows(store, name)
        heading, *found = sheet.iter_rows(values_only=True)
        assert heading == headings(columns, "zh")
        expected = [tuple(XmlText().clean(cell).replace("\r\n", "\n") for cell in row) for row in rows]
        assert [tuple(map(as_text, row)) for row in found] == expected
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_xlsx_cells_have_types(exported: Export) -> None:
    book = workbook(exported)
    milestone = dict(zip((c.value for c in book["进展"][1]), (c.value for c in book["进展"][2]), strict=True))
    assert milestone["最早日"] == datetime(2023, 3, 1) and milestone["最晚日"] == datetime(2023, 3, 31)
    assert milestone["日期"] == "2023-03"
    assert milestone["置信度"] == 0.5 and isinstance(milestone["原文起点"], int)
    figures = [dict(zip((c.value for c in book["统计指标"][1]), row, strict=True))
               for row in book["统计指标"].iter_rows(min_row=2, values_only=True)]  # fmt: skip
    assert sorted(row["数值"] for row in figures) == [-1.7, 2510]
    assert all(row["目标"] is False for row in figures)
    assert next(iter(book["荣誉授予"].iter_rows(min_row=2, values_only=True)))[3] == 2023


def test_xlsx_formulas_are_text(exported: Export) -> None:
    cells = [cell for sheet in workbook(exported) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [cell for cell in cells if isinstance(cell.value, str) and harmless(cell.value) != cell.value]
    assert {PROJECT, "-1+1", "=cmd", "@林见川", AWARD} <= {cell.value for cell in risky}
    assert all(cell.data_type == "s" and (cell.quotePrefix or cell.row == 1) for cell in risky)


def test_xlsx_links(exported: Export) -> None:
    book = workbook(exported)
    web = [cell.hyperlink.target for cell in book["文档"]["B"] if cell.hyperlink]
    assert web == ["https://example.org/a?b=1&c=2"]  # and not javascript:
    documents = {cell.value: cell.row for cell in book["文档"]["A"]}
    for sheet in book.worksheets[2:]:
        column = next(cell.column for cell in sheet[1] if cell.value == "文档")
        linked = [row[column - 1] for row in sheet.iter_rows(min_row=2)]
        assert linked
        for cell in linked:
            assert cell.hyperlink.location == f"'文档'!A{documents[cell.value]}"


def test_xlsx_counts_what_it_replaces(exported: Export, store: Store) -> None:
    xml = XmlText()
    for name in TABLES:
        for row in table_rows(store, name)[1]:
            for cell in row:
                xml.clean(cell)
    assert exported("xlsx")[1].counts["replaced"] == xml.replaced > 0


def test_xlsx_goes_on_in_another_sheet(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.export import export, workbook

    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    monkeypatch.setattr(workbook, "MOST_LINKS", 1)
    monkeypatch.setattr(workbook, "MOST_CHARACTERS", 20)
    summary = export(built, "xlsx", tmp_path / "t.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    names = [name for name in book.sheetnames if name.startswith("Relations")]
    assert names[:3] == ["Relations", "Relations 2", "Relations 3"]
    rows = sum(sheet.max_row - 1 for sheet in book)
    assert rows == summary.counts["rows"]
    assert summary.counts["unlinked"] > 0 and summary.counts["cut"] > 0
    assert all(
        len(str(cell.value)) <= 20 for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row
    )


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.org/新闻?id=1", True), ("http://a.b", True), ("ftp://a.b", False), ("file:///etc/x", False),
        ("javascript:alert(1)", False), ("https://", False), ("https://a b", False), ("http://[", False), ("", False),
        ("https://a.b/" + "x" * 3000, False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str, good: bool) -> None:
    assert is_web_address(url) is good


def test_types_of_columns_fit_all_tables(store: Store) -> None:
    for name in TABLES:
        columns, rows = table_rows(store, name)
        kinds = cols.types(columns)
        assert len(set(cols.names(columns))) == len(columns)
        for row in rows:
            assert all(cols.fits(kind, cell) for kind, cell in zip(kinds, row, strict=True))


def neo4j(exported: Export, name: str) -> list[dict[str, str]]:
    heading, *rows = rows_of(exported("neo4j")[0] / f"{name}.csv")
    return [dict(zip(heading, map(told, row), strict=True)) for row in rows]


def test_neo4j_holds_together(exported: Export) -> None:
    nodes = {
        name: {row["iri:ID"] for row in neo4j(exported, name)} for name in ("things", "documents", "facts")
    }
    ends = {
        "relations": ("things", "things"),
        "roles": ("facts", "things"),
        "evidence": ("facts", "documents"),
    }
    rows = {name: neo4j(exported, name) for name in ends}
    for name, (start, end) in ends.items():
        assert rows[name]
        assert {row[":START_ID"] for row in rows[name]} <= nodes[start]
        assert {row[":END_ID"] for row in rows[name]} <= nodes[end]
    facts = {iri for row in rows["relations"] for iri in row["facts:string[]"].split(";")}
    assert facts <= nodes["facts"]
    assert {row[":START_ID"] for row in rows["evidence"]} == nodes["facts"]
    assert BROKEN in {row["quote"] for row in rows["evidence"]}
    counts = exported("neo4j")[1].counts
    assert counts["nodes"] == sum(map(len, nodes.values()))
    assert counts["edges"] == sum(map(len, rows.values()))


def test_neo4j_names_and_labels(exported: Export) -> None:
    labels = {row["name"]: row[":LABEL"] for row in neo4j(exported, "things")}
    assert (labels[PARK], labels[FIRM], labels[PROJECT]) == ("Thing;Park", "Thing;Company", "Thing;Project")
    kinds = {row[":TYPE"] for row in neo4j(exported, "relations")}
    assert kinds == {"LOCATED_IN", "DEVELOPED_BY", "LAUNCHED", "PART_OF", "RECEIVED", "HOLDS_POST"}


def test_neo4j_script_loads_every_file_and_kind(exported: Export) -> None:
    script = (exported("neo4j")[0] / "load.cypher").read_text(encoding="utf-8")
    for path in exported("neo4j")[0].glob("*.csv"):
        heading, *rows = rows_of(path)
        assert f"'file:///{path.name}'" in script
        for column in heading:
            name = column.partition(":")[0]
            assert f"row.{name}" in script or f"row.`{column}`" in script, column
        at = next(at for at, name in enumerate(heading) if name in (":LABEL", ":TYPE"))
        for kind in {kind for row in rows for kind in row[at].split(";")}:
            assert f":{kind}" in script, kind


def test_package_tables_fit_their_schema(exported: Export, store: Store) -> None:
    folder, summary = exported("package")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = {one["name"]: one for one in package["resources"] if one["format"] == "csv"}
    assert list(tables) == list(TABLES)
    documents = {row[0] for row in table_rows(store, "documents")[1]}
    for name, resource in tables.items():
        heading, *rows = rows_of(folder / resource["path"])
        fields = resource["schema"]["fields"]
        assert heading == [field["name"] for field in fields]
        assert len(rows) == resource["rows"]
        assert [tuple(map(told, row)) for row in rows] == list(table_rows(store, name)[1])
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                check(field["type"], cell)
        for key in resource["schema"].get("foreignKeys", []):
            assert {told(row[heading.index(key["fields"])]) for row in rows} <= documents
    assert summary.counts["rows"] == sum(resource["rows"] for resource in tables.values())


def check(kind: str, cell: str) -> None:
    """A cell is of its field's type (https://specs.frictionlessdata.io/table-schema/)."""
    if cell and kind != "string":
        {"integer": int, "number": float, "year": int, "date": date.fromisoformat,
         "boolean": ("true", "false").index}[kind](cell)  # type: ignore[operator]  # fmt: skip


def test_package_is_described_and_summed(exported: Export, built: Path) -> None:
    folder, summary = exported("package")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    sums = dict(
        reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    assert sums.keys() == files - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert summary.counts["files"] == len(files)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        assert resource["hash"] == f"sha256:{sums[resource['path']]}"
        assert resource["bytes"] == (folder / resource["path"]).stat().st_size
    assert (folder / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()
    triples = [
        quad.triple
        for quad in parse(
            path=str(folder / "dataset.ttl"), format=RdfFormat.TURTLE, base_iri="https://example.org/p/"
        )
    ]
    parts = {t.object.value for t in triples if t.predicate.value.endswith("dcat#distribution")}
    assert parts == {f"https://example.org/p/{resource['path']}" for resource in package["resources"]}
    dumps = {t.object.value for t in triples if t.predicate.value == PREFIXES["void"] + "dataDump"}
    assert len(dumps) == 3 and dumps <= parts
    assert not [t for t in triples if "here" in str(t)]
