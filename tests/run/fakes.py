"""Small stand-ins for extractor and writers, so that these tests need no rules, no graph and no store."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.model import Document, Entity, Record, Relation, Source
from kg.run import BuildOptions, Material, Progress, Steps


@dataclass(frozen=True)
class WordExtractor:
    """Each document's paragraphs become entities; the word BOOM is a bug, DIE kills the process."""

    def extract(self, doc: Document) -> Record:
        if "BOOM" in doc.text:
            raise ZeroDivisionError("boom")
        if "DIE" in doc.text:
            os._exit(9)
        entities = [
            Entity(id=f"e{number}", type="Place", name=block.text[:20])
            for number, block in enumerate(doc.blocks, 1)
        ]
        relations = [Relation(s="e1", p="locatedIn", o=entity.id) for entity in entities[1:]]
        source = Source(sha256=doc.sha256, characters=len(doc.text))
        return Record(
            doc=doc.name, region=doc.meta("region"), source=source, entities=entities, relations=relations
        )


def load() -> WordExtractor:
    return WordExtractor()


def write(material: Material, progress: Progress) -> dict[str, int]:
    """Write a graph of one line per document, with its text's length, slowly enough to be interrupted."""
    progress.stage("graph")
    pause = float(os.environ.get("FAKE_PAUSE", "0"))
    lines = []
    for record in material:
        text = material.text_of(record.doc)
        assert text is not None
        lines.append(f"{record.doc} {len(text)} {len(record.entities)}\n")
    for name in ("graph.ttl", "evidence.ttl"):
        time.sleep(pause)
        (material.folder / name).write_text("".join(lines), encoding="utf-8")
    (material.folder / "tables").mkdir()
    (material.folder / "tables" / "all.csv").write_text("".join(lines), encoding="utf-8")
    return {"lines": len(lines)}


STEPS = Steps(load, write)


def steps_with(writer: Callable[[Material, Progress], dict[str, int]]) -> Steps:
    return Steps(load, writer)


def options(tmp_path: Path, **more: object) -> BuildOptions:
    values: dict[str, object] = {"sources": (tmp_path / "in",), "out": tmp_path / "out", "jobs": 1}
    return BuildOptions(**(values | more))  # type: ignore[arg-type]


def put(tmp_path: Path, **texts: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def contents(out: Path) -> dict[str, bytes]:
    """All that a user sees in OUT, by path."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return {name: (out / name).read_bytes() for name in sorted(manifest["files"])}
