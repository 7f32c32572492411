"""The objects that flow through the package: ``Document`` (what was read) and ``Record`` (what it says).

All offsets are Unicode code points, end exclusive, into ``Document.text``: the source decoded from its
bytes, without BOM, line ends untouched, nothing normalised (annotation guide, first paragraph).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

import msgspec

ENTITY_TYPES = (
    "Project", "Park", "Industry", "Award", "Official", "Person", "Company", "Organization",
    "Place", "Facility", "Programme", "Event", "Product",
)  # fmt: skip
CORE_TYPES = ENTITY_TYPES[:5]
RELATIONS = (
    "locatedIn", "developedBy", "inIndustry", "focusIndustry", "broader", "produces", "launched",
    "participatedIn", "visited", "affiliatedWith", "partOf",
)  # fmt: skip
STATUSES = (
    "planned", "approved", "started", "under-construction", "main-works-complete", "completed",
    "in-production", "in-operation",
)  # fmt: skip
QUANTITY_MEASURES = (
    "investment", "invested", "output-value", "capacity", "area", "length", "employees", "revenue",
    "count", "other",
)  # fmt: skip
OBSERVATION_MEASURES = ("value", "growth", "rank", "share", "change")
BOUNDS = ("lower", "upper", "about")
FACT_LAYERS = ("relations", "tenures", "conferrals", "milestones", "quantities", "observations")


def _one_of(values: tuple[str, ...]) -> msgspec.Meta:
    return msgspec.Meta(extra_json_schema={"enum": list(values)})


# --- what was read -------------------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a block of a document is, as its layout tells."""

    TITLE = "title"  # the headline of the text
    MASTHEAD = "masthead"  # newspaper name, issue, page, date line, place line
    BYLINE = "byline"  # reporters, correspondents, photographers, editors
    HEADING = "heading"  # a section heading; ``Block.level`` 1, 2, …
    PARAGRAPH = "paragraph"
    ITEM = "item"  # one item of a printed list
    CAPTION = "caption"  # words under a photograph
    FURNITURE = "furniture"  # page numbers, 上接第一版, rules of dashes: no content


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together: hard wraps mended, white space at its ends removed.

    ``text`` may differ from the source (line breaks and padding inside a sentence are gone);
    ``offsets[i]`` is the offset in ``Document.text`` of the code point that ``text[i]`` is (a ``range`` where the
    block is contiguous). A space that stands for a mended line end has the offset of that line end.
    ``level`` counts for headings only (1 is the outermost).
    """

    kind: BlockKind
    text: str
    offsets: Sequence[int]
    level: int = 0

    def source(self, start: int, end: int) -> Span:
        """Map ``text[start:end]`` (not empty) to its span in the source.

        >>> Block(BlockKind.PARAGRAPH, "甲乙", (4, 6)).source(0, 2)
        Span(start=4, end=7)
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no such span in block: {start}:{end} of {len(self.text)}")
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Stated:
    """A piece of metadata and where it stands.

    ``via`` is ``option`` (command line), ``metadata`` (a cell of metadata.csv: ``file`` and ``column``
    tell which), ``masthead`` (printed in the text: ``span``), or ``title``.
    """

    value: str
    via: str
    span: Span | None = None
    file: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was read; immutable.

    Attributes:
        name: path relative to the folder that was given, with ``/``; the record's ``doc``.
        text: the decoded source; all offsets point into it.
        blocks: its layout in reading order; furniture is kept, marked as such.
        sha256: hex digest of the source's bytes.
        encoding: the codec that decoded it (``utf-8``, ``gb18030``, ``big5``).
        metadata: ``title``, ``publisher``, ``author``, ``region``, ``date`` (EDTF), ``url`` as far as known.
        people: bylines' names with their role (``reporter``, ``photographer``, ``correspondent``, ``editor``,
            ``author``, ``speaker``) and the span of the name.
        notes: what was repaired or is odd, for report.md (one line each).
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    encoding: str = "utf-8"
    metadata: dict[str, Stated] = field(default_factory=dict)
    people: tuple[tuple[str, str, Span], ...] = ()
    notes: tuple[str, ...] = ()

    def meta(self, key: str) -> str | None:
        """Return the value of a piece of metadata, or None."""
        stated = self.metadata.get(key)
        return stated.value if stated else None


