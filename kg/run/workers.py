"""Documents to records, in this process or in several; the results do not depend on which.

Where the platform can fork, the dictionaries are loaded once, before the workers are made, which share them.
Elsewhere each worker loads them when it starts.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.errors import KgError
from kg.model import Document, Record, encode_record
from kg.read import ReadOptions, Skipped, SourceFile, read_document

CHANGED = "changed while it was read; build again"
CHUNK_BYTES = (
    150_000  # of source per task: some hundredth of a second, so that tasks cost more than their dispatch
)
_AHEAD = 3  # chunks per worker that wait, so that memory is bounded


class Extractor(Protocol):
    """What is needed of an extractor."""

    def extract(self, doc: Document) -> Record:
        """Read one document."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read; ``sha256`` and ``size`` of its bytes when the key was made."""

    source: SourceFile
    key: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Result:
    """A record as JSON, or why there is none."""

    task: Task
    record: bytes = b""
    characters: int = 0
    facts: int = 0
    skipped: Skipped | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """How to read: options, the way to an extractor, and whether errors of the program may pass."""

    options: ReadOptions
    load: Callable[[], Extractor]
    debug: bool = False


_extractor: Extractor | None = None  # of this process; workers inherit it by fork or load it when they start
_work: Work | None = None


def _prepare(work: Work) -> None:
    global _extractor, _work
    if _extractor is None or _work is None or _work.load != work.load:
        _extractor = work.load()
    _work = work


def loaded_extractor() -> Extractor | None:
    """Return the extractor of this process, if one was needed."""
    return _extractor


def forget() -> None:
    """Drop the extractor of this process."""
    global _extractor, _work
    _extractor = _work = None


def run_tasks(tasks: list[Task], work: Work, jobs: int) -> Iterator[Result]:
    """Read documents and yield the results in the order of the tasks.

    Args:
        tasks: what to read.
        work: how.
        jobs: processes; 0 means one for each core this process may use.

    Raises:
        KgError: rules or lexicons are malformed.
    """
    if not tasks:
        return
    chunks = _chunks(tasks)
    count = min(jobs or usable_cores(), len(chunks))
    if count <= 1:
        _prepare(work)
        for task in tasks:
            yield _read(task)
        return
    yield from _run_pool(chunks, work, count)


def usable_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def _chunks(tasks: list[Task]) -> list[list[Task]]:
    chunks: list[list[Task]] = []
    size = CHUNK_BYTES
    for task in tasks:
        if size >= CHUNK_BYTES:
            chunks.append([])
            size = 0
        chunks[-1].append(task)
        size += task.size
    return chunks


def _executor(work: Work, count: int) -> ProcessPoolExecutor:
    if sys.platform.startswith("linux"):
        _prepare(work)
        gc.freeze()  # the collector would write into shared pages and so copy the dictionaries
        context = multiprocessing.get_context("fork")
        return ProcessPoolExecutor(count, mp_context=context)
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_prepare, initargs=(work,))


def _run_pool(chunks: list[list[Task]], work: Work, count: int) -> Iterator[Result]:
    """Keep every worker busy while yielding in order; what dies with a worker is read again, one by one."""
    waiting = deque(chunks)
    running: deque[tuple[list[Task], Future[list[Result]]]] = deque()
    pool = _executor(work, count)
    try:
        while waiting or running:
            while waiting and len(running) < count * _AHEAD:
                chunk = waiting.popleft()
                running.append((chunk, pool.submit(_read_chunk, chunk)))
            chunk, future = running.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                yield from _one_by_one(chunk, work)
                waiting.extendleft(chunk for chunk, _ in reversed(running))
                running.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _executor(work, count)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _one_by_one(chunk: list[Task], work: Work) -> Iterator[Result]:
    """Find the document that kills its worker: each gets a worker of its own."""
    for task in chunk:
        with _executor(work, 1) as pool:
            try:
                yield from pool.submit(_read_chunk, [task]).result()
            except BrokenProcessPool:
                reason = "the process that read it was killed (out of memory?); split the file"
                yield Result(task, skipped=Skipped(task.source.name, reason))


def _read_chunk(chunk: list[Task]) -> list[Result]:
    return [_read(task) for task in chunk]


def _read(task: Task) -> Result:
    assert _extractor is not None and _work is not None, "a worker was not prepared"
    try:
        doc = read_document(task.source, _work.options)
        if doc.sha256 != task.sha256:
            return Result(task, skipped=Skipped(task.source.name, CHANGED))
        record = _extractor.extract(doc)
    except KgError as error:
        return Result(task, skipped=Skipped(task.source.name, reason_of(error, task.source.path)))
    except Exception as error:  # one document must not stop ten thousand others; it is counted and named
        if _work.debug:
            raise
        reason = f"internal error ({type(error).__name__}: {error}); run with --debug and report it"
        return Result(task, skipped=Skipped(task.source.name, " ".join(reason.split())))
    return Result(task, encode_record(record), len(doc.text), len(record.facts()))


def reason_of(error: KgError, path: Path) -> str:
    """Return an error's line without the file's own path, which stands beside it already."""
    return str(error).removeprefix(f"{path}: ")


def usable_records(results: Iterable[Result]) -> Iterator[tuple[str, bytes]]:
    """Yield key and record of the results that have one."""
    return ((result.task.key, result.record) for result in results if result.skipped is None)
