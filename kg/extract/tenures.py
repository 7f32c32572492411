"""Who holds which post: titles before names (县委副书记、县长张三), behind them, and in sentences of appointment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.reading import Draft, Given, Mention, Passage, Reading, Thing
from kg.extract.subjects import given, region
from kg.extract.titles import Post, Titles
from kg.extract.wordlists import alternatives

PEOPLE = ("Official", "Person")
_SHARED = re.compile(r"副|常委|委员|成员|代表|员$|教授|工$|院士|专家|师$")
_ROW = re.compile(r"[、　 ]{1,4}|和|及|与|以及")
_ASIDE = re.compile(r"[，（(：]|，(?:男|女)，[^。；]{0,40}?，")
_BESIDE = re.compile(r"[、，]|和|及|与|以及")
_OTHER_WORDS = tuple("主责信上离现胜重委出转调升拟就连")
_GOVERNMENT = re.compile(r"(?:政府|委员会|[省市县区州盟旗]委|行署)$")
_UNKNOWN = re.compile(r"[㐀-鿿]{2,9}$")
_NONE = Post(0, 0, 0, "", None, "", False)
_ENDS = re.compile(r"[，。；！？）)]|$")


@dataclass
class _State:
    """What the passages told so far: the last place of each level, with the sentence in which it was told."""

    places: dict[str, tuple[int, int, Given]] = field(default_factory=dict)


class TenureFinder:
    """Finds tenures, and the affiliations of people who hold no public post."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._titles = Titles(words)
        self._appointed = re.compile(alternatives(words["post_appointed"]))
        self._left = re.compile(alternatives(words["post_left"]))
        self._proposed = re.compile(alternatives(words["post_proposed"]))
        self._generic = re.compile(r"(?:公司|企业|项目|集团|厂|厂里|听取|学校|院方|该企)$")

    def find(self, reading: Reading) -> Reading:
        """Add tenures and affiliations; mark where the titles before names begin (``Mention.lead``)."""
        state = _State()
        for passage in reading.passages:
            people = sorted((m for m in passage.mentions if m.type in PEOPLE), key=lambda m: m.start)
            if people:
                self._before_names(reading, passage, people, state)
                self._appointments(reading, passage, people, state)
        return reading

    # --- titles before names ------------------------------------------------------------------------

    def _before_names(self, reading: Reading, passage: Passage, people: list[Mention], state: _State) -> None:
        held: list[tuple[Post, Given | None]] = []
        last: Mention | None = None
        employer: Given | None = None
        for person in people:
            public = person.type == "Official"
            end = person.start
            while end and passage.text[end - 1] in " 　：":
                end -= 1
            chain = self._titles.chain(passage, end) if public else self._private(passage, end)
            if not chain and public:
                chain = self._titles.chain(passage, end, private=True)
            beside = last is not None and bool(
                _BESIDE.fullmatch(passage.text, last.end, (chain or [_NONE])[0].begin)
            )
            if chain:
                person.lead = _lead(passage, chain[0].begin)
                onward = held[-1][1] if held and beside else None
                held = self._bodies(reading, passage, chain, state, onward)
            elif last is not None and _ROW.fullmatch(passage.text, last.end, person.start):
                held = [(p, of) for p, of in held if _SHARED.search(p.text)]
            else:
                held = self._behind(reading, passage, person, state) if public else []
            employer = self._employer(passage, chain, employer if beside else None)
            reading.drafts.extend(self._facts(reading, passage, person, held, employer))
            last = person

    def _private(self, passage: Passage, end: int) -> list[Post]:
        """A manager's title; of a person without public post, a public looking title counts only with a body."""
        chain = self._titles.chain(passage, end, private=True)
        if chain:
            return chain
        return [p for p in self._titles.chain(passage, end) if p.body is not None]

    def _behind(
        self, reading: Reading, passage: Passage, person: Mention, state: _State
    ) -> list[tuple[Post, Given | None]]:
        """Find the posts behind a name, as in 张三（青禾县委书记）."""
        aside = _ASIDE.match(passage.text, person.end)
        if not aside or aside[0] == "：":
            return []
        chain = self._titles.starting(passage, aside.end())
        if not chain or not _ENDS.match(passage.text, chain[-1].end):
            return []
        if any(chain[-1].end <= m.start <= chain[-1].end + 1 for m in passage.mentions if m.type in PEOPLE):
            return []
        begins = chain[0].begin == aside.end()
        return self._bodies(reading, passage, chain, state) if begins else []

    # --- sentences of appointment -------------------------------------------------------------------

    def _appointments(self, reading: Reading, passage: Passage, people: list[Mention], state: _State) -> None:
        text = passage.text
        for start, end in passage.sentences:
            for match in self._appointed.finditer(text, start, end):
                head = text[max(start, match.start() - 12) : match.start()]
                if self._proposed.search(head) or (match[0] == "任" and head.endswith(_OTHER_WORDS)):
                    continue
                person = _last(people, start, match.start())
                chain = self._titles.starting(passage, match.end())
                if person and chain and not self._proposed.match(text, chain[-1].end):
                    held = self._bodies(reading, passage, chain, state)
                    reading.drafts.extend(self._facts(reading, passage, person, held))
            for match in self._left.finditer(text, start, end):
                self._removal(reading, passage, people, state, (start, match.end()))

    def _removal(
        self,
        reading: Reading,
        passage: Passage,
        people: list[Mention],
        state: _State,
        where: tuple[int, int],
    ) -> None:
        start, at = where
        named = next((m for m in people if m.start in (at, at + 1)), None)
        begin = at
        if named is not None:
            begin = named.end + (1 if passage.text[named.end : named.end + 1] == "的" else 0)
            begin += 3 if passage.text[begin : begin + 3] == "同志的" else 0
        elif passage.text[at : at + 1] in ("其", "他", "她"):
            begin = at + 1
        person = named or _last(people, start, at)
        chain = self._titles.starting(passage, begin)
        if person and chain:
            held = self._bodies(reading, passage, chain, state)
            reading.drafts.extend(self._facts(reading, passage, person, held))

    # --- bodies -------------------------------------------------------------------------------------

    def _bodies(
        self,
        reading: Reading,
        passage: Passage,
        chain: Sequence[Post],
        state: _State,
        onward: Given | None = None,
    ) -> list[tuple[Post, Given | None]]:
        """Give each post of a title what it is a post of."""
        out: list[tuple[Post, Given | None]] = []
        for post in chain:
            of = self._of(reading, passage, post, out, state, onward)
            if of is not None and post.level:
                state.places[post.level] = (passage.index, post.start, of)
            elif of is not None and reading.entities[of.entity].type == "Place":
                state.places[_ending(reading.entities[of.entity])] = (passage.index, post.start, of)
            out.append((post, of))
        return out

    def _of(
        self,
        reading: Reading,
        passage: Passage,
        post: Post,
        before: Sequence[tuple[Post, Given | None]],
        state: _State,
        onward: Given | None,
    ) -> Given | None:
        body = post.body
        if body is not None:
            government = post.level and _GOVERNMENT.search(body.text)
            if body.type != "Organization" or (body.end <= post.start and not government):
                return given(passage.index, body)
            inside = _place_in(passage, body, post)
            if inside is None and government:
                inside = next(
                    (m for m in passage.nested if m.type == "Place" and m.start == body.start), None
                )
            if inside is not None:
                return given(passage.index, inside)
        if post.own:
            return before[-1][1] if before else onward
        return self._by_level(reading, passage, post, before, state)

    def _by_level(
        self,
        reading: Reading,
        passage: Passage,
        post: Post,
        before: Sequence[tuple[Post, Given | None]],
        state: _State,
    ) -> Given | None:
        """The place of a post by its level word: told in the title, in the sentence, or the document's own."""
        for other, of in reversed(before):
            if of is not None and other.level == post.level:
                return of
        known = state.places.get(post.level)
        sentence = next((s for s in passage.sentences if s[0] <= post.start < s[1]), (0, 0))
        if known and known[0] == passage.index and known[1] >= sentence[0]:
            return known[2]
        own = region(reading, passage.index, post.start)
        if own is not None and _ending(reading.entities[own.entity], reading.region_name) == post.level:
            return own
        if known and known[0] == passage.index:
            return known[2]
        return _place_before(reading, passage, sentence[0], post) or _only_place(reading, post.level)

    def _employer(self, passage: Passage, chain: Sequence[Post], beside: Given | None) -> Given | None:
        """Where a person works whose title names no firm but says 公司, or stands beside one who works there."""
        if not chain:
            return None
        if self._generic.search(passage.text, max(0, chain[0].start - 4), chain[0].start):
            return _last_firm(passage, chain[0].begin)
        return beside

    # --- facts --------------------------------------------------------------------------------------

    def _facts(
        self,
        reading: Reading,
        passage: Passage,
        person: Mention,
        held: Sequence[tuple[Post, Given | None]],
        employer: Given | None = None,
    ) -> Iterator[Draft]:
        if person.type == "Official":
            for post, of in held:
                start, end = min(post.begin, person.start), max(post.end, person.end)
                arguments = {"person": given(passage.index, person)} | ({"of": of} if of else {})
                draft = Draft("tenures", passage.index, start, end, arguments, {"post": post.text})
                draft.rule, draft.confidence = "title:tenure", 0.9 if of else 0.75
                if len({g.entity for g in arguments.values()}) == len(arguments):
                    yield draft
            return
        for post, of in held[-1:]:
            works_at = of or employer
            if works_at and reading.entities[works_at.entity].type in ("Company", "Organization", "Facility"):
                start, end = min(post.begin, person.start), max(post.end, person.end)
                arguments = {"s": given(passage.index, person), "o": works_at}
                draft = Draft("relations", passage.index, start, end, arguments, {"p": "affiliatedWith"})
                draft.rule, draft.confidence = "title:affiliation", 0.85 if of else 0.6
                yield draft


