"""SPARQL in the page, in a real browser: from the file system, without any request."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
from browsing import Page
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from kg.show import ViewOptions, write_view
from kg.store import Store, ask

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def full(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sparql") / "graph.html"
    write_view(store, path, ViewOptions(sparql=True))
    return path


def begin(page: Page, path: Path) -> None:
    page.open(path)
    page.button("SPARQL", "#tools")
    page.wait(lambda: page.js("return fangzhi.ask.triples"), 30)


def run(page: Page) -> str:
    page.css("#ask-run").click()
    page.wait(lambda: not page.js("return fangzhi.ask.busy"), 30)
    return str(page.css("#ask-said").text)


def write(page: Page, query: str) -> None:
    page.js("const e = document.getElementById('ask-text'); e.value = arguments[0]; e.dispatchEvent(new Event('input'))", query)  # fmt: skip


def test_every_shipped_query_without_needs_gives_what_the_command_gives(
    page: Page, full: Path, store: Store
) -> None:
    begin(page, full)
    queries = page.js("return fangzhi.ask.parts.queries.filter((q) => !q.parameters.some((p) => p.default === 'required')).map((q) => q.name)")  # fmt: skip
    assert len(queries) > 10
    for name in queries:
        Select(page.css("#ask-query")).select_by_value(name)
        said = run(page)
        assert said.startswith(f"{len(ask(store, name).rows)} 行"), (name, said)


def test_a_parameter_is_filled_in_by_name_and_a_row_leads_to_its_quotes(page: Page, full: Path) -> None:
    begin(page, full)
    Select(page.css("#ask-query")).select_by_value("projects-of-park")
    assert "请填写" in run(page)
    page.css("#ask-park").send_keys("青禾经开区", Keys.ENTER)
    page.wait(lambda: page.driver.find_elements(By.CSS_SELECTOR, "#ask tbody tr"))
    assert "星河电子智能传感器项目" in page.css("#ask tbody tr").text
    page.css("#ask tbody button.open").click()
    quote = page.wait(lambda: page.driver.find_elements(By.CSS_SELECTOR, "#ask blockquote mark"))[0]
    assert "星河电子智能传感器项目" in quote.text


def test_results_become_a_selection_in_the_picture(page: Page, full: Path) -> None:
    begin(page, full)
    Select(page.css("#ask-query")).select_by_value("projects")
    run(page)
    page.css("#ask-show").click()
    page.settle()
    marked = page.state("marked")
    assert page.find("星河电子智能传感器项目") in marked
    assert set(page.js("return [...fangzhi.picture.marked]")) == set(marked)
    page.css("#ask tbody .chip").click()
    page.settle()
    assert not page.css("#panel").get_attribute("hidden")
    page.css("body").send_keys(Keys.ESCAPE)


def test_own_text_with_undeclared_prefixes_errors_and_other_forms(page: Page, full: Path) -> None:
    begin(page, full)
    write(page, "SELECT ?name WHERE { ?p a fz:Park ; skos:prefLabel ?name }")
    assert run(page).startswith("1 行")
    assert page.css("#ask tbody").text.strip().endswith("青禾经开区")
    write(page, "ASK { ?p a fz:Park }")
    run(page)
    assert page.css("#ask-rows").text == "是"
    write(page, "CONSTRUCT { ?p a fz:Park } WHERE { ?p a fz:Park }")
    run(page)
    assert "ontology#Park" in page.css("#ask-rows pre").text
    write(page, "SELECT ?p WHERE {\n ?p a fz:Park ; }}")
    said = run(page)
    assert "2:" in said
    assert "bad" in page.css("#ask-said").get_attribute("class")
    write(page, "SELECT * WHERE { SERVICE <https://example.org/sparql> { ?s ?p ?o } }")
    run(page)
    assert "bad" in page.css("#ask-said").get_attribute("class")


def test_a_long_query_can_be_stopped(page: Page, full: Path) -> None:
    begin(page, full)
    write(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    page.css("#ask-run").click()
    page.wait(lambda: page.js("return fangzhi.ask.busy"))
    page.css("#ask-stop").click()
    assert page.css("#ask-said").text == "已停止"
    write(page, "ASK { ?p a fz:Park }")
    run(page)
    assert page.css("#ask-rows").text == "是"


def test_escape_and_language_in_the_drawer(page: Page, full: Path) -> None:
    begin(page, full)
    page.button("English", "#tools")
    assert "Shipped queries" in page.css("#ask").text
    page.css("#ask-query").send_keys(Keys.ESCAPE)
    page.settle()
    assert page.js("return document.getElementById('ask').hidden")
