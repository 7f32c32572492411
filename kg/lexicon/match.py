"""Finding many terms in a text at once, with code-point offsets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """A term found at ``start:end`` (code points) with the values it stands for."""

    start: int
    end: int
    values: list[T]


class TermMatcher(Generic[T]):
    """All occurrences of a set of terms, overlapping ones included (Aho and Corasick 1975).

    >>> matcher = TermMatcher([("南县", 1), ("云南", 2)])
    >>> [(hit.start, hit.end, hit.values) for hit in matcher.find("云南县")]
    [(0, 2, [2]), (1, 3, [1])]
    """

    def __init__(self, terms: Iterable[tuple[str, T]]) -> None:
        table: dict[str, list[T]] = {}
        for form, value in terms:
            table.setdefault(form, []).append(value)
        self._values = list(table.values())
        self._automaton = (
            AhoCorasick(
                list(table), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
            )
            if table
            else None
        )

    def find(self, text: str) -> list[Hit[T]]:
        """Return all hits, sorted by start, longer ones first. Lone surrogates must not occur in ``text``."""
        if self._automaton is None:
            return []
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        hits = [Hit(start, end, self._values[index]) for index, start, end in found]
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits
