"""Builds that are killed, and builds that meet: OUT holds one whole generation at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import STEPS, contents, options, put

from kg.errors import OutputError
from kg.run import build, current_generation
from kg.run.generation import damaged

KILLS = int(os.environ.get("FANGZHI_KILLS", "8"))  # 50 in the full form
PROGRAM = """
import sys; sys.path[:0] = [{here!r}, {root!r}]
from pathlib import Path
from fakes import STEPS, options
from kg.run import build
print("ready", flush=True)
build(options(Path({tmp!r})), steps=STEPS)
"""


def start(tmp_path: Path, pause: float) -> subprocess.Popen[bytes]:
    here = Path(__file__).parent
    program = PROGRAM.format(here=str(here), root=str(here.parents[1]), tmp=str(tmp_path))
    environment = {**os.environ, "FAKE_PAUSE": str(pause)}
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"ready"
    return process


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a POSIX thing")
def test_kill_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(7)
    put(tmp_path, a="青禾县。", b="云岭市。")
    build(options(tmp_path), steps=STEPS)
    states = [contents(tmp_path / "out")]
    killed = 0
    for number in range(KILLS):
        put(tmp_path, **{f"n{number}": f"第{number}篇。\n" * 3})
        process = start(tmp_path, 0.01)
        time.sleep(chance.uniform(0, 0.07))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        assert process.stdout is not None
        process.stdout.close()
        assert damaged(current_generation(tmp_path / "out")) == []
        seen = contents(tmp_path / "out")
        build(options(tmp_path), steps=STEPS)
        states.append(contents(tmp_path / "out"))
        assert seen in states[-2:]
    assert killed
    build(options(tmp_path, out=tmp_path / "fresh"), steps=STEPS)
    assert contents(tmp_path / "fresh") == states[-1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("links", [True, False])
def test_kill_at_every_step_of_the_switch(tmp_path: Path, links: bool) -> None:
    """Die before each system call of the switch in turn; what is there is one generation each time."""
    put(tmp_path, a="青禾县。", b="云岭市。")
    child_build(tmp_path, links, die_at=None)
    old = contents(tmp_path / "out")
    put(tmp_path, a="青禾县。\n水库。", c="石桥镇。")
    build(options(tmp_path, out=tmp_path / "fresh"), steps=STEPS)
    new = contents(tmp_path / "fresh")
    seen = []
    for step in range(1, 200):
        if child_build(tmp_path, links, die_at=step) == 0:
            break
        folder = current_generation(tmp_path / "out")
        assert damaged(folder) == []
        state = contents(folder)
        assert state in (old, new)
        seen.append(state == new)
    assert seen == sorted(seen)  # once new, it stays new
    assert len(seen) > 5
    assert contents(tmp_path / "out") == new


def child_build(tmp_path: Path, links: bool, die_at: int | None) -> int:
    """Build in a forked process that dies before the switch's ``die_at``-th change of the file system."""
    child = os.fork()
    if child == 0:
        try:
            from kg.run import generation

            if not links:
                Path.symlink_to = refuse  # type: ignore[method-assign]
            calls = [0]
            inside = [False]

            def counting(original):
                def call(*arguments, **keywords):
                    if inside[0]:
                        calls[0] += 1
                        if calls[0] == die_at:
                            os._exit(9)
                    return original(*arguments, **keywords)

                return call

            original_switch = generation.switch

            def switch(*arguments):
                inside[0] = True
                return original_switch(*arguments)

            generation.switch = switch
            for owner, names in (
                (os, ("replace", "link", "unlink")),
                (Path, ("symlink_to", "rename", "unlink")),
            ):
                for name in names:
                    setattr(owner, name, counting(getattr(owner, name)))
            build(options(tmp_path), steps=STEPS)
            os._exit(0)
        finally:
            os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def refuse(*_: object, **__: object) -> None:
    raise OSError("no links here")


def test_a_second_build_into_the_same_folder_stops(tmp_path: Path) -> None:
    put(tmp_path, a="青禾县。")
    process = start(tmp_path, 2.0)
    try:
        deadline = time.monotonic() + 10
        while not (tmp_path / "out" / "cache").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        with pytest.raises(OutputError, match="another build is at work here; wait"):
            build(options(tmp_path), steps=STEPS)
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    build(options(tmp_path), steps=STEPS)
