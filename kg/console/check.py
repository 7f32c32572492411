"""What ``kg check`` prints: whether the graph conforms, and each question with both quotes; as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.console.catalogue import language, words
from kg.store.escape import visible

if TYPE_CHECKING:
    from kg.store.checking import Checked, Claim, Conformance, Question, Violation

_SHOWN = 5  # nodes named for each constraint that is broken; JSON has them all


def render_checked(checked: Checked, form: str) -> str:
    """Return the outcome of a check as ``table`` (for people, control characters shown) or ``json``."""
    if form == "json":
        return json.dumps(_data(checked), ensure_ascii=False, indent=1) + "\n"
    return "\n".join([*_conformance(checked.conformance), *_questions(checked.questions)]) + "\n"


def _conformance(outcome: Conformance) -> Iterator[str]:
    counts = {"statements": f"{outcome.statements:,}", "shapes": outcome.shapes}
    if outcome.conforms:
        yield words("check.conforms", **counts)
        return
    yield words("check.breaks", count=f"{len(outcome.violations):,}", **counts)
    for message, found in groupby(outcome.violations, key=lambda one: (one.en, one.zh)):
        broken = list(found)
        yield words("check.violation", message=message[language() == "zh"], count=f"{len(broken):,}")
        for one in broken[:_SHOWN]:
            yield "    " + _node(one)


def _node(one: Violation) -> str:
    parts = [one.node, one.path.rpartition("#")[2].rpartition("/")[2], one.value]
    return visible("  ".join(part for part in parts if part))


def _questions(questions: tuple[Question, ...]) -> Iterator[str]:
    yield words("check.questions" if questions else "check.no_questions", count=f"{len(questions):,}")
    for number, question in enumerate(questions, 1):
        told = " · ".join([question.about, *_key(question)])
        kind = words(f"check.kind.{question.kind}")
        yield visible(words("check.question", number=number, kind=kind, about=told))
        for claim in question.claims:
            yield visible("   " + _claim(question, claim))


def _key(question: Question) -> Iterator[str]:
    for name, value in question.key:
        if name == "target":
            if value == "true":
                yield words("check.target")
        elif name == "measure":
            yield words(f"check.measure.{value}")
        elif value and not (name == "scope" and value == "none"):
            yield value


def _claim(question: Question, claim: Claim) -> str:
    from kg.store.words import word

    says = word("status", claim.says, language()) if question.kind == "stages" else claim.says
    quote = claim.quote
    dated = f"{quote.file}, {claim.date}" if claim.date else quote.file
    return words("check.claim", says=says, quote=quote.exact, where=f"{dated} [{quote.start}–{quote.end}]")


def _data(checked: Checked) -> dict[str, Any]:
    outcome = checked.conformance
    return {
        "conforms": outcome.conforms,
        "statements": outcome.statements,
        "shapes": outcome.shapes,
        "violations": [asdict(one) for one in outcome.violations],
        "questions": [
            {"kind": q.kind, "about": q.about, **dict(q.key), "claims": [_plain(c) for c in q.claims]}
            for q in checked.questions
        ],
    }


def _plain(claim: Claim) -> dict[str, Any]:
    quote = claim.quote
    return {
        "says": claim.says, "document": quote.file, "date": claim.date or None, "quote": quote.exact,
        "start": quote.start, "end": quote.end, "rule": quote.rule, "confidence": quote.confidence,
        "fact": claim.fact,
    }  # fmt: skip
