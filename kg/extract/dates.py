"""The time of a fact: the one told in its clause, or in a clause before it in the sentence that tells nothing else.

A period alone (五年来) dates nothing; 目前 switches an earlier time off. An honour may also have the year that its
section tells.
"""

from __future__ import annotations

import re

from kg.extract.mood import BREAK, clause_end, clause_start
from kg.extract.reading import Draft, Time
from kg.extract.subjects import Scene

_YEAR = re.compile(r"\d{4}")
_EDITION = re.compile(r"((?:19|20)\d{2})年")
_HEAD = re.compile(r"[^㐀-鿿]*(?:其中|同时|此外|而|并|还|也|在|于|早在|截至|到)?$")


def date_of(view: Scene, number: int, at: int, draft: Draft) -> None:
    """Give a milestone its date, EDTF: what its clause tells, else the period that its section reports."""
    time = _told(view, number, at)
    if time is not None and time.edtf is not None:
        _set(view, draft, "date", time.edtf, time)
    elif not _standing(view, number, at):
        _from_section(view, draft, "date", re.compile(r".+"))


def _standing(view: Scene, number: int, at: int) -> bool:
    """Tell whether 目前 or a plan stands in the sentence before the verb."""
    start, _ = view.sentences[number][0]
    return any(start <= t.start <= at and t.kind in ("standing", "future") for t in view.passage.times)


def _from_section(view: Scene, draft: Draft, name: str, form: re.Pattern[str]) -> None:
    reading, index = view.reading, view.passage.index
    frame = reading.frames[index] if index < len(reading.frames) else None
    if frame is None or not frame.period or frame.target or frame.weak or not form.fullmatch(frame.period):
        return
    draft.values[name] = frame.period
    draft.stated[name] = (*frame.where, "subject") if frame.where else (-1, -1, -1, "metadata")


def year_of(view: Scene, number: int, at: int, draft: Draft) -> None:
    """Give an honour its year where one is told: in its name, in the clause, or by the section."""
    award = draft.given["award"]
    named = _EDITION.search(view.reading.passages[award.passage].text, award.start, award.end)
    if named:
        draft.values["year"] = named[1]
        return
    time = _told(view, number, at)
    if time is not None and time.edtf is not None:
        _set(view, draft, "year", time.edtf[:4], time)
        return
    if not _periods(view, number):
        _from_section(view, draft, "year", _YEAR)


def _periods(view: Scene, number: int) -> bool:
    """Tell whether the sentence has a time of its own that is no point."""
    start, end = view.sentences[number][0]
    return any(
        start <= t.start and t.end <= end and t.kind in ("range", "future") for t in view.passage.times
    )


def _told(view: Scene, number: int, at: int) -> Time | None:
    """The point in time that governs the verb at ``at``."""
    (start, end), _ = view.sentences[number]
    text = view.passage.text
    clause = max(start, clause_start(text, at))
    stop = min(end, clause_end(text, at))
    times = [t for t in view.passage.times if start <= t.start and t.end <= end]
    for time in reversed([t for t in times if t.end <= at]):
        begins = max(start, clause_start(text, time.start))
        alone = len(text[time.end : clause_end(text, time.end)].strip("，,起内份期间前后 ")) < 2
        if time.start >= clause or (alone and _HEAD.match(text[begins : time.start])):
            return time if _is_point(time) else None
    behind = [t for t in times if at <= t.start and (t.end <= stop or _names_time(text, stop, t.start))]
    return behind[0] if behind and _is_point(behind[0]) else None


def _names_time(text: str, stop: int, start: int) -> bool:
    """Tell whether the next clause only says when (，时间是2020年)."""
    return bool(BREAK.match(text, stop)) and text[stop + 1 : start] in ("时间是", "时间为", "时间在")


def _is_point(time: Time) -> bool:
    return time.edtf is not None and "/" not in time.edtf and time.kind not in ("standing", "future")


def _set(view: Scene, draft: Draft, name: str, value: str, time: Time) -> None:
    draft.values[name] = value
    if not (draft.start <= time.start and time.end <= draft.end):
        draft.stated[name] = (view.passage.index, time.start, time.end, "subject")
