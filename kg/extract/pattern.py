"""The pattern language of the rules, and matching over masked text.

A sentence is masked before a rule sees it: each mention, figure and time becomes one private-use character
that tells its type alone; quotation marks directly round it go with it. Patterns are RE2 expressions (linear
time, no backtracking) with these additions:

``{s:Project|Park}``   one mention of these types, captured as argument ``s``; ``{Place}`` without capture
``{s*:Industry}``      an enumeration of such mentions (、 和 及 与 以及 between them), all captured as ``s``
``{s+:Award}``         a loose enumeration: up to eight other characters behind each joint
``{n:figure}``         a figure; ``{t:time}`` a time
``<verbs>``            any word of the list ``verbs`` in words.yml
``~8``                 up to eight characters without a stop (，。；：！？), as few as possible
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import re2

from kg.model import ENTITY_TYPES

MASKS = {name: chr(0xE001 + i) for i, name in enumerate((*ENTITY_TYPES, "figure", "time"))}
SLOT = re.compile(r"\{(?:(?P<arg>[a-z]+)(?P<many>[*+])?:)?(?P<types>[A-Za-z|]+)\}")
WORD_LIST = re.compile(r"(?<!\?P)<([a-z_]+)>")
_GAP = re.compile(r"~(\d+)")
_JOIN = "(?:、|和|及|与|以及|，以及|，)"
_LOOSE_JOIN = (
    "(?:(?:，|、|和|及|以及)(?:总?投资|占地|总规模|投资额)[^，。；：！？、]{0,12}?(?:的[^，。；：！？]{0,6}?)?"
    "|[^，。；：！？]{0,4}(?:、|和|及|与|以及|，以及)[^，。；：！？]{0,8}?|)"
)
# half-width punctuation counts as full-width in masked text, between digits excepted
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_HALF_WIDTH = re.compile(r"(?<!\d)[,:](?!\d)|(?<=\d)[,:](?!\d)|(?<!\d)[,:](?=\d)|[;!?()]")
_QUOTES = {"“”", "《》", "‘’", "「」"}


class Spanned(Protocol):
    """Anything with a span in a passage."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked stretch of text.

    ``origin[i]`` is the offset in the passage of masked character ``i``; ``origin[len]`` the end;
    ``items[i]`` the mention, figure or time that character stands for.
    """

    text: str
    origin: list[int]
    items: dict[int, Any]

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Map masked offsets to offsets in the passage."""
        return self.origin[start], self.origin[end] if end == start else self._end(end - 1)

    def at(self, offset: int) -> int:
        """Map an offset in the passage to the masked character that holds it."""
        return max(bisect_right(self.origin, offset) - 1, 0)

    def _end(self, last: int) -> int:
        item = self.items.get(last)
        return item.end if item is not None else self.origin[last] + 1

    def inside(self, start: int, end: int) -> list[Any]:
        """Return the masked items at ``start:end``, in order."""
        return [self.items[i] for i in range(start, end) if i in self.items]


def mask(text: str, start: int, end: int, items: Iterable[tuple[str, Spanned]]) -> Masked:
    """Mask ``text[start:end]``; ``items`` are (type, thing with a span), not overlapping, in order."""
    out: list[str] = []
    origin: list[int] = []
    kept: dict[int, Any] = {}
    at = start
    for kind, item in items:
        begin = getattr(item, "left", item.start)
        if begin < at or item.end > end:
            continue
        quoted = begin > at and text[begin - 1] + text[item.end : item.end + 1] in _QUOTES
        before = begin - quoted
        out.append(text[at:before])
        origin.extend(range(at, before))
        kept[len(origin)] = item
        out.append(MASKS[kind])
        origin.append(begin)
        at = item.end + quoted
    out.append(text[at:end])
    origin.extend(range(at, end))
    origin.append(end)
    return Masked(_HALF_WIDTH.sub(lambda m: _FULL_WIDTH[m[0]], "".join(out)), origin, kept)


def expand(pattern: str, words: Mapping[str, Iterable[str]]) -> str:
    """Turn a rule pattern into an RE2 expression.

    Raises:
        KeyError: an unknown word list or type, with its name.
    """

    def slot(match: re.Match[str]) -> str:
        kinds = "".join(MASKS[kind] for kind in match["types"].split("|"))
        one = f"[{kinds}]"
        if not match["arg"]:
            return one
        more = {"*": f"(?:{_JOIN}{one})*", "+": f"(?:{_LOOSE_JOIN}{one})*"}.get(match["many"] or "", "")
        return f"(?P<{match['arg']}>{one}{more})"

    def listed(match: re.Match[str]) -> str:
        return (
            "(?:" + "|".join(re2.escape(w) for w in sorted(words[match[1]], key=lambda w: (-len(w), w))) + ")"
        )

    pattern = WORD_LIST.sub(listed, pattern)
    pattern = SLOT.sub(slot, pattern)
    return _GAP.sub(lambda m: f"[^，。；：！？]{{0,{m[1]}}}?", pattern)


def compile_pattern(pattern: str, words: Mapping[str, Iterable[str]]) -> Any:
    """Compile a rule pattern.

    Raises:
        KeyError: an unknown word list or type.
        ValueError: not an RE2 expression.
    """
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 64 << 20
    try:
        return re2.compile(expand(pattern, words), options=options)
    except re2.error as error:
        detail = error.args[0]
        raise ValueError(detail.decode() if isinstance(detail, bytes) else str(detail)) from error
