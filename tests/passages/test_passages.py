"""The hand-made passages: records that a reader could have written, and enough of each kind."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.model import (
    BOUNDS,
    ENTITY_TYPES,
    FACT_LAYERS,
    OBSERVATION_MEASURES,
    QUANTITY_MEASURES,
    RELATIONS,
    STATUSES,
    decode_record,
)

PASSAGES = Path(__file__).resolve().parent / "passages.jsonl"
COUNTS = {
    "entities": 501,
    "relations": 178,
    "tenures": 114,
    "conferrals": 47,
    "milestones": 72,
    "quantities": 66,
    "observations": 104,
}
ARGUMENTS = {
    "relations": ("s", "o"),
    "tenures": ("person", "of"),
    "conferrals": ("award", "recipient", "conferrer"),
    "milestones": ("project",),
    "quantities": ("subject",),
    "observations": ("area",),
}
OPTIONAL = {"of", "conferrer"}
# what the arguments may be, from the annotation guide (type or also)
KINDS = {
    "developedBy": ({"Project", "Park", "Facility"}, {"Company", "Organization"}),
    "focusIndustry": ({"Place", "Park", "Programme"}, {"Industry"}),
    "broader": ({"Industry"}, {"Industry"}),
    "produces": ({"Company", "Project", "Park", "Place"}, {"Product"}),
    "locatedIn": (
        {"Project", "Park", "Company", "Facility", "Organization", "Place"},
        {"Park", "Place"},
    ),
    "launched": (
        {"Place", "Park", "Organization", "Company", "Official"},
        {"Programme", "Event", "Organization", "Facility"},
    ),
    "participatedIn": ({"Official", "Person", "Company", "Organization", "Place"}, {"Event"}),
    "visited": (
        {"Official", "Person"},
        {"Company", "Organization", "Place", "Park", "Project"},
    ),
    "affiliatedWith": ({"Person"}, {"Company", "Organization"}),
}
DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
EDTF = re.compile(rf"{DAY}(?:/{DAY})?")
ROWS: list[dict[str, Any]] = [json.loads(line) for line in PASSAGES.read_text(encoding="utf-8").splitlines()]
each_passage = pytest.mark.parametrize("row", ROWS, ids=[row["doc"] for row in ROWS])


def kinds_of(row: dict[str, Any]) -> dict[str, set[str]]:
    """Map each entity's id to its type and the other types that are accepted."""
    return {e["id"]: {e["type"], *e["also"]} for e in row["record"]["entities"]}


def test_counts() -> None:
    assert [row["doc"] for row in ROWS] == [f"p{n:03}.txt" for n in range(1, 61)]
    found = Counter({layer: sum(len(row["record"][layer]) for row in ROWS) for layer in COUNTS})
    assert dict(found) == COUNTS
    assert len({row["region"] for row in ROWS}) >= 10


def test_kinds_that_must_occur() -> None:
    """Every status and measure occurs, and so do goals, periods, ranks, ranges and joint figures."""
    facts = [(layer, fact) for row in ROWS for layer in FACT_LAYERS for fact in row["record"][layer]]
    assert {f["status"] for layer, f in facts if layer == "milestones"} == set(STATUSES)
    assert {f["measure"] for layer, f in facts if layer == "observations"} == set(OBSERVATION_MEASURES)
    assert {f["measure"] for layer, f in facts if layer == "quantities"} == set(QUANTITY_MEASURES)
    assert sum(f.get("target", False) for _, f in facts) >= 15
    assert sum(bool(f.get("period")) for _, f in facts) >= 80
    assert sum(f.get("measure") == "rank" for _, f in facts) >= 5
    assert any(f.get("joint") for _, f in facts)
    assert {f["bound"] for _, f in facts if "bound" in f} == set(BOUNDS)


@each_passage
def test_reads_as_a_record(row: dict[str, Any]) -> None:
    record = decode_record(json.dumps(row["record"], ensure_ascii=False))
    assert (record.doc, record.region, record.date) == (row["doc"], row["region"], row["date"])
    assert unicodedata.is_normalized("NFC", row["text"])
    assert 2 <= len(re.findall(r"[。！？；]", row["text"])) <= 10 or "：" in row["text"]


