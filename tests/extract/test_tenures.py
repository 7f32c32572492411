"""Titles, posts and what they are posts of. All names are invented."""

from __future__ import annotations

from functools import lru_cache

import pytest

from kg.extract.examples import read_marked
from kg.extract.personal import NameEnds
from kg.extract.rulebook import load_rules
from kg.extract.tenures import TenureFinder
from kg.lexicon import load_lexicons
from kg.resources import lexicon_folder, rules_folder


@lru_cache(maxsize=1)
def finder() -> TenureFinder:
    return TenureFinder(load_rules([rules_folder()]).words)


def held(marked: str, region: str = "云岭市") -> list[tuple[str, str, str | None]]:
    reading = finder().find(read_marked(marked, region))
    out = []
    for draft in reading.drafts:
        if draft.layer == "tenures":
            of = draft.given.get("of")
            person = reading.entities[draft.given["person"].entity].name
            out.append((person, str(draft.values["post"]), reading.entities[of.entity].name if of else None))
    return out


CASES = [
    ("[青禾县:Place]委副书记、县长[沈知远:Official]讲话。", "云岭市",
     [("沈知远", "县委副书记", "青禾县"), ("沈知远", "县长", "青禾县")]),
    ("[市财政局:Organization]党组书记、局长[温以宁:Official]。", "云岭市",
     [("温以宁", "党组书记", "市财政局"), ("温以宁", "局长", "市财政局")]),
    ("省委常委、[云岭市:Place]委书记[林望舒:Official]。", "云岭市",
     [("林望舒", "省委常委", None), ("林望舒", "市委书记", "云岭市")]),
    ("[云岭市:Place]召开会议，副市长[甲一:Official]、[乙二:Official]出席。", "云岭市",
     [("甲一", "副市长", "云岭市"), ("乙二", "副市长", "云岭市")]),
    ("[云岭市:Place]召开会议，市委书记[甲一:Official]、[乙二:Official]出席。", "云岭市",
     [("甲一", "市委书记", "云岭市")]),
    ("[青禾县:Place]人大常委会主任[甲一:Official]、县政协主席[乙二:Official]。", "云岭市",
     [("甲一", "人大常委会主任", "青禾县"), ("乙二", "政协主席", "青禾县")]),
    ("[云岭高新区:Park]党工委书记、管委会主任[甲一:Official]。", "云岭市",
     [("甲一", "党工委书记", "云岭高新区"), ("甲一", "管委会主任", "云岭高新区")]),
    ("[省委组织部:Organization]副部长[甲一:Official]宣布决定。", "云岭市", [("甲一", "副部长", "省委组织部")]),
    ("[云岭市:Place]委常委、宣传部部长[甲一:Official]。", "云岭市",
     [("甲一", "市委常委", "云岭市"), ("甲一", "宣传部部长", "云岭市")]),
    ("[甲一:Official]任[云岭市:Place]委书记，免去其[省财政厅:Organization]厅长职务。", "云岭市",
     [("甲一", "市委书记", "云岭市"), ("甲一", "厅长", "省财政厅")]),
    ("提名[甲一:Official]任[省财政厅:Organization]厅长人选。", "云岭市", []),
    ("[甲一:Official]（[青禾县:Place]委书记）", "云岭市", [("甲一", "县委书记", "青禾县")]),
    ("市领导[甲一:Official]、[乙二:Official]出席。", "云岭市", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "region", "expected"), CASES)
def test_tenures(marked: str, region: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert held(marked, region) == expected


def test_managers_are_affiliated_and_hold_no_post() -> None:
    reading = finder().find(read_marked("[星河电子:Company]副总经理[余暮云:Person]说。"))
    assert [d.layer for d in reading.drafts] == ["relations"]
    assert reading.drafts[0].values == {"p": "affiliatedWith"}


def test_title_before_a_name_is_marked() -> None:
    reading = finder().find(read_marked("在[青禾县:Place]，县长[沈知远:Official]讲话。"))
    person = reading.passages[0].mentions[1]
    assert reading.passages[0].text[person.left : person.start] == "县长"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("沈知远率队调研", "沈知远"),
        ("沈知说", "沈知"),
        ("尉迟衡说", "尉迟衡"),
        ("上官霖等出席", "上官霖"),
        ("那日松，出席", "那日松"),
    ],
)
def test_ends_of_names(text: str, name: str) -> None:
    lexicon = load_lexicons([lexicon_folder()])
    surnames = {e.name: e.extra.get("kind", "single") for e in lexicon.of_type("Surname") if len(e.name) < 4}
    ends = NameEnds(load_rules([rules_folder()]).words, surnames)
    end = ends.end(text, 0, set(), strong=True)
    assert text[: end or 0] == name
