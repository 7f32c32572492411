"""The page in a real browser, opened from the file system. Skipped where Chromium or selenium is missing."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scenes import nasty_scene, random_scene

from kg.show import ViewOptions, write_view
from kg.show.view import render_scene
from kg.store import Store

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

CHROMIUM, DRIVER = (shutil.which(name) for name in ("chromium", "chromedriver"))
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"),
]
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars"]  # fmt: skip


def start_browser(folder: Path, size: tuple[int, int]) -> Any:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--window-size={size[0]},{size[1]}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(DRIVER))


class Page:
    """A page under test: opens it, acts on it, and checks afterwards that it stayed quiet."""

    def __init__(self, driver: Any, downloads: Path) -> None:
        self.driver, self.downloads = driver, downloads

    def open(self, path: Path, anchor: str = "") -> None:
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get(path.as_uri() + anchor)
        self.wait(lambda: self.js("return document.documentElement.dataset.ready === 'true'"))
        self.settle()

    def js(self, code: str, *arguments: Any) -> Any:
        return self.driver.execute_script(code, *arguments)

    def wait(self, holds: Callable[[], Any], seconds: float = 8) -> Any:
        end = time.monotonic() + seconds
        while not (value := holds()):
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.03)
        return value

    def settle(self) -> None:
        """Wait until no animation runs and two frames have been drawn."""
        self.driver.execute_async_script(
            "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 560);"
        )

    def css(self, selector: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find(self, name: str) -> int:
        return int(self.js("return fangzhi.model.things.findIndex((one) => one.name === arguments[0])", name))

    def at(self, thing: int) -> tuple[int, int]:
        """Return where a thing is drawn, from the middle of the canvas."""
        spot = self.js("const n = fangzhi.picture.network, p = n.canvasToDOM(n.getPosition(arguments[0])), c = n.canvas.frame.canvas;"
                       "return [p.x - c.clientWidth / 2, p.y - c.clientHeight / 2]", thing)  # fmt: skip
        return round(spot[0]), round(spot[1])

    def on(self, thing: int) -> ActionChains:
        return ActionChains(self.driver).move_to_element_with_offset(
            self.css("#network canvas"), *self.at(thing)
        )

    def state(self, name: str) -> Any:
        return self.js(f"return fangzhi.state.{name}")

    def shown(self) -> int:
        return int(self.js("return fangzhi.visible.size"))

    def button(self, text: str, within: str = "#panel") -> None:
        for one in self.driver.find_elements(By.CSS_SELECTOR, f"{within} button"):
            if text in (one.text or one.get_attribute("aria-label") or ""):
                one.click()
                self.settle()
                return
        raise AssertionError(f"no button {text}")

    def check_quiet(self) -> None:
        """No message in the console, and no request but for the page itself."""
        assert self.driver.get_log("browser") == []
        asked = [
            event["params"]["request"]["url"]
            for entry in self.driver.get_log("performance")
            if (event := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
        ]
        left = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
        assert left == []
        assert sum(url.startswith("file:") for url in asked) <= 1


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("downloads")
    browser = start_browser(folder, (1440, 900))
    browser.downloads = folder
    yield browser
    browser.quit()


@pytest.fixture
def page(driver: Any) -> Iterator[Page]:
    driver.set_window_size(1440, 900)
    page = Page(driver, driver.downloads)
    yield page
    page.check_quiet()


@pytest.fixture(scope="module")
def small(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "graph.html"
    write_view(store, path)
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "large.html"
    path.write_text(render_scene(random_scene(900), ViewOptions()), encoding="utf-8")
    return path


def test_click_opens_the_panel_with_facts_and_marked_quotes(page: Page, small: Path) -> None:
    page.open(small)
    project = page.find("星河电子智能传感器项目")
    page.on(project).click().perform()
    page.settle()
    assert page.css("#panel h2").text == "星河电子智能传感器项目"
    assert [row.text for row in page.driver.find_elements(By.CSS_SELECTOR, "ol.line li")] == [
        "2023-03开工",
        "2023-06投产",
    ]
    fact = next(
        one
        for one in page.driver.find_elements(By.CSS_SELECTOR, "details.fact")
        if "位于青禾经开区" in one.text
    )
    fact.find_element(By.TAG_NAME, "summary").click()
    quote = page.wait(lambda: fact.find_elements(By.TAG_NAME, "blockquote"))[0]
    assert quote.find_element(By.TAG_NAME, "mark").text == "区内星河电子投资12亿元建设星河电子智能传感器项目"
    assert "第 28–53 字" in quote.text
    assert "句外依据：对象←上文主语：青禾经开区 [13–18]" in quote.text
    assert "#project/" in page.driver.current_url


def test_search_by_alias_flies_to_the_hit(page: Page, small: Path) -> None:
    page.open(small)
    page.css("body").send_keys("/")
    page.driver.switch_to.active_element.send_keys("经开")
    hits = page.wait(lambda: page.driver.find_elements(By.CSS_SELECTOR, "#hits li"))
    assert "青禾经开区" in hits[0].text
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.settle()
    assert page.css("#panel h2").text == "青禾经开区"
    x, y = page.at(page.find("青禾经开区"))
    assert abs(x) < 400
    assert abs(y) < 300
    page.css("#search").send_keys("没有此物")
    assert "没有匹配" in page.css("#hits").text
    page.css("#search").send_keys(Keys.ESCAPE)


def test_legend_filters_with_counts_and_undo_redo(page: Page, small: Path) -> None:
    page.open(small)
    assert page.shown() == 12
    row = next(
        one
        for one in page.driver.find_elements(By.CSS_SELECTOR, "#legend .row")
        if one.text.startswith("项目")
    )
    assert "2 / 2" in row.text
    row.click()
    page.settle()
    assert page.shown() == 10
    assert "off=Project" in page.driver.current_url
    page.css("body").send_keys("z")
    assert page.shown() == 12
    page.css("body").send_keys("y")
    assert page.shown() == 10
    assert "显示 10 / 12" in page.css("#count").text


def test_focus_hops_hide_and_leave(page: Page, small: Path) -> None:
    page.open(small)
    page.js("fangzhi.go(arguments[0])", page.find("白鹭县"))
    page.settle()
    page.button("聚焦 1 步")
    assert page.shown() == 3
    page.button("聚焦 2 步")
    assert page.shown() == 4
    page.button("退出聚焦", "#count")
    assert page.shown() == 12
    page.button("隐藏")
    assert page.shown() == 11
    assert page.state("selected") is None


def test_shortest_path_between_two_things(page: Page, small: Path) -> None:
    page.open(small)
    page.js("fangzhi.go(arguments[0])", page.find("林见川"))
    page.settle()
    page.button("查找路径")
    page.js("fangzhi.go(arguments[0])", page.find("电子信息"))
    page.settle()
    path = page.state("path")
    assert path[0] == page.find("林见川")
    assert path[-1] == page.find("电子信息")
    assert len(path) == 3
    assert "2 步" in page.css("#notice").text


def test_deep_link_back_and_forward(page: Page, small: Path) -> None:
    page.open(small, "#park/青禾经开区")
    assert page.css("#panel h2").text == "青禾经开区"
    page.js("fangzhi.go(arguments[0])", page.find("星河电子"))
    page.settle()
    page.driver.back()
    page.settle()
    assert page.css("#panel h2").text == "青禾经开区"
    page.driver.forward()
    page.settle()
    assert page.css("#panel h2").text == "星河电子"
    page.open(small, "#&off=Project,Award&focus=1~park%2F%E9%9D%92%E7%A6%BE%E7%BB%8F%E5%BC%80%E5%8C%BA")
    assert page.shown() == 4


def test_large_graph_starts_with_a_part_and_says_so(page: Page, large: Path) -> None:
    page.open(large)
    assert page.shown() == 250
    assert "显示 250 / 900" in page.css("#count").text
    page.button("显示更多", "#count")
    assert page.shown() == 500
    page.button("全部显示", "#count")
    assert page.shown() == 900
    page.button("只看重点", "#count")
    assert page.shown() == 250


def test_labels_never_lie_on_each_other(page: Page, large: Path) -> None:
    page.open(large)
    for _ in range(3):
        boxes = page.js("return fangzhi.picture.boxes")
        assert len(boxes) > 20
        for k, (x, y, w, h) in enumerate(boxes):
            assert not any(x < a + c and a < x + w and y < b + d and b < y + h for a, b, c, d in boxes[:k])
        page.css("body").send_keys("+")
        page.settle()


def test_double_click_unfolds_and_context_menu_unfolds_by_kind(page: Page, large: Path) -> None:
    page.open(large)
    hub = page.js(
        "return fangzhi.model.things.slice(0, 60).find((t) => [...t.near.keys()].some((o) => !fangzhi.visible.has(o))).i"
    )
    page.js("fangzhi.select(arguments[0]); fangzhi.fly(arguments[0], false)", hub)
    page.settle()
    hidden = page.js(
        "return [...fangzhi.model.things[arguments[0]].near.keys()].filter((o) => !fangzhi.visible.has(o)).length",
        hub,
    )
    before = page.shown()
    page.on(hub).context_click().perform()
    items = page.wait(
        lambda: [one.text for one in page.driver.find_elements(By.CSS_SELECTOR, "#menu button")]
    )
    assert any(text.startswith("展开：") for text in items)
    page.css("body").send_keys(Keys.ESCAPE)
    page.on(hub).double_click().perform()
    page.settle()
    assert page.shown() == before + hidden


def test_modifier_click_hides_dragging_pins_and_a_box_selects(page: Page, small: Path) -> None:
    page.open(small)
    thing = page.find("新材料")
    page.on(thing).key_down(Keys.CONTROL).click().key_up(Keys.CONTROL).perform()
    page.settle()
    assert page.shown() == 11
    park = page.find("青禾经开区")
    was = page.js("return fangzhi.picture.network.getPosition(arguments[0]).x", park)
    page.on(park).click_and_hold().move_by_offset(30, 20).move_by_offset(30, 20).release().perform()
    page.settle()
    assert page.js("return fangzhi.model.things[arguments[0]].x", park) > was + 20
    chain = ActionChains(page.driver).move_to_element_with_offset(page.css("#network canvas"), -480, -300)
    chain.key_down(Keys.SHIFT).click_and_hold().move_by_offset(1100, 600).release().key_up(
        Keys.SHIFT
    ).perform()
    page.settle()
    assert "已选" in page.css("#menu").text
    page.button("隐藏所选", "#menu")
    assert page.shown() < 11


def test_time_slider_keeps_what_is_dated_in_range_or_undated(page: Page, large: Path) -> None:
    page.open(large)
    sliders = page.driver.find_elements(By.CSS_SELECTOR, "#time input")
    assert len(sliders) == 2
    before = page.shown()
    page.js(
        "const s = arguments[0]; s.value = 2017; s.dispatchEvent(new Event('input')); s.dispatchEvent(new Event('change'))",
        sliders[1],
    )
    assert page.shown() < before
    assert "years=2016-2017" in page.driver.current_url
    odd = page.js(
        "return [...fangzhi.visible].filter((i) => FZ.inYears(fangzhi.model, i, [2016, 2017]) === false).length"
    )
    assert odd == 0


@pytest.mark.parametrize(
    ("word", "file", "head"),
    [
        ("PNG", "graph.png", b"\x89PNG"),
        ("CSV", "graph.csv", b"\xef\xbb\xbflayer"),
        ("Turtle", "graph.ttl", b"@prefix fz:"),
    ],
)
def test_exports_of_the_visible_part(page: Page, small: Path, word: str, file: str, head: bytes) -> None:
    page.open(small)
    page.button("导出", "#tools")
    page.button(word, "#menu")
    path = page.downloads / file
    page.wait(lambda: path.is_file() and path.stat().st_size)
    data = path.read_bytes()
    assert data.startswith(head)
    if word == "Turtle":
        import pyoxigraph

        triples = list(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE))
        assert sum(t.predicate.value.endswith("prefLabel") for t in triples) == 12
    os.remove(path)  # noqa: PTH107


def test_light_dark_and_language(page: Page, small: Path) -> None:
    page.open(small)
    ground = page.js("return getComputedStyle(document.body).backgroundColor")
    page.button("明暗", "#tools")
    assert page.js("return getComputedStyle(document.body).backgroundColor") != ground
    page.button("English", "#tools")
    assert "Project" in page.css("#legend").text
    page.js("fangzhi.go(arguments[0])", page.find("青禾经开区"))
    page.settle()
    assert "青禾经开区 is located in 云岭市" in page.css("#panel").text
    assert page.js("return document.documentElement.lang") == "en"


def test_names_from_documents_are_text(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "nasty.html"
    path.write_text(
        render_scene(nasty_scene(), ViewOptions(title="</title><script>alert(9)</script>")), encoding="utf-8"
    )
    page.open(path)
    page.js("fangzhi.go(0)")
    page.settle()
    assert page.css("#panel h2").text == "<img src=x onerror=alert(1)>"
    page.js("document.querySelectorAll('details.fact').forEach((one) => { one.open = true; })")
    quote = page.wait(lambda: page.driver.find_elements(By.TAG_NAME, "blockquote"))[0]
    assert quote.find_element(By.TAG_NAME, "mark").text == "</mark><img src=x onerror=alert(4)>"
    assert quote.text.startswith("𬭚😀")
    assert "第 2–5 字" in quote.text
    page.css("#search").send_keys("img")
    assert page.driver.find_elements(By.CSS_SELECTOR, "#hits li")
    assert page.js("return document.images.length") == 0
    assert page.js("return document.querySelectorAll('body script').length") == 11


def test_phone(page: Page, small: Path) -> None:
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True},
    )
    try:
        page.open(small)
        page.js("fangzhi.go(arguments[0])", page.find("云岭市"))
        page.settle()
        box = page.css("#panel").rect
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert page.js("return document.documentElement.scrollWidth") <= 390
        x, y = page.at(page.find("云岭市"))
        assert abs(x) < 195
        assert y + 422 < box["y"], "the thing is not under the panel"
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_three_thousand_things_are_there_in_time(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_text(render_scene(random_scene(3000, start=3000), ViewOptions(start=3000)), encoding="utf-8")
    begin = time.monotonic()
    page.open(path)
    assert page.shown() == 3000
    assert time.monotonic() - begin < 12
