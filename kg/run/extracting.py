"""Records without a graph: what ``kg extract`` prints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.read import ReadOptions, Skipped, check_date, scan_sources
from kg.read.decode import read_bytes
from kg.run.keys import code_fingerprint, digest, extra_fingerprint
from kg.run.outputs import LoadExtractor
from kg.run.workers import Result, Task, Work, reason_of, run_tasks


def extract_all(
    paths: Sequence[Path], options: ReadOptions, jobs: int = 0, extra: Path | None = None, debug: bool = False
) -> Iterator[Result]:
    """Read documents and yield their records in order of name; files that cannot be read come as skipped,
    last.

    Args:
        paths: folders and files.
        options: region and date from the command line.
        jobs: worker processes; 0 means one for each core.
        extra: the user's folder of lexicons and rules.
        debug: let errors of the program pass.

    Raises:
        InputError: a path is missing, no document is there, or none can be read.
        RuleError, LexiconError: rules or lexicons are malformed.
    """
    if options.date:
        check_date(options.date, "--date")
    sources = scan_sources(paths)
    skipped: list[Result] = []
    tasks: list[Task] = []
    for source in sources.files:
        try:
            data = read_bytes(source.path)
        except InputError as error:
            reason = Skipped(source.name, reason_of(error, source.path))
            skipped.append(Result(Task(source, "", "", 0), skipped=reason))
            continue
        tasks.append(Task(source, "", hashlib.sha256(data).hexdigest(), len(data)))
    fingerprint = digest(code_fingerprint(), extra_fingerprint(extra)[0])
    found = False
    for result in run_tasks(tasks, Work(options, LoadExtractor(extra, fingerprint), debug), jobs):
        if result.skipped:
            skipped.append(result)
        else:
            found = True
            yield result
    if not found:
        reasons = sorted([each.skipped for each in skipped if each.skipped] + list(sources.skipped))
        raise InputError(
            reasons[0].file, reasons[0].reason, f"no document can be read ({len(reasons)} skipped)"
        )
    yield from skipped
    for skip in sources.skipped:
        yield Result(Task(sources.files[0], "", "", 0), skipped=skip)
