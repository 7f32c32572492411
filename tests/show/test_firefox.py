"""The page in a second engine: Firefox, from the file system. Skipped where no Firefox is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from marionette import Firefox

from kg.show import ViewOptions, write_view
from kg.store import Store

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not PROGRAM, reason="no Firefox is installed (Debian: apt install firefox-esr)"),
]
# What goes wrong before our own listeners hang would be lost otherwise; resources are what the page has loaded.
LOADED = "return performance.getEntriesByType('resource').map((one) => one.name).filter((one) => !/^(data|blob):/.test(one))"
FIND = "return fangzhi.model.things.findIndex((one) => one.name === arguments[0])"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    browser = Firefox(str(PROGRAM), tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def page(firefox: Firefox, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    path = tmp_path_factory.mktemp("firefox") / "graph.html"
    write_view(store, path, ViewOptions(sparql=True))
    firefox.command("WebDriver:Navigate", url=path.as_uri())
    firefox.wait("return document.documentElement.dataset.ready === 'true'")
    firefox.js("window.odd = []; window.addEventListener('error', (e) => window.odd.push(e.message))")
    yield firefox
    assert firefox.js("return window.odd") == []
    assert firefox.js(LOADED) == []


def test_it_opens_with_all_things_and_labels(page: Firefox) -> None:
    assert page.js("return fangzhi.visible.size") == 12
    assert page.wait("return fangzhi.picture.labels") > 5


def test_panel_with_stages_and_quotes(page: Firefox) -> None:
    project = page.js(FIND, "星河电子智能传感器项目")
    page.js("fangzhi.go(arguments[0])", project)
    assert page.js("return document.querySelector('#panel h2').textContent") == "星河电子智能传感器项目"
    assert page.js("return document.querySelectorAll('ol.line li').length") == 2
    page.js("document.querySelector('details.fact').open = true")
    assert page.wait("return document.querySelector('blockquote mark')?.textContent")


def test_search_focus_path_and_undo(page: Firefox) -> None:
    assert page.js("return window.FZ.search(fangzhi.model, 'qhjkq', 5)[0].i") == page.js(FIND, "青禾经开区")
    county = page.js(FIND, "白鹭县")
    page.js("fangzhi.focus(arguments[0], 1)", county)
    assert page.js("return fangzhi.visible.size") == 3
    page.js("fangzhi.history.undo()")
    assert page.js("return fangzhi.visible.size") == 12
    page.js("fangzhi.startPath(arguments[0]); fangzhi.go(arguments[1])", page.js(FIND, "林见川"), page.js(FIND, "电子信息"))  # fmt: skip
    assert page.js("return fangzhi.state.path.length") == 3


def test_sparql_answers_offline(page: Firefox) -> None:
    page.js("fangzhi.toggleAsk(true)")
    assert page.wait("return fangzhi.ask.triples") > 100
    page.js("window.FZ.pickQuery(fangzhi, 'projects'); document.getElementById('ask-run').click()")
    page.wait("return document.querySelector('#ask tbody button.open')")
    page.js("document.querySelector('#ask tbody button.open').click()")
    assert page.wait("return document.querySelector('#ask blockquote mark')?.textContent")
