"""Party and state bodies of a division (省委, 青禾县政府) and zones by their bare kind (高新区)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.reading import Mention, Passage
from kg.extract.region import level_word
from kg.lexicon.divisions import Division, Divisions


class BodyFinder:
    """Finds bodies by level word or place name and suffix, and bare zones, resolved by the document's place."""

    def __init__(
        self,
        words: Mapping[str, Sequence[str]],
        divisions: Divisions,
        region: Division | None,
        region_name: str | None,
    ) -> None:
        def pattern(name: str) -> str:
            return "|".join(sorted(map(re.escape, words[name]), key=lambda w: (-len(w), w)))

        self._names = {level_word(region_name or ""): region_name or ""}
        for code in reversed(divisions.chain(region.code)) if region else ():
            self._names[level_word(divisions.by_code[code].name)] = divisions.by_code[code].name
        self._names.pop("", None)
        levels = "".join(sorted(self._names))
        posts = pattern("body_posts")
        self._own = re.compile(f"[{levels}](?:{pattern('body_suffixes')})") if levels else None
        self._after_place = re.compile(pattern("body_suffixes"))
        self._post = re.compile(posts)
        self._zone = re.compile(pattern("bare_zones"))
        self._local = region is None or not region.code.endswith("0000")
        self._region = region

    def find(self, passage: Passage, known: Sequence[Mention]) -> list[Mention]:
        """Return the bodies and bare zones of a passage."""
        text = passage.text
        starts = {a for a, _ in passage.tokens}
        busy = {i for m in known for i in range(m.start, m.end)}
        out = []
        for match in self._own.finditer(text) if self._own else ():
            start, end = match.span()
            if start in starts and start not in busy and not self._post.match(text, end):
                canonical = self._names[text[start]] + text[start + 1 : end].replace("人民政府", "政府")
                out.append(_body(text, start, end, canonical))
        for place in known:
            if place.type == "Place" and text[place.end - 1] in "省市县区州盟旗":
                found = self._after_place.match(text, place.end)
                if found and not self._post.match(text, found.end()):
                    canonical = place.canonical + found[0].replace("人民政府", "政府")
                    out.append(_body(text, place.start, found.end(), canonical))
        return out + (self._zones(text, starts, busy) if self._local else [])

    def _zones(self, text: str, starts: set[int], busy: set[int]) -> list[Mention]:
        out = []
        for match in self._zone.finditer(text):
            start, end = match.span()
            if start in starts and start not in busy and (start == 0 or text[start - 1] not in "级个家类"):
                out.append(Mention(start, end, "Park", match[0], "zone:bare", 38))
        return out


def _body(text: str, start: int, end: int, canonical: str) -> Mention:
    return Mention(start, end, "Organization", text[start:end], "body", 46, (), canonical)
