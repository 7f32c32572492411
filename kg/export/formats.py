"""The forms that a graph can be exported to, and the one function that does it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kg.errors import OutputError
from kg.export.aside import new_file, new_folder, refuse_inside
from kg.export.job import Job

_WRITERS = {
    "turtle": "rdf:write_turtle_file",
    "ntriples": "rdf:write_ntriples",
    "nquads": "quads:write_nquads",
    "trig": "quads:write_trig",
    "jsonld": "jsonld:write_jsonld",
    "rdfxml": "rdf:write_rdfxml",
    "graphml": "graphml:write_graphml",
    "gexf": "gexf:write_gexf",
    "neo4j": "neo4j:write_neo4j",
    "csv": "sheets:write_csv",
    "xlsx": "workbook:write_workbook",
    "package": "package:write_package",
}
FORMATS = tuple(_WRITERS)
"""Names of the forms, as ``--to`` takes them."""
_FOLDERS = ("neo4j", "csv", "package")


@dataclass(frozen=True)
class ExportSummary:
    """What was written.

    Attributes:
        path: the file or folder.
        counts: how much of what, by name (``triples``, ``nodes``, ``rows`` …), in the order to be shown.
    """

    path: Path
    counts: dict[str, int]


def export(folder: Path, form: str, path: Path, lang: str = "zh", out: Path | None = None) -> ExportSummary:
    """Write a built graph in another form.

    Args:
        folder: the generation: where graph.ttl lies.
        form: one of ``FORMATS``.
        path: the file to write, or the folder (``neo4j``, ``csv``, ``package``); an earlier export is replaced.
        lang: language of labels, headings and codes, ``zh`` or ``en``.
        out: the folder of the build, into which nothing may be written; ``folder`` unless told.

    Raises:
        OutputError: there is no such form, its library is missing, or ``path`` cannot be written.
        GraphError: there is no graph in ``folder``, or it is damaged.
    """
    if form not in _WRITERS:
        raise OutputError("--to", f"no such form: {form}", f"use one of {', '.join(FORMATS)}")
    refuse_inside(path, out or folder)
    module, _, function = _WRITERS[form].partition(":")
    write = getattr(import_module(f"kg.export.{module}"), function)
    aside = new_folder if form in _FOLDERS else new_file
    with aside(path) as target:
        counts: dict[str, int] = write(Job(folder, target, lang))
    return ExportSummary(path, counts)
