"""The hand-written pages: their links lead somewhere, and both readmes run the same commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "seeds").rglob("*.md"),
]  # fmt: skip
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(#[^)]*)?\)")
COMMAND = re.compile(r"<!-- output(?: of \d+ lines)?: (.+?)(?: --lang \w+)? -->")


@pytest.mark.parametrize("page", sorted(PAGES), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links(page: Path) -> None:
    targets = [m[1] for m in LINK.finditer(page.read_text(encoding="utf-8")) if "://" not in m[1]]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_readmes_run_the_same_commands() -> None:
    english, chinese = (
        COMMAND.findall((ROOT / name).read_text("utf-8")) for name in ("README.md", "README.zh.md")
    )
    assert english == chinese
    assert len(english) >= 3


def test_readmes_name_the_two_commands() -> None:
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "python3 tasks.py demo\n" in text
        assert "python3 tasks.py test\n" in text
