"""Subjects: which things a clause is about, in the clause itself or carried over from before.

A candidate is a mention of a fitting type that is no object of a preposition (在X, 由X, 被X) and no attribute (X的Y).
In the clause of the verb the nearest candidate before the verb counts, with the enumeration that it ends; in
earlier clauses of the sentence the first one; in earlier sentences the one that the sentence begins with. A generic
noun (该项目, 园区, 公司) leads to the last thing of its kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from kg.extract.mood import BREAK, clause_start
from kg.extract.pattern import MASKS, Masked, mask
from kg.extract.reading import Given, Mention, Passage, Reading, Thing
from kg.extract.wordlists import alternatives
from kg.model import BlockKind

_PEOPLE_JOIN = re.compile(r"[、，]|和|及|与|以及|，以及|　| ")
JOIN = re.compile(r"(?:等)?(?:、|和|及|与|以及|暨|，以及|/|／)(?:[“”]*)")
_ATTRIBUTE = re.compile(
    r"最[^，。；：的]{1,2}的|唯一|(?:[境区园县市]?[内里上中下]|[^，。；：]{0,2}(?:所属|旗下))?的"
)
PEOPLE = ("Official", "Person")
_HEAD_KINDS = {BlockKind.TITLE, BlockKind.MASTHEAD, BlockKind.BYLINE}
_SETTING = re.compile("在[^，]{1,30}?(?:中|上|里|内|期间|活动|评选|比赛|考核|评比)")
_LIST_TAIL = re.compile("^等[^，。；：]{0,14}?(?:项目|工程|企业|园区|设施|单位|平台|线路|公路|产品|$)")
_OPENER = re.compile(
    rf"(?:^|[。；])[\s　]*(?:[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十\d]+[）)、.．])(?P<what>[{MASKS['Industry']}])"
    rf"(?:产业|行业|业)?(?:方面)?[。：，]|(?:^|[。；])(?P<what2>[{MASKS['Industry']}])(?:产业|行业)?方面，"
)
_PASSIVE = re.compile("[被获经由]")
# an opener whose trade is no mention there: its words are looked up among the document's trades
_NAMED_OPENER = re.compile(
    r"(?:^|[。；])[\s　]*(?:[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十\d]+[）)、.．])(?P<words>[㐀-鿿]{2,8}?)"
    r"(?:产业|行业|业)?(?:方面)?[。：，]"
)
_TOPICS = ("Place", "Park", "Company", "Organization")


@dataclass
class Scene:
    """A masked passage: its sentences in order, as ``(start, end)`` of the passage and masked text."""

    reading: Reading
    passage: Passage
    sentences: list[tuple[tuple[int, int], Masked]] = field(default_factory=list)
    plain: list[Masked] = field(default_factory=list)  # the same sentences with the mentions alone masked


Item = tuple[int, int, str, Any]


def maskable(passage: Passage, *, mentions_only: bool = False) -> list[Item]:
    """Return what is masked in a passage, in order: mentions, times and figures as (start, end, kind, item).

    Mentions win over times, times over figures. A person is masked together with the title before the name,
    whose body is then no mention of its own here.
    """
    titled = [m for m in passage.mentions if m.lead >= 0]
    items: list[Item] = [
        (m.left, m.end, m.type, m)
        for m in passage.mentions
        if not any(t.lead <= m.start and m.end <= t.start for t in titled)
    ]
    busy = bytearray(len(passage.text))
    for start, end, _, _ in items:
        busy[start:end] = b"\1" * (end - start)
    for kind, found in (("time", passage.times), ("figure", passage.figures)):
        for item in [] if mentions_only else found:
            if busy.find(1, item.start, item.end) < 0:
                items.append((item.start, item.end, kind, item))
                busy[item.start : item.end] = b"\1" * (item.end - item.start)
    return sorted(items, key=itemgetter(0))


def mask_sentence(passage: Passage, sentence: tuple[int, int], items: Sequence[Item]) -> Masked:
    """Mask those of a passage's items (``maskable``) that lie in a sentence."""
    start, end = sentence
    first, last = (bisect_left(items, offset, key=itemgetter(0)) for offset in (start, end))
    inside = [(kind, item) for _, stop, kind, item in items[first:last] if stop <= end]
    return mask(passage.text, start, end, inside)


