"""People: a personal name is believed only where a post, a title or a verb of speech stands beside it.

Surnames, posts and cue words are data (surnames.tsv, posts.tsv, words.yml). A name has one to three characters
behind the surname, ends where a token ends, and may be spaced (王　靖) or transliterated (甲·乙).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.personal import NameEnds
from kg.extract.reading import Mention, Passage
from kg.extract.tokens import is_common
from kg.lexicon import Lexicon, TermMatcher
from kg.model import Document

_LEVELS = frozenset("省市县区州盟旗")
_NEVER_LAST = frozenset("等说就在到任率与和对从")
_HAN = r"[㐀-鿿]"
_TRANSLITERATED = re.compile(rf"{_HAN}{{1,6}}(?:[·•・]{_HAN}{{1,6}}){{1,2}}")
_SPACED = re.compile(rf"{_HAN}[ 　]{{1,2}}{_HAN}(?!{_HAN})")
_BETWEEN = re.compile(r"^[、，,]?\s?$")
_LIST_JOIN = re.compile(r"[、，]\s?|[和及与]|[ 　]+")
_PREFIX = ("党组", "党委", "机关", "常务", "副", "原", "时任", "现任", "代", "代理")


@dataclass(frozen=True, slots=True)
class Post:
    """A post at ``start:end`` of a passage; ``body`` tells what it belongs to (Place, Organization)."""

    start: int
    end: int
    text: str
    body: str
    level: str
    public: bool


class PeopleFinder:
    """Finds posts and people in a passage."""

    def __init__(self, lexicon: Lexicon, words: dict[str, tuple[str, ...]]) -> None:
        self._surnames = {
            e.name: e.extra.get("kind", "single") for e in lexicon.of_type("Surname") if len(e.name) < 4
        }
        self._posts: TermMatcher[tuple[str, str, bool]] = TermMatcher(
            (form, (e.extra.get("of", ""), e.extra.get("level", "any"), e.extra.get("public") != "no"))
            for e in lexicon.of_type("Post")
            for form in e.forms
        )
        self._after = re.compile(
            "|".join(sorted(map(re.escape, words["person_verbs"]), key=len, reverse=True))
        )
        self._doubtful = {e.name for e in lexicon.of_type("Surname") if e.extra.get("common_word") == "1"}
        self._titles = frozenset(words["titles_behind_names"])
        self._leaders = re.compile("(?:" + "|".join(map(re.escape, words["leader_words"])) + ")[ 　:：]{0,2}")
        self._verbs = frozenset(words["person_verbs"])
        self._short_verbs = frozenset(w for w in words["person_verbs"] if len(w) == 1)
        self._never = frozenset(words["not_given_names"])
        self._name_ends = NameEnds(words, self._surnames)
        self._appointed = re.compile(
            r"(?:(?:^|[：:；;，,。、\s])(?:免去|任命|提名)?|免去|任命|提名)(?P<name>[㐀-鿿·•]{2,12}?)(?:同志)?"
            r"(?:不再|现|兼|曾|历|升)?(?:任|担任|的|为)"
        )

    def posts(self, passage: Passage) -> list[Post]:
        """Return the posts of a passage, the longest where they overlap."""
        ends = {b for _, b in passage.tokens}
        out: list[Post] = []
        for hit in sorted(self._posts.find(passage.text), key=lambda h: (h.start - h.end, h.start)):
            end_ok = hit.end in ends or self.name_at(passage, hit.end) is not None
            if end_ok and not any(p.start < hit.end and hit.start < p.end for p in out):
                body, level, public = hit.values[0]
                text = passage.text[hit.start : hit.end]
                out.append(Post(hit.start, hit.end, text, body, level, public))
        return sorted(out, key=lambda p: p.start)

    def name_at(self, passage: Passage, start: int, *, strong: bool = False) -> int | None:
        """Return the end of a personal name that begins at ``start``, or None; ``strong`` behind a public post."""
        text = passage.text
        match = _TRANSLITERATED.match(text, start)
        if match:
            return self._foreign_end(passage, start, match.end())
        match = _SPACED.match(text, start)
        if match and text[start] in self._surnames:
            return match.end()
        token_ends = {b for a, b in passage.tokens if start < b <= start + 6}
        return self._name_ends.end(text, start, token_ends, strong=strong)

    def _foreign_end(self, passage: Passage, start: int, end: int) -> int:
        """Cut a transliterated name before the first verb behind its last dot."""
        dot = max(passage.text.rfind(c, start, end) for c in "·•・")
        for at in range(dot + 2, end):
            if self._name_ends.stops(passage.text[at]):
                return at
        for a, b in passage.tokens:
            if dot + 1 < a < end and (
                passage.text[a:b] in self._verbs or passage.text[a] in self._short_verbs
            ):
                return a
        return end

    def _stands_alone(self, text: str, end: int) -> bool:
        return end >= len(text) or not ("㐀" <= text[end] <= "鿿")

    def _cued(self, text: str, end: int) -> bool:
        return bool(self._after.match(text, end)) or self._name_ends.followed(text, end)

    def find(self, passage: Passage, posts: Sequence[Post]) -> list[Mention]:
        """Return the people named right behind a post (several in a row) or before a verb of speech."""
        out: list[Mention] = [*self._cued_rows(passage), *self._appointments(passage, posts)]
        for post in posts:
            at = post.end
            kind = "Official" if post.public else "Person"
            before = self._before(passage, post)
            if before is not None:
                out.append(
                    Mention(before, post.start, kind, passage.text[before : post.start], "person:title", 60)
                )
            while True:
                lead = re.compile(r"[ 　]{0,2}").match(passage.text, at)
                start = lead.end() if lead else at
                end = self.name_at(passage, start, strong=post.public)
                if end is None or any(p.start <= start < p.end for p in posts):
                    break
                if not self._believable(passage.text, start, end, post.public):
                    break
                out.append(Mention(start, end, kind, passage.text[start:end], "person:post", 60))
                join = _LIST_JOIN.match(passage.text, end)
                if not join or not self._row(passage, join.end(), posts):
                    break
                at = join.end()
        return out

    def _appointments(self, passage: Passage, posts: Sequence[Post]) -> list[Mention]:
        """People who are appointed or relieved (甲乙丙任市委书记, 免去甲乙丙的局长职务)."""
        out = []
        for match in self._appointed.finditer(passage.text):
            start, end = match.span("name")
            named = self.name_at(passage, start, strong=True)
            near = any(match.end() <= p.start <= match.end() + 16 and p.public for p in posts)
            if named == end and near and not any(start < p.end and p.start < end for p in posts):
                relieved = passage.text[end : match.end()] == "的"
                if not relieved or passage.text[max(0, start - 2) : start] == "免去":
                    out.append(Mention(start, end, "Official", match["name"], "person:appointed", 60))
        return out

    def _cued_rows(self, passage: Passage) -> list[Mention]:
        """Rows of names behind a word for those who lead (市领导甲乙丙、丁戊、己庚)."""
        out: list[Mention] = []
        for match in self._leaders.finditer(passage.text):
            row: list[Mention] = []
            at = match.end()
            while (end := self.name_at(passage, at)) is not None:
                row.append(Mention(at, end, "Official", passage.text[at:end], "person:row", 60))
                join = _LIST_JOIN.match(passage.text, end)
                if not join:
                    break
                at = join.end()
            if len(row) > 1 or (row and not is_common(row[0].text)):
                out.extend(row)
        return out

    def _believable(self, text: str, start: int, end: int, public: bool) -> bool:
        """Behind a plain title (居民, 工人) or with a surname that is a word, a name must be beyond doubt."""
        if public and text[start] not in self._doubtful:
            return True
        alone = self._stands_alone(text, end) or self._cued(text, end)
        if public or text[start : start + 2] in self._surnames:
            return alone and not is_common(text[start:end])
        if is_common(text[start : start + 2]) and end - start == 3:
            return False
        return alone and not is_common(text[start:end])

    def _before(self, passage: Passage, post: Post) -> int | None:
        """Return the start of a name that stands directly before a title (王五同志, 李四书记)."""
        text = passage.text
        starts = {a for a, _ in passage.tokens}
        for length in (3, 2):
            start = post.start - length
            name = text[max(start, 0) : post.start]
            if (
                start >= 0
                and post.public
                and start in starts
                and name[0] in self._surnames
                and (
                    all("㐀" <= c <= "鿿" for c in name)
                    and post.text in self._titles
                    and name not in self._never
                    and name[-1] not in _LEVELS
                )
            ):
                return start
        return None

    def _row(self, passage: Passage, at: int, posts: Sequence[Post]) -> bool:
        """A row of names goes on where another name stands alone or is followed by a joint or a verb."""
        end = self.name_at(passage, at)
        if end is None or any(p.start <= at < p.end or p.start < end <= p.end for p in posts):
            return False
        text = passage.text
        return self._stands_alone(text, end) or self._cued(text, end) or bool(_LIST_JOIN.match(text, end))


def bylines(passage: Passage, doc: Document, posts: Sequence[Post]) -> list[Mention]:
    """Return the reporters, photographers and editors whose names the reader found in this passage."""
    where = {offset: i for i, offset in enumerate(passage.block.offsets)} if doc.people else {}
    out = []
    for _, role, span in doc.people:
        start, last = where.get(span.start), where.get(span.end - 1)
        if start is None or last is None:
            continue
        text = passage.text[start : last + 1]
        behind = any(p.public and p.end <= start and not passage.text[p.end : start].strip() for p in posts)
        kind = "Official" if behind else "Person"
        out.append(Mention(start, last + 1, kind, text, f"byline:{role}", 70))
    return out
