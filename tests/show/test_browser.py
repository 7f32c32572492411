"""The page in a real browser, opened from the file system. Skipped where Chromium or selenium is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
from browsing import Page
from scenes import nasty_scene, random_scene
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from kg.show import ViewOptions
from kg.show.view import render_scene
from kg.show.view.scene import Scene

pytestmark = pytest.mark.browser


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


def test_search_by_pinyin_initials(page: Page, small: Path) -> None:
    page.open(small)
    page.css("#search").send_keys("qhjkq")
    hits = page.wait(lambda: page.driver.find_elements(By.CSS_SELECTOR, "#hits li"))
    assert [one.text.split("\n")[0] for one in hits] == ["青禾经开区"]
    top = page.js(
        "const box = arguments[0].getBoundingClientRect();"
        "return document.elementFromPoint(box.left + 12, box.top + 8).closest('#hits') !== null", hits[0],
    )  # fmt: skip
    assert top, "the hits lie above all else"


def test_an_empty_graph_says_so(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text(render_scene(Scene(), ViewOptions()), encoding="utf-8")
    page.open(path)
    assert "还没有事物" in page.css("#empty").text


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


def test_edge_words_never_lie_on_names(page: Page, small: Path) -> None:
    page.open(small)
    page.js("fangzhi.go(arguments[0])", page.find("云岭市"))
    page.settle()
    boxes = page.js("return fangzhi.picture.boxes")
    assert len(boxes) > page.js("return fangzhi.picture.labels"), "some edge words are drawn"
    for k, (x, y, w, h) in enumerate(boxes):
        assert not any(x < a + c and a < x + w and y < b + d and b < y + h for a, b, c, d in boxes[:k])


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
    assert quote.text.startswith("…𬭚😀")
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


def test_three_thousand_things_are_all_drawn(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_text(render_scene(random_scene(3000, start=3000), ViewOptions(start=3000)), encoding="utf-8")
    page.open(path)
    assert page.shown() == 3000  # how fast: benchmarks/view.py
