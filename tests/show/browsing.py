"""Driving a real browser through the page: Chromium by its driver, always from the file system."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

CHROMIUM, DRIVER = (shutil.which(name) for name in ("chromium", "chromedriver"))
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
            if text in f"{one.text} {one.get_attribute('aria-label') or ''}":
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
