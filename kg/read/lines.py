"""Printed lines: where they begin and end in the source, how far they are indented, what they look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from kg.read.bylines import is_byline, is_caption, is_masthead, is_names_line
from kg.read.patterns import patterns

SPACE = (
    " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
SPACE += "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\u00ad\r\n"
"""What is stripped from the ends of lines: white space and characters without width."""

_LINE = re.compile("[^\r\n\v\f\x85\u2028\u2029]+")
_MARKDOWN = re.compile(r"(#{1,6})[ \t\u3000]+(?=\S)")
_BULLET = re.compile(r"(?:[-*+][ \t]+|[•●○▪■□◆◇※▲△☆★]\s*)(?=\S)")
_QUOTE_MARK = re.compile(r"(?:>[ \t]?)+(?=\S)")
_NUMBERING = re.compile(
    r"(?P<one>[一二三四五六七八九十]{1,3}[、．.]|第[一二三四五六七八九十]{1,3}[章节篇部分]{1,2}[\s　：:、]?)"
    r"|(?P<two>[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?P<three>\d{1,2}(?:[、．](?!\d)|\.(?![\d.])))"
    r"|(?P<four>[（(]\d{1,2}[）)]|[①-⑳])"
)
FINAL = "。！？；：!?;:…"
CLOSERS = "”’」』》〉）)】］]\"'"


class Role(Enum):
    """What a line is, as far as it tells by itself."""

    TEXT = "text"
    FURNITURE = "furniture"
    MASTHEAD = "masthead"
    BYLINE = "byline"
    CAPTION = "caption"
    MARKED = "marked"  # a Markdown heading


@dataclass(slots=True)
class Line:
    """One printed line; ``start`` and ``end`` bound its stripped ``text`` in the source.

    ``indent`` counts columns (an ideographic space is two), ``blanks`` the empty lines before it, ``marks``
    the code points of a Markdown mark or bullet before ``start``; ``level`` is that of a numbering or of
    ``#``; ``column`` the width at which the lines around it are wrapped (0: they are not).
    """

    start: int
    end: int
    text: str
    indent: int
    blanks: int
    role: Role = Role.TEXT
    level: int = 0
    bullet: bool = False
    marks: tuple[int, int] | None = None
    column: int = 0

    @property
    def width(self) -> int:
        """Columns on paper: Latin letters and digits are one, everything else two."""
        return 2 * len(self.text) - len(self.text.encode("ascii", "ignore"))

    @property
    def closed(self) -> bool:
        """Whether the line ends as a sentence, clause of a list or introduction does."""
        return closed(self.text)


def closed(text: str) -> bool:
    """Return whether a text ends with a final mark, closing quotes and brackets after it aside.

    >>> closed("他说：“好。”"), closed("建设现代化")
    (True, False)
    """
    return text.rstrip(CLOSERS)[-1:] in FINAL or text.endswith((".", "——"))


def split_lines(text: str) -> list[Line]:
    """Cut a source into its non-empty lines, stripped, with role, numbering and marks."""
    lines: list[Line] = []
    last_end = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        content = raw.strip(SPACE)
        if not content:
            continue
        lead = raw.index(content[0]) if raw[0] in SPACE else 0
        start = match.start() + lead
        breaks = text.count("\n", last_end, start) or text.count("\r", last_end, start)
        indent = sum(2 if char == "\u3000" else 1 for char in raw[:lead] if char not in "\ufeff\u200b")
        line = Line(start, start + len(content), content, indent, max(0, breaks - 1) if lines else 0)
        _take_marks(line)
        lines.append(line)
        last_end = line.end
    _assign_roles(lines)
    return lines


def _take_marks(line: Line) -> None:
    """Set Markdown marks and bullets apart from the words, and read the numbering."""
    match = _MARKDOWN.match(line.text)
    if match:
        line.role, line.level = Role.MARKED, len(match[1])
    else:
        match = _BULLET.match(line.text)
        if match and not is_byline(line.text) and not is_caption(line.text):
            line.bullet = True
        else:
            match = _QUOTE_MARK.match(line.text)
    if match:
        _cut(line, match.end())
    numbering = _NUMBERING.match(line.text)
    if numbering and line.role is Role.TEXT:
        line.level = ("one", "two", "three", "four").index(str(numbering.lastgroup)) + 1


def _cut(line: Line, length: int) -> None:
    line.marks = (line.start, line.start + length)
    rest = line.text[length:]
    stripped = rest.lstrip(SPACE)
    line.start += length + len(rest) - len(stripped)
    line.text = stripped


def _assign_roles(lines: list[Line]) -> None:
    crumbs = 0
    for index, line in enumerate(lines):
        if line.role is Role.MARKED:
            continue
        if line.text in patterns().crumb_start:
            crumbs = 8
        if is_furniture(line.text) or (crumbs and _is_crumb(lines, index)):
            line.role = Role.FURNITURE
        elif line.text.isdigit():
            line.role = Role.TEXT if _is_fragment(lines, index) else Role.FURNITURE
        elif is_byline(line.text):
            line.role = Role.BYLINE
        elif is_caption(line.text):
            line.role = Role.CAPTION
        elif is_masthead(line.text):
            line.role = Role.MASTHEAD
        crumbs = max(0, crumbs - 1)
    _assign_tail(lines)


def is_furniture(text: str) -> bool:
    """Return whether a line is page or web furniture: page marks, rulers, links, editors' lines."""
    if len(text) > 90:
        return False
    known = patterns()
    return text in known.furniture or known.furniture_line.match(text) is not None


def _is_crumb(lines: list[Line], index: int) -> bool:
    """A path of links: short lines beside ``>``, and the repetition of the last of them."""
    if len(lines[index].text) > 12:
        return False
    near = (lines[index - 1].text if index else "", lines[index + 1].text if index + 1 < len(lines) else "")
    return ">" in near or near[0] == lines[index].text


def _is_fragment(lines: list[Line], index: int) -> bool:
    """A bare number that a broken sentence was printed around, not a page number."""
    if len(lines[index].text) > 4:
        return True
    if not 0 < index < len(lines) - 1:
        return False
    before, after = lines[index - 1], lines[index + 1]
    near = not lines[index].blanks and not after.blanks and not before.closed
    return near and (patterns().units.match(after.text) is not None or after.text[0] in "，。、；：")


def _assign_tail(lines: list[Line]) -> None:
    """Mark what stands after "related reports" and the like, in the last fifth, as furniture."""
    if not lines:
        return
    tail_start = patterns().tail_start
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.start < 0.8 * lines[-1].end or (len(line.text) > 60 and line.closed):
            break
        if tail_start.match(line.text):
            for later in lines[index:]:
                later.role = Role.FURNITURE
    _assign_editors(lines)


def _assign_editors(lines: list[Line]) -> None:
    """A web page prints "责任编辑：" and the name on two lines."""
    for before, line in pairwise(lines):
        label = before.role is Role.FURNITURE and before.text.rstrip("：:") in ("责任编辑", "编辑", "责编")
        if label and line.role is Role.TEXT and is_names_line(line.text):
            line.role = Role.FURNITURE
