"""``kg rules check``: all faults of a folder at once, each with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import RuleError
from kg.extract.checking import check_rules
from kg.extract.rulebook import load_rules
from kg.resources import rules_folder

RULES = """\
- rule: bad-layer
  layer: facts
  pattern: 'x'
- rule: bad-label
  layer: relations
  label: livesIn
  pattern: '{s:Place}在{o:Place}'
- rule: bad-pattern
  layer: relations
  label: locatedIn
  pattern: '{s:Place}(在{o:Place}'
  before: '<no_such_list>'
- rule: bad-argument
  layer: milestones
  label: started
  pattern: '开工'
  args: {work: '@clause', project: '@nowhere'}
  types: {project: [Work]}
  moods: {maybe: keep, plan: later}
- rule: no-source
  layer: relations
  label: locatedIn
  pattern: '{s:Place}在'
- rule: bad-field
  layer: relations
  label: locatedIn
  patern: 'x'
- rule: no-name
  layer: mentions
  label: Place
  pattern: '在'
- rule: empty-match
  layer: mentions
  label: Place
  pattern: '(?P<name>甲?)'
- rule: failing
  layer: relations
  label: locatedIn
  pattern: '{s:Company}花落{o:Park}'
  examples:
    - text: '[星河电子:Company]花落[青禾经开区:Park]。'
      gives: 星河电子 locatedIn 云岭经开区
    - text: '[星河电子:Company花落青禾。'
      gives: 星河电子 locatedIn 青禾
  counterexamples:
    - '[禾风食品:Company]花落[青禾经开区:Park]。'
"""
LEXICON = "name\ttype\taliases\tcode\tsource\n星河电子\tCompany\t\t\town\n\tPark\t\t\town\n青禾\tRegion\t\t\town\n星河电子\tCompany\t\t\town\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.yml").write_text(RULES, encoding="utf-8")
    (tmp_path / "words.yml").write_text(
        "at_verbs: 花落 花落\nmy_spare_list: 甲 乙\nnot_words: 3\n", encoding="utf-8"
    )
    (tmp_path / "syntax.yml").write_text("- rule: [\n", encoding="utf-8")
    (tmp_path / "twice.yml").write_text("- rule: x\n  rule: y\n", encoding="utf-8")
    (tmp_path / "own.tsv").write_text(LEXICON, encoding="utf-8")
    (tmp_path / "bytes.tsv").write_bytes(b"name\ttype\xff\n")
    return tmp_path


def test_all_faults_are_told_at_once(folder: Path) -> None:
    checked = check_rules(folder)
    lines = [str(problem).replace(str(folder), "DIR") for problem in checked.problems]
    for wanted in (
        "DIR/bytes.tsv: is not UTF-8 at byte 9; save it as UTF-8",
        "DIR/own.tsv:3: name is empty; fill the first cell or remove the row",
        "DIR/own.tsv:4: unknown type 'Region'; use one of",
        "DIR/syntax.yml:2: ",
        "DIR/twice.yml:2: rule stands twice; mend the syntax",
        "DIR/words.yml: not_words: is no list of words",
        "DIR/mine.yml:1: rule 'bad-layer': unknown layer 'facts'; use one of mentions",
        "DIR/mine.yml:4: rule 'bad-label': label 'livesIn' is none of locatedIn",
        "DIR/mine.yml:8: rule 'bad-pattern', pattern: missing ): ",
        "DIR/mine.yml:8: rule 'bad-pattern', before: unknown list or type 'no_such_list'; define it",
        "DIR/mine.yml:13: rule 'bad-argument': types, project: unknown type 'Work'",
        "DIR/mine.yml:13: rule 'bad-argument': args: the layer milestones has no argument 'work'; use project",
        "DIR/mine.yml:13: rule 'bad-argument': args, project: unknown source '@nowhere'",
        "DIR/mine.yml:13: rule 'bad-argument': moods: unknown mood 'maybe'",
        "DIR/mine.yml:13: rule 'bad-argument': moods, plan: 'later' is none of keep, drop, planned",
        "DIR/mine.yml:20: rule 'no-source': the argument 'o' comes from nowhere",
        "DIR/mine.yml:24: rule 'bad-field': Object contains unknown field `patern`",
        "DIR/mine.yml:28: rule 'no-name': the pattern captures no name",
    ):
        assert any(line.startswith(wanted) for line in lines), (wanted, lines)
    assert not checked.sound


def test_examples_that_fail_say_what_lacks(folder: Path) -> None:
    failures = {failure.text: failure for failure in check_rules(folder).failures}
    first, second, third = failures.values()
    assert (first.lacks, first.spare) == (
        ("星河电子 locatedIn 云岭经开区",),
        ("星河电子 locatedIn 青禾经开区",),
    )
    assert "not closed" in second.error
    assert third.spare == ("禾风食品 locatedIn 青禾经开区",)
    assert all(failure.where.endswith("mine.yml:36") for failure in failures.values())


def test_what_is_doubtful_is_told(folder: Path) -> None:
    warnings = [str(w).replace(str(folder), "DIR") for w in check_rules(folder).warnings]
    assert warnings == [
        "DIR/mine.yml:32: rule 'empty-match' has no example; write one",
        "DIR/mine.yml:32: rule 'empty-match' has no counterexample; write one",
        "DIR/mine.yml:32: rule 'empty-match', pattern: the pattern can match empty text; make a part of it obligatory",
        "DIR/words.yml:1: '花落' stands twice in the word list 'at_verbs'; leave one of them",
        "DIR/own.tsv:5: '星河电子' stands twice (line 2); leave one of the rows",
        "DIR/words.yml:2: the word list 'my_spare_list' is used nowhere; use it or remove it",
    ]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        check_rules(tmp_path / "none")


def test_loading_stops_at_the_first_fault(folder: Path) -> None:
    with pytest.raises(RuleError, match=r"syntax\.yml|mine\.yml"):
        load_rules([rules_folder(), folder])
