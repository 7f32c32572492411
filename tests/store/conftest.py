from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.store import Store, open_store

# With --import-mode=importlib, modules beside the tests are found only if their folder is on the path.
sys.path[:0] = [str(Path(__file__).parent)]

from small_graph_maker import small_graph  # noqa: E402


@pytest.fixture(scope="session")
def small_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def store(small_out: Path) -> Store:
    return open_store(small_out)
