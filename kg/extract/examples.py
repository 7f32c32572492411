"""Running the examples and counterexamples that stand in the rule files.

Fact rules are tried on texts in which the names are marked as ``[名称:Type]``, names in names as
``[[青禾:Place]工业园:Park]``; a fact is written ``subject relation object``, ``award -> recipient``, ``work status`` or
``person post``. Mention rules are tried on plain text and give names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.facts import FactRules
from kg.extract.figures import FigureFinder
from kg.extract.gazetteer import Gazetteer
from kg.extract.mention_rules import MentionRules
from kg.extract.names import NameFinder
from kg.extract.reading import Draft, Mention, Passage, Reading, Thing
from kg.extract.rulebook import CompiledRule, Rulebook
from kg.extract.tenures import TenureFinder
from kg.extract.tokens import split_sentences, tokenize
from kg.extract.units import make_units
from kg.lexicon import Lexicon
from kg.model import ENTITY_TYPES, Block, BlockKind, Document

FACT_LAYERS = ("relations", "tenures", "conferrals", "milestones")
REGION = "云岭市"


def read_marked(marked: str, region: str = REGION) -> Reading:
    """Make a reading of paragraphs, one a line, whose names are marked; a line that begins with # is a heading.

    Equal names of one type are one thing.

    Raises:
        ValueError: a bracket is not closed, or a type is unknown.
    """
    blocks: list[Block] = []
    found: list[list[Mention]] = []
    text = ""
    for line in marked.split("\n"):
        kind = BlockKind.HEADING if line.startswith("#") else BlockKind.PARAGRAPH
        plain, mentions = _unmark(line.lstrip("# "))
        blocks.append(
            Block(kind, plain, range(len(text), len(text) + len(plain)), int(kind == BlockKind.HEADING))
        )
        found.append(sorted(mentions, key=lambda m: m.start))
        text += plain + "\n"
    reading = Reading(Document("example.txt", text, tuple(blocks), "0" * 64), region_name=region)
    above: tuple[int, ...] = ()
    for index, block in enumerate(blocks):
        passage = Passage(index, block, above, tokenize(block.text), split_sentences(block.text))
        reading.passages.append(passage)
        above = (index,) if block.kind == BlockKind.HEADING else above
        for mention in found[index]:
            _add(reading, passage, mention)
    return reading


def _add(reading: Reading, passage: Passage, mention: Mention) -> None:
    """Put a mention into its passage and tie it to its thing."""
    region = reading.region_name or ""
    index = next(
        (i for i, t in enumerate(reading.entities) if (t.type, t.name) == (mention.type, mention.text)), None
    )
    if index is None:
        index = len(reading.entities)
        own = mention.type == "Place" and mention.text in (region, region[:-1])
        reading.entities.append(Thing(mention.type, mention.text, forms=[mention.text], region=own))
    mention.entity = index
    reading.entities[index].mentions.append((passage.index, mention))
    (passage.nested if mention.nested else passage.mentions).append(mention)


def _unmark(marked: str) -> tuple[str, list[Mention]]:
    plain: list[str] = []
    opened: list[int] = []
    found: list[Mention] = []
    at = 0
    while at < len(marked):
        if marked[at] == "[":
            opened.append(len(plain))
        elif (
            marked[at] == ":"
            and opened
            and (end := marked.find("]", at)) > 0
            and marked[at + 1 : end].isalpha()
        ):
            start = opened.pop()
            name = "".join(plain[start:])
            if marked[at + 1 : end] not in ENTITY_TYPES:
                raise ValueError(f"unknown type {marked[at + 1 : end]!r}")
            found.append(
                Mention(start, len(plain), marked[at + 1 : end], name, "example", nested=bool(opened))
            )
            at = end
        else:
            plain.append(marked[at])
        at += 1
    if opened:
        raise ValueError(f"a bracket is not closed: {marked}")
    return "".join(plain), found


def said(reading: Reading, draft: Draft) -> str:
    """Write a fact as the examples do."""

    def name(role: str) -> str:
        argument = draft.given.get(role)
        return reading.entities[argument.entity].name if argument else "?"

    if draft.layer == "relations":
        return f"{name('s')} {draft.values['p']} {name('o')}"
    if draft.layer == "conferrals":
        return f"{name('award')} -> {name('recipient')}"
    if draft.layer == "milestones":
        return f"{name('project')} {draft.values['status']}"
    return f"{name('person')} {draft.values.get('post')}"


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold: where its rule stands, what the rule lacks there and what it has too much."""

    where: str
    rule: str
    text: str
    lacks: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    error: str = ""


class Examples:
    """Runs the examples of a rulebook."""

    def __init__(self, lexicon: Lexicon, book: Rulebook) -> None:
        self._book = book
        self._finder = NameFinder(lexicon, book.words)
        self._gazetteer = Gazetteer(lexicon)
        self._figures = FigureFinder(lexicon, book.words)
        self._tenures = TenureFinder(book.words)

    def families(self) -> dict[str, list[CompiledRule]]:
        """The rules by name; those made of one rule by ``each`` together."""
        out: dict[str, list[CompiledRule]] = {}
        for rule in self._book.rules:
            if rule.rule.layer in (*FACT_LAYERS, "mentions"):
                out.setdefault(rule.name.split(":")[0], []).append(rule)
        return out

    def found(self, family: Iterable[CompiledRule], text: str) -> set[str]:
        """What the rules find in an example."""
        rules = tuple(family)
        part = Rulebook(rules, self._book.words, "")
        if rules[0].rule.layer == "mentions":
            return self._names(part, text)
        reading = self.reading(text)
        FactRules(part).find(reading)
        return {said(reading, draft) for draft in reading.drafts}

    def reading(self, marked: str, region: str = REGION) -> Reading:
        """Read a marked text as far as the fact rules need it.

        Raises:
            ValueError: a bracket is not closed, or a type is unknown.
        """
        reading = self._figures.find_numbers(self._figures.find_times(read_marked(marked, region)))
        reading = self._tenures.find(reading)
        reading.drafts.clear()
        return reading

    def failures(self) -> Iterator[Failure]:
        """Yield the examples that fail, in order of the rules."""
        for name, family in self.families().items():
            for text, expected in cases(family[0]):
                try:
                    found = self.found(family, text)
                except ValueError as error:
                    yield Failure(family[0].where, name, text, error=str(error))
                    continue
                if found != expected:
                    lacks, spare = sorted(expected - found), sorted(found - expected)
                    yield Failure(family[0].where, name, text, tuple(lacks), tuple(spare))

    def _names(self, book: Rulebook, text: str) -> set[str]:
        block = Block(BlockKind.PARAGRAPH, text, range(len(text)))
        passage = Passage(0, block, (), tokenize(text), split_sentences(text))
        units = make_units(passage, self._gazetteer.find(passage, None), self._finder.stops)
        return {m.text for m in MentionRules(book, self._finder).find(passage, units)}


def cases(rule: CompiledRule) -> Iterator[tuple[str, set[str]]]:
    """Yield the examples of a rule with what they must give; a counterexample gives nothing."""
    for example in rule.rule.examples:
        gives = example.get("gives", [])
        yield str(example.get("text", "")), {gives} if isinstance(gives, str) else set(gives)
    for text in rule.rule.counterexamples:
        yield text, set()
