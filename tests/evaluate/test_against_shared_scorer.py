"""`kg eval` agrees with the shared scorer to the last digit."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluate import evaluate, load_gold
from kg.model import encode_record

ROOT = Path(__file__).parents[2]
SCORER = ROOT.parent / "shared" / "tools" / "score.py"
GOLD = {"own": ROOT / "tests" / "gold", "shared": ROOT.parent / "shared" / "gold"}


def spoilt(gold: Path, seed: int) -> bytes:
    """Gold records with pieces dropped and changed at random: a prediction with errors of every kind."""
    rng = random.Random(seed)
    lines = []
    for record in load_gold(gold):
        raw = json.loads(encode_record(record))
        for layer, rows in raw.items():
            if not isinstance(rows, list):
                continue
            raw[layer] = [row for row in rows if rng.random() > 0.1 or layer == "entities"]
            for row in raw[layer]:
                if rng.random() < 0.2:
                    field = rng.choice(sorted(row))
                    others = [r[field] for r in raw[layer] if field in r]
                    if field != "id":
                        row[field] = rng.choice(others)
        lines.append(json.dumps(raw, ensure_ascii=False).encode())
    return b"\n".join(lines)


@pytest.mark.skipif(not SCORER.exists(), reason="../shared (the shared scorer) is absent")
@pytest.mark.parametrize("which", sorted(GOLD))
@pytest.mark.parametrize("seed", range(5))
def test_same_digits(which: str, seed: int, tmp_path: Path) -> None:
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_bytes(spoilt(GOLD[which], seed))
    result = subprocess.run(
        [sys.executable, SCORER, GOLD[which], predicted, "--json"], capture_output=True, text=True, check=True
    )
    assert evaluate(GOLD[which], predicted).json() == json.loads(result.stdout)


def test_gold_against_itself_is_perfect(tmp_path: Path) -> None:
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_bytes(b"\n".join(encode_record(r) for r in load_gold(GOLD["own"])))
    result = evaluate(GOLD["own"], predicted).json()
    assert result["entities"]["f"] == result["facts"]["f"] == 1.0
