"""A passage as a row of units: known names, quoted strings, stop words, numbers, other tokens.

The name finder walks over units, not characters: a boundary of a name is always a boundary of a unit.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kg.extract.reading import Mention, Passage
from kg.extract.tokens import is_common

_QUOTED = re.compile(
    r"“[^“”。；\n]{1,30}”|‘[^‘’。；\n]{1,30}’|「[^「」\n]{1,30}」|《[^《》\n]{2,60}》|〈[^〈〉\n]{2,60}〉"
)
_PAREN = re.compile(r"[（(][^（）()，。；\n]{1,12}[）)]")
_NUMBER = re.compile(r"\d[\d,.]*$")
COUNTED = re.compile(r"[一二三四五六七八九十百两几数]+[个座栋条家所处项批件片块大]$")
_LATIN = re.compile(r"\d?[A-Za-zＡ-Ｚ]")
_TERMS = {"Industry", "Product", "Award", "Programme"}
_PARTICLES = frozenset("由在从向与及到是有被把将为对于以至")
_LINKS = {"—", "-", "－", "–", "―", "·", "•", "至", "~", "～", "/", "+", "＋", "&"}


class Kind(StrEnum):
    """What a unit is; some of them make a name specific (SPECIFIC)."""

    NAME = "name"
    TERM = "term"  # a known trade or product: no proper name
    QUOTE = "quote"
    NEW = "new"  # a word that the general dictionary lacks
    LATIN = "latin"
    NUMBER = "number"
    WORD = "word"
    LEFT = "left"  # a word that stands inside names, but not at their left edge
    HARD = "hard"  # a word that never stands in a name
    LINK = "link"
    PAREN = "paren"
    PUNCT = "punct"


SPECIFIC = frozenset({Kind.NAME, Kind.QUOTE, Kind.NEW, Kind.LATIN})


class Unit(NamedTuple):
    """A unit at ``start:end`` of the passage; ``type`` is the entity type of a known name."""

    start: int
    end: int
    kind: Kind
    text: str
    type: str = ""


def units_inside(units: Sequence[Unit], start: int, end: int) -> Sequence[Unit]:
    """Return the units that lie wholly in ``start:end``; the units are in order and do not overlap."""
    first = bisect_left(units, (start,))
    last = first
    while last < len(units) and units[last].end <= end:
        last += 1
    return units[first:last]


class StopWords(dict[str, str]):
    """Stop words with where they stop; ``kinds`` remembers what the words met so far are."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words)
        self.kinds: dict[str, Kind] = {}


def make_units(passage: Passage, names: Sequence[Mention], stops: StopWords) -> list[Unit]:
    """Cut a passage into units, in order, without gaps but for white space."""
    text = passage.text
    owner: list[tuple[int, int, Kind, str]] = []
    taken = bytearray(len(text))

    def claim(start: int, end: int, kind: Kind, type_: str = "") -> None:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            owner.append((start, end, kind, type_))

    for match in _QUOTED.finditer(text):
        claim(*match.span(), Kind.QUOTE)
    for match in _PAREN.finditer(text):
        claim(*match.span(), Kind.PAREN)
    for name in names:
        claim(name.start, name.end, Kind.TERM if name.type in _TERMS else Kind.NAME, name.type)
    units = [Unit(a, b, kind, text[a:b], type_) for a, b, kind, type_ in owner]
    for a, b in passage.tokens:
        for start, end in _free(a, b, taken):
            units.extend(_split(_unit(text, start, end, stops), stops))
    units.sort()
    return _joined_singles(units)


def _joined_singles(units: list[Unit]) -> list[Unit]:
    """Join runs of single characters that the segmenter could not place (椒+花) into one new word."""
    out: list[Unit] = []
    for unit in units:
        last = out[-1] if out else None
        if last and _single(unit) and last.end == unit.start and (_single(last) or last.type == "single"):
            out[-1] = Unit(last.start, unit.end, Kind.NEW, last.text + unit.text, "single")
        else:
            out.append(unit)
    return out


def _single(unit: Unit) -> bool:
    return unit.kind is Kind.WORD and len(unit.text) == 1 and "㐀" <= unit.text <= "鿿"


def _free(start: int, end: int, taken: bytearray) -> list[tuple[int, int]]:
    """The parts of a token that no larger unit has claimed."""
    if taken.find(1, start, end) < 0:
        return [(start, end)]
    out, at = [], start
    while at < end:
        if taken[at]:
            at += 1
            continue
        stop = at
        while stop < end and not taken[stop]:
            stop += 1
        out.append((at, stop))
        at = stop
    return out


def _unit(text: str, start: int, end: int, stops: StopWords) -> Unit:
    word = text[start:end]
    kind = stops.kinds.get(word)
    if kind is None:
        kind = stops.kinds[word] = _kind(word, stops)
    return Unit(start, end, kind, word)


def _split(unit: Unit, stops: Mapping[str, str]) -> list[Unit]:
    """Cut the preposition off a guessed word (由澜江) that begins with one."""
    guessed = unit.kind in (Kind.NEW, Kind.WORD) and len(unit.text) > 2 and not is_common(unit.text)
    if not guessed or unit.text[0] not in _PARTICLES:
        return [unit]
    cut = unit.start + 1
    first = Unit(unit.start, cut, Kind.HARD, unit.text[0])
    return [first, Unit(cut, unit.end, _kind(unit.text[1:], stops), unit.text[1:])]


def _kind(word: str, stops: Mapping[str, str]) -> Kind:
    if word in _LINKS:
        return Kind.LINK
    if COUNTED.match(word):
        return Kind.HARD
    where = stops.get(word) or compound_stop(word, stops)
    if where:
        return Kind.HARD if where.startswith("hard") else Kind.LEFT
    if _NUMBER.match(word):
        return Kind.NUMBER
    if _LATIN.match(word):
        return Kind.LATIN
    if not word[0].isalnum():
        return Kind.PUNCT
    return Kind.WORD if len(word) == 1 or is_common(word) or _is_compound(word) else Kind.NEW


def compound_stop(word: str, stops: Mapping[str, str]) -> str:
    """Where an adverb and a verb stop that the segmenter took for one word (大力发展, 认真落实); else ``""``."""
    if len(word) != 4:
        return ""
    if "adverb" in stops.get(word[:2], "") or stops.get(word[2:], "").startswith("hard"):
        return "hard"
    return "left" if word[:2] in stops and word[2:] in stops else ""


def _is_compound(word: str) -> bool:
    """Words that the segmenter guessed together (特种电缆) are common where their parts are."""
    return any(
        is_common(word[:i]) and is_common(word[i:]) and (i > 1 or len(word) - i > 1)
        for i in range(max(1, len(word) // 2 - 1), len(word) // 2 + 2)
        if 1 < i < len(word) - 1
    )
