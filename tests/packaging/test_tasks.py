"""The task runner: what it asks pip for, and what it does with a wrong word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-S", ROOT / "tasks.py", *arguments],
        capture_output=True,
        encoding="ascii",
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )


def test_help_and_wrong_tasks_need_nothing_installed() -> None:
    """``-S``: the interpreter does not even see .venv."""
    assert run().returncode == 0
    assert "demo" in run("help").stdout
    assert run("dmeo").returncode == 2


def test_groups_are_flattened() -> None:
    code = (
        "import tasks, sys; text = (tasks.ROOT / 'pyproject.toml').read_text(encoding='utf-8');"
        "print('\\n'.join(tasks.members(text, 'dev')))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = done.stdout.split("\n")
    assert any(name.startswith("pytest>=") for name in names)
    assert any(name.startswith("mypy>=") for name in names)
