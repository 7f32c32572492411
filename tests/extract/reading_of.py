"""Readings of invented sentences, with mentions marked by hand as ``[名称:Type]``."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.figures import FigureFinder
from kg.extract.reading import Draft, Mention, Passage, Reading, Thing
from kg.extract.rulebook import load_rules
from kg.extract.tokens import split_sentences, tokenize
from kg.lexicon import load_lexicons
from kg.model import Block, BlockKind, Document, Stated
from kg.resources import lexicon_folder, rules_folder

_MARK = re.compile(r"\[([^\[\]:]+):([A-Z][a-z]+)\]")


@lru_cache(maxsize=1)
def finder() -> FigureFinder:
    """The figure finder with the built-in words and lexicons."""
    return FigureFinder(load_lexicons([lexicon_folder()]), load_rules([rules_folder()]).words)


def reading_of(marked: str, region: str = "云岭市", date: str = "2025-09-10", title: str = "") -> Reading:
    """Read paragraphs (one a line; a line that begins with # is a heading) with the mentions marked in them."""
    lines = ([f"!{title}"] if title else []) + marked.split("\n")
    text = ""
    blocks: list[Block] = []
    found: list[tuple[int, Mention]] = []
    for index, line in enumerate(lines):
        kind = {"#": BlockKind.HEADING, "!": BlockKind.TITLE}.get(line[:1], BlockKind.PARAGRAPH)
        plain, mentions = _unmark(line.lstrip("#!"))
        blocks.append(
            Block(kind, plain, range(len(text), len(text) + len(plain)), int(kind == BlockKind.HEADING))
        )
        found.extend((index, m) for m in mentions)
        text += plain + "\n"
    metadata = {
        "region": Stated(region, "option"),
        "date": Stated(date, "option"),
        "title": Stated(title, "title"),
    }
    reading = Reading(Document("a.txt", text, tuple(blocks), "0" * 64, metadata=metadata), region_name=region)
    above: tuple[int, ...] = ()
    for index, block in enumerate(blocks):
        passage = Passage(index, block, above, tokenize(block.text), split_sentences(block.text))
        passage.mentions = [m for at, m in found if at == index]
        reading.passages.append(passage)
        above = (index,) if block.kind == BlockKind.HEADING else above
    _things(reading, region)
    return finder().draft(finder().find_numbers(finder().find_times(reading)))


def _unmark(line: str) -> tuple[str, list[Mention]]:
    plain, at, out = "", 0, []
    for match in _MARK.finditer(line):
        plain += line[at : match.start()]
        out.append(Mention(len(plain), len(plain) + len(match[1]), match[2], match[1], "test"))
        plain += match[1]
        at = match.end()
    return plain + line[at:], out


def _things(reading: Reading, region: str) -> None:
    names: dict[tuple[str, str], int] = {}
    for passage in reading.passages:
        for mention in passage.mentions:
            name = region if mention.text in ("全市", "我市", "全省", "全县") else mention.text
            key = (mention.type, name)
            if key not in names:
                names[key] = len(reading.entities)
                reading.entities.append(Thing(mention.type, name, forms=[name], region=name == region))
            mention.entity = names[key]
            reading.entities[mention.entity].mentions.append((passage.index, mention))


def observations(reading: Reading) -> list[tuple[object, ...]]:
    """(area, indicator, measure, value, unit, period, target) of each observation, in order."""
    return [
        (name(reading, d, "area"), *(d.values.get(k) for k in ("indicator", "measure", "value", "unit", "period")),
         bool(d.values.get("target")))
        for d in reading.drafts if d.layer == "observations"
    ]  # fmt: skip


def quantities(reading: Reading) -> list[tuple[object, ...]]:
    """(subject, measure, value, unit, joint) of each quantity, in order."""
    return [
        (name(reading, d, "subject"), *(d.values.get(k) for k in ("measure", "value", "unit")), bool(d.values.get("joint")))
        for d in reading.drafts if d.layer == "quantities"
    ]  # fmt: skip


def name(reading: Reading, draft: Draft, role: str) -> str:
    """The name of a draft's argument."""
    return reading.entities[draft.given[role].entity].name
