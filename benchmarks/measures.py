"""What ``benchmarks/run`` measures; each function returns rows of its table."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Process
from pathlib import Path
from statistics import median

from generator import write_document, write_documents
from timing import Row, interleaved, python, ratio, seconds, stage_times

ROOT = Path(__file__).parents[1]
REPORTS = ROOT.parent / "shared" / "corpus" / "gov-reports-2026"
_CUT = (
    "import pathlib, sys; import {module} as cutter\n"
    "for path in sorted(pathlib.Path(sys.argv[1]).iterdir()): list(cutter.cut(path.read_text('utf-8')))"
)


@contextmanager
def texts(count: int) -> Iterator[tuple[Path, str]]:
    """Give a folder with so many reports, and what they are; generated ones where none are at hand."""
    with tempfile.TemporaryDirectory() as folder:
        found = sorted(REPORTS.glob("*.txt"))[:count] if REPORTS.is_dir() else []
        for path in found:
            shutil.copy(path, folder)
        if not found:
            write_documents(Path(folder), count, sentences=320)
        yield Path(folder), f"{count} reports" if found else f"{count} generated reports"


def build_command(source: Path, out: Path, *more: str) -> list[str]:
    """Return the command of a build."""
    return python("-m", "kg", "build", str(source), "-o", str(out), *more)


def _fresh(source: Path, out: Path, *more: str) -> Callable[[], float]:
    def run() -> float:
        shutil.rmtree(out, ignore_errors=True)
        return seconds(build_command(source, out, *more))

    return run


def whole_build(rounds: int) -> list[Row]:
    """A build of six reports against segmenting them."""
    with texts(6) as (source, what), tempfile.TemporaryDirectory() as aside:
        out = Path(aside) / "out"
        build, tagged, cut = interleaved(
            rounds,
            _fresh(source, out, "--jobs", "1", "--quiet"),
            lambda: seconds(python("-c", _CUT.format(module="jieba.posseg"), str(source))),
            lambda: seconds(python("-c", _CUT.format(module="jieba"), str(source))),
        )
    command = f"kg build ({what}) -o OUT --jobs 1 --quiet"
    return [
        Row("whole build ÷ importing jieba.posseg and cutting the same", f"{ratio(build, tagged):.2f}",
            "≤ 1", f"{command} ÷ python -c 'import jieba.posseg; …'"),
        Row("whole build ÷ importing jieba and cutting the same", f"{ratio(build, cut):.2f}",
            "moonshot: 1", f"{command} ÷ python -c 'import jieba; …'"),
    ]  # fmt: skip


def extraction(rounds: int) -> list[Row]:
    """Extraction alone, everything loaded, against jieba.posseg alone, loaded."""
    import jieba.posseg

    from kg.extract import load_extractor
    from kg.read import ReadOptions, find_sources, read_document

    jieba.initialize()
    extractor = load_extractor()
    with texts(20) as (source, what):
        docs = [read_document(one, ReadOptions()) for one in find_sources([source])]

    def clock(work: Callable[[], object]) -> Callable[[], float]:
        def run() -> float:
            start = time.perf_counter()
            work()
            return time.perf_counter() - start

        return run

    extract, tag = interleaved(
        rounds,
        clock(lambda: [extractor.extract(doc) for doc in docs]),
        clock(lambda: [list(jieba.posseg.cut(doc.text)) for doc in docs]),
    )
    command = f"Extractor.extract ÷ jieba.posseg.cut, both loaded ({what})"
    return [Row("extraction ÷ jieba.posseg.cut", f"{ratio(extract, tag):.2f}", "", command)]


def start_up(rounds: int) -> list[Row]:
    """The commands that answer at once."""
    base, help_, listed = interleaved(
        2 * rounds + 1,
        lambda: seconds(python("-c", "pass")),
        lambda: seconds(python("-m", "kg", "--help")),
        lambda: seconds(python("-m", "kg", "query", "--list")),
    )
    return [
        Row("kg --help ÷ empty Python", f"{ratio(help_, base):.1f}", "≤ 8", "kg --help ÷ python -c pass"),
        Row("kg query --list ÷ empty Python", f"{ratio(listed, base):.1f}", "≤ 8",
            "kg query --list ÷ python -c pass"),
    ]  # fmt: skip


def _spin(count: int) -> None:
    for _ in range(count):
        pass


def _spinning(jobs: int) -> Callable[[], float]:
    """Clock an empty loop, cut into as many processes: what the machine itself gains at this moment."""

    def run() -> float:
        start = time.perf_counter()
        workers = [Process(target=_spin, args=(60_000_000 // jobs,)) for _ in range(jobs)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.perf_counter() - start

    return run


def workers(rounds: int) -> list[Row]:
    """The extraction stage with two processes against one, in wall time and in processor time."""
    from kg.read import find_sources, read_document
    from kg.run.options import BuildOptions
    from kg.run.outputs import LoadExtractor
    from kg.run.workers import Task, Work, run_tasks

    with tempfile.TemporaryDirectory() as folder:
        write_documents(Path(folder), 120, sentences=60)
        options = BuildOptions(sources=(), out=Path()).read
        tasks = [
            Task(one, one.name, read_document(one, options).sha256, one.path.stat().st_size)
            for one in find_sources([Path(folder)])
        ]
        work = Work(options, LoadExtractor(None, ""), debug=True)
        list(run_tasks(tasks[:1], work, 1))  # loads the dictionaries, which forked workers share
        processor: dict[int, list[float]] = {1: [], 2: []}

        def clock(jobs: int) -> Callable[[], float]:
            def run() -> float:
                start, before = time.perf_counter(), sum(os.times()[:4])
                assert sum(1 for _ in run_tasks(tasks, work, jobs)) == len(tasks)
                processor[jobs].append(sum(os.times()[:4]) - before)
                return time.perf_counter() - start

            return run

        one, two, spin, spins = interleaved(rounds, clock(1), clock(2), _spinning(1), _spinning(2))
    command = "run_tasks(120 generated documents, jobs=1) ÷ jobs=2"
    return [
        Row("extraction stage, one process ÷ two, wall time", f"{ratio(one, two):.2f}", "≥ 1.8", command),
        Row("an empty loop, one process ÷ two, beside it (2.0 on a free machine)", f"{ratio(spin, spins):.2f}",
            "", "for … in range(60000000): pass, whole ÷ in two halves"),
        Row("extraction stage, one process ÷ two, processor time (1: no work is done twice)",
            f"{ratio(processor[1], processor[2]):.2f}", "≥ 0.95", command),
    ]  # fmt: skip


def incremental(documents: int) -> list[Row]:
    """One changed document among many, and how a full build grows."""
    with tempfile.TemporaryDirectory() as aside:
        source, quarter, out = Path(aside) / "texts", Path(aside) / "quarter", Path(aside) / "out"
        write_documents(source, documents)
        write_documents(quarter, documents // 4)
        logged = ("--jobs", "1", "--log-json")
        small = sum(stage_times(build_command(quarter, Path(aside) / "small", *logged))[0].values())
        full_stages, read = stage_times(build_command(source, out, *logged))
        full = sum(full_stages.values())
        assert read == documents, read
        write_document(source / "00007.txt", 24, "changed")
        stages, changed = stage_times(build_command(source, out, *logged))
    again = sum(stages.values())
    writing = sum(spent for stage, spent in stages.items() if stage not in ("before", "read"))
    command = f"kg build ({documents} generated documents) -o OUT --jobs 1"
    return [
        Row(f"documents read again after one of {documents} changed", f"{changed}", "1", f"{command}, again"),
        Row("build after one changed ÷ full build", f"{again / full:.2f}",
            "≤ 0.1, or the next row ≤ 2", f"{command}, again ÷ first time"),
        Row("build after one changed ÷ writing its outputs", f"{again / writing:.2f}", "≤ 2",
            f"{command}, again ÷ its stages after reading"),
        Row(f"full build: {documents} ÷ {documents // 4} documents", f"{full / small:.1f}", "≤ 4",
            f"{command} ÷ the same of {documents // 4}"),
    ]  # fmt: skip


def cost(rounds: int) -> list[Row]:
    """What reading a thousand documents costs: the line for README."""
    with texts(20) as (source, what), tempfile.TemporaryDirectory() as aside:
        out = Path(aside) / "out"
        spent = median(interleaved(rounds, _fresh(source, out, "--jobs", "1", "--quiet"))[0])
        count = sum(1 for _ in source.iterdir())
        characters = sum(len(path.read_text("utf-8")) for path in source.iterdir())
        size = sum(path.stat().st_size for path in (out / "current").resolve().rglob("*") if path.is_file())
    each = f"{characters // count:,} characters each"
    command = "python benchmarks/run cost"
    return [
        Row("tokens of a language model", "0", "0", command),
        Row(f"documents per second on one core ({what}, {each}; everything written)", f"{count / spent:.2f}",
            "", command),
        Row("megabytes per thousand documents (all outputs)", f"{size / count / 1000:.0f}", "", command),
    ]  # fmt: skip
