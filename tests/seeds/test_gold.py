"""The gold records of the sample corpus obey the annotation guide and quote their articles exactly."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "seeds" / "articles"
PATHS = sorted((ROOT / "tests" / "gold").glob("*.json"))

TYPES = {"Project", "Park", "Industry", "Award", "Official", "Person", "Company"}
TYPES |= {"Organization", "Place", "Facility", "Programme", "Event", "Product"}
STATUSES = {"planned", "approved", "started", "under-construction"}
STATUSES |= {"main-works-complete", "completed", "in-production", "in-operation"}
QUANTITIES = {"investment", "invested", "output-value", "capacity", "area", "length"}
QUANTITIES |= {"employees", "revenue", "count", "other"}
OBSERVATIONS = {"value", "growth", "rank", "share", "change"}
BOUNDS = {"lower", "upper", "about"}
EDTF = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
WHO = {"Official", "Person"}
# predicate -> types of subject, types of object; None: any (annotation guide, table of relations)
RELATIONS: dict[str, tuple[set[str] | None, set[str] | None]] = {
    "locatedIn": ({"Project", "Park", "Company", "Facility", "Organization", "Place"}, {"Park", "Place"}),
    "developedBy": ({"Project", "Park", "Facility"}, {"Company", "Organization"}),
    "inIndustry": ({"Project", "Company", "Park", "Product"}, {"Industry"}),
    "focusIndustry": ({"Place", "Park", "Programme"}, {"Industry"}),
    "broader": ({"Industry"}, {"Industry"}),
    "produces": ({"Company", "Project", "Park", "Place"}, {"Product"}),
    "launched": (
        {"Place", "Park", "Organization", "Company", "Official"},
        {"Programme", "Event", "Organization", "Facility"},
    ),
    "participatedIn": (WHO | {"Company", "Organization", "Place"}, {"Event"}),
    "visited": (WHO, {"Company", "Organization", "Place", "Park", "Project"}),
    "affiliatedWith": ({"Person"}, {"Company", "Organization"}),
    "partOf": (None, None),
}
# layer -> (fields that must hold an id, fields that may hold one, the fields that tell one fact from another)
LAYERS = {
    "relations": (("s", "o"), (), ("s", "p", "o")),
    "tenures": (("person",), ("of",), ("person", "post", "of")),
    "conferrals": (("award", "recipient"), ("conferrer",), ("award", "recipient")),
    "milestones": (("project",), (), ("project", "status")),
    "quantities": (("subject",), (), ("subject", "measure", "value", "unit")),
    "observations": (("area",), (), ("indicator", "measure", "value", "unit", "area", "period")),
}


def load(path: Path) -> tuple[dict[str, Any], str]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    return gold, (ARTICLES / gold["doc"]).read_bytes().decode("utf-8")


def kinds(gold: dict[str, Any]) -> dict[str, set[str]]:
    return {e["id"]: {e["type"], *e["also"]} for e in gold["entities"]}


def test_each_article_has_its_record() -> None:
    assert len(PATHS) == 5
    assert [p.stem for p in PATHS] == [p.stem for p in sorted(ARTICLES.glob("*.txt"))]
    assert [load(p)[0]["doc"] for p in PATHS] == [f"{p.stem}.txt" for p in PATHS]


def test_region_and_date_are_those_of_the_metadata() -> None:
    with (ARTICLES / "metadata.csv").open(encoding="utf-8", newline="") as stream:
        told = {row["file"]: (row["region"], row["date"]) for row in csv.DictReader(stream)}
    assert {g["doc"]: (g["region"], g["date"]) for g, _ in map(load, PATHS)} == told


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_entities(path: Path) -> None:
    gold, text = load(path)
    entities = gold["entities"]
    assert len({e["id"] for e in entities}) == len(entities)
    assert len({(e["type"], e["name"]) for e in entities}) == len(entities)
    for e in entities:
        assert set(e) == {"id", "type", "name", "aliases", "also", "mentions"}, e
        assert {e["type"], *e["also"]} <= TYPES and e["type"] not in e["also"], e
        assert e["mentions"] and len(set(e["mentions"])) == len(e["mentions"]), e
        assert [m for m in e["mentions"] if m not in text] == [], e
        assert e["name"] not in e["aliases"], e


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
@pytest.mark.parametrize("layer", LAYERS)
def test_facts_point_at_entities_and_quote_the_text(path: Path, layer: str) -> None:
    gold, text = load(path)
    ids = {e["id"] for e in gold["entities"]}
    must, may, key = LAYERS[layer]
    for fact in gold[layer]:
        assert all(fact[f] in ids for f in must), fact
        assert all(fact[f] is None or fact[f] in ids for f in may), fact
        assert fact["evidence"] and fact["evidence"] in text, fact
        assert all(fact.get(f) is None or EDTF.fullmatch(fact[f]) for f in ("date", "period", "year")), fact
    counts = Counter(tuple(fact[f] for f in key) for fact in gold[layer])
    assert [k for k, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_relations_join_the_types_of_the_guide(path: Path) -> None:
    gold, _ = load(path)
    types = kinds(gold)
    for r in gold["relations"]:
        subject, obj = RELATIONS[r["p"]]
        assert subject is None or types[r["s"]] & subject, r
        assert obj is None or types[r["o"]] & obj, r
        assert r["s"] != r["o"], r


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_labels_are_those_of_the_guide(path: Path) -> None:
    gold, _ = load(path)
    types = kinds(gold)
    assert {m["status"] for m in gold["milestones"]} <= STATUSES
    assert {q["measure"] for q in gold["quantities"]} <= QUANTITIES
    assert {o["measure"] for o in gold["observations"]} <= OBSERVATIONS
    assert all("Award" in types[c["award"]] for c in gold["conferrals"])
    assert all("Official" in types[t["person"]] for t in gold["tenures"])
    for figure in [*gold["quantities"], *gold["observations"]]:
        assert isinstance(figure["value"], int | float) and not isinstance(figure["value"], bool), figure
        assert figure.get("bound", "about") in BOUNDS, figure
        assert all(figure.get(flag, True) is True for flag in ("target", "joint")), figure


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_figures_stand_in_their_evidence(path: Path) -> None:
    """A number is quoted, unless it is a rank or multiple that Chinese writes in characters."""
    gold, _ = load(path)
    for figure in [*gold["quantities"], *gold["observations"]]:
        if figure["measure"] == "rank" or figure["unit"] == "番":
            continue
        quote = re.sub(r"\s", "", figure["evidence"])
        assert abs(figure["value"]) in [float(n) for n in re.findall(r"\d+(?:\.\d+)?", quote)], figure