def _last(people: Sequence[Mention], start: int, end: int) -> Mention | None:
    before = [m for m in people if start <= m.start and m.end <= end]
    return before[-1] if before else None


def _place_in(passage: Passage, body: Mention, post: Post) -> Mention | None:
    """The place or park in the name of a body that the post covers a part of (青禾县 in 青禾县委 of 青禾县委书记)."""
    inside = [
        m
        for m in passage.nested
        if body.start <= m.start and m.end in (post.start, post.start + 1) and m.type in ("Place", "Park")
    ]
    return max(inside, key=lambda m: (m.end, m.start - m.end)) if inside else None


def _ending(thing: Thing, name: str | None = None) -> str:
    """The level word of a place, by the document's name of it where the text has a short one only."""
    forms = [thing.name, *thing.forms, *([name] if name and thing.region else [])]
    for form in forms:
        for word in ("自治区", "地区", "自治州", "街道"):
            if form.endswith(word):
                return {"自治州": "州"}.get(word, word)
        if form and form[-1] in "省市县区州盟旗镇乡村":
            return form[-1]
    return ""


def _only_place(reading: Reading, level: str) -> Given | None:
    """The one place of a level that the document names."""
    found = [
        (i, t)
        for i, t in enumerate(reading.entities)
        if t.type == "Place" and _ending(t) == level and t.mentions
    ]
    if len(found) != 1 or level not in ("省", "自治区", "州", "地区"):
        return None
    where, mention = found[0][1].mentions[0]
    return given(where, mention, "subject")


