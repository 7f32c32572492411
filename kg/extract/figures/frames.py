"""What time a document, a section and a passage report or plan: the genre first, then headings and lead words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.extract.figures import calendar
from kg.extract.figures.calendar import Clock
from kg.extract.figures.times import Setting, TimeFinder
from kg.extract.figures.wording import Wording
from kg.extract.reading import Frame, Passage, Reading, Time
from kg.model import BlockKind

_HEAD = re.compile(r"^[\s　（(【一二三四五六七八九十\d、）).．:：—\-]*")
_OVER = r"[^，。；]{0,8}?"
_FIVE = re.compile(
    rf"^{_OVER}(?:过去(?:的)?五年|五年来|这五年|五年间|五年接续|五年历程|“十[二三四]五”(?:时期|期间|以来|的五年|五年)|本届政府(?:任期|以来)|过去5年|5年来)"
)
_YEAR = re.compile(
    rf"^{_OVER}(?:过去(?:的)?一年|一年来|这一年|刚刚过去的(?:一年|20\d\d年)|20\d\d年(?:是|，是|，面对|，我们|，全[省市区县]|主要目标|工作|的工作|极不|，在|以来|的主要)|(?:回顾|回望)20\d\d年|去年(?:，|以来|是))"
)
_NEXT = re.compile(
    rf"^{_OVER}(?:今年(?:是|，|要|工作|我们|政府|经济|发展|的|全[省市区县])|(?:做好|对)今年|新的一年|20\d\d年(?:是|，是|，我们|工作|政府|经济社会|全[省市区县]|发展|要))"
)
_NEXT_FIVE = re.compile(
    rf"^{_OVER}(?:“十[二三四五六]五”(?:时期|期间|发展|的|主要|规划|末)|今后五年|未来五年|到20\d\d年)"
)


@dataclass(slots=True)
class _State:
    """What governs while the passages of a report are walked over."""

    frame: Frame
    wide: Frame


class FrameReader:
    """Decides the genre, finds all times, and gives each passage its frame."""

    def __init__(self, words: Wording, times: TimeFinder) -> None:
        self._times = times
        self._report = re.compile(words.any("report_cues"))
        self._profile = re.compile(f"{words.any('profile_cues')}$")
        self._plan = re.compile(words.any("plan_words"))
        self._review = re.compile(words.any("review_words"))

    def read(self, reading: Reading) -> Reading:
        """Fill ``genre``, the times of the passages and ``frames``."""
        reading.genre = self._genre(reading)
        now = calendar.clock(reading.doc.meta("date"))
        state = _State(self._default(reading, now), Frame())
        open_frames: dict[int, Frame] = {}
        for passage in reading.passages:
            kind = passage.block.kind
            if kind == BlockKind.HEADING:
                own = self._heading(reading, passage, now, state)
                above = [open_frames[i] for i in passage.headings if i in open_frames]
                if own is not None:
                    open_frames[passage.index] = own
                    state.frame = own
                elif above and passage.block.level <= 1:
                    state.frame = above[-1]
                elif passage.block.level <= 1 and reading.genre != "report":
                    state.frame = self._default(reading, now)
                reading.frames.append(state.frame)
                continue
            before = state.frame
            if reading.genre == "report" and kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
                self._leads(passage, now, state)
            self._find(passage, now, state.frame if reading.genre == "report" else before)
            reading.frames.append(state.frame)
        return reading

    def _genre(self, reading: Reading) -> str:
        title = reading.doc.meta("title") or ""
        opening = "\n".join(p.text for p in reading.passages[:16] if p.block.kind != BlockKind.FURNITURE)[
            :1500
        ]
        if self._report.search(title) or self._report.search(opening):
            return "report"
        first = next((p.text for p in reading.passages if p.block.kind == BlockKind.TITLE), title)
        if self._profile.search(first.strip()) or self._profile.search(title):
            return "profile"
        return "review" if self._review.search(first) or self._review.search(title) else "news"

    def _default(self, reading: Reading, now: Clock | None) -> Frame:
        """The frame of a text whose title tells a time, or that comes out when a year is looked back on."""
        for passage in reading.passages[:8]:
            if passage.block.kind == BlockKind.TITLE and reading.genre != "report":
                times = self._times.find(passage.text, 0, len(passage.text), Setting(now))
                for time in times:
                    if (
                        time.edtf
                        and len(time.edtf) != 10
                        and time.kind != "standing"
                        and reading.genre != "profile"
                    ):
                        return Frame(time.edtf, False, (passage.index, time.start, time.end))
        if reading.genre in ("review", "news") and (frame := self._reviewed(reading, now)):
            return frame
        if (
            now
            and (now.month == 1 or (now.early and reading.genre == "report"))
            and reading.genre != "profile"
        ):
            return Frame(f"{now.year - 1}", weak=True)
        return Frame()

    def _reviewed(self, reading: Reading, now: Clock | None) -> Frame | None:
        """The run of months or years that a feature looks back on: named at the head of a sentence in its opening
        where it calls itself a review, else told at the heads of several sentences.
        """
        heads: list[tuple[str, tuple[int, int, int]]] = []
        for passage in reading.passages:
            if passage.block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING):
                continue
            for start, end in passage.sentences:
                for time in self._times.find(passage.text, start, min(end, start + 40), Setting(now)):
                    if time.edtf and "/" in time.edtf and time.kind == "range" and time.start - start <= 14:
                        if reading.genre == "review" and passage.index < 14:
                            return Frame(time.edtf, False, (passage.index, time.start, time.end))
                        heads.append((time.edtf, (passage.index, time.start, time.end)))
                        break
        counts = Counter(period for period, _ in heads)
        for period, where in heads:
            if counts[period] >= 2 and counts[period] * 2 >= len(heads):
                return Frame(period, False, where, weak=True)
        return None

    def _find(self, passage: Passage, now: Clock | None, frame: Frame) -> None:
        year = calendar.last_year(frame.period) if frame.period and frame.period.count("/") == 0 else 0
        for start, end in passage.sentences:
            found = self._times.find(passage.text, start, end, Setting(now, year))
            passage.times.extend(found)
            told = [t.edtf for t in found if t.edtf and re.search(r"\d{4}年|[今去前明]年", t.text)]
            if told:
                year = calendar.last_year(told[-1])

    def _heading(self, reading: Reading, passage: Passage, now: Clock | None, state: _State) -> Frame | None:
        """The frame that a heading sets, None where it tells no time."""
        self._find(passage, now, state.frame)
        text = passage.text
        times = [
            t
            for t in passage.times
            if t.edtf and t.kind in ("point", "range", "future") and len(t.edtf) != 10
        ]
        bare = _plan_years(text, passage) if not times else None
        where = (passage.index, times[0].start, times[0].end) if times else bare[1] if bare else None
        period = times[0].edtf if times else bare[0] if bare else None
        planned, reviewed = bool(self._plan.search(text)), bool(self._review.search(text))
        for time in times:
            if time.edtf and calendar.last_year(time.edtf) - calendar.first_year(time.edtf) >= 2:
                state.wide = Frame(time.edtf, False, (passage.index, time.start, time.end))
        if period is None:
            if reading.genre == "report" and planned and not reviewed and now:
                return Frame(f"{now.year}", True)
            return None
        last = calendar.last_year(period)
        ahead = now is not None and last >= now.year and (planned or now.early or last > now.year)
        return Frame(period, ahead and not reviewed, where)

    def _leads(self, passage: Passage, now: Clock | None, state: _State) -> None:
        """In a report: paragraphs that begin with 五年来, 一年来, 今年 turn the frame for what follows."""
        if now is None:
            return
        for start, end in passage.sentences:
            head = start + len(_HEAD.match(passage.text[start:end])[0])  # type: ignore[index]
            if passage.text.startswith("各位代表", head):
                head = min(head + 5, end)
            frame = self._lead(passage, head, end, now)
            if frame is not None and (
                start == passage.sentences[0][0] or passage.index < 40 or frame.target is False
            ):
                state.frame = frame
                if frame.period and "/" in frame.period:
                    state.wide = frame

    def _lead(self, passage: Passage, start: int, end: int, now: Clock) -> Frame | None:
        text = passage.text[start : min(end, start + 40)]
        review = now.year - 1 if now.month <= 6 else now.year
        if match := _FIVE.match(text):
            times = self._times.find(text, 0, len(text), Setting(now))
            wide = next((t for t in times if t.edtf and "/" in t.edtf and t.start < match.end()), None)
            period = wide.edtf if wide else f"{review - 4}/{review}"
            if period and calendar.last_year(period) <= now.year:
                return Frame(period, False, (passage.index, start, start + match.end()))
        if match := _YEAR.match(text):
            year = re.search(r"20\d\d", match[0])
            if not year or int(year[0]) == review:
                return Frame(f"{review}", False, (passage.index, start, start + match.end()))
        if match := _NEXT.match(text):
            year = re.search(r"20\d\d", match[0])
            if (not year or int(year[0]) == now.year) and now.month <= 6:
                return Frame(f"{now.year}", True, (passage.index, start, start + match.end()))
        if match := _NEXT_FIVE.match(text):
            times = [
                t
                for t in self._times.find(text, 0, len(text), Setting(now))
                if t.edtf and t.start < match.end()
            ]
            ordinal = re.search(r"十[二三四五六]五", match[0])
            years = calendar.plan(ordinal[0]) if ordinal else None
            period = f"{years[0]}/{years[1]}" if years else times[0].edtf if times else None
            if period and calendar.last_year(period) > now.year:
                return Frame(period, True, (passage.index, start, start + match.end()))
        return None


def _plan_years(text: str, passage: Passage) -> tuple[str, tuple[int, int, int]] | None:
    """A heading that names a plan alone: “十五五”规划目标."""
    match = re.search(r"十[二三四五六]五", text)
    years = calendar.plan(match[0]) if match else None
    return (
        (f"{years[0]}/{years[1]}", (passage.index, match.start(), match.end())) if match and years else None
    )


def is_head(passage: Passage, sentence: tuple[int, int], time: Time) -> bool:
    """Whether a time stands at the head of its sentence and so governs on."""
    before = passage.text[sentence[0] : time.start]
    return len(before) <= 10 and not any(sentence[0] <= f.start < time.start for f in passage.figures)
