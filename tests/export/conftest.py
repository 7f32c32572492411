from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.export import ExportSummary, export
from kg.store import Store, open_store

# With --import-mode=importlib, modules beside the tests are found only if their folder is on the path.
sys.path[:0] = [str(Path(__file__).parent)]

from odd_world import build_odd_world  # noqa: E402

Export = Callable[..., tuple[Path, ExportSummary]]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two documents whose names and quotes hold whatever may trip a writer."""
    return build_odd_world(tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="session")
def store(built: Path) -> Store:
    return open_store(built)


@pytest.fixture(scope="session")
def exported(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Export the graph to a form; each form once."""
    done: dict[tuple[str, str], tuple[Path, ExportSummary]] = {}

    def run(form: str, lang: str = "zh") -> tuple[Path, ExportSummary]:
        if (form, lang) not in done:
            suffix = ".xlsx" if form == "xlsx" else ""
            path = tmp_path_factory.mktemp(form) / f"out{suffix}"
            done[form, lang] = path, export(built, form, path, lang)
        return done[form, lang]

    return run
