"""Subjects carried over: which thing a clause without a subject of its own is about."""

from __future__ import annotations

from collections.abc import Collection

from kg.extract.reading import Given, Mention, Reading
from kg.model import BlockKind

_HEAD_KINDS = {BlockKind.TITLE, BlockKind.MASTHEAD, BlockKind.BYLINE}


def given(passage: int, mention: Mention, via: str = "") -> Given:
    """Make the argument that a mention stands for."""
    return Given(mention.entity, passage, mention.start, mention.end, via)


def topic(
    reading: Reading, passage: int, sentence: tuple[int, int], at: int, types: Collection[str]
) -> Given | None:
    """Return the subject of the clause at offset ``at``: the nearest fitting mention before it.

    Looked for in the sentence, then in the earlier sentences of the passage (their first fitting mention), then
    in the headings above it (innermost first), then in the title.
    """
    here = reading.passages[passage]
    before = [m for m in here.mentions if sentence[0] <= m.start and m.end <= at and m.type in types]
    if before:
        return given(passage, before[-1], "subject")
    for start, end in reversed([s for s in here.sentences if s[1] <= sentence[0]]):
        inside = [m for m in here.mentions if start <= m.start and m.end <= end and m.type in types]
        if inside:
            return given(passage, inside[0], "subject")
    for index in reversed(here.headings):
        inside = [m for m in reading.passages[index].mentions if m.type in types]
        if inside:
            return given(index, inside[0], "heading")
    for other in reading.passages[:6]:
        if other.block.kind == BlockKind.TITLE and other.index != passage:
            inside = [m for m in other.mentions if m.type in types]
            if inside:
                return given(other.index, inside[0], "document")
    return None


def region(reading: Reading, passage: int = -1, at: int = 0) -> Given | None:
    """Return the document's own place: its nearest mention before ``at``, else its metadata."""
    index = next((i for i, thing in enumerate(reading.entities) if thing.region), None)
    if index is None:
        return None
    mentions = [
        (p, m) for p, m in reading.entities[index].mentions if (p, m.end) <= (passage, at) or passage < 0
    ]
    if mentions:
        found, mention = mentions[-1]
        kind = reading.passages[found].block.kind
        via = "masthead" if kind in _HEAD_KINDS else "heading" if kind == BlockKind.HEADING else "subject"
        return given(found, mention, via)
    return Given(index, via="region")
