"""The table at the end of a build: what was found, what was skipped, where to look."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.console.catalogue import group, language, translate, words
from kg.console.streams import echo, safe, warn

if TYPE_CHECKING:
    from kg.export import ExportSummary
    from kg.read import Skipped
    from kg.run import BuildSummary

_LOOK = ("graph.html", "report.md", "tables", "graph.ttl")


def print_skipped(skipped: tuple[Skipped, ...], most: int = 20) -> None:
    """Print a line for each file that was skipped, to standard error; beyond ``most`` only how many."""
    for skip in skipped[:most]:
        warn(words("build.skipped_line", file=skip.file, reason=translate(skip.reason)))
    if len(skipped) > most:
        warn(words("build.skipped_more", count=len(skipped) - most))


def print_summary(summary: BuildSummary) -> None:
    """Print the summary of a build to standard output."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 100)
    table = Table(title=words("build.title"), title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    for name, value in _rows(summary):
        table.add_row(Text(safe(name)), Text(safe(value)))
    console.print(table)
    done = "build.unchanged" if summary.unchanged else "build.done"
    console.print(Text(safe(words(done, out=summary.out))), soft_wrap=True)
    for name in _LOOK:
        path = summary.out / name
        if path.exists():
            console.print(Text(safe(f"  {path}  {words('look.' + name.replace('.', '_'))}")), soft_wrap=True)


def print_export(summary: ExportSummary) -> None:
    """Print where an export is and how much of what is in it, and a line for each thing that was changed."""
    counted, noted = group("exported"), group("export_note")
    told = [
        counted[name].format(count=f"{count:,}") for name, count in summary.counts.items() if name in counted
    ]
    echo(words("export.done", path=summary.path, counts=("，" if language() == "zh" else ", ").join(told)))
    for name, count in summary.counts.items():
        if name in noted and count:
            warn(noted[name].format(count=f"{count:,}"))


def _rows(summary: BuildSummary) -> list[tuple[str, str]]:
    from kg.store.words import word

    labels = group("summary")
    rows = [
        (labels["documents"], f"{summary.documents:,}"),
        (labels["characters"], f"{summary.characters:,}"),
        (labels["extracted"], f"{summary.extracted:,}"),
        (labels["skipped"], f"{len(summary.skipped):,}"),
        (labels["entities"], f"{sum(summary.entities.values()):,}"),
    ]
    rows += [
        (f"  {word('types', kind, language())}", f"{count:,}")
        for kind, count in sorted(summary.entities.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    rows.append((labels["facts"], f"{sum(summary.facts.values()):,}"))
    rows += [(f"  {labels[layer]}", f"{count:,}") for layer, count in summary.facts.items() if count]
    rows += [(labels.get(name, name), f"{count:,}") for name, count in summary.counts.items()]
    return rows
