from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.store import Store, open_store

# With --import-mode=importlib, modules beside the tests are found only if their folder is on the path.
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "store")]

from small_graph_maker import small_graph  # noqa: E402


@pytest.fixture(scope="session")
def small_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def store(small_out: Path) -> Store:
    return open_store(small_out)


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium; skips where it, its driver or selenium is missing."""
    pytest.importorskip("selenium", reason="selenium is not installed")
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("chromium and chromedriver are not installed")
    from browsing import start_browser

    folder = tmp_path_factory.mktemp("downloads")
    browser = start_browser(folder, (1440, 900))
    browser.downloads = folder
    yield browser
    browser.quit()


@pytest.fixture
def page(driver: Any) -> Iterator[Any]:
    """A page under test; afterwards the console must be clean and no request may have left."""
    from browsing import Page

    driver.set_window_size(1440, 900)
    page = Page(driver, driver.downloads)
    yield page
    page.check_quiet()


@pytest.fixture(scope="module")
def small(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The view of the small graph."""
    from kg.show import write_view

    path = tmp_path_factory.mktemp("view") / "graph.html"
    write_view(store, path)
    return path
