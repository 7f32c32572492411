"""Every rule's examples and counterexamples, as they stand in the rule files, by the code of ``kg rules check``."""

from __future__ import annotations

from functools import lru_cache

import pytest

from kg.extract.checking import Checked, check_rules
from kg.extract.examples import read_marked


@lru_cache(maxsize=1)
def checked() -> Checked:
    return check_rules()


def test_all_files_are_sound_and_all_examples_hold() -> None:
    assert [str(problem) for problem in checked().problems] == []
    assert [str(failure) for failure in checked().failures] == []


def test_every_rule_has_an_example_and_a_counterexample_and_no_list_is_doubtful() -> None:
    assert [str(warning) for warning in checked().warnings] == []


def test_there_are_examples_to_run() -> None:
    counts = checked().counts
    assert counts["rules"] >= 140
    assert counts["examples"] >= counts["rules"] and counts["counterexamples"] >= counts["rules"]


def test_marked_text_is_read_with_names_in_names() -> None:
    reading = read_marked("[[青禾:Place]工业园:Park]的[星河电子:Company]。")
    assert reading.doc.text == "青禾工业园的星河电子。\n"
    assert [(m.text, m.type) for m in reading.passages[0].mentions] == [
        ("青禾工业园", "Park"),
        ("星河电子", "Company"),
    ]
    assert [(m.text, m.start) for m in reading.passages[0].nested] == [("青禾", 0)]


@pytest.mark.parametrize(
    ("marked", "what"),
    [("[青禾县:Place]的[星河", "not closed"), ("[青禾县:Region]", "unknown type 'Region'")],
)
def test_a_wrong_mark_is_refused(marked: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        read_marked(marked)
