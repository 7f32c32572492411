"""The place that a document is about, and the words that mean it (我市, 全省, 省委)."""

from __future__ import annotations

from kg.extract.reading import Mention, Passage, Reading
from kg.lexicon import Lexicon, TermMatcher
from kg.lexicon.divisions import Division

_ENDINGS = (("省", "省"), ("自治区", "区"), ("市", "市"), ("州", "州"), ("盟", "盟"), ("县", "县"), ("区", "区"),
            ("旗", "旗"), ("镇", "镇"), ("乡", "乡"))  # fmt: skip


def find_region(reading: Reading, lexicon: Lexicon) -> Reading:
    """Fill ``region`` and ``region_name`` from the metadata, else from the title and the first passages."""
    stated = reading.doc.meta("region")
    if stated:
        reading.region_name = stated
        reading.region = lexicon.divisions.find(stated)
        return reading
    counts: dict[str, int] = {}
    for passage in reading.passages[:12]:
        weight = 3 if passage.block.kind == "title" else 1
        for mention in passage.mentions:
            if mention.type == "Place" and len(mention.code) == 6:
                counts[mention.code] = counts.get(mention.code, 0) + weight
    if counts:
        best = min(counts, key=lambda c: (-counts[c], c))
        if counts[best] >= 3:
            reading.region = lexicon.divisions.by_code.get(best)
            reading.region_name = reading.region.name if reading.region else None
    return reading


def level_word(name: str) -> str:
    """Return the character by which a text calls its own level (湖南省: 省, 内蒙古自治区: 区).

    >>> level_word("内蒙古自治区"), level_word("云岭市")
    ('区', '市')
    """
    return next((word for ending, word in _ENDINGS if name.endswith(ending)), "")


class SelfReferences:
    """Finds the words by which a document means its own place."""

    def __init__(self, region_name: str | None, region: Division | None) -> None:
        word = level_word(region_name or "")
        forms = [f"{p}{word}" for p in ("全", "我", "本")] if word else []
        if word and region_name and region is None:
            forms += [region_name, region_name[: -len(word)]] if len(region_name) > 2 else [region_name]
        self._code = region.code if region else ""
        self._name = region_name or ""
        self._matcher = TermMatcher((form, form) for form in forms if len(form) > 1)

    def find(self, passage: Passage) -> list[Mention]:
        """Return the mentions of the document's place by such words."""
        starts = {a for a, _ in passage.tokens}
        out = []
        for hit in self._matcher.find(passage.text):
            text = passage.text[hit.start : hit.end]
            if hit.start in starts or text[0] in "我本全":
                out.append(
                    Mention(hit.start, hit.end, "Place", text, "region:self", 45, (), self._name, self._code)
                )
        return out
