r"""Triples to Turtle: sorted, grouped by subject, byte-identical whatever the order in which they came.

Triples are spilled to sorted runs on disk and merged, so memory does not grow with the graph. A local name is
written with its prefix only where every Turtle reader takes it without escapes (rdflib 7 misreads ``x\.``);
all other IRIs stand in angle brackets.
"""

from __future__ import annotations

import heapq
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO

from kg.errors import OutputError
from kg.graph.terms import Triple

Told = Callable[[str, list[tuple[str, str]]], None]
"""Takes a subject and its (predicate, object) pairs, all as N-Triples terms."""
_RUN = 400_000
_REMEMBERED = 200_000
_SOME = 10_000
_LOCAL = re.compile(
    "[A-Za-z0-9_\u3007\u3400-\u4dbf\u4e00-\u9fff][A-Za-z0-9_\u3007\u3400-\u4dbf\u4e00-\u9fff-]*\\Z"
)
_SPLIT = re.compile(r"<([^>]*[/#:])([^/#:>]*)>")


class Spill:
    """A bag of triples that keeps at most a run of them in memory; iterating gives them sorted, each once."""

    def __init__(self, folder: Path, run: int = _RUN) -> None:
        self._folder, self._size = folder, run
        self._buffer: set[Triple] = set()
        self.add = self._buffer.add  # takes one triple; a method of ours would cost more than the work
        self._runs: list[IO[str]] = []

    def __enter__(self) -> Spill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._runs:
            run.close()

    def update(self, triples: Iterable[Triple]) -> None:
        """Take many triples; one set operation for a few thousand of them."""
        triples = iter(triples)
        while some := list(islice(triples, _SOME)):
            self._buffer.update(some)
            self.settle()

    def settle(self) -> None:
        """Spill what is in memory if it has become a run; to be called now and then after ``add``."""
        if len(self._buffer) >= self._size:
            self._flush()

    def _flush(self) -> None:
        run = tempfile.TemporaryFile("w+", dir=self._folder, encoding="utf-8", newline="\n")  # noqa: SIM115
        run.writelines(f"{triple}\n" for triple in sorted(self._buffer))
        run.seek(0)
        self._runs.append(run)
        self._buffer.clear()

    def __iter__(self) -> Iterator[Triple]:
        """Yield all triples, sorted by code point, each once; may be done once only if runs were spilled."""
        if not self._runs:
            yield from sorted(self._buffer)
            return
        last = ""
        runs = [(line.rstrip("\n") for line in run) for run in self._runs]
        for triple in heapq.merge(*runs, sorted(self._buffer)):
            if triple != last:
                yield triple
                last = triple


def write_turtle(
    path: Path, triples: Iterable[Triple], prefixes: dict[str, str], told: Told | None = None
) -> int:
    """Write sorted triples as Turtle; return how many.

    Args:
        path: the file.
        triples: sorted, each once.
        prefixes: prefix to IRI, in the order in which they are declared.
        told: is told what was written, subject by subject.

    Raises:
        OutputError: the file cannot be written.
    """
    count = 0
    names = _Names(prefixes)
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
            for subject, statements in _by_subject(triples):
                out.write(names.block(subject, statements))
                count += len(statements)
                if told is not None:
                    told(subject, statements)
    except OSError as error:
        raise OutputError(
            str(path), f"cannot be written ({error.strerror})", "check folder and space"
        ) from error
    return count


def _by_subject(triples: Iterable[Triple]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Gather sorted triples: each subject with its (predicate, object) pairs."""
    subject, found = "", list[tuple[str, str]]()
    for triple in triples:
        first, predicate, rest = triple.split(" ", 2)
        if first != subject:
            if found:
                yield subject, found
            subject, found = first, []
        found.append((predicate, rest[:-2]))
    if found:
        yield subject, found


class _Names:
    """Prefixed names for IRIs, and the blocks made of them; what was shortened is remembered for a while."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefix = {iri: prefix for prefix, iri in prefixes.items()}
        self._predicates = {"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>": "a"}
        self._datatypes: dict[str, str] = {}
        self._iris: dict[str, str] = {}

    def block(self, subject: str, statements: list[tuple[str, str]]) -> str:
        """Return the Turtle of one subject; its statements are sorted."""
        parts = ["\n", self.short(subject)]
        iris, last = self._iris, ""
        for predicate, value in statements:
            if predicate == last:
                parts.append(" ,\n        ")
            else:
                parts += (" ;\n    " if last else " ", self.predicate(predicate), " ")
                last = predicate
            parts.append(iris.get(value) or self.short(value))
        parts.append(" .\n")
        return "".join(parts)

    def predicate(self, term: str) -> str:
        if term not in self._predicates:
            self._predicates[term] = self.short(term)
        return self._predicates[term]

    def short(self, term: str) -> str:
        if term[0] == "<":
            known = self._iris.get(term)
            if known is None:
                if len(self._iris) > _REMEMBERED:
                    self._iris.clear()
                known = self._iris[term] = self._shortened(term)
            return known
        if term[-1] == ">":
            value, _, datatype = term.rpartition("^^")
            if datatype not in self._datatypes:
                self._datatypes[datatype] = self.short(datatype)
            return f"{value}^^{self._datatypes[datatype]}"
        return term

    def _shortened(self, term: str) -> str:
        match = _SPLIT.fullmatch(term)
        prefix = self._prefix.get(match[1]) if match else None
        return f"{prefix}:{match[2]}" if match and prefix and _LOCAL.match(match[2]) else term
