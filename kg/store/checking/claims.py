"""What one document says, as a claim with its quote; and questions, each of claims that do not go together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import NamedNode

from kg.graph.edtf import EdtfError, bounds
from kg.store.facts import FactRow, Quote
from kg.store.opening import Store
from kg.store.terms import address, term


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says.

    Attributes:
        says: the figure, status or name, as a code or as printed.
        fact: IRI of the fact.
        quote: the words, with document and offsets.
        date: the document's date (EDTF), empty where it is not known.
    """

    says: str
    fact: str
    quote: Quote
    date: str


@dataclass(frozen=True, slots=True)
class Question:
    """Claims that do not go together.

    Attributes:
        kind: ``figures``, ``stages`` or ``posts``.
        about: name of the thing (area, project, body).
        key: what is said of it, as (name, text or code): indicator, measure, period …; post.
        claims: two of them.
    """

    kind: str
    about: str
    key: tuple[tuple[str, str], ...]
    claims: tuple[Claim, Claim]


class Sources:
    """The documents of a graph and their dates."""

    def __init__(self, store: Store) -> None:
        self._dates: dict[str, str] = {}
        for quad in store.quads(None, term("rdf:type"), term("schema:Article")):
            found = store.properties(quad.subject).get(address("schema:datePublished"))
            self._dates[quad.subject.value] = found[0].value if found else ""
        self._store = store

    def name(self, iri: str) -> str:
        """Return a thing's name."""
        return self._store.label(NamedNode(iri))

    def claim(self, says: str, fact: FactRow, quote: Quote) -> Claim:
        """Make a claim of one quote of a fact."""
        return Claim(says, fact.iri, quote, self._dates.get(quote.document, ""))


def first_and_last(date: str) -> tuple[str, str]:
    """Return the first and the last day that an EDTF date can mean; open ends and what is no date sort outermost.

    >>> first_and_last("2023-06"), first_and_last("")
    (('2023-06-01', '2023-06-30'), ('', '9999-12-31'))
    """
    try:
        first, last = bounds(date) if date else (None, None)
    except EdtfError:
        first, last = None, None
    return first or "", last or "9999-12-31"


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """Return the word lists of ``words.yml`` beside this file."""
    text = Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return {name: tuple(listed.split()) for name, listed in found.items()}
