"""Lines to blocks: title, masthead, bylines, headings, paragraphs, items, captions, furniture."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Block, BlockKind, Span
from kg.read.bylines import dateline, is_names_line, speaker, trailer
from kg.read.lines import Line, Role, closed, split_lines
from kg.read.patterns import patterns
from kg.read.wrap import group_lines

MAX_BLOCK = 3_000
"""Characters; longer paragraphs (thrice the longest of a report) are cut at sentence ends: steps look at all
pairs of names in a block."""

_SENTENCE_END = re.compile("[。！？!?][”’）)」』]*")
_HEADING_MAX = 40
_HEAD_LINES = 30  # groups at the beginning among which the title stands
_KIND = {
    Role.FURNITURE: BlockKind.FURNITURE,
    Role.MASTHEAD: BlockKind.MASTHEAD,
    Role.BYLINE: BlockKind.BYLINE,
    Role.CAPTION: BlockKind.CAPTION,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a text in reading order, and the span of its title."""

    blocks: tuple[Block, ...]
    title: Span | None
    joined: int


def lay_out(text: str) -> Layout:
    """Find the layout of a decoded source.

    Every character of ``text`` that is not white space belongs to exactly one block; Markdown marks and
    bullets stand in furniture blocks of their own.
    """
    groups = group_lines(split_lines(text))
    kinds = _kinds(groups)
    title = _title(groups, kinds)
    blocks: list[Block] = []
    for group, (kind, level) in zip(groups, kinds, strict=True):
        blocks.extend(_marks(group, text))
        blocks.extend(_cut(_joined(group, text, kind, level)))
    blocks.sort(key=lambda block: block.offsets[0])
    return Layout(tuple(blocks), title, sum(len(group) - 1 for group in groups))


def _joined(group: list[Line], text: str, kind: BlockKind, level: int) -> Block:
    """Make one block of a paragraph's lines; Latin words on both sides of a break keep a space."""
    if len(group) == 1:
        return Block(kind, group[0].text, range(group[0].start, group[0].end), level)
    parts: list[str] = []
    offsets = array("I")
    for line in group:
        if parts and _needs_space(parts[-1], line.text):
            gap = _line_end(text, offsets[-1] + 1, line.start)
            parts.append(" ")
            offsets.append(gap)
        parts.append(line.text)
        offsets.extend(range(line.start, line.end))
    return Block(kind, "".join(parts), offsets, level)


def _needs_space(before: str, after: str) -> bool:
    return before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()


def _line_end(text: str, start: int, end: int) -> int:
    """Return the offset of the (first) line end between two lines."""
    return next((at for at in range(start, end) if text[at] in "\r\n"), start)


def _marks(group: list[Line], text: str) -> Iterator[Block]:
    for line in group:
        if line.marks:
            start, end = line.marks
            mark = text[start:end].rstrip()
            yield Block(BlockKind.FURNITURE, mark, range(start, start + len(mark)))


def _cut(block: Block) -> Iterator[Block]:
    """Split datelines and trailing bylines off a paragraph; cut it at sentence ends if too long."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        yield block
        return
    start, end = 0, len(block.text)
    head = dateline(block.text)
    if head:
        start = head.end()
        yield from _part(block, 0, start, BlockKind.BYLINE)
    tail = trailer(block.text[start:])
    if tail:
        end = start + tail.start()
    while end - start > MAX_BLOCK:
        at = _sentence_end(block.text, start, start + MAX_BLOCK)
        yield from _part(block, start, at, block.kind)
        start = at
    yield from _part(block, start, end, block.kind)
    if tail:
        yield from _part(block, end, len(block.text), BlockKind.BYLINE)


def _sentence_end(text: str, start: int, limit: int) -> int:
    """Return where to cut: after the last sentence end in the second half, else at ``limit``."""
    at = limit
    for match in _SENTENCE_END.finditer(text, (start + limit) // 2, limit):
        at = match.end()
    return at


def _part(block: Block, start: int, end: int, kind: BlockKind) -> Iterator[Block]:
    while start < end and block.text[start].isspace():
        start += 1
    while end > start and block.text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Block(kind, block.text[start:end], block.offsets[start:end], block.level)


def _kinds(groups: list[list[Line]]) -> list[tuple[BlockKind, int]]:
    """Tell the kind and level of each group; the title comes later."""
    scale = _scale(groups)
    kinds: list[tuple[BlockKind, int]] = []
    for index, group in enumerate(groups):
        line = group[0]
        if line.role is Role.MARKED:
            kinds.append((BlockKind.HEADING, line.level))
        elif line.role is not Role.TEXT:
            kinds.append((_KIND[line.role], 0))
        elif speaker(line.text) and len(group) == 1:
            kinds.append((BlockKind.BYLINE, 0))
        else:
            kinds.append(_text_kind(groups, index, scale, kinds))
    return kinds


@dataclass(frozen=True, slots=True)
class _Scale:
    """Levels of headings: ``shift`` is added to numbered ones, ``unmarked`` is that of plain ones."""

    shift: int
    unmarked: int


def _scale(groups: list[list[Line]]) -> _Scale:
    """Find how headings nest: a part's plain heading (某某时期工作回顾) stands above numbered ones."""
    texts = [
        g[0] for g in groups if g[0].role is Role.TEXT and sum(len(line.text) for line in g) <= _HEADING_MAX
    ]
    levels = {line.level for line in texts if line.level}
    outer = any(not line.level and patterns().outer_heading.match(line.text) for line in texts[4:])
    shift = 1 if outer and 1 in levels else 0
    return _Scale(shift, max(levels, default=0) + shift + 1)


