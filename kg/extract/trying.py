"""Trying one rule on one text: what it gives, and where it gives nothing, why not.

A text with marks (``[名称:Type]``, as in the rule examples) is taken as it is marked; for a plain text the whole
extractor runs first, as it does on a document.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.errors import RuleError
from kg.extract.examples import Examples, said
from kg.extract.facts import FactRules, mask_name
from kg.extract.inner import InnerNames
from kg.extract.pattern import Masked
from kg.extract.pieces import furthest
from kg.extract.pipeline import Extractor
from kg.extract.reading import Mention, Passage, Reading
from kg.extract.rulebook import CompiledRule, Rulebook
from kg.extract.subjects import scene
from kg.extract.why import Reason, Why, reason
from kg.model import Block, BlockKind, Document, Stated

_MARK = re.compile(r"\[[^\[\]]*:[A-Z][a-z]+\]")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a rule.

    Attributes:
        rules: the rule, or all that one rule with ``each`` makes.
        marked: the text as it was read, one line a paragraph, with the mentions marked.
        gives: the facts or names that it gives, as the examples write them.
        reasons: why it gives nothing, or no more.
    """

    rules: tuple[CompiledRule, ...]
    marked: tuple[str, ...]
    gives: tuple[str, ...]
    reasons: tuple[Reason, ...]


def try_rule(extractor: Extractor, name: str, text: str, region: str | None = None) -> Trial:
    """Try the rule ``name`` on a text.

    Raises:
        RuleError: there is no such rule, or a mark in the text is wrong.
    """
    rules = find_rule(extractor.book, name)
    reasons: dict[Reason, None] = {}

    def why(found: Reason) -> None:
        reasons.setdefault(found)

    part = Rulebook(rules, extractor.book.words, "")
    if rules[0].rule.layer == "mentions":
        reading = _before(extractor, _plain(text), region, "")
        gives = list(_names(extractor, part, reading, why))
    else:
        reading = (
            _marked(extractor, text, region)
            if _MARK.search(text)
            else _before(extractor, text, region, "facts")
        )
        marked = _lines(reading)
        _unmatched(part, reading, why)
        FactRules(part, why).find(reading)
        gives = [said(reading, draft) for draft in reading.drafts]
        return Trial(rules, marked, tuple(dict.fromkeys(gives)), _telling(reasons, gives))
    return Trial(rules, _lines(reading), tuple(dict.fromkeys(gives)), _telling(reasons, gives))


def find_rule(book: Rulebook, name: str) -> tuple[CompiledRule, ...]:
    """Return the rule of this name, or all that one rule with ``each`` makes.

    Raises:
        RuleError: there is none.
    """
    found = tuple(rule for rule in book.rules if name in (rule.name, rule.name.split(":")[0]))
    if not found:
        names = sorted({rule.name.split(":")[0] for rule in book.rules})
        near = difflib.get_close_matches(name, names, 3)
        remedy = f"did you mean {', '.join(near)}?" if near else "kg rules list names them all"
        raise RuleError(name, "no rule of this name", remedy)
    return found


def _marked(extractor: Extractor, text: str, region: str | None) -> Reading:
    examples = Examples(extractor.lexicon, extractor.book)
    try:
        return examples.reading(text, region or "")
    except ValueError as error:
        raise RuleError("TEXT", str(error), "mark names as [名称:Type]") from error


def _plain(text: str) -> str:
    """The text without marks."""
    while _MARK.search(text):
        text = _MARK.sub(lambda m: m[0][1:].rpartition(":")[0], text)
    return text


def _before(extractor: Extractor, text: str, region: str | None, step: str) -> Reading:
    """Run the extractor's steps before ``step`` (all, where it is empty) on a text, one paragraph a line."""
    blocks: list[Block] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, line, range(at, at + len(line))))
        at += len(line) + 1
    metadata = {"region": Stated(region, "option")} if region else {}
    reading = Reading(Document("text", text, tuple(blocks), "0" * 64, metadata=metadata))
    for one in extractor.steps:
        if one.name == step:
            break
        reading = one.run(reading)
    return reading


# --- names ----------------------------------------------------------------------------------------


def _names(extractor: Extractor, part: Rulebook, reading: Reading, why: Why) -> Iterator[str]:
    """Yield the names that the rules give and that stand in the end; tell of the others."""
    for passage, names in extractor.names_by(part, reading, why):
        texts = [passage.text[a:b] for a, b in passage.sentences]
        for rule in part.rules:
            _misfits(rule, texts, why)
        if not any(rule.pattern.search(text) for rule in part.rules for text in texts):
            _furthest(part, [(text, None, text) for text in texts], why)
        for name in names:
            yield from _kept(part, passage, name, why)