def _place_before(reading: Reading, passage: Passage, start: int, post: Post) -> Given | None:
    """The nearest place of the post's level that its sentence names before it."""
    before = [
        m
        for m in passage.mentions
        if start <= m.start
        and m.end <= post.begin
        and m.type == "Place"
        and _ending(reading.entities[m.entity]) == post.level
    ]
    return given(passage.index, before[-1], "subject") if before else None


def _lead(passage: Passage, begin: int) -> int:
    """Where a title begins of which only the end is known: behind the 、 or the mention before it."""
    text = passage.text
    for place in sorted((m for m in passage.mentions if m.type == "Place"), key=lambda m: -m.end):
        begin = place.start if place.end == begin else begin
    gap = _UNKNOWN.search(text, max(0, begin - 10), begin)
    if gap is None or any(m.start < begin and gap.start() < m.end for m in passage.mentions):
        return begin
    return gap.start() if gap.start() and text[gap.start() - 1] in "、，" else begin


def _last_firm(passage: Passage, at: int) -> Given | None:
    """The firm that the passage named last before ``at`` (公司总工程师张三)."""
    before = [
        m for m in passage.mentions if m.end <= at and m.type in ("Company", "Organization", "Facility")
    ]
    firms = [m for m in before if m.type == "Company"] or before
    return given(passage.index, max(firms, key=lambda m: m.end), "subject") if firms else None
