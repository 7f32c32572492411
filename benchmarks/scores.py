"""Write docs/extraction.md: scores per layer and per document, with each document's first contact.

usage: python benchmarks/scores.py [--contact PREFIX …] [--check]

``--contact`` scores the gold documents whose names begin so for the first time and appends their rows to
docs/first-contacts.tsv, before anybody reads their errors; a document that has a row is left as it is.
Without ``../shared`` only the project's own gold (tests/gold) is scored.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from causes import Causes, causes
from causes import table as cause_table

from kg.evaluate import Evaluation, load_gold, score
from kg.extract import load_extractor
from kg.model import ENTITY_TYPES, FACT_LAYERS, Record
from kg.read import ReadOptions, find_sources, read_document

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
CONTACTS = ROOT / "docs" / "first-contacts.tsv"
PAGE = ROOT / "docs" / "extraction.md"
COLUMNS = ("core", "entities", "entities P", *FACT_LAYERS, "facts", "facts P", "periods")
SETS = {
    "own articles": (ROOT / "tests" / "gold", [ROOT / "seeds" / "articles"]),
    "known gold": (SHARED / "gold", [SHARED / "gold" / "docs", SHARED / "seeds"]),
}


def extract(gold: list[Record], folders: Iterable[Path]) -> list[Record]:
    """Read and extract the documents that the gold records are of."""
    names = {Path(g.doc).name for g in gold}
    extractor = load_extractor()
    return [
        extractor.extract(read_document(source, ReadOptions()))
        for folder in folders
        for source in find_sources([folder])
        if Path(source.name).name in names
    ]


def row(result: Evaluation) -> list[str]:
    """The figures of a row, as in COLUMNS; ``-`` where the gold has nothing to find."""
    entities, facts = result.count(*ENTITY_TYPES), result.count(*FACT_LAYERS)
    cells = [f"{result.core():.2f}", f"{entities.prf()[2]:.2f}", f"{entities.prf()[0]:.2f}"]
    for layer in FACT_LAYERS:
        count = result.count(layer)
        cells.append(f"{count.prf()[2]:.2f}" if count.tp + count.fn else "-")
    share = result.share("observations.period")
    cells += [f"{facts.prf()[2]:.2f}", f"{facts.prf()[0]:.2f}", "-" if share is None else f"{share:.2f}"]
    return cells


def contacts() -> list[list[str]]:
    """The rows of first contacts so far."""
    if not CONTACTS.exists():
        return []
    return [line.split("\t") for line in CONTACTS.read_text("utf-8").splitlines()[1:]]


def add_contacts(prefixes: list[str], result: Evaluation) -> None:
    """Append the rows of documents that are met for the first time."""
    rows = contacts()
    known = {cells[0] for cells in rows}
    for name, tally in result.tallies.items():
        if name.startswith(tuple(prefixes)) and name not in known:
            rows.append([name, *row(Evaluation(1, {name: tally}))])
    lines = ["\t".join(("document", *COLUMNS)), *("\t".join(cells) for cells in rows)]
    CONTACTS.write_text("\n".join(lines) + "\n", "utf-8")


def table(rows: Iterable[list[str]]) -> str:
    """A Markdown table."""
    lines = ["| document | " + " | ".join(COLUMNS) + " |", "|---|" + "---:|" * len(COLUMNS)]
    return "\n".join([*lines, *("| " + " | ".join(cells) + " |" for cells in rows)])


def page(results: dict[str, Evaluation], counts: dict[str, Causes]) -> str:
    """The generated part of docs/extraction.md."""
    parts = []
    for name, result in results.items():
        rows = [[doc, *row(Evaluation(1, {doc: tally}))] for doc, tally in result.tallies.items()]
        parts += [f"## Scores: {name}", table([*rows, ["**all**", *row(result)]]), layers(result)]
        parts += [f"### Causes of errors: {name}", cause_table(counts[name])]
        parts += [f"### What `--min-confidence` trades: {name}", CURVE, curve(result)]
    parts += ["## First contacts", FIRST, table(contacts())]
    return "\n\n".join(parts) + "\n"


def layers(result: Evaluation) -> str:
    """Precision, recall and F1 by layer, all documents together."""
    return "```\n" + result.text() + "\n```"


def curve(result: Evaluation) -> str:
    """Precision and recall of all facts whose confidence reaches a threshold."""
    judged = [(fact.confidence or 0.0, right) for t in result.tallies.values() for _, fact, right in t.judged]
    total = result.count(*FACT_LAYERS)
    rows = ["| confidence >= | facts | precision | recall |", "|---:|---:|---:|---:|"]
    for step in range(0, 10):
        kept = [right for value, right in judged if value >= step / 10]
        precision = sum(kept) / len(kept) if kept else 0.0
        recall = sum(kept) / (total.tp + total.fn) if total else 0.0
        rows.append(f"| {step / 10:.1f} | {len(kept)} | {precision:.2f} | {recall:.2f} |")
    return "\n".join(rows)


CURVE = (
    "Confidence is the share of a rule's facts that the known gold confirms, drawn towards its layer's mean\n"
    "(kg/extract/confidence.py); the rules were calibrated on these same documents, so the curve flatters a little."
)
FIRST = (
    "Each document as it was met for the first time, in order: its score before anybody read its errors or wrote a\n"
    "rule from it. F1 unless marked P (precision); periods: share of matched observations with the period told right."
)
MARK = "<!-- generated by benchmarks/scores.py below this line -->"


def main() -> None:
    """Score, note first contacts, rewrite the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contact", nargs="*", default=[])
    arguments = parser.parse_args()
    results, counts = {}, {}
    for name, (folder, sources) in SETS.items():
        if folder.is_dir():
            gold = load_gold(folder)
            predicted = extract(gold, sources)
            results[name], counts[name] = score(gold, predicted), causes(gold, predicted)
    if arguments.contact:
        add_contacts(arguments.contact, results["known gold"])
    head = PAGE.read_text("utf-8").split(MARK)[0] if PAGE.exists() else "# Extraction: scores\n\n"
    PAGE.write_text(head + MARK + "\n\n" + page(results, counts), "utf-8")


if __name__ == "__main__":
    main()