def _kept(part: Rulebook, passage: Passage, name: Mention, why: Why) -> Iterator[str]:
    """Yield a name that stands among the mentions in the end; else tell what it lost to."""
    standing = [*passage.mentions, *passage.nested]
    if any((m.start, m.end) == name.span and m.type == name.type for m in standing):
        yield f"{name.text}"
        return
    rule = next(r for r in part.rules if r.name == name.rule)
    winner = next((m for m in passage.mentions if m.start < name.end and name.start < m.end), None)
    if winner is None:
        why(reason(rule, "generic", name.text))
    else:
        values = {
            "name": winner.text,
            "type": winner.type,
            "by": winner.rule,
            "priority": str(winner.priority),
        }
        why(reason(rule, "lost", name.text, own=str(name.priority), **values))


# --- facts ----------------------------------------------------------------------------------------


def _unmatched(part: Rulebook, reading: Reading, why: Why) -> None:
    """Tell for rules whose pattern matches nowhere how far it fits, and which conditions a match fails."""
    seen = [(masked.text, masked, passage.text) for masked, passage, _ in _sentences(reading)]
    inside = list(_inside(reading))
    matched = False
    for rule in part.rules:
        kinds = set(rule.rule.inside)
        texts = [m.text for m, _, kind in inside if kind in kinds] if kinds else [text for text, _, _ in seen]
        matched = matched or any(rule.pattern.search(text) for text in texts)
        _misfits(rule, texts, why)
    if matched:
        return
    kinds = {kind for rule in part.rules for kind in rule.rule.inside}
    tried = [(m.text, m, p.text) for m, p, kind in inside if kind in kinds] if kinds else seen
    if tried:
        _furthest(part, tried, why)
    else:
        why(reason(part.rules[0], "no_name", types="|".join(sorted(kinds))))


def _sentences(reading: Reading) -> Iterator[tuple[Masked, Passage, str]]:
    for passage in reading.passages:
        for _, masked in scene(reading, passage).sentences:
            yield masked, passage, ""


def _inside(reading: Reading) -> Iterator[tuple[Masked, Passage, str]]:
    """Yield the masked names that hold names, with their types."""
    inner = InnerNames(reading)
    for passage in reading.passages:
        view = scene(reading, passage)
        for mention in passage.mentions:
            masked = mask_name(view, mention, inner)
            if masked is not None:
                yield masked, passage, mention.type


def _misfits(rule: CompiledRule, texts: Sequence[str], why: Why) -> None:
    """Tell which matches fail a condition of their surroundings."""
    for text in texts:
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            field = rule.misfit(text, start, end)
            if start < end and field:
                why(reason(rule, "condition", field=field, pattern=getattr(rule.rule, field)))


def _furthest(part: Rulebook, tried: Sequence[tuple[str, Masked | None, str]], why: Why) -> None:
    """Tell how far the pattern that comes furthest fits."""
    best = None
    for rule in part.rules:
        found = furthest(rule.rule.pattern, part.words, [text for text, _, _ in tried])
        if found and (best is None or found[1].count > best[2].count):
            best = rule, *found
    if best is None:
        return
    rule, text, fit = best
    masked, raw = next((m, raw) for t, m, raw in tried if t == text)
    start, end = masked.raw(fit.start, fit.end) if masked else (fit.start, fit.end)
    code = "pattern_part" if fit.count else "pattern_none"
    why(reason(rule, code, raw[start:end], wants=fit.wants, rest=raw[end : end + 12]))


# --- showing --------------------------------------------------------------------------------------


def _telling(reasons: dict[Reason, None], gives: Sequence[str]) -> tuple[Reason, ...]:
    """The reasons, without how far a pattern fits where the rule gives something."""
    return tuple(r for r in reasons if not (gives and r.code.startswith("pattern")))


def _lines(reading: Reading) -> tuple[str, ...]:
    return tuple(mark_up(passage) for passage in reading.passages)


def mark_up(passage: Passage) -> str:
    """Return a passage's text with its mentions marked as in the rule examples."""
    opening: dict[int, int] = {}
    closing: dict[int, list[str]] = {}
    for mention in sorted([*passage.mentions, *passage.nested], key=lambda m: m.end - m.start):
        opening[mention.start] = opening.get(mention.start, 0) + 1
        closing.setdefault(mention.end, []).append(f":{mention.type}]")
    out: list[str] = []
    for at in range(len(passage.text) + 1):
        out.extend(closing.get(at, []))
        out.append("[" * opening.get(at, 0))
        out.append(passage.text[at : at + 1])
    return "".join(out)
