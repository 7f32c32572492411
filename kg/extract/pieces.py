"""How far a rule's pattern fits a text: the longest leading part of the pattern that matches somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.extract.pattern import SLOT, WORD_LIST, compile_pattern

_QUANTIFIER = re.compile(r"(?:[*+?]|\{\d+(?:,\d*)?\})\??")
_GAP = re.compile(r"~\d+")
_PAIRS = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Fit:
    """``start:end`` is what the leading ``count`` pieces match; ``wants`` is the piece that does not."""

    start: int
    end: int
    count: int
    wants: str


def split_pattern(pattern: str) -> list[str]:
    """Cut a rule pattern into the pieces that follow one another; one piece where alternatives stand outside groups.

    >>> split_pattern("{s*:Project}(?:将|已)落户~4{o:Park}")
    ['{s*:Project}', '(?:将|已)', '落户', '~4', '{o:Park}']
    """
    out: list[str] = []
    plain = False
    at = 0
    while at < len(pattern):
        if pattern[at] == "|":
            return [pattern]
        end = _atom(pattern, at)
        quantifier = _QUANTIFIER.match(pattern, end)
        single = end - at == 1 and not quantifier and pattern[at] not in ".^$"
        end = quantifier.end() if quantifier else end
        if single and plain:
            out[-1] += pattern[at:end]
        else:
            out.append(pattern[at:end])
        plain = single
        at = end
    return out


def _atom(pattern: str, at: int) -> int:
    """Return where the atom that begins at ``at`` ends, its quantifier not included."""
    for special in (SLOT, WORD_LIST, _GAP):
        match = special.match(pattern, at)
        if match:
            return match.end()
    if pattern[at] == "\\":
        return min(at + 2, len(pattern))
    return _group_end(pattern, at) if pattern[at] in _PAIRS else at + 1


def _group_end(pattern: str, at: int) -> int:
    if pattern[at] == "[":
        return _class_end(pattern, at)
    depth = 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "[":
            at = _class_end(pattern, at) - 1
        elif pattern[at] in "()":
            depth += 1 if pattern[at] == "(" else -1
            if not depth:
                return at + 1
        at += 1
    return len(pattern)


def _class_end(pattern: str, at: int) -> int:
    at += 2 if pattern[at + 1 : at + 2] == "^" else 1
    at += pattern[at : at + 1] == "]"
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1


def furthest(
    pattern: str, words: Mapping[str, Iterable[str]], texts: Iterable[str]
) -> tuple[str, Fit] | None:
    """Return the text that the longest leading part of a pattern fits, with how far; None where no text is given."""
    pieces = split_pattern(pattern)
    search = _searcher(pieces, words)
    best: tuple[str, Fit] | None = None
    for text in texts:
        for count in range(len(pieces) - 1, -1, -1):
            if best and count <= best[1].count:
                break
            found = search(count, text)
            if found is not None:
                best = text, Fit(*found, count, pieces[count])
                break
    return best


def _searcher(
    pieces: list[str], words: Mapping[str, Iterable[str]]
) -> Callable[[int, str], tuple[int, int] | None]:
    compiled: dict[int, Any] = {}

    def search(count: int, text: str) -> tuple[int, int] | None:
        if count not in compiled:
            compiled[count] = compile_pattern("".join(pieces[:count]), words) if count else None
        if compiled[count] is None:
            return 0, 0
        match = compiled[count].search(text)
        return match.span() if match else None

    return search
