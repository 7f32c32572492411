"""The rooms that a build calls: extractor, graph, store, tables, report and view."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.console import translate
from kg.extract import Extractor, load_extractor
from kg.run.build import Material
from kg.run.progress import Progress


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
        return load_extractor(self.extra)


def write_outputs(material: Material, progress: Progress) -> dict[str, int]:
    """Write graph.ttl, evidence.ttl, background.ttl, store/, tables/, report.md and graph.html of a
    generation.

    Returns:
        counts for the summary, by name.
    """
    counts = _write_graph(material, progress)
    from kg.show import ReportInput, ViewOptions, write_report, write_view
    from kg.store import open_store, write_disk_store, write_tables

    folder, options = material.folder, material.options
    progress.stage("store")
    write_disk_store(folder)
    store = open_store(folder)
    progress.stage("tables")
    write_tables(store, folder / "tables", options.lang)
    progress.stage("report")
    report = ReportInput(
        lang=options.lang, sources=tuple(path.name or str(path) for path in options.sources),
        documents=material.documents, skipped=[(skip.file, translate(skip.reason, options.lang)) for skip in material.skipped],
        repaired=_repaired(material),
    )  # fmt: skip
    write_report(store, folder / "report.md", report)
    progress.stage("view")
    view = write_view(store, folder / "graph.html", ViewOptions(lang=options.lang))
    return {**counts, "nodes": view.nodes, "edges": view.edges}


def _write_graph(material: Material, progress: Progress) -> dict[str, int]:
    from kg.graph import GraphContext, build_graph

    return {}


def _repaired(material: Material) -> list[tuple[str, str]]:
    """Return what the reader noted about each document."""
    lang = material.options.lang
    return [
        (record.doc, translate(note, lang))
        for record in material
        if record.source
        for note in record.source.notes
    ]
