"""Make docs/images/graph.png: the network of the sample articles, as a browser shows it.

usage: python docs/tools/picture.py [LANGUAGE]

Needs selenium, chromium and chromedriver. The language is ``en`` (docs/images/graph.png) or ``zh``
(docs/images/graph.zh.png); without one, both are made.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1280, 800)
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb")
PATIENCE = 30.0  # seconds


def main(languages: list[str]) -> int:
    """Build the samples and take the pictures."""
    from kg.cli import main as kg

    for lang in languages or ["en", "zh"]:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            command = ["build", str(ROOT / "seeds" / "articles"), "-o", str(out), "--lang", lang, "--quiet"]
            if code := kg(command):
                return code
            target = ROOT / "docs" / "images" / ("graph.png" if lang == "en" else f"graph.{lang}.png")
            target.parent.mkdir(exist_ok=True)
            take(out / "graph.html", target)
            print(f"wrote {target.relative_to(ROOT).as_posix()}")
    return 0


def take(page: Path, target: Path) -> None:
    """Open a page from the file system; save what the window shows once the page says that it is ready."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in (*FLAGS, f"--window-size={SIZE[0]},{SIZE[1]}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.get(page.resolve().as_uri())
        end = time.monotonic() + PATIENCE
        while driver.execute_script("return document.documentElement.dataset.ready") != "true":
            if time.monotonic() > end:
                raise SystemExit(f"{page}: not ready after {PATIENCE:.0f} s")
            time.sleep(0.1)
        time.sleep(1.0)  # whatever still glides into its place
        driver.save_screenshot(str(target))
    finally:
        driver.quit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
