"""After the rules: parts of works by their names, and locations that a nearer one makes superfluous."""

from __future__ import annotations

import re

from kg.extract.reading import Draft, Given, Reading
from kg.extract.subjects import given

_PHASE = re.compile(r"(?P<whole>.{3,}?)(?:第?[一二三四五六七八九十]+期)(?:工程|项目)?")
_OPENS = re.compile(r"第?[一二三四五六七八九十]+期.+")
_WORKS = ("Project", "Facility", "Park")
_BY_NAME = ("place-in-name", "inner-place-in-name", "place-after-firm-in-name")


def phases(reading: Reading) -> Reading:
    """Add ``partOf`` between a phase (甲项目二期) and the work that the document names without it."""
    wholes: dict[str, int] = {}
    for index, thing in enumerate(reading.entities):
        if thing.type in _WORKS:
            for form in (thing.name, *thing.forms):
                wholes.setdefault(_bare(form), index)
    for index, thing in enumerate(reading.entities):
        match = _PHASE.fullmatch(thing.name) if thing.type in _WORKS and thing.mentions else None
        whole = wholes.get(_bare(match["whole"])) if match else None
        if whole is None or whole == index or not reading.entities[whole].mentions:
            continue
        passage, mention = thing.mentions[0]
        at, other = reading.entities[whole].mentions[0]
        draft = Draft("relations", passage, mention.start, mention.end, {})
        draft.given = {"s": given(passage, mention), "o": Given(whole, at, other.start, other.end, "subject")}
        draft.values, draft.rule, draft.confidence = {"p": "partOf"}, "phase-of-work", 0.8
        reading.drafts.append(draft)
    return _opening_phases(reading)


def _opening_phases(reading: Reading) -> Reading:
    """Add ``partOf`` for works whose name begins with the phase alone (二期15兆瓦项目): of the work before them."""
    for thing in reading.entities:
        if thing.type != "Project" or not thing.mentions or not _OPENS.fullmatch(thing.name):
            continue
        passage, mention = thing.mentions[0]
        whole = _work_before(reading, passage, mention.start)
        if whole is not None:
            draft = Draft("relations", passage, mention.start, mention.end, {})
            draft.given = {"s": given(passage, mention), "o": whole}
            draft.values, draft.rule, draft.confidence = {"p": "partOf"}, "phase-by-number", 0.7
            reading.drafts.append(draft)
    return reading


def _work_before(reading: Reading, passage: int, at: int) -> Given | None:
    """The last work, itself no phase, that the passage names before offset ``at``, else the passage or heading above."""
    above = [i for i in (passage, passage - 1, *reversed(reading.passages[passage].headings)) if i >= 0]
    for index in dict.fromkeys(above):
        for mention in reversed(reading.passages[index].mentions):
            before = index != passage or mention.end <= at
            if before and mention.type == "Project" and not _OPENS.fullmatch(mention.text):
                return given(index, mention, "" if index == passage else "subject")
    return None


def _bare(name: str) -> str:
    """A work's name without the noun behind it."""
    return re.sub(r"(?:工程|项目)$", "", name)


def innermost(reading: Reading) -> Reading:
    """Drop a location that a name tells where a sentence tells a park or a place within it (annotation guide)."""
    told: dict[int, set[int]] = {}
    for draft in reading.drafts:
        if draft.values.get("p") == "locatedIn" and draft.rule not in _BY_NAME:
            told.setdefault(draft.given["s"].entity, set()).add(draft.given["o"].entity)
    reading.drafts = [d for d in reading.drafts if not _superfluous(reading, d, told)]
    return reading


def _superfluous(reading: Reading, draft: Draft, told: dict[int, set[int]]) -> bool:
    if draft.values.get("p") != "locatedIn":
        return False
    place = reading.entities[draft.given["o"].entity]
    for other in sorted(told.get(draft.given["s"].entity, set()) - {draft.given["o"].entity}):
        nearer = reading.entities[other]
        if place.type == "Place" and nearer.type == "Park" and draft.rule in _BY_NAME:
            return True
        within = (
            bool(place.code) and nearer.code != place.code and nearer.code.startswith(place.code.rstrip("0"))
        )
        if within and nearer.type == "Place":
            return True
    return False
