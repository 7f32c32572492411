"""Make the pictures of the network view in docs/images, as a browser shows it.

usage: python docs/tools/picture.py [--of OUT] [--to FOLDER] [NAME …]

Without ``--of``, the sample articles are built and shown; with it, what ``kg build`` wrote to OUT. Names are
those of VIEWS; without any, all are made. Needs selenium, chromium and chromedriver.
"""

from __future__ import annotations

import argparse
import shutil
import struct
import sys
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb")
PATIENCE = 30.0  # seconds
SETTLE = 1.0  # seconds for whatever still glides into its place

# The project of which most stages and facts are told; and what is done in the page before its picture is taken.
TOLD = (
    "const many = (t, layer) => t.facts.filter((at) => fangzhi.model.data.facts[at].layer === layer).length;"
    "const told = fangzhi.model.things.filter((t) => t.types[0] === 0).map((t) => [many(t, 'milestones') * 4 + t.near.size, -t.i])"
    ".sort((a, b) => b[0] - a[0] || b[1] - a[1]); const i = told.length ? -told[0][1] : 0;"
)
PANEL = f"{TOLD} fangzhi.go(i); document.querySelectorAll('#panel details.fact').forEach((row, k) => {{ row.open = k < 2; }});"
SEARCH = "const box = document.getElementById('search'); box.focus(); box.value = 'gxq'; box.dispatchEvent(new Event('input'));"
SPARQL = (
    "const done = arguments[0]; fangzhi.toggleAsk(true);"
    "const until = (holds, then) => (holds() ? then() : setTimeout(() => until(holds, then), 50));"
    "until(() => fangzhi.ask.triples, () => { FZ.pickQuery(fangzhi, 'shared-honours'); document.getElementById('ask-run').click();"
    " until(() => !fangzhi.ask.busy, () => { document.getElementById('ask-show')?.click();"
    " document.querySelector('#ask tbody button.open')?.click(); document.getElementById('ask-query').blur(); setTimeout(done, 3400); }); });"
)


@dataclass(frozen=True)
class View:
    """One picture: language, window (CSS pixels), dark or light, phone or desktop, and what is done first."""

    lang: str
    size: tuple[int, int] = (1280, 800)
    dark: bool = False
    phone: bool = False
    script: str = ""
    wait: bool = False


VIEWS = {
    "graph": View("en"),
    "graph.zh": View("zh"),
    "panel": View("zh", script=PANEL),
    "panel.en": View("en", script=PANEL),
    "dark": View("zh", dark=True),
    "search": View("zh", script=SEARCH),
    "sparql": View("zh", script=SPARQL, wait=True),
    "sparql.en": View("en", script=SPARQL, wait=True),
    "phone": View("zh", (390, 844), phone=True),
    "phone.panel": View("zh", (390, 844), phone=True, dark=True, script=PANEL),
}


def main(arguments: list[str]) -> int:
    """Build what is to be shown and take the pictures."""
    from kg.cli import main as kg

    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--of", type=Path)
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in VIEWS]:
        parser.error(f"no picture {', '.join(unknown)}; there are {', '.join(VIEWS)}")
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out = given.of or Path(folder, "out")
        if not given.of and (
            code := kg(["build", str(ROOT / "seeds" / "articles"), "-o", str(out), "--quiet"])
        ):
            return code
        for lang in ("zh", "en"):
            page = Path(folder, f"{lang}.html")
            if code := kg(["view", str(out), "-o", str(page), "--with-sparql", "--lang", lang]):
                return code
        for name in given.names or VIEWS:
            target = given.to / f"{name}.png"
            take(Path(folder, f"{VIEWS[name].lang}.html"), VIEWS[name], target)
            print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB")
    return 0


def take(page: Path, view: View, target: Path) -> None:
    """Open a page from the file system; save what the window shows once the page says that it is ready."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        dress(driver, view)
        driver.get(page.resolve().as_uri())
        end = time.monotonic() + PATIENCE
        while driver.execute_script("return document.documentElement.dataset.ready") != "true":
            if time.monotonic() > end:
                raise SystemExit(f"{page}: not ready after {PATIENCE:.0f} s")
            time.sleep(0.1)
        if view.script:
            (driver.execute_async_script if view.wait else driver.execute_script)(view.script)
        time.sleep(SETTLE)
        target.write_bytes(smaller(driver.get_screenshot_as_png()))
    finally:
        driver.quit()


def dress(driver: Any, view: View) -> None:
    """Give the window its size and say whether people want it dark."""
    wide, high = view.size
    metrics = {
        "width": wide,
        "height": high,
        "deviceScaleFactor": 2 if view.phone else 1,
        "mobile": view.phone,
    }
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    theme = {"name": "prefers-color-scheme", "value": "dark" if view.dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [theme]})


def smaller(png: bytes) -> bytes:
    """Return the same PNG, its pixels deflated as well as zlib can."""
    at, chunks, pixels = 8, [], b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12
        if kind == b"IDAT":
            pixels += data
        elif kind in (b"IHDR", b"IEND"):
            chunks.append((kind, data))
    chunks.insert(1, (b"IDAT", zlib.compress(zlib.decompress(pixels), 9)))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return png[:8] + body


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
