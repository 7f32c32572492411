"""The JSON Schema of a record: what the package ships fits gold records, and refuses what is no record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from generate import normal

from kg.model import record_schema
from kg.resources import data_folder

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8"))
CHECKER = jsonschema.Draft202012Validator(SCHEMA)
GOLD = sorted((ROOT / "tests" / "gold").glob("*.json"))


def test_schema_is_one_and_that_of_the_code() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert {**SCHEMA, **normal(record_schema())} == SCHEMA


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_records(path: Path) -> None:
    CHECKER.validate(json.loads(path.read_text(encoding="utf-8")))


def test_there_is_gold() -> None:
    assert len(GOLD) >= 5


def test_predictions() -> None:
    from kg.extract import load_extractor
    from kg.model import encode_record
    from kg.read import ReadOptions, find_sources, read_document

    extractor = load_extractor()
    sources = find_sources([data_folder("seeds/articles")])
    assert len(sources) == 5
    for source in sources:
        record = extractor.extract(read_document(source, ReadOptions()))
        CHECKER.validate(json.loads(encode_record(record)))


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"doc": "a.txt", "entities": [{"id": "e1", "type": "Ship", "name": "云岭号"}]},
        {"doc": "a.txt", "relations": [{"s": "e1", "p": "near", "o": "e2"}]},
        {"doc": "a.txt", "quantities": [{"subject": "e1", "measure": "area", "value": "three"}]},
    ],
)
def test_what_is_no_record(record: dict[str, Any]) -> None:
    assert not CHECKER.is_valid(record)
