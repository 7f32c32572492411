"""The page for everybody: axe-core finds nothing serious, and hands on the keyboard reach all of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
from browsing import Page
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from kg.show import ViewOptions, write_view
from kg.store import Store

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def full(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "graph.html"
    write_view(store, path, ViewOptions(sparql=True))
    return path


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, page: Page) -> Iterator[str]:
    media = {"features": [{"name": "prefers-color-scheme", "value": request.param}]}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    yield str(request.param)
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def serious(page: Page) -> list[str]:
    """Return axe-core's serious and critical findings, each with the elements that it names."""
    page.js(AXE.read_text(encoding="utf-8"))
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then((r) => done(r.violations), (e) => done(String(e)))"
    )
    assert isinstance(found, list), found
    return [
        f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:4]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def test_axe_is_the_one_that_its_note_tells_of() -> None:
    note = (AXE.parent / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"SHA-256 `([0-9a-f]{64})`", note) == [hashlib.sha256(AXE.read_bytes()).hexdigest()]


def test_nothing_serious_in_any_state(page: Page, full: Path, theme: str) -> None:
    page.open(full)
    assert page.state("theme") == theme
    assert serious(page) == []
    page.js("fangzhi.go(arguments[0])", page.find("星河电子智能传感器项目"))
    page.js("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.settle()
    assert serious(page) == []
    page.css("#search").send_keys("青禾")
    assert serious(page) == []
    page.css("#search").send_keys(Keys.ESCAPE)
    page.button("导出", "#tools")
    assert serious(page) == []
    page.css("body").send_keys(Keys.ESCAPE)
    page.button("SPARQL", "#tools")
    page.wait(lambda: page.js("return fangzhi.ask.triples"), 30)
    page.js("FZ.pickQuery(fangzhi, 'projects')")
    page.css("#ask-run").click()
    page.wait(lambda: page.js("return document.querySelector('#ask tbody button.open')"), 30)
    page.css("#ask tbody button.open").click()
    page.settle()
    assert serious(page) == []


def test_nothing_serious_on_a_phone(page: Page, full: Path) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        page.open(full)
        page.js("fangzhi.go(arguments[0])", page.find("云岭市"))
        page.settle()
        assert serious(page) == []
        page.js("fangzhi.select(null); fangzhi.toggleAsk()")
        page.settle()
        assert page.js("return document.documentElement.scrollWidth") <= 390
        assert serious(page) == []
        page.js("fangzhi.mark([0, 1])")
        assert page.js("return document.getElementById('ask').hidden"), "the drawer would cover the picture"
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def press(page: Page, *keys: str) -> None:
    for key in keys:
        ActionChains(page.driver).send_keys(key).perform()
    page.settle()


def test_everything_by_keyboard(page: Page, full: Path) -> None:
    page.open(full)
    press(page, "n")
    first = page.state("selected")
    assert first == 0
    press(page, "n", "b")
    assert page.state("selected") == first
    press(page, "]")
    assert page.state("selected") in page.js(
        "return [...fangzhi.model.things[arguments[0]].near.keys()]", first
    )
    press(page, "m")
    assert page.js("return document.activeElement.getAttribute('role')") == "menuitem"
    press(page, Keys.ARROW_DOWN)
    assert (
        page.js("return [...document.querySelectorAll('#menu button')].indexOf(document.activeElement)") == 1
    )
    press(page, Keys.ESCAPE)
    assert page.js("return document.getElementById('menu').hidden && document.activeElement.id") == "network"
    press(page, "i")
    assert page.js("return document.activeElement.tagName") == "H2"
    press(page, Keys.TAB, Keys.ENTER)
    assert page.js("return document.getElementById('panel').contains(document.activeElement)")
    page.css("#legend .row").send_keys(Keys.ENTER)
    assert page.js("return document.activeElement.getAttribute('aria-pressed')") == "false"
    press(page, "z", "s")
    assert page.js("return document.activeElement.id") == "ask-query"
    press(page, Keys.ESCAPE)
    assert page.js("return document.getElementById('ask').hidden")
    assert page.js("return document.activeElement.id") == "ask-open"


def test_every_button_can_be_reached_and_is_named(page: Page, full: Path) -> None:
    page.open(full)
    met = set()
    for _ in range(60):
        ActionChains(page.driver).send_keys(Keys.TAB).perform()
        where = page.js(
            "const e = document.activeElement;"
            "return e === document.body ? '' : e.id || e.getAttribute('aria-label') || e.textContent"
        )
        if where in met and where == "network":
            break
        met.add(where)
    assert {"search", "network", "适应窗口", "导出", "帮助"} <= met


def test_motion_is_spared_who_asks_for_it(page: Page, full: Path) -> None:
    media = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        page.open(full)
        was = page.js("return fangzhi.picture.network.getViewPosition()")
        spot = page.js("fangzhi.go(3); return fangzhi.picture.network.getViewPosition()")
        assert spot != was, "the picture is there at once"
        page.settle()
        assert page.js("return fangzhi.picture.network.getViewPosition()") == spot
        assert (
            page.js("return getComputedStyle(document.getElementById('notice')).transitionDuration") == "0s"
        )
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
