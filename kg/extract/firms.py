"""Firms inside the names of works: 云岭[星河]显示面板, 青禾[蓝湾锂业]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.reading import Mention
from kg.extract.units import Kind, Unit, units_inside

_WORKS = {"Project", "Park"}


def firms_in_names(
    text: str,
    chosen: Sequence[Mention],
    nested: Sequence[Mention],
    candidates: Sequence[Mention],
    units: Sequence[Unit],
) -> list[Mention]:
    """Return the firms that names of works begin with, behind the place if there is one.

    A firm is what a head shows as one (锂业), or an unknown word of two to four characters that a trade or a
    product follows.
    """
    out: list[Mention] = []
    for work in chosen:
        if work.type not in _WORKS or any(_inside(n, work) and n.type == "Company" for n in nested):
            continue
        inside = units_inside(units, work.start, work.end)
        first = next((i for i, u in enumerate(inside) if u.type != "Place"), len(inside))
        out.extend(_firm(text, inside[first:], work, candidates))
    return out


def _firm(
    text: str, inside: Sequence[Unit], work: Mention, candidates: Sequence[Mention]
) -> Iterator[Mention]:
    if len(inside) < 2:
        return
    start = inside[0].start
    headed = [
        c.end
        for c in candidates
        if c.type == "Company" and work.start <= c.start <= start < c.end <= work.end and c.end - start < 7
    ]
    listed = work.rule.startswith("list-") and "Facility" not in work.also
    if headed:
        end = max(headed)
    elif listed and inside[0].kind is Kind.NEW and inside[1].kind in (Kind.TERM, Kind.WORD, Kind.LATIN):
        end = inside[0].end
    else:
        return
    if 2 <= end - start <= 12 and (start, end) != work.span:
        yield Mention(start, end, "Company", text[start:end], "firm-in-name", 40, nested=True)


def _inside(inner: Mention, outer: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
