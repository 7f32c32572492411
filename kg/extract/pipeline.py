"""The extractor: the steps from a document to its record, in order.

Each step takes the ``Reading`` and returns it; what it needs and fills stands beside it, and the order is
checked when the extractor is put together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import kg
from kg.extract.bodies import BodyFinder
from kg.extract.confidence import load_confidence
from kg.extract.context import Context
from kg.extract.departments import DepartmentFinder
from kg.extract.facts import FactRules
from kg.extract.figures import FigureFinder
from kg.extract.firms import FirmFinder
from kg.extract.gazetteer import Gazetteer
from kg.extract.mention_rules import MentionRules
from kg.extract.names import NameFinder
from kg.extract.people import PeopleFinder, bylines
from kg.extract.propagate import propagate
from kg.extract.prune import prune
from kg.extract.reading import Mention, Passage, Reading
from kg.extract.record import make_record
from kg.extract.region import SelfReferences, find_region
from kg.extract.resolve import resolve
from kg.extract.retype import Sought, UnderWay
from kg.extract.rulebook import Rulebook, load_rules
from kg.extract.select import select
from kg.extract.tenures import TenureFinder
from kg.extract.tokens import split_sentences, tokenize
from kg.extract.units import Unit, make_units
from kg.extract.why import Why
from kg.lexicon import Lexicon, load_lexicons
from kg.model import BlockKind, Document, Record
from kg.resources import lexicon_folder, rules_folder


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the pipeline with what it needs and fills."""

    name: str
    needs: frozenset[str]
    fills: frozenset[str]
    run: Callable[[Reading], Reading]


class Extractor:
    """Reads documents; holds the rules and lexicons in matching form. Use ``load_extractor``."""

    def __init__(self, lexicon: Lexicon, book: Rulebook) -> None:
        self.lexicon, self.book = lexicon, book
        self._confidence = load_confidence()
        parts = (kg.__version__, lexicon.fingerprint, book.fingerprint, self._confidence.fingerprint)
        self.fingerprint = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        self._gazetteer = Gazetteer(lexicon)
        self._finder = NameFinder(lexicon, book.words)
        self._mention_rules = MentionRules(book, self._finder)
        self._people = PeopleFinder(lexicon, book.words)
        self._context = Context(book.words)
        self._firms = FirmFinder(book.words)
        self._under_way = UnderWay(book.words)
        self._sought = Sought(book.words)
        self._generic = frozenset(book.words["generic_names"])
        self._facts = FactRules(book)
        self._tenures = TenureFinder(book.words)
        self._departments = DepartmentFinder(book.words)
        self._figures = FigureFinder(lexicon, book.words)
        self.steps = self._assemble()

    def extract(self, doc: Document) -> Record:
        """Read one document. A pure function of the document, the rules and the lexicons."""
        return make_record(self.read(doc), self._confidence)

    def read(self, doc: Document) -> Reading:
        """Run all steps; for those who want to see more than the record."""
        reading = Reading(doc)
        for step in self.steps:
            reading = step.run(reading)
        return reading

    def _assemble(self) -> tuple[Step, ...]:
        steps = (
            _step("segment", "", "passages tokens sentences", segment),
            _step("names", "passages tokens", "mentions", self._known_names),
            _step("region", "mentions", "region", lambda r: find_region(r, self.lexicon)),
            _step("mentions", "tokens sentences region", "mentions nested", self._mentions),
            _step("resolve", "mentions nested region", "entities", resolve),
            _step("times", "sentences region", "times frames", self._figures.find_times),
            _step("numbers", "times", "figures", self._figures.find_numbers),
            _step("tenures", "entities sentences", "drafts leads", self._tenures.find),
            _step("facts", "entities sentences leads", "drafts", self._facts.find),
            _step("figures", "entities figures frames", "drafts", self._figures.draft),
            _step("prune", "entities drafts", "entities", prune),
        )
        have: set[str] = set()
        for step in steps:
            if missing := step.needs - have:
                raise ValueError(f"step {step.name} needs {sorted(missing)}, which no step before it fills")
            have |= step.fills
        return steps

    def _known_names(self, reading: Reading) -> Reading:
        for passage in reading.passages[:12]:
            passage.mentions = self._gazetteer.find(passage, None)
        return reading

    def _mentions(self, reading: Reading) -> Reading:
        selves = SelfReferences(reading.region_name, reading.region, self.lexicon.divisions)
        bodies = BodyFinder(self.book.words, self.lexicon.divisions, reading.region, reading.region_name)
        for passage in reading.passages:
            if passage.block.kind == BlockKind.FURNITURE:
                passage.mentions = []
                continue
            known, own, units = self._units(reading, passage, selves)
            posts = self._people.posts(passage)
            candidates = [*own, *self._people.find(passage, posts), *self._finder.find(passage, units)]
            candidates += self._mention_rules.find(passage, units)
            candidates += bodies.find(passage, known)
            candidates += self._departments.find(passage, known)
            candidates += [m for m in known if self._context.stands(passage, m)]
            candidates += bylines(passage, reading.doc, posts)
            candidates = [c for c in candidates if c.text not in self._generic]
            candidates += propagate(passage, units, select(candidates)[0], self._context)
            passage.mentions, passage.nested = select(candidates)
            passage.nested += self._firms.find(
                passage.text, passage.mentions, passage.nested, candidates, units
            )
            passage.nested.sort(key=lambda m: (m.start, -m.end))
            self._under_way.apply(passage)
            self._sought.apply(passage)
        return reading

    def _units(
        self, reading: Reading, passage: Passage, selves: SelfReferences
    ) -> tuple[list[Mention], list[Mention], list[Unit]]:
        """The known names of a passage, its references to the document's place, and the units between."""
        known, own = self._gazetteer.find(passage, reading.region), selves.find(passage)
        named = [*known, *(m for m in own if m.text[0] not in "全我本")]
        return known, own, make_units(passage, named, self._finder.stops)

    def names_by(self, book: Rulebook, reading: Reading, why: Why) -> Iterator[tuple[Passage, list[Mention]]]:
        """Yield for each passage what the name rules of ``book`` alone give; ``why`` is told what they refuse."""
        rules = MentionRules(book, self._finder, why)
        selves = SelfReferences(reading.region_name, reading.region, self.lexicon.divisions)
        for passage in reading.passages:
            yield passage, rules.find(passage, self._units(reading, passage, selves)[2])


def _step(name: str, needs: str, fills: str, run: Callable[[Reading], Reading]) -> Step:
    return Step(name, frozenset(needs.split()), frozenset(fills.split()), run)


def segment(reading: Reading) -> Reading:
    """Make the passages with their tokens, sentences and headings."""
    open_headings: list[tuple[int, int]] = []
    for index, block in enumerate(reading.doc.blocks):
        if block.kind == BlockKind.HEADING:
            open_headings = [(level, i) for level, i in open_headings if level < block.level]
        passage = Passage(index, block, tuple(i for _, i in open_headings))
        passage.tokens, passage.sentences = tokenize(block.text), split_sentences(block.text)
        reading.passages.append(passage)
        if block.kind == BlockKind.HEADING:
            open_headings.append((block.level, index))
    return reading


def load_extractor(extra: Path | None = None) -> Extractor:
    """Load the built-in rules and lexicons, and those of the user's folder where one is given.

    Raises:
        LexiconError, RuleError: a file is malformed.
    """
    more = [extra] if extra else []
    return Extractor(load_lexicons([lexicon_folder(), *more]), load_rules([rules_folder(), *more]))
