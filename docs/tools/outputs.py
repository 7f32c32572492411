"""Outputs of commands inside pages: each is made anew by the command that stands beside it.

A block reads::

    <!-- output: kg query out overview --lang en -->
    ```text
    …
    ```

All commands of a page run in one empty folder, in their order, with the sample articles in ``seeds/articles``
as in a checkout. A line ``<!-- output of 8 lines: … -->`` keeps the first lines only and says so.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(
    r"(<!-- output(?: of (?P<lines>\d+) lines)?: (?P<command>kg .+?) -->\n```text\n)(?P<old>.*?)(```\n)", re.S
)
WIDTH = "100"


def renew(page: Path) -> str:
    """Return the page with all its outputs made anew."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds" / "articles", Path(folder, "seeds", "articles"))
        return BLOCK.sub(lambda block: block[1] + _output(block, folder) + block[5], page.read_text("utf-8"))


def _output(block: re.Match[str], folder: str) -> str:
    words = shlex.split(block["command"])
    settings = {"COLUMNS": WIDTH, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())", *words[1:]],
        cwd=folder, env={**os.environ, **settings}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{block['command']}: exit code {done.returncode}\n{done.stderr}")
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    kept = int(block["lines"] or len(lines))
    rest = [f"… {len(lines) - kept} more lines"] if len(lines) > kept else []
    return "".join(f"{line}\n" for line in [*lines[:kept], *rest])