@each_passage
def test_entities(row: dict[str, Any]) -> None:
    entities = row["record"]["entities"]
    assert [e["id"] for e in entities] == [f"e{n}" for n in range(1, len(entities) + 1)]
    assert len({e["name"] for e in entities}) == len(entities)
    for entity in entities:
        assert entity["type"] in ENTITY_TYPES
        assert set(entity["also"]) <= set(ENTITY_TYPES) - {entity["type"]}
        assert entity["mentions"], entity["name"]
        assert len(set(entity["mentions"])) == len(entity["mentions"])
        assert all(form in row["text"] for form in entity["mentions"] + entity["aliases"])
        # only the document's own place and a phase ("二期") may stand in the text in a shorter form alone
        if entity["name"] not in row["text"]:
            assert entity["name"] == row["region"] or entity["name"].endswith("期")


@each_passage
def test_facts_resolve_and_have_their_words(row: dict[str, Any]) -> None:
    known = {e["id"] for e in row["record"]["entities"]}
    for layer in FACT_LAYERS:
        for fact in row["record"][layer]:
            assert fact["evidence"], fact
            assert fact["evidence"] in row["text"], fact
            for role in ARGUMENTS[layer]:
                assert fact[role] in known or (role in OPTIONAL and fact[role] is None), fact


@each_passage
def test_no_fact_twice(row: dict[str, Any]) -> None:
    for layer in FACT_LAYERS:
        bare = [
            json.dumps({key: f[key] for key in f if key not in ("evidence", "bound")}, sort_keys=True)
            for f in row["record"][layer]
        ]
        assert len(set(bare)) == len(bare), layer


@each_passage
def test_values_are_legal(row: dict[str, Any]) -> None:
    kinds, record = kinds_of(row), row["record"]
    for relation in record["relations"]:
        assert relation["p"] in RELATIONS
        subjects, objects = KINDS.get(relation["p"], (set(ENTITY_TYPES), set(ENTITY_TYPES)))
        assert kinds[relation["s"]] & subjects and kinds[relation["o"]] & objects, relation
    for tenure in record["tenures"]:
        assert "Official" in kinds[tenure["person"]]
        assert tenure["of"] is None or kinds[tenure["of"]] & {"Place", "Organization", "Park"}
        assert tenure["post"] in tenure["evidence"]
    for conferral in record["conferrals"]:
        assert "Award" in kinds[conferral["award"]]
        assert conferral["year"] is None or re.fullmatch(r"\d{4}", conferral["year"])
    for milestone in record["milestones"]:
        assert milestone["status"] in STATUSES
        assert kinds[milestone["project"]] & {"Project", "Park", "Facility", "Organization", "Product"}
        assert milestone["date"] is None or EDTF.fullmatch(milestone["date"])


@each_passage
def test_figures(row: dict[str, Any]) -> None:
    """The number and its unit stand in the evidence; falls are negative; periods are EDTF."""
    kinds, record = kinds_of(row), row["record"]
    for figure in record["quantities"] + record["observations"]:
        assert figure.get("bound", "lower") in BOUNDS
        assert isinstance(figure["value"], int | float)
        if figure["measure"] != "rank":
            assert f"{abs(figure['value'])}" in figure["evidence"], figure
            assert figure["unit"] in figure["evidence"], figure
    for quantity in record["quantities"]:
        assert quantity["measure"] in QUANTITY_MEASURES
    for observation in record["observations"]:
        assert observation["measure"] in OBSERVATION_MEASURES
        assert kinds[observation["area"]] & {"Place", "Park"}
        assert observation["period"] is None or EDTF.fullmatch(observation["period"])
        if observation["value"] < 0:
            assert re.search("下降|减少|回落", observation["evidence"])


@each_passage
def test_who_holds_no_public_post_is_no_official(row: dict[str, Any]) -> None:
    """Reporters and photographers stand in the record as persons without a tenure."""
    by_name = {e["name"]: e for e in row["record"]["entities"]}
    byline = re.findall(r"(?:记者|通讯员|摄影报道：)[\s　]*([一-鿿]{2,3})(?=[\s　）]|$)", row["text"])
    for name in byline:
        assert by_name[name]["type"] == "Person"
        assert all(t["person"] != by_name[name]["id"] for t in row["record"]["tenures"])
