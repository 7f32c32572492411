"""A source file to a ``Document``: decode, lay out, and read masthead, byline and metadata."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.model import Block, BlockKind, Document, Span, Stated
from kg.read import bylines
from kg.read.decode import decode, read_bytes
from kg.read.edtf import PRINTED_DATE, printed_date
from kg.read.layout import Layout, lay_out
from kg.read.metadata import stated_metadata
from kg.read.patterns import patterns
from kg.read.sources import ReadOptions, SourceFile

_SESSION = re.compile(
    r"在(?P<area>[\u4e00-\u9fff]{1,12}?(?:省|市|自治区|自治州|自治县|州|盟|县|区|旗))第[一二三四五六七八九十]{1,3}届"
)
_HEAD_BLOCKS = 30
_DATE_RANK = {"delivered": 0, "masthead": 1, "label": 2, "tail": 3}


@dataclass(slots=True)
class _Found:
    """What head and tail of a text tell: best candidate for each piece of metadata, and people."""

    stated: dict[str, Stated] = field(default_factory=dict)
    dates: list[tuple[int, int, Stated]] = field(default_factory=list)
    people: list[tuple[str, str, Span]] = field(default_factory=list)

    def put(self, key: str, value: str, span: Span) -> None:
        self.stated.setdefault(key, Stated(value, "masthead", span))


def read_document(source: SourceFile, options: ReadOptions) -> Document:
    """Read one file.

    Raises:
        InputError: the file is missing, unreadable, too large, empty, binary or of an unknown encoding, or
            its metadata.csv is malformed. The message begins with the file's name.
    """
    data = read_bytes(source.path)
    return document_from_bytes(data, source, options)


def document_from_bytes(data: bytes, source: SourceFile, options: ReadOptions) -> Document:
    """Make the document of a file whose bytes are at hand; as ``read_document``."""
    stated, notes = stated_metadata(source, options)
    decoded = decode(data, str(source.path))
    return _assemble(
        source.name, decoded.text, hashlib.sha256(data).hexdigest(), decoded.encoding, stated, notes
    )


def document_from_text(text: str, name: str = "text", **metadata: str) -> Document:
    """Make a document of a string: for notebooks, ``kg rules test`` and tests.

    Args:
        text: the source.
        name: the document's name.
        metadata: ``region``, ``date``, ``title`` …, as metadata.csv would give them.

    Raises:
        InputError: the text is empty.
    """
    if not text.strip():
        raise InputError(name, "empty text", "give some words")
    stated = {key: Stated(value, "metadata", column=key) for key, value in metadata.items()}
    return _assemble(
        name, text, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), "utf-8", stated, ()
    )


def _assemble(
    name: str, text: str, sha256: str, encoding: str, stated: dict[str, Stated], notes: tuple[str, ...]
) -> Document:
    layout = lay_out(text)
    found = _survey(layout, text)
    metadata = {**found.stated, **stated}
    if encoding != "utf-8":
        notes += (f"decoded as {encoding}",)
    if layout.joined:
        notes += (f"{layout.joined} wrapped lines joined",)
    return Document(
        name=name, text=text, blocks=layout.blocks, sha256=sha256, encoding=encoding,
        metadata={key: metadata[key] for key in sorted(metadata)}, people=tuple(found.people), notes=notes,
    )  # fmt: skip


def _survey(layout: Layout, text: str) -> _Found:
    found = _Found()
    if layout.title:
        title = " ".join(text[layout.title.start : layout.title.end].split())
        found.stated["title"] = Stated(title, "title", layout.title)
    last = len(layout.blocks) - 6
    for index, block in enumerate(layout.blocks):
        edge = index < _HEAD_BLOCKS or index >= last
        if block.kind is BlockKind.MASTHEAD and edge:
            _masthead(found, block, layout.blocks[index - 1] if index else None, tail=index >= _HEAD_BLOCKS)
        elif block.kind is BlockKind.BYLINE:
            _byline(found, block)
        elif block.kind is BlockKind.CAPTION:
            _caption(found, block)
        elif block.kind is BlockKind.FURNITURE and edge:
            found.people += _people(block)
            _label_value(found, block, layout.blocks[index + 1] if index + 1 < len(layout.blocks) else None)
    if found.dates:
        found.stated["date"] = min(found.dates, key=lambda each: each[:2])[2]
    names = [name for name, role, _ in found.people if role in ("reporter", "author", "correspondent")]
    if names:
        first = next(span for name, role, span in found.people if name == names[0])
        found.put("author", " ".join(dict.fromkeys(names)), first)
    return found


def _masthead(found: _Found, block: Block, before: Block | None, tail: bool) -> None:
    rank = "tail" if tail else "masthead"
    found.people += _people(block)
    delivered = bylines.delivered(block.text)
    if delivered:
        rank = "delivered"
        _session(found, block)
    for match in PRINTED_DATE.finditer(block.text):
        date = printed_date(match)
        if date:
            span = block.source(*match.span())
            found.dates.append((_DATE_RANK[rank], span.start, Stated(date, "masthead", span)))
            break
    publisher = patterns().publisher.search(block.text)
    if publisher and not delivered:
        found.put("publisher", publisher.group(), block.source(*publisher.span()))


def _session(found: _Found, block: Block) -> None:
    """Take the area of "在某某省第十四届人民代表大会…上" as the region of the text."""
    match = _SESSION.search(block.text)
    if match and match["area"] not in ("省", "市", "县", "区", "自治区", "州"):
        found.put("region", match["area"], block.source(*match.span("area")))


def _label_value(found: _Found, block: Block, after: Block | None) -> None:
    """Take the value of "来源:" from the next line where a web page prints it there."""
    label = bylines.label_of(block.text)
    if label and label[0].endswith("来源") and after and len(after.text) < 30:
        found.put("publisher", after.text, after.source(0, len(after.text)))


def _people(block: Block) -> Iterator[tuple[str, str, Span]]:
    for name, role, span in bylines.people_in(block.text):
        yield name, role, block.source(span.start, span.end)


def _byline(found: _Found, block: Block) -> None:
    speaker = bylines.speaker(block.text)
    if speaker:
        name = "".join(block.text[speaker.start : speaker.end].split())
        found.people.append((name, "speaker", block.source(speaker.start, speaker.end)))
        return
    people = list(_people(block))
    if not people and bylines.is_names_line(block.text):
        spans = list(bylines.names_in(block.text))
        role = (
            "speaker"
            if "region" in found.stated or any(rank == 0 for rank, _, _ in found.dates)
            else "author"
        )
        people = [
            ("".join(block.text[s.start : s.end].split()), role, block.source(s.start, s.end)) for s in spans
        ]
    found.people += people
    publisher = patterns().publisher.search(block.text)
    if publisher:
        found.put("publisher", publisher.group(), block.source(*publisher.span()))
    head = bylines.dateline(block.text)
    if head and head["place"]:
        found.put("place", head["place"], block.source(*head.span("place")))


def _caption(found: _Found, block: Block) -> None:
    taken = bylines.taken_by(block.text)
    if taken is None:
        return
    words = block.text[slice(*taken)]
    for span in bylines.names_in(words):
        start, end = taken[0] + span.start, taken[0] + span.end
        name = "".join(block.text[start:end].split())
        found.people.append((name, "photographer", block.source(start, end)))


def text_of(path: Path) -> str:
    """Return the decoded text of a file, as the offsets of its record count it.

    Raises:
        InputError: it cannot be read.
    """
    return decode(read_bytes(path), str(path)).text