def _text_kind(
    groups: list[list[Line]], index: int, scale: _Scale, before: Sequence[tuple[BlockKind, int]]
) -> tuple[BlockKind, int]:
    group = groups[index]
    text = "".join(line.text for line in group)
    level = group[0].level
    if group[0].bullet:
        return BlockKind.ITEM, 0
    if level and len(text) <= _HEADING_MAX and _single_clause(text):
        if level >= 3 and text.endswith(("。", "；")):
            return BlockKind.ITEM, 0
        return BlockKind.HEADING, level + scale.shift
    if level >= 3:
        return BlockKind.ITEM, 0
    if not level and _is_heading(text, groups, index):
        above = before[-1] if before and before[-1][0] is BlockKind.HEADING else None
        unmarked = 1 if patterns().outer_heading.match(text) else scale.unmarked
        if above and above[1] == unmarked and not _single_line_pair(groups, index):
            return BlockKind.HEADING, unmarked + 1
        return BlockKind.HEADING, unmarked
    return BlockKind.PARAGRAPH, 0


def _single_clause(text: str) -> bool:
    """No sentence ends inside the text."""
    return _SENTENCE_END.search(text, 0, max(0, len(text) - 1)) is None


def _single_line_pair(groups: list[list[Line]], index: int) -> bool:
    """Two heading lines that are printed apart by more than one empty line are two headings of one level."""
    return groups[index][0].blanks > 2


def _is_heading(text: str, groups: list[list[Line]], index: int) -> bool:
    """An unmarked heading: short, no sentence in it, and running text or another heading after it."""
    if len(text) > 30 or text[-1] in "。；，、;,…" or "。" in text or text.startswith("——"):
        return False
    if text[-1] in "：:？?" and ("，" in text or patterns().introduction.search(text)):
        return False
    if len(text) < 2 or text.rstrip("！!：:").endswith(("各位代表", "同志们", "谢谢大家")):
        return False
    return index + 1 < len(groups)


def _title(groups: list[list[Line]], kinds: list[tuple[BlockKind, int]]) -> Span | None:
    """Choose the title among the head lines, mark all headline lines, and names below them as byline.

    Newspapers print a kicker (shorter or a row of clauses) above the title and a subtitle (——) below it. Web
    pages print it after links. The headline is over where running text begins.
    """
    head = list(_headline(groups, kinds))
    if not head:
        return None
    chosen = _choose(groups, kinds, head)
    for index in head:
        kinds[index] = (BlockKind.TITLE, 0)
    line = groups[chosen]
    for below in range(head[-1] + 1, len(groups)):
        if kinds[below][0] in (BlockKind.MASTHEAD, BlockKind.FURNITURE):
            continue
        if groups[below][0].role is Role.TEXT and is_names_line(groups[below][0].text):
            kinds[below] = (BlockKind.BYLINE, 0)
        break
    return Span(line[0].start, line[-1].end)


def _headline(groups: list[list[Line]], kinds: list[tuple[BlockKind, int]]) -> Iterator[int]:
    """Yield the groups of the headline: at most four lines before byline, paragraph or heading."""
    count = 0
    for index, group in enumerate(groups[:_HEAD_LINES]):
        kind = kinds[index][0]
        if kind in (BlockKind.FURNITURE, BlockKind.CAPTION) or (kind is BlockKind.MASTHEAD):
            continue
        text = "".join(line.text for line in group)
        marked = group[0].role is Role.MARKED
        if kind is BlockKind.BYLINE or (marked and group[0].level > 1 and count):
            return
        if count and (is_names_line(text) or (group[0].level and not marked)):
            return
        if len(text) > 60 or "。" in text or text.endswith(("；", "：")) or dateline(text):
            return
        yield index
        count += 1
        if count == 4 or marked:
            return


def _choose(groups: list[list[Line]], kinds: list[tuple[BlockKind, int]], head: list[int]) -> int:
    texts = ["".join(line.text for line in groups[index]) for index in head]
    for place, index in enumerate(head):
        if groups[index][0].role is Role.MARKED:
            return index
        if place and texts[place].startswith(("——", "--")):
            return head[place - 1]
    first, rest = texts[0], texts[1:]
    if rest and _below_is_headline(groups, kinds, head):
        kicker = len(first) <= 6 < len(rest[0]) or first.endswith(("…", "……")) or first.count("，") > 1
        if kicker and not closed(rest[0]):
            return head[1]
    return head[0]


def _below_is_headline(groups: list[list[Line]], kinds: list[tuple[BlockKind, int]], head: list[int]) -> bool:
    """The second line is headline, not a section heading, where byline or photograph follow."""
    after = head[-1] + 1
    return after < len(groups) and kinds[after][0] in (
        BlockKind.BYLINE,
        BlockKind.CAPTION,
        BlockKind.MASTHEAD,
    )