# --- what it says: the record of annotation-guide.md ----------------------------------------------


class Span(msgspec.Struct, frozen=True, order=True):
    """Code-point offsets into the source, end exclusive."""

    start: int
    end: int


class MentionSpan(msgspec.Struct, frozen=True, order=True):
    """One mention of an entity, with the words as printed (``text == source[start:end]``)."""

    start: int
    end: int
    text: str


class Anchor(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """Where an argument of a fact stands when it does not stand in the fact's evidence.

    ``via`` is ``heading``, ``subject`` (an earlier mention), ``masthead``, ``document`` (title or another
    part of the text), ``metadata`` or ``option``. The first four have offsets and the words there; the last
    two have ``file`` and ``column`` instead (for an option: the option's name in ``column``).
    """

    role: str
    via: str
    start: int | None = None
    end: int | None = None
    text: str | None = None
    file: str | None = None
    column: str | None = None


class Entity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A thing that the document names.

    ``code`` is the GB/T 2260 code of a ``Place`` that is a division, or the GB/T 37028 code of a listed
    zone; ``division`` the GB/T 2260 code of the division that a generic or personal name belongs to
    (stated, else the document's): identity needs it (design.md, "Identity").
    ``mentions`` may be bare strings in gold records.
    """

    id: str
    type: Annotated[str, _one_of(ENTITY_TYPES)]
    name: str
    aliases: list[str] = []
    also: list[str] = []
    mentions: list[MentionSpan | str] = []
    code: str | None = None
    division: str | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all facts share: evidence (verbatim), its span, anchors, the rule that found it, confidence."""

    evidence: str = ""
    span: Span | None = None
    anchors: list[Anchor] = []
    rule: str = ""
    confidence: float | None = None


class Relation(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Entity ``s`` stands in relation ``p`` (one of RELATIONS) to entity ``o``."""

    s: str
    p: Annotated[str, _one_of(RELATIONS)]
    o: str


class Tenure(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A person holds a public post of a place or organization."""

    person: str
    post: str
    of: str | None = None


class Conferral(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A recipient got an award; ``year`` (four digits) and ``conferrer`` only where stated."""

    award: str
    recipient: str
    conferrer: str | None = None
    year: str | None = None


class Milestone(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A project (park, facility …) reached or plans a status (one of STATUSES); ``date`` is EDTF."""

    project: str
    status: Annotated[str, _one_of(STATUSES)]
    date: str | None = None


class Quantity(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A figure of one entity other than an area; ``unit`` as printed, ``value`` the printed number."""

    subject: str
    measure: Annotated[str, _one_of(QUANTITY_MEASURES)]
    value: int | float
    unit: str | None = None
    bound: str | None = None
    joint: bool = False


class Observation(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A statistic of an area; ``period`` is EDTF; ``target`` marks goals and forecasts."""

    indicator: str
    measure: Annotated[str, _one_of(OBSERVATION_MEASURES)]
    value: int | float
    unit: str | None = None
    area: str | None = None
    period: str | None = None
    target: bool = False
    bound: str | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of the document itself; the graph describes it as a ``schema:Article``."""

    sha256: str = ""
    encoding: str = "utf-8"
    characters: int = 0
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    region_code: str | None = None
    notes: list[str] = []


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one document says."""

    doc: str
    region: str | None = None
    date: str | None = None
    source: Source | None = None
    entities: list[Entity] = []
    relations: list[Relation] = []
    tenures: list[Tenure] = []
    conferrals: list[Conferral] = []
    milestones: list[Milestone] = []
    quantities: list[Quantity] = []
    observations: list[Observation] = []

    def facts(self) -> list[tuple[str, Fact]]:
        """Return all facts as (layer, fact), in the order of FACT_LAYERS."""
        return [(layer, fact) for layer in FACT_LAYERS for fact in getattr(self, layer)]


def encode_record(record: Record) -> bytes:
    """Return the record as one line of UTF-8 JSON, without a line end."""
    return _ENCODER.encode(record)


def decode_record(line: bytes | str) -> Record:
    """Read one JSON record.

    Raises:
        msgspec.ValidationError: a field is missing or of the wrong type.
        msgspec.DecodeError: the line is not JSON.
    """
    return _DECODER.decode(line)


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record, made from the classes above."""
    return msgspec.json.schema(Record)


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Record)
