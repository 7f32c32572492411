"""The hand-written pages: their links lead somewhere, and both readmes run the same commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "seeds").rglob("*.md"),
]  # fmt: skip
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)  # patterns look like links
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(#[^)]*)?\)")
COMMAND = re.compile(r"<!-- output(?: of \d+ lines)?: (.+?)(?: --lang \w+)? -->")


@pytest.mark.parametrize("page", sorted(PAGES), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links(page: Path) -> None:
    words = CODE.sub("", page.read_text(encoding="utf-8"))
    targets = [m[1] for m in LINK.finditer(words) if "://" not in m[1]]
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


@pytest.mark.parametrize("page", ["cli.md", "cli.zh.md"])
def test_every_command_is_described(page: str) -> None:
    from kg.cli import cli

    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert len(cli.commands) >= 6
    assert [name for name in cli.commands if f"## `kg {name}`\n" not in text] == []


def example(page: str, begin: str) -> str:
    """Return the code block of a page whose text begins so."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return next(m[1] for m in re.finditer(r"```\w+\n(.*?)```", text, re.S) if m[1].startswith(begin))


def test_the_rule_of_the_rules_page_works(tmp_path: Path) -> None:
    """The example rule and the example names, as printed, in a folder of the user's."""
    from kg.extract import load_extractor
    from kg.read import ReadOptions, find_sources, read_document

    own = tmp_path / "own"
    own.mkdir()
    (own / "local.yml").write_text(example("rules.md", "- rule: my-"), encoding="utf-8")
    (own / "words.yml").write_text(example("rules.md", "hard_stops"), encoding="utf-8")
    (own / "names.tsv").write_text(example("how-to/own-names-and-rules.md", "name\t"), encoding="utf-8")
    text = tmp_path / "a.txt"
    text.write_text("青禾开发区传来喜讯\n\n今年3月，星河电子成功花落青禾经开区。\n", encoding="utf-8")
    record = load_extractor(own).extract(read_document(*find_sources([text]), ReadOptions()))
    names = {entity.id: entity.name for entity in record.entities}
    assert [(names[r.s], r.p, names[r.o], r.rule) for r in record.relations] == [
        ("星河电子", "locatedIn", "青禾经开区", "my-located-flower")
    ]


def test_the_words_of_the_how_to_page_work(tmp_path: Path) -> None:
    from kg.extract.rulebook import load_rules
    from kg.resources import rules_folder

    (tmp_path / "words.yml").write_text(
        example("how-to/own-names-and-rules.md", "at_verbs"), encoding="utf-8"
    )
    assert "花落" in load_rules([rules_folder(), tmp_path]).words["at_verbs"]


def test_the_corrections_of_the_how_to_page_work(tmp_path: Path) -> None:
    from kg.graph.corrections import load_corrections

    path = tmp_path / "corrections.tsv"
    path.write_text(example("how-to/own-names-and-rules.md", "action\t"), encoding="utf-8")
    found = load_corrections(path)
    assert (len(found.same), len(found.different), len(found.rejected)) == (1, 1, 1)
