"""The place that a document is about, and the words that mean it (我市, 全省, 省委)."""

from __future__ import annotations

from kg.extract.reading import Mention, Passage, Reading
from kg.lexicon import Lexicon, TermMatcher
from kg.lexicon.divisions import Division, Divisions

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
    """Finds the words by which a document means its own place, or the divisions above it (全省 in a city)."""

    def __init__(self, region_name: str | None, region: Division | None, divisions: Divisions) -> None:
        terms: list[tuple[str, tuple[str, str]]] = []
        chain = [divisions.by_code[c] for c in divisions.chain(region.code)] if region else []
        for division in chain:
            word = level_word(division.name)
            terms += [(f"{p}{word}", (division.name, division.code)) for p in ("全", "我", "本") if word]
        if region_name and region is None:
            word = level_word(region_name)
            forms = [f"{p}{word}" for p in ("全", "我", "本") if word] + [region_name]
            forms += [region_name[: -len(word)]] if word and len(region_name) > 2 else []
            terms += [(form, (region_name, "")) for form in forms]
        self._matcher = TermMatcher(term for term in terms if len(term[0]) > 1)

    def find(self, passage: Passage) -> list[Mention]:
        """Return the mentions of the document's place by such words; the nearest level owns a word."""
        starts = {a for a, _ in passage.tokens}
        out = []
        for hit in self._matcher.find(passage.text):
            text = passage.text[hit.start : hit.end]
            if hit.start in starts or text[0] in "我本全":
                name, code = hit.values[0]
                out.append(Mention(hit.start, hit.end, "Place", text, "region:self", 45, (), name, code))
        return out
