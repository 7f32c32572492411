"""The filter in front of the rules loses nothing: what it lets through is all that the rules find."""

from __future__ import annotations

from pathlib import Path

from kg.extract import load_extractor
from kg.extract.rulebook import RuleSet
from kg.extract.subjects import scene
from kg.read import ReadOptions, find_sources, read_document

ARTICLES = Path(__file__).parents[2] / "seeds" / "articles"


def test_filtered_rules_find_what_all_rules_find() -> None:
    extractor = load_extractor()
    rules = RuleSet(extractor.book.rules, extractor.book.words)
    texts, found = 0, 0
    for source in find_sources([ARTICLES])[:3]:
        reading = extractor.read(read_document(source, ReadOptions()))
        for passage in reading.passages:
            for _, masked in scene(reading, passage).sentences:
                filtered = [(rule.name, match.span()) for rule, match in rules.matches(masked.text)]
                plain = [(r.name, m.span()) for r in rules.rules for m in r.matches(masked.text)]
                assert filtered == plain, masked.text
                texts, found = texts + 1, found + len(plain)
    assert texts > 100
    assert found > 100
