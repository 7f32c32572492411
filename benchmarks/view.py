"""Seconds to the first stable picture, by size of the graph, against pyvis with its defaults.

usage: python benchmarks/view.py [--limit SECONDS]

Scenes with invented names (``tests/show/scenes.py``) of 300 to 20,000 things. Each page is opened from the file
system in headless Chromium with software rendering and without a network. Ours counts as stable when the page
says that it is ready and two more frames are drawn; pyvis's when its physics says ``stabilized``. Prints a Markdown
table. Needs selenium, chromium and chromedriver.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pyvis.network import Network
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from urllib3.exceptions import HTTPError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "show"))

from scenes import random_scene  # noqa: E402

from kg.show import ViewOptions  # noqa: E402
from kg.show.view import render_scene  # noqa: E402
from kg.show.view.scene import Scene  # noqa: E402

SIZES = (300, 1000, 3000, 10_000, 20_000)
PYVIS_UP_TO = 3000
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1440,900",
         "--host-resolver-rules=MAP * ~NOTFOUND")  # fmt: skip
FRAMES = "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() / 1000)))"


def main(arguments: list[str]) -> int:
    """Measure and print."""
    limit = float(arguments[1]) if arguments[:1] == ["--limit"] else 120.0
    print(
        "| things | edges | laid out | file | opens with | first picture | all of them | pyvis, defaults: shown / at rest |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            begin = time.perf_counter()
            scene = random_scene(size)
            laid = time.perf_counter() - begin
            first, whole, bulk = ours(scene, Path(folder, "ours.html"))
            other = pyvis(scene, Path(folder, "pyvis.html"), limit) if size <= PYVIS_UP_TO else "not tried"
            print(
                f"| {size:,} | {len(scene.edges):,} | {laid:.1f} s | {bulk:.1f} MB | {scene.start:,} "
                f"| {first:.2f} s | {whole:.2f} s | {other} |",
                flush=True,
            )
    return 0


def browser() -> Any:
    """Start a fresh browser, so that no page finds another's warm caches."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(300)
    driver.set_page_load_timeout(300)
    return driver


def ours(scene: Scene, path: Path) -> tuple[float, float, float]:
    """Return seconds to the first picture, further seconds until everything is drawn, and megabytes."""
    path.write_text(render_scene(scene, ViewOptions()), encoding="utf-8")
    driver = browser()
    try:
        driver.get(path.as_uri())
        first = driver.execute_async_script(
            "const done = arguments[0], wait = () => document.documentElement.dataset.ready === 'true'"
            f" ? {FRAMES} : setTimeout(wait, 5); wait()"
        )
        whole = driver.execute_async_script(
            f"const done = arguments[0], start = performance.now(); fangzhi.showAll(); {FRAMES.replace('performance.now()', '(performance.now() - start)')}"
        )
        # Half a megabyte of script stands in every page.
        return float(first), float(whole), path.stat().st_size / 1e6
    finally:
        driver.quit()


def pyvis(scene: Scene, path: Path, limit: float) -> str:
    """Return how long pyvis with its own template and physics takes, or that it takes too long."""
    network = Network(cdn_resources="in_line")
    for at, node in enumerate(scene.nodes):
        network.add_node(at, label=node["name"])
    seen = set()
    for start, end, _ in scene.edges:
        if (start, end) not in seen:  # an undirected edge is looked up among all: quadratic
            seen.add((start, end))
            network.edges.append({"from": start, "to": end})
    html = network.generate_html(notebook=False)
    watch = "".join(
        f"network.once('{event}', () => {{ window.{name} = performance.now() / 1000; }}); "
        for event, name in (("stabilizationIterationsDone", "shownAt"), ("stabilized", "stableAt"))
    )
    path.write_text(html.replace("return network;", f"{watch}return network;"), encoding="utf-8")
    driver, late = browser(), f"> {limit:.0f} s"
    driver.command_executor.client_config.timeout = limit
    shown, stable = None, None
    try:
        driver.get(path.as_uri())
        end = time.monotonic() + limit
        while stable is None and time.monotonic() < end:
            shown, stable = driver.execute_script("return [window.shownAt, window.stableAt]")
            time.sleep(0.2)
    except (WebDriverException, HTTPError):
        pass  # its physics keep the page so busy that it does not even answer: the limit has passed
    finally:
        driver.service.stop()
    return " / ".join(late if at is None else f"{at:.1f} s" for at in (shown, stable))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
