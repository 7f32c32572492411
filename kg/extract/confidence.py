"""How sure a fact is: the share of a rule's facts that the known gold confirms.

``confidence.tsv`` is written by ``benchmarks/calibrate.py``: for each rule, how many of its facts on the known gold
are right of how many found, and the confidence: that share, drawn towards its layer's precision as if eight more
facts of average quality had been seen (a Bayesian estimate with a beta prior), so that a rule seen twice is not
taken for perfect. The row ``*`` of a layer is the layer's own precision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from kg.errors import RuleError

TABLE = Path(__file__).parent / "confidence.tsv"
COLUMNS = ("layer", "rule", "right", "found", "confidence")


class Confidence:
    """Looks up the confidence of a rule's facts; ``fingerprint`` is the SHA-256 of the table."""

    def __init__(self, table: Mapping[tuple[str, str], float], fingerprint: str = "") -> None:
        self._table = dict(table)
        self.fingerprint = fingerprint

    def of(self, layer: str, rule: str, own: float) -> float:
        """Return the confidence, between 0 and 1; a rule without a row (a user's) has its ``own``."""
        return self._table.get((layer, rule), own)


def load_confidence(path: Path = TABLE) -> Confidence:
    """Read the table.

    Raises:
        RuleError: the file is missing or a row is malformed.
    """
    try:
        data = path.read_bytes()
        rows = [line.split("\t") for line in data.decode("utf-8").splitlines()[1:]]
        table = {(layer, rule): float(value) for layer, rule, _, _, value in rows}
        return Confidence(table, hashlib.sha256(data).hexdigest())
    except (OSError, ValueError) as error:
        raise RuleError(
            str(path), f"is no table of confidences ({error})", "run benchmarks/calibrate.py"
        ) from error
