"""Firms inside the names of works: 云岭[星河]显示面板, 青禾[蓝湾锂业]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.reading import Mention
from kg.extract.units import Kind, Unit, units_inside
from kg.extract.wordlists import Words

_WORKS = {"Project", "Park"}
_PRODUCTS = (Kind.TERM, Kind.WORD, Kind.LATIN)


class FirmFinder:
    """Finds the firms that names of works begin with, behind the place if there is one.

    A firm is what a head shows as one (锂业), or, in a row of projects, an unknown word that a trade or a product
    follows (but not 杭衢 of 杭衢高铁).
    """

    def __init__(self, words: Words) -> None:
        self._routes = frozenset(words["route_words"])

    def find(
        self,
        text: str,
        chosen: Sequence[Mention],
        nested: Sequence[Mention],
        candidates: Sequence[Mention],
        units: Sequence[Unit],
    ) -> list[Mention]:
        """Return nested mentions for the works among ``chosen`` that hold no known firm."""
        out: list[Mention] = []
        for work in chosen:
            known = any(_inside(n, work) and n.type == "Company" for n in nested)
            if work.type in _WORKS and not known:
                inside = units_inside(units, work.start, work.end)
                first = next((i for i, u in enumerate(inside) if u.type != "Place"), len(inside))
                out.extend(self._firm(text, inside[first:], work, candidates))
        return out

    def _firm(
        self, text: str, inside: Sequence[Unit], work: Mention, candidates: Sequence[Mention]
    ) -> Iterator[Mention]:
        if len(inside) < 2:
            return
        start = inside[0].start
        headed = [
            c.end
            for c in candidates
            if c.type == "Company" and work.start <= c.start <= start < c.end <= work.end
        ]
        headed = [end for end in headed if end - start < 7]
        if headed:
            end = max(headed)
        elif work.rule.startswith("list-") and self._unknown(inside):
            end = inside[0].end
        else:
            return
        if end - start >= 2 and (start, end) != work.span:
            yield Mention(start, end, "Company", text[start:end], "firm-in-name", 40, nested=True)

    def _unknown(self, inside: Sequence[Unit]) -> bool:
        first, second = inside[:2]
        return first.kind is Kind.NEW and second.kind in _PRODUCTS and second.text not in self._routes


def _inside(inner: Mention, outer: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
