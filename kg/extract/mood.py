"""Whether a clause states a fact: negation, plans, wishes and conditions around its verb.

The cue words are lists of the word files (``mood_*``); they are looked for in the clause before the verb and, for
plans, in the clauses before it in the same sentence; a condition stands right behind the verb (建成后).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from kg.extract.pattern import MASKS
from kg.extract.wordlists import alternatives

BREAK = re.compile(r"[，,；;：:。！？!?\n]")
_CLOSE = re.compile(r"[；;。！？!?\n]")
_TIME = MASKS["time"]


class Mood(StrEnum):
    """How a clause is meant."""

    FACT = "fact"
    PLAN = "plan"  # 将, 拟, 计划, 力争: is to be
    SOUGHT = "sought"  # 争创, 申报: a status wanted
    NEGATED = "negated"  # 尚未, 没有
    CONDITION = "condition"  # 建成后, 达产后: once it is
    URGED = "urged"  # 指出，要…: what somebody asks for


def clause_start(text: str, at: int) -> int:
    """Return where the clause around ``at`` begins."""
    found = [m.end() for m in BREAK.finditer(text, 0, at)]
    return found[-1] if found else 0


def clause_end(text: str, at: int) -> int:
    """Return where the clause around ``at`` ends."""
    found = BREAK.search(text, at)
    return found.start() if found else len(text)


class Moods:
    """Tells the mood of a verb in a masked sentence."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._negated = re.compile(alternatives(words["mood_negated"]) + "[^，。；：]{0,3}$")
        self._plan = re.compile(alternatives(words["mood_plan"]))
        self._plan_on = re.compile(alternatives(words["mood_plan_on"]))
        self._no_plan = re.compile(alternatives(words["mood_no_plan"]))
        self._sought = re.compile(alternatives(words["mood_sought"]))
        self._reached = re.compile(alternatives(words["mood_reached"]))
        self._sought_after = re.compile("[”’]?" + alternatives(words["mood_sought_after"]))
        self._condition = re.compile(alternatives(words["mood_condition"]))
        self._urged = re.compile(
            alternatives(words["mood_urged"]) + "[，：].*?" + alternatives(words["mood_duty"])
        )
        self._future = re.compile(alternatives(words["future_headings"]))

    def future_section(self, headings: Sequence[str]) -> bool:
        """Tell whether the innermost heading that speaks of a time speaks of the time to come."""
        return any(self._future.search(text) for text in headings)

    def of(self, text: str, verb: int, end: int) -> Mood:
        """Return the mood of the verb at ``verb:end`` of a masked sentence."""
        start = clause_start(text, verb)
        head = text[start:verb]
        if self._negated.search(head):
            return Mood.NEGATED
        if self._condition.match(text, end):
            return Mood.CONDITION
        if self._urged.search(text, 0, verb):
            return Mood.URGED
        if self._planned(head) or self._goes_on(self._earlier(text, start)):
            return Mood.PLAN
        return Mood.FACT

    def sought(self, text: str, start: int, end: int) -> bool:
        """Tell whether the honour at ``start:end`` is only striven for: 争创X, X创建工作."""
        head = text[clause_start(text, start) : start]
        if self._sought_after.match(text, end):
            return True
        wanted = [m.end() for m in self._sought.finditer(head)]
        reached = [m.end() for m in self._reached.finditer(head)]
        return bool(wanted) and (not reached or wanted[-1] > reached[-1])

    def _planned(self, head: str) -> bool:
        return bool(self._plan.search(self._no_plan.sub("", head)))

    def _goes_on(self, head: str) -> bool:
        """A plan told by an earlier clause goes on only behind the words that announce several things (将, 计划)."""
        return bool(self._plan_on.search(self._no_plan.sub("", head)))

    def _earlier(self, text: str, start: int) -> str:
        """What stands before a clause in its sentence, back to a full stop or semicolon."""
        closed = [m.end() for m in _CLOSE.finditer(text, 0, start)]
        return text[closed[-1] if closed else 0 : start]