def scene(reading: Reading, passage: Passage) -> Scene:
    """Mask all sentences of a passage."""
    all_items, mentions = maskable(passage), maskable(passage, mentions_only=True)
    found = [(sentence, mask_sentence(passage, sentence, all_items)) for sentence in passage.sentences]
    plain = [mask_sentence(passage, sentence, mentions) for sentence in passage.sentences]
    return Scene(reading, passage, found, plain)


def reading_of(spot: Scene, argument: Given) -> Thing:
    """The thing that an argument stands for."""
    return spot.reading.entities[argument.entity]


def given(passage: int, mention: Mention, via: str = "") -> Given:
    """Make the argument that a mention stands for."""
    return Given(mention.entity, passage, mention.start, mention.end, via)


class Subjects:
    """Finds subjects; prepositions and generic nouns are lists of the word files."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._oblique = re.compile(alternatives(words["prepositions"]) + "[“《]?$")
        verbs = (
            "launched_verbs",
            "focus_verbs",
            "won_verbs",
            "build_verbs",
            "host_verbs",
            "makes_verbs",
            "at_verbs",
        )
        self._verb = re.compile(alternatives([w for name in verbs for w in words[name] if len(w) > 1]))
        self._lead = re.compile(
            rf"^(?:{alternatives(words['clause_leads'])}|[{MASKS['time']}{MASKS['figure']}]|[\s　“（(]|[，、])*"
        )
        light = [
            "clause_leads",
            "continuing_leads",
            "adverbs",
            "mood_plan",
            "mood_reached",
            "seek_verbs",
            "light_words",
            "completed_verbs",
            "producing_verbs",
        ]
        light += [name for name in words if name.startswith("generic_") and name != "generic_names"]
        self._light = re.compile(rf"{alternatives([w for n in light for w in words[n]])}|[^㐀-鿿]")
        self._continues = re.compile(rf"(?:[{MASKS['time']}，、]|{alternatives(words['continuing_leads'])})")
        self._generic = [
            (re.compile(alternatives(words[f"generic_{name}"])), types)
            for name, types in (
                ("projects", ("Project", "Facility", "Park")),
                ("parks", ("Park",)),
                ("firms", ("Company", "Organization")),
                ("facilities", ("Facility", "Project")),
            )
        ]

    def clause(
        self, spot: Scene, number: int, at: int, types: Collection[str], *, heads_only: bool = False
    ) -> list[Given]:
        """The subjects of the clause at masked offset ``at`` of sentence ``number``, within its sentence.

        With ``heads_only`` only what stands before all verbs of its clause is carried over from earlier clauses.
        """
        masked = spot.sentences[number][1]
        start = clause_start(masked.text, at)
        found = self._nearest(spot, masked, start, at, types) or self._generics(
            spot, number, start, at, types
        )
        return found or self._carried(spot, masked, start, _carried(types), heads_only)

    def bare(self, masked: Masked, at: int, types: Collection[str]) -> bool:
        """Tell whether the clause names its subject by a known name, or names none before offset ``at``."""
        start = clause_start(masked.text, at)
        known = list(self._candidates(masked, start, at, types))
        if known:
            tail = _LIST_TAIL.sub("", masked.text[known[-1] + 1 : at])
            return len(self._light.sub("", _PASSIVE.split(tail)[0])) < 5
        head = _SETTING.sub("", masked.text[start:at])
        return len(self._light.sub("", head)) < 3

    def topic(self, spot: Scene, number: int, types: Collection[str]) -> list[Given]:
        """What the passage is about: the thing that its first sentence begins with, for a sentence that goes on."""
        if number == 0:
            return []
        found = self._begins(spot, 0, [t for t in types if t in _TOPICS])
        if found and reading_of(spot, found[0]).type == "Place":
            return found
        goes_on = self._continues.match(spot.sentences[number][1].text)
        return (self._begins(spot, number - 1, types) or found) if goes_on else []

    def _carried(
        self, spot: Scene, masked: Masked, start: int, types: Collection[str], heads_only: bool
    ) -> list[Given]:
        """The first candidate of an earlier clause, nearest clause first; rather one before all verbs."""
        weak: list[Given] = []
        while start > 0:
            end, start = start - 1, clause_start(masked.text, start - 1)
            at = next(self._candidates(masked, start, end, types), None)
            if at is None:
                continue
            row = self._row(masked, at, types, forward=True)
            found = [given(spot.passage.index, m, "subject") for m in row]
            if not self._verb.search(masked.text, start, at):
                return found
            weak = weak or found
        return [] if heads_only else weak

    def earlier(self, spot: Scene, number: int, types: Collection[str]) -> list[Given]:
        """The subject with which the nearest earlier sentence of the passage begins that has one of these types."""
        for earlier in range(number - 1, -1, -1):
            found = self._begins(spot, earlier, types)
            if found:
                return found
        return []

    def _begins(self, spot: Scene, number: int, types: Collection[str]) -> list[Given]:
        """What a sentence begins with, after times and such."""
        masked = spot.sentences[number][1]
        lead = self._lead.match(masked.text)
        at = lead.end() if lead else 0
        item = masked.items.get(at)
        if not isinstance(item, Mention) or item.type not in types:
            return []
        row = self._row(masked, at, types, forward=True)
        return [given(spot.passage.index, m, "subject") for m in row]

    def section(
        self, spot: Scene, number: int, at: int, types: Collection[str], *, numbered: bool = False
    ) -> list[Given]:
        """The thing (a trade) that opens the section around: 一是甲产业。, 乙产业方面，; looked for in the passage.

        With ``numbered`` only openers with a number count: the whole of which 乙产业方面， is a part.
        """
        for index in range(number, -1, -1):
            masked = spot.sentences[index][1]
            stop = at if index == number else len(masked.text)
            for match in reversed(list(_OPENER.finditer(masked.text, 0, stop))):
                item = masked.items.get(
                    match.start("what") if numbered else max(match.start("what"), match.start("what2"))
                )
                if isinstance(item, Mention) and item.type in types:
                    return [given(spot.passage.index, item, "subject")]
            named = _NAMED_OPENER.match(masked.text, 0, stop)
            if named:
                return _known(spot, masked, *named.span("words"), types)
        return []

    def last(self, spot: Scene, at: int, types: Collection[str]) -> list[Given]:
        """The last thing of these types that the passage names before offset ``at``.

        The occasion that a report is about may stand in the passages before: what they name first.
        """
        before = [m for m in spot.passage.mentions if m.end <= at and m.type in types]
        if before:
            return [given(spot.passage.index, before[-1], "subject")]
        index = spot.passage.index
        for other in range(index - 1, max(-1, index - 4), -1) if set(types) <= {"Event", "Programme"} else ():
            events = [m for m in spot.reading.passages[other].mentions if m.type == "Event"]
            if events:
                return [given(other, events[0], "subject")]
        return []

    def _candidates(self, masked: Masked, start: int, end: int, types: Collection[str]) -> Iterator[int]:
        """Offsets of mentions that may be subjects, in order."""
        for at in sorted(i for i in masked.items if start <= i < end):
            item = masked.items[at]
            if not isinstance(item, Mention) or item.type not in types:
                continue
            first = self._row_start(masked, at)
            if self._oblique.search(masked.text[start:first]) or _ATTRIBUTE.match(masked.text, at + 1):
                continue
            yield at

    def _nearest(
        self, spot: Scene, masked: Masked, start: int, end: int, types: Collection[str]
    ) -> list[Given]:
        found = list(self._candidates(masked, start, end, types))
        if not found:
            return []
        return [given(spot.passage.index, m) for m in self._row(masked, found[-1], types, forward=True)]

    def _row_start(self, masked: Masked, at: int) -> int:
        """Where the enumeration that ends at ``at`` begins."""
        while at > 0:
            before = max((i for i in masked.items if i < at), default=-1)
            if before < 0 or not JOIN.fullmatch(masked.text, before + 1, at):
                return at
            at = before
        return at

    def _row(
        self, masked: Masked, at: int, types: Collection[str], *, forward: bool = False
    ) -> list[Mention]:
        """The enumeration around ``at``: leftward, and rightward where asked for."""
        places = sorted(masked.items)
        index = places.index(at)
        low = high = index
        join = _PEOPLE_JOIN if masked.items[at].type in PEOPLE else JOIN
        while low > 0 and join.fullmatch(masked.text, places[low - 1] + 1, places[low]):
            low -= 1
        while (
            forward
            and high + 1 < len(places)
            and join.fullmatch(masked.text, places[high] + 1, places[high + 1])
        ):
            high += 1
        row = [masked.items[i] for i in places[low : high + 1]]
        # 软件园、创新中心、电商中心
        accepted = {*types, "Organization"} if "Facility" in types else set(types)
        return [m for m in row if isinstance(m, Mention) and m.type in accepted]

    def _generics(self, spot: Scene, number: int, start: int, at: int, types: Collection[str]) -> list[Given]:
        """What a generic noun in the clause stands for: the last thing of its kind before the clause."""
        masked = spot.sentences[number][1]
        head = masked.text[start:at]
        wanted = [t for pattern, kinds in self._generic if pattern.search(head) for t in kinds if t in types]
        if not wanted:
            return []
        origin = masked.origin[start]
        before = [m for m in spot.passage.mentions if m.end <= origin and m.type in wanted]
        heads = self._heads(spot, number, origin, wanted)
        if heads:
            return [given(spot.passage.index, heads[-1], "subject")]
        if before:
            best = min(wanted.index(m.type) for m in before)
            last = [m for m in before if wanted.index(m.type) == best] if best == 0 else before
            return [given(spot.passage.index, last[-1], "subject")]
        return self._above(spot, wanted)

    def _heads(self, spot: Scene, number: int, end: int, types: Collection[str]) -> list[Mention]:
        """The mentions before offset ``end`` with which clauses begin, in order."""
        out = []
        for _, masked in spot.sentences[: number + 1]:
            starts = [0, *(m.end() for m in BREAK.finditer(masked.text))]
            for start in starts:
                lead = self._lead.match(masked.text[start:])
                item = masked.items.get(start + (lead.end() if lead else 0))
                if isinstance(item, Mention) and item.type in types and item.end <= end:
                    out.append(item)
        return out

    def _above(self, spot: Scene, types: Collection[str]) -> list[Given]:
        """The last thing of the types in the passage before, else in the headings."""
        index = spot.passage.index
        for other in (*range(index - 1, max(-1, index - 2), -1), *reversed(spot.passage.headings)):
            inside = [m for m in spot.reading.passages[other].mentions if m.type in types]
            if inside:
                return [given(other, inside[0], "subject")]
        return title_subject(spot, types)


def _known(spot: Scene, masked: Masked, start: int, end: int, types: Collection[str]) -> list[Given]:
    """The thing of the document whose name the words at ``start:end`` are."""
    first, last = masked.raw(start, end)
    words = spot.passage.text[first:last]
    for index, thing in enumerate(spot.reading.entities):
        if thing.type in types and words in (thing.name, *thing.forms):
            return [Given(index, spot.passage.index, first, last, "subject")]
    return []


def _carried(types: Collection[str]) -> Collection[str]:
    """Who speaks is no subject for the next clause, unless people alone are asked for."""
    others = [t for t in types if t not in PEOPLE and t not in ("Programme", "Event")]
    return others or types


def heading_subject(spot: Scene, types: Collection[str]) -> list[Given]:
    """The thing that the innermost heading names, where it says little else."""
    for index in reversed(spot.passage.headings):
        heading = spot.reading.passages[index]
        inside = [m for m in heading.mentions if m.type in types]
        if inside and 2 * (inside[0].end - inside[0].start) >= len(
            heading.text.strip("一二三四五六七八九十、（）() .．")
        ):
            return [given(index, inside[0], "heading")]
    return []


def title_subject(spot: Scene, types: Collection[str]) -> list[Given]:
    """The park, firm or body whose page this is: what the title names first, unless it is the region."""
    for other in spot.reading.passages[:6]:
        if other.block.kind == BlockKind.TITLE and other.index != spot.passage.index:
            inside = [m for m in other.mentions if m.type in types and m.type in ("Park", "Place")]
            if inside:
                return [given(other.index, inside[0], "document")]
    return []


def region(reading: Reading, passage: int = -1, at: int = 0) -> Given | None:
    """Return the document's own place: its nearest mention before ``at``, else its first one, else metadata."""
    index = next((i for i, thing in enumerate(reading.entities) if thing.region), None)
    if index is None and reading.region_name:
        code = reading.region.code if reading.region else ""
        name = reading.region_name
        reading.entities.append(Thing("Place", name, [], [name], code=code, region=True))
        return Given(len(reading.entities) - 1, via="region")
    if index is None:
        return None
    known = reading.entities[index].mentions
    if known:
        before = (one for one in reversed(known) if (one[0], one[1].end) <= (passage, at) or passage < 0)
        found, mention = next(before, known[0])
        kind = reading.passages[found].block.kind
        via = "masthead" if kind in _HEAD_KINDS else "heading" if kind == BlockKind.HEADING else "subject"
        return given(found, mention, via)
    return Given(index, via="region")
