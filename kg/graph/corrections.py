"""The user's own decisions: corrections.tsv with the columns action, first, second, note."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import LexiconError

COLUMNS = ("action", "first", "second", "note")
ACTIONS = ("same", "different", "reject")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the user decided.

    Attributes:
        same: pairs of names or IRIs that are one thing.
        different: pairs that are not.
        rejected: IRIs of facts (fact nodes or ``rdf:Statement``) that must not stand in the graph.
    """

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    rejected: frozenset[str] = frozenset()


def load_corrections(path: Path) -> Corrections:
    """Read corrections.tsv; a missing file holds none. Lines that begin with ``#`` are left out.

    Raises:
        LexiconError: the file or a row is malformed; names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return Corrections()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(str(path), f"cannot be read ({error})", "save it as UTF-8") from error
    if not lines or tuple(cell.strip() for cell in lines[0].split("\t"))[:2] != COLUMNS[:2]:
        raise LexiconError(f"{path}:1", "header is wrong", f"begin with the columns {', '.join(COLUMNS)}")
    found: dict[str, list[tuple[str, str]]] = {action: [] for action in ACTIONS}
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and not line.startswith("#"):
            action, first, second = _row(f"{path}:{number}", line)
            found[action].append((first, second))
    return Corrections(
        tuple(sorted(found["same"])),
        tuple(sorted(found["different"])),
        frozenset(first for first, _ in found["reject"]),
    )


def _row(where: str, line: str) -> tuple[str, str, str]:
    action, first, second = (*(cell.strip() for cell in line.split("\t")), "", "")[:3]
    if action not in ACTIONS:
        raise LexiconError(where, f"unknown action {action!r}", f"use one of {', '.join(ACTIONS)}")
    if not first:
        raise LexiconError(where, "the second cell is empty", "give a name or an IRI")
    if action == "reject":
        if ":" not in first:
            raise LexiconError(where, f"{first!r} is no IRI of a fact", "copy it from kg explain")
        return action, first.strip("<>"), ""
    if not second:
        raise LexiconError(where, f"{action} needs two names", "fill the third cell")
    return action, first.strip("<>"), second.strip("<>")
