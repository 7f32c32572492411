from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.store import Store, open_store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from small_graph_maker import small_graph


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(small_graph(tmp_path_factory.mktemp("small")))
