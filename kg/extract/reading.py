"""The working state of one document while it is being read: passages, mentions, figures, entities.

A ``Reading`` flows through the steps of ``kg.extract.pipeline``; each step fills some of its parts. Offsets
here are code points into a passage's text; ``Passage.block.source`` maps them to the source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.model import Block, Document

if TYPE_CHECKING:
    from kg.lexicon import Division


@dataclass(slots=True)
class Mention:
    """Words at ``start:end`` of a passage that denote a thing of type ``type``.

    ``nested`` mentions lie inside a longer one (the place in a project's name); ``entity`` is the index of
    the entity in ``Reading.entities`` once the mentions are merged, -1 before. ``lead`` is where the title in front
    of a person's name begins (县委书记张三), -1 without one.
    """

    start: int
    end: int
    type: str
    text: str
    rule: str
    priority: int = 50
    also: tuple[str, ...] = ()
    canonical: str = ""
    code: str = ""
    nested: bool = False
    entity: int = -1
    lead: int = -1

    @property
    def span(self) -> tuple[int, int]:
        """``(start, end)``."""
        return self.start, self.end

    @property
    def left(self) -> int:
        """Where the mention begins with the title in front of it."""
        return self.lead if self.lead >= 0 else self.start


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression; ``edtf`` is None while only the document's context can tell it.

    ``kind`` is ``point`` (a day, month, year), ``range``, ``relative`` (今年, 同期), ``standing`` (目前) or
    ``future`` (到2030年, 今后五年).
    """

    start: int
    end: int
    text: str
    kind: str
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit as printed; ``value`` is the plain number (34.5 of 34.5万户, unit 万户)."""

    start: int
    end: int
    text: str
    value: int | float
    unit: str
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The time that a section reports or plans: what figures without a time of their own have.

    ``where`` is (passage, start, end) of the words that tell it, None for the document's date; ``weak`` frames are
    guessed from the date alone.
    """

    period: str | None = None
    target: bool = False
    where: tuple[int, int, int] | None = None
    weak: bool = False


@dataclass(slots=True)
class Passage:
    """One block of the document with what was found in it."""

    index: int
    block: Block
    headings: tuple[int, ...] = ()  # indexes of the headings above it, outermost first
    tokens: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    nested: list[Mention] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The block's text."""
        return self.block.text


@dataclass(slots=True)
class Thing:
    """An entity being built: its mentions as (passage index, mention)."""

    type: str
    name: str
    mentions: list[tuple[int, Mention]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    also: tuple[str, ...] = ()
    code: str = ""
    division: str = ""
    region: bool = False  # the place that the document is about


@dataclass(frozen=True, slots=True)
class Given:
    """An argument of a fact: an entity, and the mention (passage, start, end) that stands for it.

    ``via`` is empty where the mention is meant to lie in the evidence; else it tells where the argument comes
    from: ``subject``, ``heading``, ``masthead``, ``document``, or ``region`` (the document's place).
    """

    entity: int
    passage: int = -1
    start: int = -1
    end: int = -1
    via: str = ""


@dataclass(slots=True)
class Draft:
    """A fact found at ``start:end`` of a passage.

    ``given`` are the entity arguments by name (``s``, ``o``, ``person`` …), ``values`` the plain ones (``post``,
    ``status``, ``value``, ``period`` …); ``stated`` tells for plain values that stand outside the evidence
    where they stand: name to (passage, start, end, via).
    """

    layer: str
    passage: int
    start: int
    end: int
    given: dict[str, Given]
    values: dict[str, Any] = field(default_factory=dict)
    stated: dict[str, tuple[int, int, int, str]] = field(default_factory=dict)
    rule: str = ""
    confidence: float = 0.8


@dataclass(slots=True)
class Reading:
    """All that is known of one document so far."""

    doc: Document
    passages: list[Passage] = field(default_factory=list)
    region: Division | None = None
    region_name: str | None = None
    genre: str = "news"
    frames: list[Frame] = field(default_factory=list)  # one for each passage
    entities: list[Thing] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
