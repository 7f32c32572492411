"""A small invented world: a province, two cities, a zone; records made by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.graph import GraphContext, GraphSummary, build_graph
from kg.lexicon import Lexicon, load_lexicons
from kg.model import Record

HERE = Path(__file__).parent
# With --import-mode=importlib, modules beside the tests are found only if their folder is on the path.
sys.path[:0] = [str(HERE)]

from graph_worlds import Build  # noqa: E402


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicons([HERE / "lexicons"])


@pytest.fixture
def build(lexicon: Lexicon, tmp_path: Path) -> Build:
    """Build a graph in ``tmp_path``; keyword arguments go to the context."""

    def run(
        records: Iterable[Record], texts: dict[str, str] | None = None, out: str = "", **context: object
    ) -> GraphSummary:
        folder = tmp_path / out
        folder.mkdir(exist_ok=True)
        known = texts or {}
        return build_graph(
            records, GraphContext(lexicon=lexicon, text_of=known.get, version="1", **context), folder
        )

    return run
