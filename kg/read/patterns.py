"""The words by which layout is recognised, loaded once from ``layout.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import RuleError

LAYOUT_FILE = Path(__file__).with_name("layout.toml")


@dataclass(frozen=True, slots=True)
class LayoutPatterns:
    """Compiled content of layout.toml; see its comments for the meaning of each list."""

    common_characters: frozenset[str]
    surnames: frozenset[str]
    furniture: frozenset[str]
    furniture_line: re.Pattern[str]
    tail_start: re.Pattern[str]
    crumb_start: frozenset[str]
    publisher: re.Pattern[str]
    masthead_line: re.Pattern[str]
    units: re.Pattern[str]
    posts: re.Pattern[str]
    outer_heading: re.Pattern[str]
    introduction: re.Pattern[str]


@lru_cache(maxsize=1)
def patterns() -> LayoutPatterns:
    """Return the layout patterns.

    Raises:
        RuleError: layout.toml is malformed.
    """
    try:
        data = tomllib.loads(LAYOUT_FILE.read_text(encoding="utf-8"))
        return LayoutPatterns(
            common_characters=frozenset("".join(data["encoding"]["common"].split())),
            surnames=frozenset(data["people"]["surnames"].split())
            | frozenset(data["people"]["compound"].split()),
            furniture=frozenset(data["furniture"]["words"]),
            furniture_line=_either(data["furniture"]["lines"]),
            tail_start=_either(data["furniture"]["tail_start"]),
            crumb_start=frozenset(data["furniture"]["crumb_start"]),
            publisher=_either(data["masthead"]["publishers"]),
            masthead_line=_either(data["masthead"]["lines"]),
            units=_either(data["wrap"]["units"]),
            posts=_either(data["people"]["posts"]),
            outer_heading=_either(data["headings"]["outer"]),
            introduction=_either(data["headings"]["introduction"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise RuleError(str(LAYOUT_FILE), f"malformed: {error}", "reinstall the package") from error


def _either(parts: Any) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts))
