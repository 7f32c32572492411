from __future__ import annotations

from pathlib import Path

import pytest
from small_graph_maker import small_graph

from kg.store import Store, open_store


@pytest.fixture(scope="session")
def small_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def store(small_out: Path) -> Store:
    return open_store(small_out)
