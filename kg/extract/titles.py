"""The grammar of posts: what of a title is the post, and what it is a post of.

``青禾县委副书记、县长`` are two posts of 青禾县, ``市财政局党组书记、局长`` two of 市财政局. The post keeps the bodies that
have no life of their own (人大常委会主任, 管委会主任); where the text names a department as such (省委组织部), the post
is what stands behind its name. The words are lists of the word files (``post_*``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.reading import Mention, Passage
from kg.extract.wordlists import alternatives

LEVELS = "省市县区州盟旗镇乡地"
_KEEPS = re.compile(
    r"(?:人大常委会|人大|政协|管委会|管理委员会|党工委|工委|办事处|行署|[省市县区州盟旗地]委|党委|政府|纪委|监委|纪委监委|党组|党支部|党总支)$"
)
_BODY_TYPES = {"Organization", "Place", "Park", "Company", "Facility"}
_GAP = re.compile(r"[㐀-鿿（）()]{1,18}$")


@dataclass(frozen=True, slots=True)
class Post:
    """A post at ``start:end`` of a passage, without its body.

    ``begin`` is where the title begins with the body; ``body`` the mention of it, if one stands there; ``level`` the
    level word of a post of a division (县 of 县长), empty for posts of other bodies; ``own`` tells that it names no
    body and no level, so that it goes on with the body of the post before it.
    """

    begin: int
    start: int
    end: int
    text: str
    body: Mention | None
    level: str
    own: bool


class Titles:
    """Finds posts that end at an offset, and chains of them."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        prefix = f"(?:{alternatives(words['post_prefixes'])})?"
        committee = (
            f"(?:自治区党委|自治州党委|兵团党委|[{LEVELS}]委){alternatives(words['post_committee_roles'])}"
        )
        head = f"{prefix}{alternatives(words['post_government_heads'])}"
        kept = f"{alternatives(words['post_kept_bodies'])}{prefix}{alternatives(words['post_body_roles'])}"
        plain = f"{prefix}{alternatives(words['post_heads'])}"
        self._public = re.compile(f"(?:{committee}|行署{head}|{head}|{kept}|{plain})")
        self._private = re.compile(f"{prefix}{alternatives(words['post_company_heads'])}")
        self._longest = 22

    def ending(self, passage: Passage, end: int, *, private: bool = False) -> Post | None:
        """Return the post that ends at ``end`` of the passage, the longest one, or None."""
        text = passage.text
        pattern = self._private if private else self._public
        for start in range(max(0, end - self._longest), end - 1):
            if pattern.fullmatch(text, start, end):
                return self._resolve(passage, start, end, pattern)
        return None

    def starting(self, passage: Passage, start: int) -> list[Post]:
        """Return the chain of posts in the text from ``start`` on (任X县委书记、县长)."""
        text = passage.text
        stop = re.compile(r"[，。；！？,;（）()]|职务|一职|的|等").search(text, start)
        end = stop.start() if stop else len(text)
        chain: list[Post] = []
        at = start
        for part in re.finditer(r"[^、]+(?:、|$)", text[start:end]):
            item_end = start + part.end() - part[0].endswith("、")
            post = self._inside(passage, at, item_end)
            if post is None:
                break
            chain.append(post)
            at = start + part.end()
        return chain

    def _inside(self, passage: Passage, start: int, end: int) -> Post | None:
        """The post that a stretch of text consists of, after the name of its body."""
        for begin in range(start, end - 1):
            if self._public.fullmatch(passage.text, begin, end):
                return self._resolve(passage, begin, end, self._public)
        return None

    def chain(self, passage: Passage, end: int, *, private: bool = False) -> list[Post]:
        """Return the posts of a title that ends at ``end``, in order of the text."""
        out: list[Post] = []
        post = self.ending(passage, end, private=private)
        while post is not None:
            out.append(post)
            post = self._before(passage, post.begin)
        return out[::-1]

    def _before(self, passage: Passage, begin: int) -> Post | None:
        """The post before the one that begins at ``begin``, joined by 、 or ， or 兼."""
        text = passage.text
        while begin and text[begin - 1] in "原 　兼":
            begin -= 1
        if begin and text[begin - 1] in "、，,兼":
            return self.ending(passage, begin - 1)
        gap = _GAP.search(text, max(0, begin - 18), begin)
        if gap and gap.start() and text[gap.start() - 1] == "、":
            return self.ending(passage, gap.start() - 1)
        return None

    def _resolve(self, passage: Passage, start: int, end: int, pattern: re.Pattern[str]) -> Post:
        """Tell post and body apart where a name of the text covers a part of what looks like the post."""
        text = passage.text
        mentions = [m for m in _near(passage, start, end) if m.type in _BODY_TYPES]
        for body in sorted(mentions, key=lambda m: -m.end):
            if start < body.end < end and body.type in ("Organization", "Facility", "Company"):
                rest = pattern.fullmatch(text, body.end, end)
                if rest and not _KEEPS.search(body.text):
                    return Post(body.start, body.end, end, text[body.end : end], body, "", False)
        level = _level(text[start:end])
        for body in sorted(mentions, key=lambda m: -m.end):
            shares = body.end == start + 1 and text[start] in LEVELS
            if body.end == start or shares or body.start < start < body.end:
                return Post(
                    body.start, start, end, text[start:end], body, level or _before(text, start), False
                )
        if not level and start and text[start - 1] in LEVELS and not _word_before(passage, start - 1):
            return Post(start - 1, start, end, text[start:end], None, text[start - 1], False)
        return Post(start, start, end, text[start:end], None, level, not level)


def _before(text: str, start: int) -> str:
    """The level word in front of a post (县 of 县人大常委会主任)."""
    return text[start - 1] if start and text[start - 1] in LEVELS else ""


def _near(passage: Passage, start: int, end: int) -> Iterator[Mention]:
    for mention in (*passage.mentions, *passage.nested):
        if mention.start < end and start <= mention.end and mention.start <= start:
            yield mention


def _level(post: str) -> str:
    """The level word of a post: 县 of 县委书记 and of 副县长, empty for 局长.

    >>> _level("县委书记"), _level("常务副市长"), _level("自治区党委常委"), _level("局长")
    ('县', '市', '自治区', '')
    """
    match = re.match(
        r"(自治区|自治州|兵团)|(?:代理?|常务|第一)?副?(?:行署)?(?:常务)?副?([省市县区州盟旗镇乡])长|([省市县区州盟旗地镇乡])委",
        post,
    )
    if match:
        found = match[1] or match[2] or match[3]
        return "地区" if found == "地" else found
    return "地区" if "专员" in post and ("行署" in post or post.endswith("专员")) and len(post) <= 7 else ""


def _word_before(passage: Passage, at: int) -> bool:
    """Tell whether the character at ``at`` belongs to a longer word (城市 of 城市书记)."""
    return any(a < at < b for a, b in passage.tokens)
