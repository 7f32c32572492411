"""Enumerations: items that stand in one row with known names of a type are names of that type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.extract.context import Context
from kg.extract.mention_rules import plausible
from kg.extract.reading import Mention, Passage
from kg.extract.units import Kind, Unit

TYPES = {"Company", "Product", "Industry", "Place", "Facility", "Park", "Organization", "Award", "Project"}
LONGEST = {"Company": 12, "Product": 10, "Industry": 10, "Place": 7}
_JOINS = {"、"}
_LAST = {"和", "及", "与", "以及"}


def propagate(
    passage: Passage, units: Sequence[Unit], chosen: Sequence[Mention], context: Context
) -> list[Mention]:
    """Return candidates for the unnamed items of rows in which two or more items have one type."""
    out: list[Mention] = []
    for row in _rows(units):
        spans = [(item[0].start, item[-1].end) for item in row]
        named = {m.span: m.type for m in chosen}
        trades = {
            s for s, item in zip(spans, row, strict=True) if len(item) == 1 and item[0].type == "Industry"
        }
        if not context.counts_figures(passage.text, spans[-1][1]):
            named |= {s: named.get(s, "Industry") for s in trades}
        types = Counter(named[s] for s in spans if s in named)
        if not types:
            continue
        kind, count = min(types.items(), key=lambda pair: (-pair[1], pair[0]))
        if count < 2 or kind not in TYPES or count * 3 < len(spans) or (len(row) < 3 and kind != "Industry"):
            continue
        out.extend(_items(passage, row, kind, chosen))
    return out


def _items(
    passage: Passage, row: list[list[Unit]], kind: str, chosen: Sequence[Mention]
) -> Iterator[Mention]:
    for item in row:
        span = item[0].start, item[-1].end
        free = all(_leaves_free(m, span) for m in chosen) and item[0].kind is not Kind.LEFT
        if free and plausible(item) and 2 <= span[1] - span[0] <= LONGEST.get(kind, 26):
            yield Mention(*span, kind, passage.text[span[0] : span[1]], "row", 40)


def _leaves_free(mention: Mention, span: tuple[int, int]) -> bool:
    """A mention is no hindrance outside the item, or as the place that a longer item begins with."""
    if mention.end <= span[0] or span[1] <= mention.start:
        return True
    return mention.type == "Place" and mention.start == span[0] and mention.end < span[1]


def _rows(units: Sequence[Unit]) -> list[list[list[Unit]]]:
    """Split the units into rows of items joined by 、 (the last by 和); single items are left out."""
    rows: list[list[list[Unit]]] = []
    row: list[list[Unit]] = [[]]

    def close() -> None:
        full = [item for item in row if item]
        if len(full) > 1:
            rows.append(full)

    for unit in units:
        if unit.text in _JOINS or (unit.text in _LAST and len(row) > 1):
            row.append([])
        elif unit.kind in (Kind.PUNCT, Kind.HARD):
            close()
            row = [[]]
        else:
            row[-1].append(unit)
    close()
    return rows
