"""Which time a figure is of, and whether it is a goal.

A time in the figure's clause comes first; one at the head of a sentence governs on in its passage; a month or a day
never outlives its sentence; 目前 switches the carried time off; else the frame of the section holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.figures import calendar
from kg.extract.figures.calendar import Clock
from kg.extract.figures.frames import is_head
from kg.extract.figures.statements import Statement
from kg.extract.reading import Frame, Passage, Reading, Time

_COMPARED = re.compile(r"(?:比|较|与|同|和|是|为|相当于|自|超|超过|高于|低于|突破)$")
_SOURCE = re.compile(r"(?:从|由)$")
_LEVEL = re.compile(
    r"(?:达到?|突破|提高[到至]|提升[到至]|增加?[到至]|上升[到至]|升至|降[到至]|下降[到至]|超过?|迈上|站上|跃上|跃升至|为|扩大[到至]|发展到|稳定在|保持在|首破|逼近|拥有|攀升至|增长[到至])(?:了|约|近|超)?$"
)
_FLOW = re.compile(r"累计|新增|新建|年均|平均|完成|新|共|五年|改造|实施|每年|建成")
# 2035年远景目标: the time belongs to a name
_ASIDE = re.compile(r"(?:远景|愿景|的?(?:规划|目标纲要)|年鉴|版|度?工作报告|以上|级)")
_AT_DATE = re.compile(r"截至|截止|底|末")


@dataclass(frozen=True, slots=True)
class Period:
    """An EDTF period (None: none told), whether it is a goal, and where the time stands (None: in the metadata)."""

    edtf: str | None
    target: bool = False
    where: tuple[int, int, int] | None = None


class PeriodReader:
    """Gives the statements of one passage their periods."""

    def __init__(self, reading: Reading, passage: Passage, wide: Frame | None) -> None:
        self._reading, self._passage, self._wide = reading, passage, wide
        self._now: Clock | None = calendar.clock(reading.doc.meta("date"))
        self._frame = reading.frames[passage.index] if passage.index < len(reading.frames) else Frame()
        self._carried = self._carry()

    def _carry(self) -> dict[int, Time | None]:
        """For each sentence (by its start) the time that earlier sentences hand on."""
        out: dict[int, Time | None] = {}
        held: Time | None = None
        for sentence in self._passage.sentences:
            out[sentence[0]] = held
            inside = [t for t in self._passage.times if sentence[0] <= t.start < sentence[1]]
            heads = [t for t in inside if is_head(self._passage, sentence, t) and not self._compared(t)]
            if heads:
                first = heads[-1] if heads[-1].kind == "standing" else heads[0]
                if first.kind == "standing":
                    held = first if self._reading.genre != "report" else held
                elif first.edtf and not _is_day(first) and not _is_month(first):
                    held = held if held is not None and len(first.edtf) == 10 else first
        return out

    def _compared(self, time: Time) -> bool:
        before = self._passage.text[max(0, time.start - 3) : time.start]
        return bool(_COMPARED.search(before)) and not before.endswith(("因为", "作为", "认为", "成为"))

    def of(self, said: Statement, sentence: tuple[int, int], standing: bool) -> Period:
        """Return the period of a statement."""
        at = said.found.figure.start
        root = said.root
        time = self._nearest(said, sentence, at)
        if time is None and said is not root:
            time = self._nearest(root, sentence, root.found.figure.start)
        if time is not None:
            if time.kind == "standing" or time.edtf is None:
                return Period(None, said.goal and not said.done)
            where = (self._passage.index, time.start, time.end)
            return self._fit(said, self._since(said, time.edtf), self._goal(said, time.edtf), where)
        if standing and not said.goal:
            return Period(None, False)
        carried = self._carried.get(sentence[0])
        if carried is not None:
            if carried.kind == "standing" or not carried.edtf:
                return Period(None, False)
            where = (self._passage.index, carried.start, carried.end)
            return self._fit(said, carried.edtf, self._goal(said, carried.edtf), where)
        return self._framed(said)

    def _framed(self, said: Statement) -> Period:
        frame = self._frame
        if frame.period is None:
            goal = said.goal and not said.done
            return Period(None, goal)
        if (
            "年均" in said.left
            and self._wide
            and self._wide.period
            and not frame.target
            and "/" not in frame.period
        ):
            return Period(self._wide.period, False, self._wide.where)
        goal = frame.target or (
            said.goal and not said.done and not frame.period < str(self._now.year if self._now else 0)
        )
        return self._fit(said, frame.period, goal, frame.where)

    def _fit(self, said: Statement, edtf: str, goal: bool, where: tuple[int, int, int] | None) -> Period:
        """An annual amount that is reached in a run of years is that of its last year; a stock keeps the run."""
        long = "/" in edtf and "-" not in edtf and calendar.last_year(edtf) - calendar.first_year(edtf) >= 2
        if (
            long
            and said.measure == "value"
            and said.unit.endswith("元")
            and said.root.known
            and _LEVEL.search(said.left.rstrip())
            and not _FLOW.search(said.left)
        ):
            return Period(f"{calendar.last_year(edtf)}", goal, where)
        return Period(edtf, goal, where)

    def _since(self, said: Statement, edtf: str) -> str:
        """A rise over an earlier year (比2015年增加) covers the years since."""
        if said.measure not in ("change", "growth") or "/" in edtf:
            return edtf
        for time in self._passage.times:
            if said.begin <= time.start < said.found.left and time.edtf and self._compared(time):
                base = calendar.last_year(time.edtf)
                if calendar.last_year(edtf) - base >= 2:
                    return f"{base + 1}/{calendar.last_year(edtf)}"
        return edtf

    def _goal(self, said: Statement, edtf: str) -> bool:
        now = self._now
        if now is None:
            return (said.goal or self._planned(edtf)) and not said.done
        if calendar.last_year(edtf) > now.year:
            return True
        if calendar.last_year(edtf) < now.year:
            return False
        if (now.month and calendar.last_month(edtf) < now.month) or (
            "-" in edtf and calendar.last_month(edtf) <= now.month
        ):
            return False
        if said.done:
            return False
        return said.goal or self._frame.target or now.early

    def _planned(self, edtf: str) -> bool:
        """In a text without a date: a time after 到 that words of planning go with."""
        return any(
            t.edtf == edtf and (t.text[0] in "到至" or self._passage.text[max(0, t.start - 2) : t.start].endswith("到"))
            and re.search("预计|力争|实现|建成", self._passage.text[max(0, t.start - 12) : t.end + 40])
            for t in self._passage.times
        )  # fmt: skip

    def _nearest(self, said: Statement, sentence: tuple[int, int], at: int) -> Time | None:
        """The last time before ``at`` in its sentence that can govern it."""
        text, figures = self._passage.text, self._passage.figures
        for time in reversed([t for t in self._passage.times if sentence[0] <= t.start and t.end <= at]):
            if self._compared(time) and time.kind != "standing":
                continue
            into = time.text[0] in "到至" and text[time.start - 1 : time.start] not in (
                "",
                "，",
                "。",
                "；",
                "：",
                "、",
                "计",
            )
            tied = _SOURCE.search(text[max(0, time.start - 2) : time.start]) or into
            if tied and any(time.end <= f.start < at for f in figures):
                continue
            if _ASIDE.match(text, time.end):
                continue
            head = is_head(self._passage, sentence, time)
            near = not re.search("[，；]", text[time.end : at])
            if _is_day(time) and not (head and "签约" in text[sentence[0] : at]):
                continue
            if _is_month(time) and not head and not near:
                continue
            if time.kind == "relative" and time.edtf is None:
                continue
            if time.kind == "standing" and not near and not head and re.search("；", text[time.end : at]):
                continue
            return time
        return None


def _is_day(time: Time) -> bool:
    return bool(time.edtf and len(time.edtf) == 10 and not _AT_DATE.search(time.text))


def _is_month(time: Time) -> bool:
    return bool(time.edtf and len(time.edtf) == 7 and "/" not in time.edtf and not _AT_DATE.search(time.text))
