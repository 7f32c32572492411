"""Bodies that a post gives away: what stands between a level word or place and a post (市财政局 in 市财政局局长).

A department is believed here where a post stands right behind it, whatever its name; the words are lists of the
word files (``department_ends``, ``department_posts``, ``settlement_posts``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.reading import Mention, Passage
from kg.extract.wordlists import alternatives

_HAN = "[㐀-鿿（）]"
_LEVEL = "(?:省|市|县|区|州|旗|盟|地区|自治区|国家|兵团|中央)"
_EDGE = re.compile(r"(?:^|[、，。：；（(“”　 ！？\n]|[由和与及对向给受经据被请])$")
_SETTLEMENT = r"[㐀-鿿]{1,7}?(?:镇|乡|街道|苏木|村|社区)"


class DepartmentFinder:
    """Finds departments and settlements in front of posts."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        ends = alternatives(words["department_ends"])
        self._behind = re.compile(alternatives(words["department_posts"]))
        self._name = re.compile(f"{_HAN}{{1,16}}?{ends}(?={self._behind.pattern})")
        self._level = re.compile(_LEVEL)
        self._settlement = re.compile(f"{_SETTLEMENT}(?={alternatives(words['settlement_posts'])})")

    def find(self, passage: Passage, places: Sequence[Mention]) -> list[Mention]:
        """Return the bodies in front of posts; ``places`` are the known names, of which the places count."""
        text = passage.text
        starts = {a for a, _ in passage.tokens}
        begins = {m.start: m.end for m in places if m.type == "Place"}
        out: list[Mention] = []
        for at in sorted({*starts, *begins}):
            lead = begins.get(at)
            level = self._level.match(text, at)
            if lead is None and (level is None or not _EDGE.search(text[max(0, at - 1) : at])):
                continue
            found = self._name.match(text, lead if lead is not None else at + 1)
            if found and not any(m.start <= at < m.end for m in out):
                out.append(_mention(text, at, found.end(), "Organization"))
        for at in sorted({*starts, *begins.values()}):
            if at in begins and text[begins[at] - 1] not in "镇乡村":
                continue  # the settlement begins behind the name of its county
            found = self._settlement.match(text, at)
            if found and (at in begins.values() or _EDGE.search(text[max(0, at - 1) : at])):
                out.append(_mention(text, at, found.end(), "Place"))
        return out


def _mention(text: str, start: int, end: int, kind: str) -> Mention:
    return Mention(start, end, kind, text[start:end], "body:post", 57)
