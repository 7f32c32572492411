"""The machine of the fact rules: subjects, moods, pairs, names in names, times. All names are invented."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.examples import read_marked, said
from kg.extract.facts import FactRules
from kg.extract.figures import FigureFinder
from kg.extract.mood import Mood, Moods
from kg.extract.pattern import MASKS, mask
from kg.extract.reading import Mention, Reading
from kg.extract.rulebook import Rulebook, load_rules
from kg.extract.tenures import TenureFinder
from kg.lexicon import load_lexicons
from kg.resources import lexicon_folder, rules_folder


@lru_cache(maxsize=1)
def book() -> Rulebook:
    return load_rules([rules_folder()])


@lru_cache(maxsize=1)
def machine() -> tuple[FigureFinder, TenureFinder, FactRules]:
    figures = FigureFinder(load_lexicons([lexicon_folder()]), book().words)
    return figures, TenureFinder(book().words), FactRules(book())


def read(marked: str, region: str = "云岭市") -> Reading:
    figures, tenures, facts = machine()
    reading = figures.find_numbers(figures.find_times(read_marked(marked, region)))
    return facts.find(tenures.find(reading))


def facts(marked: str, region: str = "云岭市") -> set[str]:
    reading = read(marked, region)
    return {said(reading, draft) for draft in reading.drafts}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[青禾大桥:Facility]力争年内开工。", {"青禾大桥 planned"}),
        ("[青禾大桥:Facility]尚未开工。", set()),
        ("[青禾大桥:Facility]建成后，出行更方便。", set()),
        ("[青禾大桥:Facility]年底前建成通车。", set()),
        ("[青禾大桥:Facility]加快建设。", {"青禾大桥 under-construction"}),
        ("[青禾大桥:Facility]主体完工。", {"青禾大桥 main-works-complete"}),
        ("[青禾大桥:Facility]、[白河大桥:Facility]相继建成通车。",
         {"青禾大桥 completed", "青禾大桥 in-operation", "白河大桥 completed", "白河大桥 in-operation"}),
    ],
)  # fmt: skip
def test_plans_negations_and_conditions(marked: str, expected: set[str]) -> None:
    assert facts(marked) == expected


@pytest.mark.parametrize(
    "sought",
    ["力争创建[全国文明县城:Award]。", "[青禾县:Place]申报[全国文明县城:Award]。", "[全国文明县城:Award]创建工作全面铺开。",
     "[青禾县:Place]争创[全国文明县城:Award]。"],
)  # fmt: skip
def test_status_still_sought_is_no_honour(sought: str) -> None:
    assert facts(sought, "青禾县") == set()


def test_honours_go_to_the_nearest_subject_and_else_to_the_region() -> None:
    text = "[青禾县:Place]获评[国家卫生县城:Award]，[禾风食品:Company]入选[国家绿色工厂:Award]。先后荣获[全国双拥模范城:Award]。"
    assert facts(text) == {
        "国家卫生县城 -> 青禾县",
        "国家绿色工厂 -> 禾风食品",
        "全国双拥模范城 -> 青禾县",
    }
    assert facts("先后荣获[全国双拥模范城:Award]。") == {"全国双拥模范城 -> 云岭市"}


def test_unknown_subject_is_no_subject_carried_over() -> None:
    text = "[青禾大桥:Facility]完工，区第一医院新院区主体结构封顶。"
    assert facts(text) == {"青禾大桥 completed"}


def test_pairs_where_the_text_says_respectively() -> None:
    text = "[青禾香菇:Product]、[溪湾莲藕:Product]分别获评[全国名特优:Award]、[全省十佳:Award]。"
    assert facts(text) == {"全国名特优 -> 青禾香菇", "全省十佳 -> 溪湾莲藕"}


def test_names_in_names() -> None:
    text = "[[星河电子:Company]年产40万套[车灯:Product]项目:Project]。"
    assert facts(text) == {
        "星河电子年产40万套车灯项目 developedBy 星河电子",
        "星河电子年产40万套车灯项目 produces 车灯",
    }


def test_line_between_two_places_is_not_located() -> None:
    assert facts("[[青禾:Place]至[白河:Place]高速公路:Facility]。") == set()


def test_higher_bodies_strategy_is_not_launched_by_those_who_follow_it() -> None:
    assert facts("[青禾县:Place]深入贯彻[制造强国战略:Programme]，推进[医共体建设:Programme]。") == set()


def test_urging_is_no_deed() -> None:
    text = "[陆景川:Official]指出，要大力发展[低空经济:Industry]。"
    assert not any("focusIndustry" in fact for fact in facts(text))


def test_dates_come_from_the_clause_and_not_from_another_works_clause() -> None:
    reading = read("[青禾大桥:Facility]2024年5月建成，[白河大桥:Facility]开工。")
    dates = {said(reading, d): d.values.get("date") for d in reading.drafts if d.layer == "milestones"}
    assert dates == {"青禾大桥 completed": "2024-05", "白河大桥 started": None}


def test_half_width_commas_end_clauses() -> None:
    assert "青禾县 launched 五大行动" in facts("[青禾县:Place]稳中求进,实施[五大行动:Programme],成效明显。")


def test_quotation_marks_go_with_the_name() -> None:
    masked = mask("“甲乙”项目", 0, 6, [("Project", Mention(1, 3, "Project", "甲乙", "t"))])
    assert masked.text == MASKS["Project"] + "项目"
    assert masked.raw(0, 1) == (1, 3)


@given(st.text(alphabet="甲乙丙，。“”,; 1", max_size=30), st.integers(0, 20), st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_masked_offsets_lead_back_to_the_text(text: str, start: int, size: int) -> None:
    end = min(start + size, len(text))
    items = [("Place", Mention(start, end, "Place", text[start:end], "t"))] if start < end else []
    masked = mask(text, 0, len(text), items)
    assert len(masked.origin) == len(masked.text) + 1
    assert masked.origin == sorted(masked.origin)
    for at, item in masked.items.items():
        assert masked.raw(at, at + 1) == (item.start, item.end)


def test_moods() -> None:
    moods = Moods(book().words)
    assert moods.of("大桥将于年底开工", 6, 8) is Mood.PLAN
    assert moods.of("大桥尚未开工", 4, 6) is Mood.NEGATED
    assert moods.of("大桥建成后使用", 2, 4) is Mood.CONDITION
    assert moods.of("大桥已经开工", 4, 6) is Mood.FACT
