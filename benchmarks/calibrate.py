"""Write kg/extract/confidence.tsv: how often the facts of each rule are right on the known gold.

usage: python benchmarks/calibrate.py

The known gold is ../shared/gold (the documents that have a row among the first contacts), tests/gold and
tests/passages. See kg/extract/confidence.py for the estimate.
"""

from __future__ import annotations

import json
from collections import Counter

from scores import ROOT, SETS, contacts, extract

from kg.evaluate import load_gold, score
from kg.extract import load_extractor
from kg.extract.confidence import COLUMNS, TABLE
from kg.model import FACT_LAYERS, Block, BlockKind, Document, Record, Stated, decode_record

PRIOR = 8


def passages() -> tuple[list[Record], list[Record]]:
    """Gold and predicted records of the project's own passages."""
    extractor = load_extractor()
    gold, predicted = [], []
    for line in (ROOT / "tests" / "passages" / "passages.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        known = {key: Stated(row[key], "option") for key in ("region", "date") if row.get(key)}
        block = Block(BlockKind.PARAGRAPH, text, range(len(text)))
        gold.append(decode_record(json.dumps(row["record"])))
        predicted.append(extractor.extract(Document(row["doc"], text, (block,), "", metadata=known)))
    return gold, predicted


def judged() -> Counter[tuple[str, str, bool]]:
    """Count (layer, rule, right) over all known gold."""
    met = {row[0] for row in contacts()}
    pairs = [passages()]
    for name, (folder, sources) in SETS.items():
        if folder.is_dir():
            gold = [g for g in load_gold(folder) if name != "known gold" or g.doc in met]
            pairs.append((gold, extract(gold, sources)))
    out: Counter[tuple[str, str, bool]] = Counter()
    for gold, predicted in pairs:
        for tally in score(gold, predicted).tallies.values():
            out.update((layer, fact.rule, right) for layer, fact, right in tally.judged)
    return out


def main() -> None:
    """Count, estimate, write."""
    counts = judged()
    lines = ["\t".join(COLUMNS)]
    for layer in FACT_LAYERS:
        rules = sorted({rule for at, rule, _ in counts if at == layer})
        right = sum(counts[layer, rule, True] for rule in rules)
        found = right + sum(counts[layer, rule, False] for rule in rules)
        mean = (right + 1) / (found + 2)
        lines.append(f"{layer}\t*\t{right}\t{found}\t{mean:.2f}")
        for rule in rules:
            good, bad = counts[layer, rule, True], counts[layer, rule, False]
            value = (good + PRIOR * mean) / (good + bad + PRIOR)
            lines.append(f"{layer}\t{rule}\t{good}\t{good + bad}\t{value:.2f}")
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
