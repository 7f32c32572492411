"""Every rule's examples and counterexamples, as they stand in the rule files."""

from __future__ import annotations

from functools import lru_cache

import pytest

from kg.extract.examples import Examples, read_marked
from kg.extract.rulebook import load_rules
from kg.lexicon import load_lexicons
from kg.resources import lexicon_folder, rules_folder

BOOK = load_rules([rules_folder()])


@lru_cache(maxsize=1)
def examples() -> Examples:
    return Examples(load_lexicons([lexicon_folder()]), BOOK)


def test_all_examples_hold() -> None:
    assert [str(failure) for failure in examples().failures()] == []


def test_there_are_examples_to_run() -> None:
    told = [
        r for r in BOOK.rules if r.rule.layer in ("relations", "conferrals", "milestones") and r.rule.examples
    ]
    assert len(told) >= 60


@pytest.mark.parametrize("rule", [r for r in BOOK.rules if r.rule.layer in ("relations", "conferrals", "milestones")],
                         ids=lambda r: r.name)  # fmt: skip
def test_fact_rules_have_an_example(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.rule.examples, f"{rule.where}: {rule.name} has no example"


def test_marked_text_is_read_with_names_in_names() -> None:
    reading = read_marked("[[青禾:Place]工业园:Park]的[星河电子:Company]。")
    assert reading.doc.text == "青禾工业园的星河电子。\n"
    assert [(m.text, m.type) for m in reading.passages[0].mentions] == [
        ("青禾工业园", "Park"),
        ("星河电子", "Company"),
    ]
    assert [(m.text, m.start) for m in reading.passages[0].nested] == [("青禾", 0)]


def test_an_open_bracket_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        read_marked("[青禾县:Place]的[星河")
