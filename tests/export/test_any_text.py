"""Whatever stands in a name or a quote comes back from networks and tables (for RDF see test_rdf.py)."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from types import SimpleNamespace

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export import gexf, graphml, workbook
from kg.export.job import Job
from kg.export.network import Edge, Node
from kg.export.xml_text import XmlText
from kg.store.tables import harmless

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("_x0041=+-@\"'\\\n\r\t<>&[]{}|;`\x00\x1f\x85\u2028\ufeff\ufffe🚄𬭚"),
    ),
    min_size=1,
    max_size=12,
)
NAMES = st.lists(TEXT, min_size=1, max_size=4)


def job(folder: Path, name: str) -> Job:
    found = Job(folder, folder / name, "en")
    vars(found)["store"] = SimpleNamespace(quads=lambda *_: iter(()))  # what the job would open
    return found


@given(NAMES)
@settings(max_examples=60)
def test_networks(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("networks")
    nodes = [Node(f"urn:{at}", name, ("Park",), (name, "b"), 1, "") for at, name in enumerate(names)]
    edges = [Edge("urn:0", "partOf", node.iri, 1, 1, "2020-01-01", ()) for node in nodes[1:]]
    with pytest.MonkeyPatch.context() as patch:
        for module, write, read in (
            (graphml, graphml.write_graphml, nx.read_graphml),
            (gexf, gexf.write_gexf, nx.read_gexf),
        ):
            patch.setattr(module, "read_network", lambda _: (nodes, edges))
            xml = XmlText()
            expected = sorted((xml.clean(name), f"{xml.clean(name)}；b") for name in names)
            counts = write(job(folder, "x"))
            found = [(about["label"], about["aliases"]) for _, about in read(folder / "x").nodes(data=True)]
            assert sorted(found) == expected
            assert counts["replaced"] == xml.replaced


@given(NAMES)
@settings(max_examples=60)
def test_workbook(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    folder = tmp_path_factory.mktemp("workbook")
    columns = ("document", "title", "iri")
    rows = [(cell, cell, "urn:x") for cell in cells]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "TABLES", ("documents",))
        patch.setattr(workbook, "table_rows", lambda *_: (columns, iter(rows)))
        workbook.write_workbook(job(folder, "x.xlsx"))
    sheet = openpyxl.load_workbook(folder / "x.xlsx").active
    assert sheet is not None
    for line, cell in enumerate(cells, 2):
        expected = XmlText().clean(cell).replace("\r\n", "\n").replace("\r", "\n")
        assert (sheet.cell(line, 1).value, sheet.cell(line, 2).value) == (expected, expected)
        assert sheet.cell(line, 1).data_type == "s"


@given(NAMES)
def test_csv(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    (found,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert [one[1:] if one != cell else one for one, cell in zip(found, cells, strict=True)] == cells
    assert all(not one.startswith(("=", "+", "-", "@", "\t")) or NUMBER.fullmatch(one) for one in found)
