"""Small records by hand, and exactly the Turtle that they must give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.graph import GraphContext, build_graph
from kg.lexicon import Lexicon
from kg.model import decode_record

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
FILES = ("graph.ttl", "evidence.ttl", "background.ttl")


def build_case(case: Path, lexicon: Lexicon, out: Path) -> None:
    lines = (case / "records.jsonl").read_text(encoding="utf-8").splitlines()
    texts = json.loads((case / "texts.json").read_text(encoding="utf-8"))
    build_graph(
        [decode_record(line) for line in lines],
        GraphContext(lexicon=lexicon, text_of=texts.get, version="1"),
        out,
    )


def body(path: Path) -> str:
    """The Turtle without its prefixes (they are the same everywhere)."""
    return path.read_text(encoding="utf-8").split("\n\n", 1)[1]


def test_number_of_cases() -> None:
    assert len(CASES) == 4


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, lexicon: Lexicon, tmp_path: Path) -> None:
    build_case(case, lexicon, tmp_path)
    for name in FILES:
        wanted = case / name
        if wanted.exists():
            assert body(tmp_path / name) == wanted.read_text(encoding="utf-8"), f"{case.name}/{name}"


def test_every_case_has_a_graph() -> None:
    assert all((case / "graph.ttl").exists() for case in CASES)
