"""Graphs that several tests look at: the golden cases together, and the records of the sample articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.graph import GraphContext, GraphSummary, build_graph
from kg.lexicon import Lexicon
from kg.model import Entity, MentionSpan, Record, Source, decode_record
from kg.read.decode import decode, read_bytes
from kg.resources import data_folder

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
Build = Callable[..., GraphSummary]
FILES = ("graph.ttl", "evidence.ttl", "background.ttl")


def case_records() -> tuple[list[Record], dict[str, str]]:
    """All golden records, and their texts."""
    records: list[Record] = []
    texts: dict[str, str] = {}
    for case in sorted((HERE / "cases").iterdir()):
        lines = (case / "records.jsonl").read_text(encoding="utf-8").splitlines()
        records += [decode_record(line) for line in lines]
        texts.update(json.loads((case / "texts.json").read_text(encoding="utf-8")))
    return records, texts


def article_records() -> tuple[list[Record], dict[str, str]]:
    """The hand-made records of the sample articles (mentions without offsets), and the texts."""
    records = [decode_record(p.read_bytes()) for p in sorted((ROOT / "tests" / "gold").glob("*.json"))]
    texts = {}
    for record in records:
        path = data_folder("seeds/articles") / record.doc
        texts[record.doc] = decode(read_bytes(path), record.doc).text
    return records, texts


def build_world(records: list[Record], texts: dict[str, str], lexicon: Lexicon, out: Path) -> GraphSummary:
    context = GraphContext(lexicon=lexicon, text_of=texts.get, version="1", licence="https://example.org/l")
    return build_graph(records, context, out)


def ontology_files() -> list[Path]:
    folder = data_folder("ontology")
    return [folder / "fangzhi.ttl", *sorted((folder / "schemes").glob("*.ttl"))]


def load(*paths: Path) -> ox.Store:
    store = ox.Store()
    for path in paths:
        store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri="https://example.org/")
    return store


def entity(id_: str, type_: str, name: str, *aliases: str, also: Iterable[str] = (), **more: str) -> Entity:
    """An entity whose mentions are its name and aliases (found in the text by the builder)."""
    return Entity(
        id=id_,
        type=type_,
        name=name,
        aliases=list(aliases),
        also=list(also),
        mentions=[name, *aliases],
        **more,
    )


def printed(text: str, words: str) -> MentionSpan:
    """The first place of words in a text."""
    start = text.index(words)
    return MentionSpan(start, start + len(words), words)


def record(
    doc: str, *entities: Entity, region: str | None = "990100", date: str = "2023-07", **facts: list
) -> Record:  # type: ignore[type-arg]
    """A record of a document about a division (青禾市 unless told otherwise)."""
    return Record(doc=doc, date=date, source=Source(region_code=region), entities=list(entities), **facts)
