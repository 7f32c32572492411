r"""Triples to Turtle: sorted, grouped by subject, byte-identical whatever the order in which they came.

Triples are spilled to sorted runs on disk and merged, so memory does not grow with the graph. A local name is
written with its prefix only where every Turtle reader takes it without escapes (rdflib 7 misreads ``x\.``);
all other IRIs stand in angle brackets.
"""

from __future__ import annotations

import heapq
import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import IO

from kg.errors import OutputError
from kg.graph.terms import Triple

_RUN = 400_000
_LOCAL = re.compile(
    "[A-Za-z0-9_\u3007\u3400-\u4dbf\u4e00-\u9fff][A-Za-z0-9_\u3007\u3400-\u4dbf\u4e00-\u9fff-]*\\Z"
)
_SPLIT = re.compile(r"<([^>]*[/#:])([^/#:>]*)>")


class Spill:
    """A bag of triples that keeps at most a run of them in memory; iterating gives them sorted, each once."""

    def __init__(self, folder: Path, run: int = _RUN) -> None:
        self._folder, self._size = folder, run
        self._buffer: set[Triple] = set()
        self._runs: list[IO[str]] = []

    def __enter__(self) -> Spill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._runs:
            run.close()

    def add(self, triple: Triple) -> None:
        """Take one triple."""
        self._buffer.add(triple)
        if len(self._buffer) >= self._size:
            self._flush()

    def update(self, triples: Iterable[Triple]) -> None:
        """Take many triples."""
        for triple in triples:
            self.add(triple)

    def _flush(self) -> None:
        run = tempfile.TemporaryFile("w+", dir=self._folder, encoding="utf-8", newline="\n")  # noqa: SIM115
        run.writelines(f"{triple}\n" for triple in sorted(self._buffer))
        run.seek(0)
        self._runs.append(run)
        self._buffer.clear()

    def __iter__(self) -> Iterator[Triple]:
        """Yield all triples, sorted by code point, each once; may be done once only if runs were spilled."""
        last = ""
        runs = [(line.rstrip("\n") for line in run) for run in self._runs]
        for triple in heapq.merge(*runs, sorted(self._buffer)):
            if triple != last:
                yield triple
                last = triple


def write_turtle(path: Path, triples: Iterable[Triple], prefixes: dict[str, str]) -> int:
    """Write sorted triples as Turtle; return how many.

    Raises:
        OutputError: the file cannot be written.
    """
    count = 0
    names = _Names(prefixes)
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
            for subject, lines in groupby((line.split(" ", 2) for line in triples), key=lambda t: t[0]):
                parts: list[str] = []
                for predicate, group in groupby(lines, key=lambda t: t[1]):
                    objects = [names.short(line[2][:-2]) for line in group]
                    count += len(objects)
                    parts.append(f"{names.predicate(predicate)} " + " ,\n        ".join(objects))
                out.write(f"\n{names.short(subject)} " + " ;\n    ".join(parts) + " .\n")
    except OSError as error:
        raise OutputError(
            str(path), f"cannot be written ({error.strerror})", "check folder and space"
        ) from error
    return count


class _Names:
    """Prefixed names for IRIs; predicates and datatypes are few and remembered."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefix = {iri: prefix for prefix, iri in prefixes.items()}
        self._predicates: dict[str, str] = {}
        self._datatypes: dict[str, str] = {}

    def predicate(self, term: str) -> str:
        if term not in self._predicates:
            is_type = term == "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
            self._predicates[term] = "a" if is_type else self.short(term)
        return self._predicates[term]

    def short(self, term: str) -> str:
        if term[0] == "<":
            match = _SPLIT.fullmatch(term)
            prefix = self._prefix.get(match[1]) if match else None
            return f"{prefix}:{match[2]}" if match and prefix and _LOCAL.match(match[2]) else term
        if term[-1] == ">":
            value, _, datatype = term.rpartition("^^")
            if datatype not in self._datatypes:
                self._datatypes[datatype] = self.short(datatype)
            return f"{value}^^{self._datatypes[datatype]}"
        return term
