#!/usr/bin/env python3
"""Everything that a checkout can do, with nothing but Python 3.11 or newer.

usage: python tasks.py TASK [arguments]

    demo     set up and build the graph of the sample articles into ./out
    test     set up and run the tests (minutes; extra arguments go to pytest)
    check    formatter, linter, strict types, import contract, tests and doctests, generated docs, licences
    lint     what check does, without the tests
    full     the further tests: browsers, servers, load, faults (longer)
    docs     write the generated pages of docs/ and the outputs in README anew
    picture  take the pictures of README anew (needs chromium and chromedriver)
    setup    only make .venv and install what all of the above needs

The environment is .venv in this folder; it is made once and kept while pyproject.toml stays as it is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
KG = BIN / ("kg.exe" if os.name == "nt" else "kg")
OUT = "out"
LINTS = (
    ("formatter", ("-m", "ruff", "format", "--check", ".")),
    ("linter", ("-m", "ruff", "check", ".")),
    ("strict types", ("-m", "mypy")),
    (
        "import contract",
        ("-c", "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])"),
    ),
    ("generated docs", ("docs/tools/generate.py", "--check")),
    ("licences", ("docs/tools/licences.py", "--check")),
)
TESTS = ("-m", "pytest")
FURTHER = "slow or browser or load or fault"


class Failed(Exception):
    """A step failed; its own output has said why."""


def main(arguments: list[str]) -> int:
    """Run one task; 0 means that all of it went well."""
    tasks = {
        "demo": demo, "test": test, "check": check, "lint": lint, "full": full, "docs": docs,
        "picture": picture, "setup": setup,
    }  # fmt: skip
    if not arguments or arguments[0] not in tasks:
        print(__doc__)
        return 0 if arguments[:1] in ([], ["help"], ["-h"], ["--help"]) else 2
    try:
        tasks[arguments[0]](*arguments[1:])
    except Failed as failed:
        print(f"tasks.py: {failed}", file=sys.stderr)
        return 1
    return 0


# --- the tasks ------------------------------------------------------------------------------------


def demo() -> None:
    """Build the sample articles into ./out and say where to look."""
    prepare()
    begin = time.monotonic()
    run([KG, "build", "seeds/articles", "-o", OUT], "the build of the sample articles")
    command = Path(os.path.relpath(KG, ROOT))
    print(
        f"\nBuilt from seeds/articles in {time.monotonic() - begin:.1f} s.\n"
        f"Open {Path(OUT, 'graph.html')} in a browser. Then, for instance:\n"
        f"  {command} query {OUT} projects        one of the shipped queries (query --list names them all)\n"
        f"  {command} build FOLDER -o FOLDER2     your own texts"
    )


def test(*arguments: str) -> None:
    """Run the tests that need neither root nor network nor browser."""
    prepare("dev")
    run([PYTHON, *TESTS, *arguments], "the tests")


def check() -> None:
    """Run all checks and all quick tests, then tell which failed."""
    prepare("dev")
    verdict((*LINTS, ("tests and doctests", TESTS)))


def lint() -> None:
    """Run all checks but the tests."""
    prepare("dev")
    verdict(LINTS)


def full(*arguments: str) -> None:
    """Run the further tests; those whose browser or tool is missing skip and say so."""
    prepare("dev")
    run([PYTHON, *TESTS, "-m", FURTHER, *arguments], "the further tests")


def docs() -> None:
    """Write the generated pages anew."""
    prepare("dev")
    run([PYTHON, "docs/tools/generate.py"], "the generated docs")


def picture() -> None:
    """Take the pictures of README anew."""
    prepare("dev")
    run([PYTHON, "docs/tools/picture.py"], "taking the pictures")


def setup() -> None:
    """Install all that the other tasks need."""
    prepare("dev")


def verdict(steps: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    """Run every step whatever the others say; raise Failed with the names of those that failed."""
    failed = []
    for name, command in steps:
        print(f"--- {name}", flush=True)
        if subprocess.run([PYTHON, *command], cwd=ROOT, check=False, env=environment()).returncode:
            failed.append(name)
    print("---")
    for name, _ in steps:
        print(f"{'FAILED' if name in failed else 'ok    '}  {name}")
    if failed:
        raise Failed(f"failed: {', '.join(failed)}")


# --- the environment ------------------------------------------------------------------------------


def prepare(*groups: str) -> None:
    """Make .venv with the project (editable) and the dependency groups, unless it is up to date."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = hashlib.sha256(f"{sys.version_info[:2]}\0{ROOT}\0{text}".encode()).hexdigest()
    if all(stamp(name).is_file() and stamp(name).read_text("utf-8") == wanted for name in groups or ("run",)):
        return
    if not usable():
        make_environment()
    print(
        "Setting up .venv: installing what pyproject.toml names (the first time this downloads it) ...",
        flush=True,
    )
    needed = [requirement for group in groups for requirement in members(text, group)]
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "-qq")
    run([PYTHON, *pip, "--editable", ".", *needed], "pip install")
    for name in ("run", *groups):
        stamp(name).write_text(wanted, encoding="utf-8")


def stamp(name: str) -> Path:
    """Return the file that tells for which pyproject.toml a part of .venv was installed."""
    return VENV / f"fangzhi-{name}.sha256"


def usable() -> bool:
    """Tell whether .venv has a working Python of this version with pip."""
    show = "import sys, pip; print(sys.version_info[:2])"
    try:
        done = subprocess.run([PYTHON, "-c", show], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == str(sys.version_info[:2])


def make_environment() -> None:
    """Make .venv anew."""
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True, text=True)
    if made.returncode:
        print(made.stdout + made.stderr, file=sys.stderr)
        raise Failed("Python could not make .venv; on Debian and Ubuntu first: apt install python3-venv")


def members(text: str, group: str) -> list[str]:
    """Return the requirements of a dependency group (PEP 735), included groups too."""
    import tomllib

    groups = tomllib.loads(text)["dependency-groups"]
    out: list[str] = []
    for item in groups[group]:
        out.extend(members(text, item["include-group"]) if isinstance(item, dict) else [item])
    return out


def environment() -> dict[str, str]:
    """The caller's environment, with .venv's commands first."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def run(command: Sequence[Path | str], what: str) -> None:
    """Run a command in the repository; raise Failed if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, env=environment())
    if done.returncode:
        raise Failed(f"{what} ended with exit code {done.returncode}")


def newer_python() -> str | None:
    """Return a new enough Python on the search path, one that runs (a version manager's may not)."""
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return found
    return None


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        newer = newer_python()
        if newer is None:
            sys.exit(f"tasks.py: needs Python 3.11 or newer; this is {sys.version.split()[0]}")
        sys.exit(subprocess.call([newer, __file__, *sys.argv[1:]]))
    sys.exit(main(sys.argv[1:]))
