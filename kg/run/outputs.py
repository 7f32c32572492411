"""The rooms that a build calls: extractor, graph, store, tables, report and view."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.resources import lexicon_folder
from kg.run.build import Material
from kg.run.progress import Progress
from kg.run.workers import loaded_extractor

if TYPE_CHECKING:
    from pyoxigraph import Store as Oxigraph

    from kg.extract import Extractor
    from kg.graph import GraphSummary
    from kg.lexicon import Lexicon
    from kg.show import ReportInput
    from kg.store import Store
    from kg.store.index import TripleIndex


@dataclass(frozen=True, slots=True)
class LoadExtractor:
    """The way to an extractor, small enough to be sent to a worker; ``fingerprint`` tells two loads apart."""

    extra: Path | None
    fingerprint: str

    def __call__(self) -> Extractor:
        """Load rules and lexicons.

        Raises:
            LexiconError, RuleError: a file is malformed.
        """
        from kg.extract import load_extractor

        return load_extractor(self.extra)


def write_outputs(material: Material, progress: Progress) -> dict[str, int]:
    """Write graph.ttl, evidence.ttl, background.ttl, store/, tables/, report.md and graph.html of a
    generation.

    Returns:
        counts for the summary, by name.
    """
    folder, options = material.folder, material.options
    progress.stage("graph")
    from kg.store.index import TripleIndex

    index = TripleIndex()
    graph = _write_graph(material, index)
    from kg.show import ViewOptions, write_report, write_view
    from kg.store import write_tables

    with _store_of(folder, index) as store:
        progress.stage("tables")
        write_tables(store, folder / "tables", options.lang)
        progress.stage("view")
        view = write_view(store, folder / "graph.html", ViewOptions(lang=options.lang))
        progress.stage("store")
        store.engine()
        progress.stage("report")
        write_report(store, folder / "report.md", _report_input(material, graph))
    return {
        "things": len(graph.things),
        "statements": sum(graph.facts.values()),
        "merged": len(graph.merges),
        "triples": sum(graph.triples.values()),
        "nodes": view.nodes,
        "edges": view.edges,
    }


@contextmanager
def _store_of(folder: Path, index: TripleIndex) -> Iterator[Store]:
    """Write the store on disk in a thread (Oxigraph works outside the interpreter's lock), and give a store
    that answers from memory until it is there; a graph too large for memory is read from disk.
    """
    from kg.store import open_store, write_disk_store
    from kg.store.index import IndexedStore

    with ThreadPoolExecutor(1, "store") as pool:
        written = pool.submit(write_disk_store, folder)
        if index.full:
            written.result()
            yield open_store(folder)
            return
        index.add_schemes()

        def engine() -> Oxigraph:
            written.result()
            return open_store(folder).engine()

        yield IndexedStore(folder, index, engine)


def _write_graph(material: Material, index: TripleIndex) -> GraphSummary:
    from kg.graph import Corrections, GraphContext, build_graph, load_corrections
    from kg.graph.vocabulary import BASE
    from kg.run.keys import CORRECTIONS

    options = material.options
    context = GraphContext(
        lexicon=_lexicon(options.extra),
        base=options.base or BASE,
        corrections=load_corrections(options.extra / CORRECTIONS) if options.extra else Corrections(),
        text_of=material.text_of,
        min_confidence=options.min_confidence,
        licence=options.licence,
        told=index.add,
    )
    return build_graph(material, context, material.folder)


def _lexicon(extra: Path | None) -> Lexicon:
    """Return the lexicon of the extractor at work in this process, or load it where all records were cached."""
    from kg.lexicon import Lexicon, load_lexicons

    lexicon = getattr(loaded_extractor(), "lexicon", None)
    if isinstance(lexicon, Lexicon):
        return lexicon
    return load_lexicons([lexicon_folder(), *([extra] if extra else [])])


def _report_input(material: Material, graph: GraphSummary) -> ReportInput:
    from kg.show import ReportInput

    tell = material.options.tell
    notes = [(record.doc, tell(note)) for record in material if record.source for note in record.source.notes]
    questions = [f"{left.doc}: {left.layer}: {left.reason}" for left in graph.left_out]
    questions += [f"corrections.tsv: {line}" for line in graph.unused_corrections]
    return ReportInput(
        lang=material.options.lang,
        sources=tuple(path.name or str(path) for path in material.options.sources),
        documents=material.documents,
        skipped=[(skip.file, tell(skip.reason)) for skip in material.skipped],
        repaired=notes,
        questions=questions,
    )
