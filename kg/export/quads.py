"""TriG and N-Quads: a named graph for each document, with what it states and the evidence for it.

The graph's name is the document's IRI. A fact that two documents state stands in both their graphs; what no
document states (background, the description of the data set, why two names are one) stands in the default graph.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.export.job import Job
from kg.export.origin import Origin
from kg.export.sorted_head import SortedHead
from kg.export.statements import read_prefixes, read_statements
from kg.graph.vocabulary import KINDS
from kg.graph.write import Spill

_NAMED = (*KINDS, "document", "rule", "source")
"""Kinds whose local names are names: they stand in full, since rdflib 7 misreads escapes in prefixed names."""


def write_nquads(job: Job) -> dict[str, int]:
    """Write N-Quads, sorted by graph."""
    graphs = Graphs()
    with _sorted_lines(job) as lines, job.target.open("w", encoding="utf-8", newline="\n") as file:
        for line in graphs.count(lines):
            file.write(line + "\n")
    return graphs.counts()


def write_trig(job: Job) -> dict[str, int]:
    """Write TriG, sorted by graph."""
    graphs = Graphs()
    prefixes = {key: iri for key, iri in read_prefixes(job.folder).items() if key not in _NAMED}
    with _sorted_lines(job) as lines, job.target.open("wb") as file, SortedHead(file) as out:
        serialize(_quads(graphs.count(lines)), out.as_file(), RdfFormat.TRIG, prefixes=prefixes)
    return graphs.counts()


class Graphs:
    """Counts quads, and the named graphs that they stand in."""

    def __init__(self) -> None:
        self._quads = self._graphs = 0

    def count(self, keyed: Iterator[str]) -> Iterator[str]:
        """Turn sorted ``GRAPH S P O .`` (GRAPH may be empty) into N-Quads."""
        for graph, lines in groupby(keyed, key=lambda line: line.partition(" ")[0]):
            self._graphs += bool(graph)
            for line in lines:
                self._quads += 1
                statement = line[len(graph) + 1 :]
                yield f"{statement[:-1]}{graph} ." if graph else statement

    def counts(self) -> dict[str, int]:
        """Return what was counted."""
        return {"quads": self._quads, "graphs": self._graphs}


@contextmanager
def _sorted_lines(job: Job) -> Iterator[Iterator[str]]:
    """Give all statements with their graphs, sorted; what does not fit in memory waits on disk."""
    origin = Origin(job.store)
    with (
        tempfile.TemporaryDirectory(dir=job.target.parent, prefix=".runs-") as aside,
        Spill(Path(aside)) as spill,
    ):
        triples = read_statements(job.folder)
        for _, about in groupby(triples, key=lambda pair: pair[1].subject):
            for line, documents in origin.of([*about]):
                spill.update(f"{document} {line}" for document in documents or ("",))
        yield iter(spill)


def _quads(lines: Iterator[str]) -> Iterator[Quad]:
    for line in lines:
        yield from parse(line.encode(), RdfFormat.N_QUADS)
