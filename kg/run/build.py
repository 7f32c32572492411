"""The main job: sources to a graph that can be asked, seen and traced."""

from __future__ import annotations

import errno
import gc
import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

import kg
from kg.errors import InputError, KgError, OutputError
from kg.model import FACT_LAYERS, Record, decode_record
from kg.read import Skipped, Sources, check_date, scan_sources
from kg.read.decode import decode, read_bytes
from kg.run import generation
from kg.run.cache import RecordCache
from kg.run.keys import code_fingerprint, digest, extra_fingerprint, output_fingerprint, record_key
from kg.run.options import BuildOptions, BuildSummary
from kg.run.progress import Progress, Silent, Watching
from kg.run.workers import CHANGED, Extractor, Result, Task, Work, reason_of, run_tasks

RECORDS = "records.jsonl"
TEXTS = "texts"
_PUT_EVERY = 64  # records per transaction of the cache


@dataclass(frozen=True, slots=True)
class Material:
    """What the writers of a generation get: its folder with records.jsonl and texts, what was read."""

    folder: Path
    options: BuildOptions
    documents: int
    skipped: tuple[Skipped, ...]

    def __iter__(self) -> Iterator[Record]:
        """Yield the records in order of document name; may be iterated again."""
        with (self.folder / RECORDS).open("rb") as lines:
            for line in lines:
                yield decode_record(line)

    def text_of(self, doc: str) -> str | None:
        """Return the decoded source of a document."""
        path = self.folder / TEXTS / doc
        try:
            return path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return None


@dataclass(frozen=True, slots=True)
class Steps:
    """The parts of the build that lie in other rooms: the extractor, and what writes the outputs."""

    load: Callable[[], Extractor]
    write: Callable[[Material, Progress], dict[str, int]]


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    tasks: list[Task] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    extracted: int = 0


def build(
    options: BuildOptions, progress: Progress | None = None, steps: Steps | None = None
) -> BuildSummary:
    """Build a graph from documents.

    A whole generation is written aside and made current in one step (``kg.run.generation``); if anything
    fails, what was there stays.

    Args:
        options: what to build from, and where.
        progress: told what happens; None: nothing is.
        steps: parts to use in place of the usual ones, for tests.

    Raises:
        InputError: no source can be read.
        OutputError: the output folder cannot be written, or another build is at work in it.
        RuleError, LexiconError: rules or lexicons are malformed.
    """
    if options.read.date:
        check_date(options.read.date, "--date")
    sources = scan_sources(options.sources, [options.out])
    generation.make_out(options.out)
    with _Locked(options.out), Watching(progress or Silent()) as shown, _rare_collections():
        try:
            generation.recover(options.out)
            with RecordCache(options.out / "cache") as cache:
                return _build(options, sources, cache, shown, steps or _usual_steps(options))
        except OSError as error:
            remedy = "free some space" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "check the folder"
            where = str(error.filename or options.out)
            raise OutputError(
                where, f"cannot be written ({error.strerror})", f"{remedy}; the old graph stays"
            ) from error


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the collector of cycles run rarely: a build keeps much and makes few cycles, so most runs find nothing."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _usual_steps(options: BuildOptions) -> Steps:
    from kg.run.outputs import LoadExtractor, write_outputs

    return Steps(LoadExtractor(options.extra, extra_fingerprint(options.extra)[0]), write_outputs)


