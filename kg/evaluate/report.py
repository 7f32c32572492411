"""Evaluating a file of records against a folder of gold records, and printing the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from kg.errors import RecordError
from kg.evaluate.scoring import DETAILS, Count, DocumentScorer, Tally
from kg.model import CORE_TYPES, ENTITY_TYPES, FACT_LAYERS, Record, decode_record

SHARES = tuple(f"{layer}.{name}" for layer, fields in DETAILS.items() for name, _ in fields)


@dataclass(frozen=True)
class Evaluation:
    """The scores of a set of documents.

    ``tallies`` holds one tally for each gold document, by its base name, in order of name.
    """

    documents: int
    tallies: dict[str, Tally] = field(default_factory=dict)

    def count(self, *layers: str) -> Count:
        """The summed counts of some layers over all documents."""
        return sum(
            (t.counts[name] for t in self.tallies.values() for name in layers if name in t.counts), Count()
        )

    def core(self) -> float:
        """The mean F1 of those core types that occur."""
        scores = [self.count(kind).prf()[2] for kind in CORE_TYPES if self.count(kind)]
        return sum(scores) / len(scores) if scores else 0.0

    def share(self, name: str) -> float | None:
        """The share of matched facts told right (``observations.period`` …); None where none tells one."""
        count = self.count(name)
        return count.tp / (count.tp + count.fn) if count else None

    def json(self) -> dict[str, Any]:
        """The summary as JSON: p, r, f, tp, fp, fn by layer; details; core; entities; facts."""
        out: dict[str, Any] = {
            n: _summary(self.count(n)) for n in (*ENTITY_TYPES, *FACT_LAYERS) if self.count(n)
        }
        shares = {name: self.share(name) for name in SHARES}
        out["details"] = {name: round(value, 4) for name, value in shares.items() if value is not None}
        out["core"] = {"f": round(self.core(), 4)}
        out["entities"] = _summary(self.count(*ENTITY_TYPES))
        out["facts"] = _summary(self.count(*FACT_LAYERS))
        return out

    def text(self, errors: int = 0) -> str:
        """The scores as an aligned table; with up to ``errors`` errors of each layer below."""
        head = f"{'layer':<14}{'P':>7}{'R':>7}{'F1':>7}{'tp':>6}{'fp':>6}{'fn':>6}"
        lines = [f"{head}   ({self.documents} documents)"]
        named = (*ENTITY_TYPES, *FACT_LAYERS)
        lines.extend(_line(name, self.count(name)) for name in named if self.count(name))
        lines.append(_line("entities", self.count(*ENTITY_TYPES)))
        lines.append(_line("facts", self.count(*FACT_LAYERS)))
        for name in SHARES:
            count = self.count(name)
            if count:
                share = count.tp / (count.tp + count.fn)
                lines.append(f"{name:<22} {share:.3f} of {count.tp + count.fn} matched facts that tell one")
        lines.append(f"core           mean F1 of the five core types: {self.core():.3f}")
        return "\n".join(lines + self._error_lines(errors))

    def errors(self, layer: str) -> list[tuple[str, str, str]]:
        """All errors of a layer as (document, kind, what)."""
        return [error for tally in self.tallies.values() for error in tally.errors.get(layer, [])]

    def _error_lines(self, most: int) -> list[str]:
        names = (*ENTITY_TYPES, *FACT_LAYERS, *SHARES) if most else ()
        return [
            f"  {name:<12} {kind:<9} {doc[:12]} {what}"
            for name in names
            for doc, kind, what in self.errors(name)[:most]
        ]

    def diff(self, before: Evaluation) -> str:
        """What became right and what became wrong since ``before``, one line an error."""
        lines = []
        for name in (*ENTITY_TYPES, *FACT_LAYERS, *SHARES):
            old, new = set(before.errors(name)), set(self.errors(name))
            lines += [f"- {name:<12} {kind:<9} {doc} {what}" for doc, kind, what in sorted(old - new)]
            lines += [f"+ {name:<12} {kind:<9} {doc} {what}" for doc, kind, what in sorted(new - old)]
        gone = sum(line.startswith("-") for line in lines)
        return "\n".join([*lines, f"{gone} errors gone (-), {len(lines) - gone} new errors (+)"])


def evaluate(gold: Path, predicted: Path, docs: Sequence[str] | None = None) -> Evaluation:
    """Score the records of a JSON-lines file against a folder of gold files.

    Args:
        gold: folder with one ``*.json`` record per document.
        predicted: JSON lines, as ``kg extract`` prints them; joined to the gold by the base name of ``doc``.
        docs: only gold documents whose base name begins with one of these.

    Raises:
        RecordError: a file is missing or no record.
    """
    golds = [g for g in load_gold(gold) if not docs or g.doc.startswith(tuple(docs))]
    if not golds:
        raise RecordError(
            str(gold), "holds no gold document that was asked for", "check the folder and --docs"
        )
    return score(golds, load_records(predicted))


def score(golds: Iterable[Record], predictions: Iterable[Record]) -> Evaluation:
    """Score predictions against gold records; a gold document without prediction scores as empty."""
    by_name = {PurePosixPath(p.doc).name: p for p in predictions}
    tallies = {}
    for gold in golds:
        tally = Tally()
        name = PurePosixPath(gold.doc).name
        DocumentScorer(gold, by_name.get(name, Record(doc=gold.doc)), tally).run()
        tallies[name] = tally
    return Evaluation(len(tallies), tallies)


def load_gold(folder: Path) -> list[Record]:
    """Read all gold records of a folder, in order of file name.

    Raises:
        RecordError: the folder or a file cannot be read as gold.
    """
    if not folder.is_dir():
        raise RecordError(str(folder), "is no folder", "give the folder with the gold records")
    return [_decode(str(path), path.read_bytes()) for path in sorted(folder.glob("*.json"))]


def load_records(path: Path) -> list[Record]:
    """Read a JSON-lines file of records.

    Raises:
        RecordError: the file is missing or a line is no record.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise RecordError(str(path), f"cannot be read ({error.strerror})", "check the path") from error
    return [_decode(f"{path}:{number}", line) for number, line in enumerate(lines, 1) if line.strip()]


def _decode(where: str, data: bytes) -> Record:
    try:
        return decode_record(data)
    except msgspec.MsgspecError as error:
        raise RecordError(where, f"is no record ({error})", "see the record schema") from error


def _summary(count: Count) -> dict[str, float | int]:
    p, r, f = (round(x, 4) for x in count.prf())
    return {"p": p, "r": r, "f": f, "tp": count.tp, "fp": count.fp, "fn": count.fn}


def _line(name: str, count: Count) -> str:
    p, r, f = count.prf()
    return f"{name:<14}{p:7.3f}{r:7.3f}{f:7.3f}{count.tp:6}{count.fp:6}{count.fn:6}"
