"""The wheel, made from the source distribution and installed into an empty environment, does the main job."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def run(command: list[str | Path], folder: Path, **settings: str) -> str:
    """Run a command with nothing of this environment but the way to the packages; return what it prints."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONUTF8"}
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**kept, **settings},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by way of the sdist, so that both hold all that is needed."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--outdir", folder, ROOT], folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def kg(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed into an empty environment."""
    home = tmp_path_factory.mktemp("home") / "env"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    run([scripts / "python", "-m", "pip", "--disable-pip-version-check", "install", "-q", wheel], home)
    return scripts / "kg"


def test_contents(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "kg/py.typed",
        "kg/extract/rules/words.yml",
        "kg/_data/ontology/fangzhi.ttl",
        "kg/_data/ontology/queries/evidence.rq",
        "kg/_data/record.schema.json",
        "kg/_data/seeds/lexicons/divisions.tsv",
    ):
        assert wanted in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if not name.startswith(("kg/", "fangzhi-"))]
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_main_job_from_another_folder(kg: Path, tmp_path: Path) -> None:
    """In the C locale, from a folder that is no checkout: the same graph, byte for byte."""
    shutil.copytree(ROOT / "seeds" / "articles", tmp_path / "texts")
    shown = run([kg, "build", "texts", "-o", "out"], tmp_path, LC_ALL="C", LANG="C")
    assert "out" in shown
    out = tmp_path / "out"
    for name in ("graph.ttl", "evidence.ttl", "background.ttl", "graph.html", "report.md", "records.jsonl"):
        assert (out / name).stat().st_size > 1000, name
    assert len(list((out / "tables").glob("*.csv"))) > 3
    assert (
        run([kg, "query", "out", "overview", "--format", "csv"], tmp_path, LC_ALL="C", LANG="C").count("\n")
        > 5
    )

    here = [sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())"]
    run([*here, "build", "texts", "-o", "again"], tmp_path, PYTHONPATH=str(ROOT), LC_ALL="C", LANG="C")
    for name in ("graph.ttl", "evidence.ttl", "background.ttl"):
        assert (out / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
