"""Checking a built graph: conformance to the shapes, and questions that its data raise.

``check(store)`` gives both. A violation is a fault of the graph; a question is none: sources may disagree, and the
reader must be told.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.store.checking.claims import Claim, Question, Sources
from kg.store.checking.figures import disagreements
from kg.store.checking.posts import crowded_posts
from kg.store.checking.shapes import Conformance, Violation, conformance
from kg.store.checking.stages import relapses
from kg.store.opening import Store

KINDS = ("figures", "stages", "posts")


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    conformance: Conformance
    questions: tuple[Question, ...]


def check(store: Store) -> Checked:
    """Check a graph.

    Raises:
        GraphError: its Turtle files cannot be read.
    """
    return Checked(conformance(store.out), tuple(questions(store)))


def questions(store: Store) -> list[Question]:
    """Return the questions alone, in the order of ``KINDS``, then of what they are about."""
    sources = Sources(store)
    found = [*disagreements(store, sources), *relapses(store, sources), *crowded_posts(store, sources)]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.about, one.key))


__all__ = [
    "KINDS",
    "Checked",
    "Claim",
    "Conformance",
    "Question",
    "Violation",
    "check",
    "conformance",
    "questions",
]
