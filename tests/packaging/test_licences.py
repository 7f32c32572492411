"""The licence check: what it lets through, what it refuses, and that nothing copyleft is needed to run."""

from __future__ import annotations

import tomllib
from email.message import Message
from importlib.metadata import distribution
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import licences
import pytest

ROOT = Path(__file__).resolve().parents[2]


def made(**fields: str | list[str]) -> Any:
    """A distribution with these metadata."""
    message = Message()
    message["Name"] = "invented"
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            message[name.replace("_", "-")] = one
    return SimpleNamespace(metadata=message)


@pytest.mark.parametrize(
    ("expression", "fine"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("Apache-2.0 AND GPL-3.0-only", False),
        ("(MIT OR GPL-2.0-only) AND BSD-3-Clause", True),
        ("MIT AND (GPL-2.0-only OR LGPL-2.1-only)", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("AGPL-3.0-only", False),
        ("", False),
    ],
)
def test_expressions(expression: str, fine: bool) -> None:
    assert licences.allowed(expression) is fine


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ({"License_Expression": "ISC"}, "ISC"),
        ({"License": "BSD 3-Clause"}, "BSD-3-Clause"),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, "MIT"),
        ({"License": "see the file", "Classifier": "License :: OSI Approved :: ISC License (ISCL)"}, "ISC"),
        ({"License": "GNU General Public License v3"}, "GNU General Public License v3"),
        ({}, ""),
    ],
)
def test_metadata(metadata: dict[str, str], licence: str) -> None:
    assert licences.licence_of(made(**metadata)) == licence


def test_what_runs_is_under_allowed_licences() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = licences.closure(project["dependencies"])
    assert {"rdflib", "networkx", "rjieba", "pyvis", "pygments"} <= found.keys()
    read = {name: licences.licence_of(distribution(name)) for name in found}
    assert {name: text for name, text in read.items() if not licences.allowed(text)} == {}