class _Locked:
    """Holds OUT's lock, which the system frees when the process dies."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._lock = FileLock(out / ".lock")

    def __enter__(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise OutputError(str(self._out), "another build is at work here", "wait for it to end") from None
        except OSError as error:
            raise OutputError(
                str(self._out), f"cannot be written ({error.strerror})", "choose another -o"
            ) from None

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _build(
    options: BuildOptions, sources: Sources, cache: RecordCache, progress: Progress, steps: Steps
) -> BuildSummary:
    reading = _list_tasks(options, sources)
    _read_missing(options, reading, cache, progress, steps)
    if not reading.tasks:
        first = min(reading.skipped)
        raise InputError(
            first.file, first.reason, f"no document can be read ({len(reading.skipped)} skipped)"
        )
    current = generation.current_generation(options.out)
    inputs = _inputs_key(options, reading)
    manifest = generation.read_manifest(current)
    if manifest and manifest.get("inputs") == inputs and not generation.damaged(current):
        return _summary(options, sources, reading, manifest["about"], unchanged=True)
    folder = generation.start(options.out)
    try:
        material, about = _write_records(folder, options, reading, cache)
        about["counts"] = steps.write(material, progress)
        generation.seal(folder, {"fangzhi": kg.__version__, "inputs": inputs, "about": about})
        generation.switch(options.out, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    cache.keep_only(task.key for task in reading.tasks)
    return _summary(options, sources, reading, about)


def _list_tasks(options: BuildOptions, sources: Sources) -> _Reading:
    """Hash all sources; those that cannot be read are skipped."""
    reading = _Reading(skipped=list(sources.skipped))
    fingerprint = digest(code_fingerprint(), extra_fingerprint(options.extra)[0])
    for source in sources.files:
        try:
            data = read_bytes(source.path)
        except InputError as error:
            reading.skipped.append(Skipped(source.name, reason_of(error, source.path)))
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        key = record_key(source, sha256, options.read, fingerprint)
        reading.tasks.append(Task(source, key, sha256, len(data)))
    return reading


def _read_missing(
    options: BuildOptions, reading: _Reading, cache: RecordCache, progress: Progress, steps: Steps
) -> None:
    """Read what the cache does not have; afterwards ``reading.tasks`` are those with a record."""
    known = cache.known(task.key for task in reading.tasks)
    missing = [task for task in reading.tasks if task.key not in known]
    if not missing:
        return
    lost: set[str] = set()
    ready: list[Result] = []
    total = sum(task.size for task in missing) // 3  # an ideograph is three bytes of UTF-8
    for number, result in enumerate(
        run_tasks(missing, Work(options.read, steps.load, options.debug), options.jobs)
    ):
        if number == 0:  # the display has a thread: it must not start before the workers are forked
            progress.stage("read", total)
        progress.advance(1, result.characters, result.facts)
        if result.skipped:
            reading.skipped.append(result.skipped)
            lost.add(result.task.source.name)
        else:
            ready.append(result)
            reading.extracted += 1
        if len(ready) >= _PUT_EVERY:
            cache.put((each.task.key, each.record) for each in ready)
            ready.clear()
    cache.put((each.task.key, each.record) for each in ready)
    reading.tasks = [task for task in reading.tasks if task.source.name not in lost]


def _inputs_key(options: BuildOptions, reading: _Reading) -> str:
    """Hash all that the outputs depend on."""
    return digest(
        output_fingerprint(), extra_fingerprint(options.extra)[1], options.lang, options.min_confidence,
        options.base,
        options.licence, [[task.source.name, task.key] for task in reading.tasks],
        sorted([skip.file, skip.reason] for skip in reading.skipped),
    )  # fmt: skip


def _write_records(
    folder: Path, options: BuildOptions, reading: _Reading, cache: RecordCache
) -> tuple[Material, dict[str, dict[str, int]]]:
    """Write records.jsonl and texts/ of a generation; count what is in them."""
    entities: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    characters = documents = 0
    with (folder / RECORDS).open("wb") as lines:
        for task in list(reading.tasks):
            text = _text(task)
            if text is None:
                reading.tasks.remove(task)
                reading.skipped.append(Skipped(task.source.name, CHANGED))
                continue
            path = folder / TEXTS / task.source.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            line = cache.get(task.key)
            lines.write(line + b"\n")
            record = decode_record(line)
            entities.update(entity.type for entity in record.entities)
            facts.update({layer: len(getattr(record, layer)) for layer in FACT_LAYERS})
            characters += len(text)
            documents += 1
    about = {
        "size": {"documents": documents, "characters": characters},
        "entities": dict(sorted(entities.items())),
        "facts": {layer: facts[layer] for layer in FACT_LAYERS},
    }
    return Material(folder, options, documents, tuple(sorted(reading.skipped))), about


def _text(task: Task) -> str | None:
    """Return a source's text, or None if it is no longer what was read."""
    try:
        data = read_bytes(task.source.path)
        if hashlib.sha256(data).hexdigest() != task.sha256:
            return None
        return decode(data, task.source.name).text
    except KgError:
        return None


def _summary(
    options: BuildOptions,
    sources: Sources,
    reading: _Reading,
    about: dict[str, dict[str, int]],
    unchanged: bool = False,
) -> BuildSummary:
    return BuildSummary(
        out=options.out, documents=about["size"]["documents"], characters=about["size"]["characters"],
        extracted=reading.extracted, skipped=tuple(sorted(reading.skipped)), ignored=sources.ignored,
        entities=about["entities"], facts=about["facts"], counts=about["counts"], unchanged=unchanged,
    )  # fmt: skip
