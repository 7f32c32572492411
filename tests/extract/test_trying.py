"""``kg rules test``: what a rule gives, and for each way of giving nothing, the reason."""

from __future__ import annotations

from functools import lru_cache

import pytest

from kg.cli import main
from kg.errors import RuleError
from kg.extract.pieces import furthest, split_pattern
from kg.extract.pipeline import Extractor, load_extractor
from kg.extract.trying import Trial, try_rule


@lru_cache(maxsize=1)
def extractor() -> Extractor:
    return load_extractor()


def trial(rule: str, text: str) -> Trial:
    return try_rule(extractor(), rule, text, "云岭市")


def codes(found: Trial) -> list[str]:
    return [reason.code for reason in found.reasons]


def test_a_marked_text_gives_facts() -> None:
    found = trial("located-at", "[星河电子:Company]落户[青禾工业园:Park]。")
    assert found.gives == ("星河电子 locatedIn 青禾工业园",)
    assert found.reasons == ()


def test_a_plain_text_is_read_by_the_extractor_first() -> None:
    found = trial("works-signed", "昨日，青禾县签约年产3万套轴承项目。")
    assert found.gives == ("年产3万套轴承项目 planned",)
    assert "[年产3万套" in found.marked[0] and ":Project]" in found.marked[0]


@pytest.mark.parametrize(
    ("rule", "text", "code", "values"),
    [
        ("next-to-name", "[星河电子:Company]搬走了。", "pattern_none", {"wants": "{o:Place|Park}"}),
        (
            "firm-of-work",
            "[星河电子:Company]的产品。",
            "pattern_part",
            {"wants": "{s:Project}", "rest": "产品。"},
        ),
        ("firm-in-name", "[一号项目:Project]开工。", "no_name", {"types": "Project"}),
        ("works-signed", "尚未签约[星河电子二期项目:Project]。", "mood_negated", {}),
        ("project-planned", "成功签约。", "argument", {"argument": "project"}),
        ("located-at", "[青禾工业园:Park]落户[青禾工业园:Park]。", "kinds", {"label": "locatedIn"}),
    ],
)
def test_why_a_rule_of_facts_gives_nothing(rule: str, text: str, code: str, values: dict[str, str]) -> None:
    found = trial(rule, text)
    assert found.gives == ()
    told = [dict(reason.values) for reason in found.reasons if reason.code == code]
    assert told and values.items() <= told[0].items(), found.reasons


@pytest.mark.parametrize(
    ("rule", "text", "code"),
    [
        ("award-won", "云岭市跻身前列。", "pattern_part"),
        ("event-congress", "十八大桥建成。", "condition"),
        ("list-fields", "在干部作风、群众办事等领域补短板。", "ends_with"),
        ("product-of-capacity", "年产3万套规模。", "reject"),
        ("list-projects", "青禾县、白河县等项目多。", "place"),
        ("event-party-congress", "市第六次党代会上，党代会代表发言。", ""),
    ],
)
def test_why_a_rule_of_names_gives_nothing(rule: str, text: str, code: str) -> None:
    found = trial(rule, text)
    assert (code in codes(found)) if code else found.gives, found


def test_a_name_that_another_one_displaces_says_which() -> None:
    found = trial("award-title", "青禾县荣获“茶旅融合”行动先进县称号，全县荣获中国红茶之乡称号。")
    lost = [dict(reason.values) for reason in found.reasons if reason.code == "lost"]
    assert all(value["name"] and value["type"] and value["by"] for value in lost)
    assert lost or found.gives


def test_an_unknown_rule_names_its_neighbours() -> None:
    with pytest.raises(RuleError, match="did you mean located-at"):
        trial("locatd-at", "x")


def test_a_wrong_mark_is_told() -> None:
    with pytest.raises(RuleError, match="unknown type"):
        trial("located-at", "[星河:Firm]落户[青禾工业园:Park]")


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("{s:Project}(?:将|(?:已|未))开工", ["{s:Project}", "(?:将|(?:已|未))", "开工"]),
        (r"[^，\]]{0,4}?<at_verbs>~8\d+", [r"[^，\]]{0,4}?", "<at_verbs>", "~8", r"\d+"]),
        ("甲|乙", ["甲|乙"]),
        ("[]，]+甲", ["[]，]+", "甲"]),
    ],
)
def test_pieces_of_a_pattern(pattern: str, pieces: list[str]) -> None:
    assert split_pattern(pattern) == pieces
    assert "".join(split_pattern(pattern)) == pattern


def test_every_rule_falls_into_pieces_that_compile() -> None:
    for rule in extractor().book.rules:
        assert "".join(split_pattern(rule.rule.pattern)) == rule.rule.pattern
        assert furthest(rule.rule.pattern, extractor().book.words, ["一段没有名称的文字。"])


def test_the_command_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "rules",
        "test",
        "located-at",
        "[星河\x1b电子:Company]落户[青禾工业园:Park]。",
        "--lang",
        "en",
    ]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "gives: 星河\\x1b电子 locatedIn 青禾工业园" in out and "\x1b" not in out
    assert main(["rules", "test", "located-at", "没有。", "--lang", "zh"]) == 1
    assert "没有得到结果" in capsys.readouterr().out
    assert main(["rules", "list", "--layer", "milestones"]) == 0
    assert "work-behind" in capsys.readouterr().out
    assert main(["rules", "test", "nothing-like-it", "x", "--lang", "en"]) == 2


def test_every_reason_has_its_words() -> None:
    import re
    from pathlib import Path

    import kg.extract
    from kg.console.catalogue import group

    told = {"pattern_none", "pattern_part"}
    for path in Path(kg.extract.__file__).parent.glob("*.py"):
        told |= set(re.findall(r'reason\([\w.\[\]]+, "(\w+)"', path.read_text(encoding="utf-8")))
    moods = {f"mood_{mood}" for mood in ("plan", "sought", "negated", "condition", "urged")}
    assert set(group("rules.why")) == told | moods | {"plausible", "empty"}
