"""Timing of commands, interleaved: each round runs all of them, so that a busy machine slows all alike."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One line of the table: a ratio or growth factor, what is wanted of it, and how it was measured."""

    what: str
    value: str
    wanted: str
    command: str


def python(*arguments: str) -> list[str]:
    """Return the command of this Python."""
    return [sys.executable, *arguments]


def seconds(command: Sequence[str]) -> float:
    """Run a command and return its wall time; it must succeed."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    spent = time.perf_counter() - start
    if done.returncode > 1:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode(errors='replace')[-500:]}")
    return spent


def interleaved(rounds: int, *actions: Callable[[], float]) -> list[list[float]]:
    """Return the times of each action; a first round, which warms files and byte code, is thrown away."""
    times = [[action() for action in actions] for _ in range(rounds + 1)][1:]
    return [list(column) for column in zip(*times, strict=True)]


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the median of the ratios of the rounds."""
    return median(a / b for a, b in zip(one, other, strict=True))


def stage_times(command: Sequence[str]) -> tuple[dict[str, float], int]:
    """Run a build with ``--log-json``; return the seconds of its stages (``before``: until the first document
    is read), and how many documents it read.
    """
    import json

    spent: dict[str, float] = {}
    stage, since, documents = "before", time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if not line.startswith("{"):
                continue
            event = json.loads(line)
            if event["event"] in ("stage", "done"):
                now = time.perf_counter()
                spent[stage] = spent.get(stage, 0.0) + now - since
                stage, since = event.get("stage", "after"), now
            documents = event.get("documents", documents)
    if process.returncode > 1:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}")
    return spent, documents
