"""Mending hard wraps: which printed lines are one paragraph.

A line goes on in the next where the next cannot begin anything (it starts with a closing mark, ``的``, a
unit after a number), where a bracket or quotation mark is still open, where the line fills the column of a
text that is wrapped at a fixed width, or where running text stops without a final mark. Indents, blank
lines, numbering and headings end a paragraph. Captions and page furniture inside a broken sentence are
stepped over.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.read.lines import CLOSERS, FINAL, Line, Role
from kg.read.patterns import patterns

_NO_START = "，。、；：！？,;:!?”’》〉）)】］」』％%"
_GOES_ON = re.compile(r"(?:的(?!哥|士|确)|等[产项行企重，。、]|位于|坐落|地处|是[：:])")
_INNER = re.compile("[，。；]|[\u4e00-\u9fff],")
_PAIRS = {"“": "”", "（": "）", "《": "》", "【": "】", "「": "」", "(": ")"}
_ANY_MARK = re.compile("[，。；：！？、,;:!?]")
_LOOKAHEAD = 14  # lines of captions and furniture that may interrupt a sentence
_SLACK = 6  # columns by which full lines of one text differ (punctuation may not begin a line)
_MIN_WIDTH = 30  # columns; narrower columns are lists and tables
_RUNNING = 18  # characters from which a line with inner punctuation is running text


@dataclass(frozen=True, slots=True)
class Style:
    """How a text shows its paragraphs: ``width`` of the column (None: not wrapped), indents."""

    width: int | None
    indented: bool
    spaced: bool


def style_of(lines: list[Line]) -> Style:
    """Detect the style from all lines that are text."""
    texts = [line for line in lines if line.role is Role.TEXT]
    long = [line for line in texts if line.width >= _MIN_WIDTH]
    indents = sum(line.indent >= 2 for line in long)
    blanks = sum(line.blanks > 0 for line in texts)
    width = _column(long)
    indented = indents >= 2 and indents >= 0.05 * len(long)
    return Style(width, indented, 0 < blanks < 0.6 * len(texts))


def _column(long: list[Line]) -> int | None:
    """Find the width at which lines are broken: many open lines end near it and few pass it."""
    counts = Counter(line.width for line in long if not line.closed)
    best, best_count = None, 0
    for width in sorted(counts):
        count = sum(counts[near] for near in range(width - _SLACK, width + 1))
        if count >= best_count:
            best, best_count = width, count
    if best is None or best_count < 3 or best_count < 0.4 * sum(counts.values()):
        return None
    beyond = sum(line.width > best + _SLACK for line in long)
    full = sum(line.width >= best - _SLACK for line in long) - beyond
    return best if beyond <= 0.1 * full else None


def _local_columns(lines: list[Line], style: Style) -> None:
    """Find runs of lines of nearly one width of which one stops in mid sentence.

    They are one wrapped paragraph, even where the rest of the text is not wrapped.
    """
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and not _starts_run(lines[end], style):
            continue
        run = lines[start:end]
        start = end
        widths = [line.width + line.indent for line in run[:-1]]
        if len(run) < 3 or min(widths) < _MIN_WIDTH or max(widths) - min(widths) > 2 * _SLACK:
            continue
        if run[-1].width <= max(widths) and not all(line.closed for line in run[:-1]):
            for line in run[:-1]:
                line.column = line.width + line.indent


def _starts_run(line: Line, style: Style) -> bool:
    marked = line.role is not Role.TEXT or line.level or line.bullet
    return bool(marked or line.blanks or (style.indented and line.indent >= 2))


def group_lines(lines: list[Line]) -> list[list[Line]]:
    """Gather the lines of each paragraph, in reading order; a line that stands alone is a group of one."""
    style = style_of(lines)
    _local_columns(lines, style)
    taken = [False] * len(lines)
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        if taken[index]:
            continue
        group = [line]
        taken[index] = True
        if line.role is Role.TEXT:
            at = index
            while (following := _next(lines, taken, at, group, style)) is not None:
                group.append(lines[following])
                taken[following] = True
                at = following
        elif line.role is Role.MASTHEAD:
            _wrapped_masthead(lines, taken, index, group)
        groups.append(group)
    return groups


def _wrapped_masthead(lines: list[Line], taken: list[bool], index: int, group: list[Line]) -> None:
    """Join a place of delivery that is printed on two lines: "——…在某某省第十四届 / 人民代表大会…上"."""
    if index + 1 >= len(lines) or "在" not in group[0].text or group[0].text.rstrip("）)").endswith("上"):
        return
    after = lines[index + 1]
    if after.role is Role.TEXT and len(after.text) < 40 and after.text.rstrip("）)").endswith("上"):
        group.append(after)
        taken[index + 1] = True


def _next(lines: list[Line], taken: list[bool], at: int, group: list[Line], style: Style) -> int | None:
    """Return the index of the line in which the group goes on, or None."""
    broken = False
    for index in range(at + 1, min(at + 1 + _LOOKAHEAD, len(lines))):
        line = lines[index]
        if taken[index]:
            continue
        if line.role in (Role.FURNITURE, Role.CAPTION):
            broken = True
            continue
        if line.role is not Role.TEXT:
            return None
        return index if _continues(group, line, style, broken) else None
    return None


def _continues(group: list[Line], line: Line, style: Style, broken: bool) -> bool:
    last = group[-1]
    if line.bullet or (line.blanks > 2 and not broken):
        return False
    if _opens_in(group, line.text):
        return True
    if line.level and not _is_number_tail(last, line):
        return False
    ended = last.closed
    if line.text[0] in _NO_START and not (ended and line.text[0] in "》）"):
        return not ended or line.text[0] in CLOSERS
    if (
        last.text[-1].isascii()
        and last.text[-1].isalpha()
        and line.text[0].isascii()
        and line.text[0].isalpha()
    ):
        return not line.blanks and not line.indent
    if style.indented and line.indent >= 2 > last.indent and len(group) > 1:
        return False
    if style.indented and line.indent >= 2 and (ended or style.width is None or last.indent >= 2):
        return not ended and style.width is None and _runs_on(group, line)
    if ended:
        signalled = last.column or style.indented or style.spaced
        return bool(signalled) and _full(last, style) and not broken and not line.blanks
    if last.text[-1] in "，、,（(“《—-" or _GOES_ON.match(line.text) or last.text.endswith("的"):
        return True
    if _full(last, style) and not (line.blanks and style.spaced):
        return True
    if _is_number_tail(last, line):
        return True
    return _runs_on(group, line)


def _full(line: Line, style: Style) -> bool:
    """Whether a line fills the column; the first line of a paragraph counts its indent."""
    if line.column:
        return True
    return style.width is not None and abs(style.width - line.width - line.indent) <= _SLACK


def _is_number_tail(last: Line, line: Line) -> bool:
    """A figure that was set apart from its noun or unit by a break in the source's typesetting."""
    if line.blanks or last.closed:
        return False
    match = re.match(r"\d[\d.]*", line.text)
    if match is None:
        return last.text[-1].isdigit() and patterns().units.match(line.text) is not None
    rest = line.text[match.end() :]
    if last.text[-1] in "到达约超近至为共于" and len(last.text) < 30:
        return True
    return (
        (not rest and len(line.text) <= 8) or patterns().units.match(rest) is not None or rest[:1] in "，。"
    )


def _opens_in(group: list[Line], text: str) -> bool:
    """Whether ``text`` closes a bracket or quotation mark that the paragraph has left open."""
    tail = "".join(line.text for line in group)[-200:]
    for opening, closing in _PAIRS.items():
        if tail.count(opening) > tail.count(closing) and tail.rfind(opening) > tail.rfind(closing):
            closes, opens = text.find(closing), text.find(opening)
            if 0 <= closes < 120 and (opens < 0 or closes < opens):
                return not tail.rstrip(CLOSERS).endswith(tuple(FINAL)) or closes < 60
            if tail.endswith(opening) or (len(text) <= 8 and len(tail) - tail.rfind(opening) < 12):
                return True
    return False


def _runs_on(group: list[Line], line: Line) -> bool:
    """Whether the paragraph so far is running text without an end, and ``line`` looks like more of it."""
    text = "".join(part.text for part in group)
    if len(text) < _RUNNING or not _INNER.search(text):
        return False
    if len(line.text) <= 25 and not _ANY_MARK.search(line.text):
        return False
    if len(text) < 30 and len(group) == 1 and len(line.text) > 2 * len(text):
        return False  # a heading in two clauses above its paragraph
    return not (line.text.endswith(("：", ":")) and len(line.text) < 20)
