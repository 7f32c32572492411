"""Are two names one thing? Pairwise precision and recall on pairs labelled by hand (pairs.tsv).

Firms, projects, persons and honours in the pairs are invented; divisions, bodies and a few large firms are real,
for the lexicons know them. ``more`` holds what the record says besides: ``post=TITLE@BODY``, ``year``, ``firm``, ``alias``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.graph.collect import collect
from kg.graph.corrections import Corrections
from kg.graph.identity import Identity, resolve
from kg.graph.keys import Keys
from kg.graph.names import Names
from kg.lexicon import load_lexicons
from kg.model import Entity, Record, Relation, Source, Tenure
from kg.resources import lexicon_folder

BASE = "https://w3id.org/fangzhi/id/"


@dataclass(frozen=True)
class Pair:
    number: int
    same: bool
    records: tuple[Record, Record]
    words: str


def side(row: dict[str, str], number: int, which: str) -> Record:
    more = dict(part.split("=", 1) for part in row[f"more{which}"].split(";") if part)
    thing = Entity(
        id="e",
        type=row[f"type{which}"],
        name=row[f"name{which}"],
        aliases=[more["alias"]] if "alias" in more else [],
    )
    entities, tenures, relations = [thing], [], []
    if "post" in more:
        post, body = more["post"].split("@")
        entities.append(Entity(id="b", type="Place", name=body))
        tenures.append(Tenure(person="e", post=post, of="b"))
    if "firm" in more:
        entities.append(Entity(id="f", type="Company", name=more["firm"]))
        relations.append(Relation(s="e", p="affiliatedWith", o="f"))
    return Record(
        doc=f"{number}-{which}.txt", date=more.get("year"), source=Source(region_code=row[f"region{which}"]),
        entities=entities, tenures=tenures, relations=relations,
    )  # fmt: skip


def read_pairs() -> list[Pair]:
    with (Path(__file__).parent / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Pair(
            n,
            row["same"] == "1",
            (side(row, n, "1"), side(row, n, "2")),
            f"{row['name1']} / {row['name2']} ({n + 2})",
        )
        for n, row in enumerate(rows)
    ]


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys(Names(load_lexicons([lexicon_folder()])))


def decide(records: list[Record], keys: Keys) -> Identity:
    return resolve(collect(records, keys, keys.names), keys.names, Corrections(), BASE)


def one_thing(pair: Pair, identity: Identity, keys: Keys) -> bool:
    first, second = (identity.things[keys.of_record(record)["e"]] for record in pair.records)
    return first is second


def measure(decisions: list[tuple[Pair, bool]]) -> tuple[float, float, list[str]]:
    right = sum(pair.same and said for pair, said in decisions)
    said_same = sum(said for _, said in decisions)
    are_same = sum(pair.same for pair, _ in decisions)
    wrong = [
        f"{'missed' if pair.same else 'WRONG'} {pair.words}" for pair, said in decisions if said != pair.same
    ]
    return right / said_same, right / are_same, wrong


def test_enough_pairs_and_hard_ones() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 200
    assert min(sum(p.same for p in pairs), sum(not p.same for p in pairs)) >= 80


def test_each_pair_alone(keys: Keys) -> None:
    decisions = [(pair, one_thing(pair, decide(list(pair.records), keys), keys)) for pair in read_pairs()]
    precision, recall, wrong = measure(decisions)
    assert precision >= 0.95 and recall >= 0.85, (precision, recall, wrong)


def test_all_pairs_in_one_graph(keys: Keys) -> None:
    """The same, with all other names around: short forms become ambiguous, chains of links can run wrong."""
    pairs = read_pairs()
    identity = decide([record for pair in pairs for record in pair.records], keys)
    precision, recall, wrong = measure([(pair, one_thing(pair, identity, keys)) for pair in pairs])
    assert precision >= 0.95 and recall >= 0.85, (precision, recall, wrong)
