"""Answers to people: the report and the network view.

Interfaces::

    write_report(store, path, ReportInput(...)) -> None    report.md in zh or en
        ReportInput(lang="zh", sources=("articles",), documents=5, skipped=[("a.txt", "empty file; …")],
                    repaired=[("b.txt", "…note…")], questions=["one line each"])
        (contradictory figures are added to the questions from the graph itself)
    write_view(store, path, ViewOptions(...)) -> ViewSummary    graph.html, one self-contained file
        ViewOptions(lang="zh", title="", focus=None, hops=2, types=(), limit=20000, start=250)
        ViewSummary(nodes, edges, shown, total, size)  counts, for the build's summary

``skipped`` and ``repaired`` are (file, one line) pairs. Errors: ``QueryError`` (``focus`` or ``types``
unknown), ``OutputError`` (the file cannot be written).
"""

from __future__ import annotations

from kg.show.report import ReportInput, write_report
from kg.show.view import ViewOptions, ViewSummary, write_view

__all__ = ["ReportInput", "ViewOptions", "ViewSummary", "write_report", "write_view"]
