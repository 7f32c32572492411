"""All statements of a built graph, sorted and each once, as a stream.

The three Turtle files are sorted by ``kg.graph``; merging them needs no memory to speak of.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import GraphError
from kg.store.opening import TURTLE

Sorted = tuple[str, Triple]
"""A statement as an N-Triples line (without line end), and as an object."""


def read_statements(folder: Path) -> Iterator[Sorted]:
    """Yield every statement of graph.ttl, evidence.ttl and background.ttl, sorted by its N-Triples line, once.

    Raises:
        GraphError: a file is missing, malformed or not sorted.
    """
    last = ""
    for line, triple in heapq.merge(*(_read(folder / name) for name in TURTLE), key=lambda pair: pair[0]):
        if line != last:
            yield line, triple
            last = line


def _read(path: Path) -> Iterator[Sorted]:
    if not path.is_file():
        raise GraphError(str(path), "no such file", "run kg build SOURCES -o OUT first")
    last = ""
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            line = f"{quad.triple} ."
            if line < last:
                raise GraphError(str(path), "its statements are not sorted", "build it again")
            yield line, quad.triple
            last = line
    except (SyntaxError, ValueError) as error:
        raise GraphError(str(path), f"the graph cannot be read: {error}", "build it again") from error


def read_prefixes(folder: Path) -> dict[str, str]:
    """Return the prefixes that graph.ttl declares, sorted.

    Raises:
        GraphError: it is missing or malformed.
    """
    path = folder / TURTLE[0]
    if not path.is_file():
        raise GraphError(
            str(folder), "holds no graph (graph.ttl is missing)", "run kg build SOURCES -o OUT first"
        )
    try:
        reader = parse(path=str(path), format=RdfFormat.TURTLE)
        next(iter(reader), None)
    except (SyntaxError, ValueError) as error:
        raise GraphError(str(path), f"the graph cannot be read: {error}", "build it again") from error
    return dict(sorted(reader.prefixes.items()))
