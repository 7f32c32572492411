"""What the code imports is what pyproject.toml names, and nothing is named that no code imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CODE = ("kg", "tests", "docs/tools", "benchmarks")
# run as commands, or plug-ins of what is imported
COMMANDS = {"build", "import-linter", "mypy", "ruff", "types-jsonschema", "types-pyyaml"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name, maxsplit=1)[0]).lower()


def imported(folders: Iterable[str]) -> set[str]:
    """Return the distributions of others that Python files under the folders import."""
    modules: set[str] = set()
    asked: set[str] = set()  # by pytest.importorskip
    own = {"kg", "tests", *(path.stem for folder in CODE for path in (ROOT / folder).rglob("*.py"))}
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    modules.update(name.name.partition(".")[0] for name in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module.partition(".")[0])
                elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "importorskip":
                    asked.update(str(a.value) for a in node.args if isinstance(a, ast.Constant))
    known = packages_distributions()
    foreign = (modules - own - set(sys.stdlib_module_names)) | asked
    return {canonical(known.get(module, [module])[0]) for module in foreign}


def group(name: str) -> set[str]:
    """Return the distributions of a dependency group, included groups too."""
    out: set[str] = set()
    for item in PROJECT["dependency-groups"][name]:
        out |= group(item["include-group"]) if isinstance(item, dict) else {canonical(item)}
    return out


RUN = {canonical(item) for item in PROJECT["project"]["dependencies"]}
EXTRAS = {canonical(item) for more in PROJECT["project"]["optional-dependencies"].values() for item in more}


def test_package_imports_what_is_declared() -> None:
    used = imported(["kg"])
    assert used - RUN - EXTRAS == set(), "imported by kg/ but not declared"
    assert used == RUN | EXTRAS, "declared but not imported by kg/"


def test_tests_import_what_is_declared() -> None:
    used = imported(CODE[1:])
    assert used - RUN - EXTRAS - group("dev") == set(), "imported by tests or tools but not declared"
    assert group("dev") - used - EXTRAS - COMMANDS == set(), "declared in a group but not imported"


def test_the_test_group_suffices_for_the_tests() -> None:
    assert imported(["tests"]) - RUN - group("test") == set()
