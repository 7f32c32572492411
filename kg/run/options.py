"""What a build is asked to do, and what it tells afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kg.read import ReadOptions, Skipped


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """All that ``kg build`` can be told.

    Attributes:
        sources: folders and files with texts.
        out: the folder to build in; it mirrors the sources of the last call.
        read: region and date from the command line.
        jobs: worker processes; 0 means one for each core.
        min_confidence: facts below it are left out of the graph (they stay in records.jsonl).
        extra: the user's folder of lexicons (``*.tsv``), rules (``*.yml``) and ``corrections.tsv``.
        lang: ``zh`` or ``en``, for report, tables and view.
        base: base IRI of things, None for the default.
        licence: IRI of the graph's licence, None for none.
        tell: puts a line about a document into the language of the report.
        debug: let errors of the program end the build instead of skipping the document.
    """

    sources: tuple[Path, ...]
    out: Path
    read: ReadOptions = field(default_factory=ReadOptions)
    jobs: int = 0
    min_confidence: float = 0.0
    extra: Path | None = None
    lang: str = "zh"
    base: str | None = None
    licence: str | None = None
    debug: bool = False
    tell: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did.

    Attributes:
        out: the folder built in.
        documents: documents in the graph.
        characters: their length in code points.
        extracted: documents read by this call; the others came from the cache.
        skipped: files that could not be read, sorted.
        ignored: files passed over because they are no documents.
        entities: entities by type, over records (before names are merged across documents).
        facts: facts by layer, over records.
        counts: what the graph holds, by name (``things``, ``triples`` …).
        unchanged: whether the graph that was there is already this one, so that nothing was written.
    """

    out: Path
    documents: int
    characters: int
    extracted: int
    skipped: tuple[Skipped, ...]
    ignored: int
    entities: dict[str, int]
    facts: dict[str, int]
    counts: dict[str, int]
    unchanged: bool = False
