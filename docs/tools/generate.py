"""Write the generated pages of docs/ and the outputs in README.md, README.zh.md and the how-to pages.

usage: python docs/tools/generate.py [--check] [PAGE …]

``--check`` writes nothing; it names the pages that are stale and exits with 1. Pages are paths such as
``docs/cli.md``; without any, all are made.
"""

from __future__ import annotations

import difflib
import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import commands_page
import licences
import outputs
import queries_page
import rules_page

from kg.model import record_schema

ROOT = Path(__file__).resolve().parents[2]


def schema_page() -> str:
    """Return the JSON Schema of a record."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "What one document says"}
    return json.dumps(normal({**head, **record_schema()}), ensure_ascii=False, indent=1) + "\n"


def normal(schema: Any) -> Any:
    """Return a schema in one form: msgspec differs in the order of choices, Python in docstrings' indents."""
    if isinstance(schema, list):
        return [normal(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: normal(part) for key, part in schema.items()}
    if "anyOf" in parts:
        parts["anyOf"].sort(key=lambda part: json.dumps(part, sort_keys=True))
    if isinstance(parts.get("description"), str):
        parts["description"] = inspect.cleandoc(parts["description"])
    return parts


PAGES: dict[str, Callable[[], str]] = {
    "docs/record.schema.json": schema_page,
    "docs/rules.md": rules_page.page,
    "docs/cli.md": lambda: commands_page.page("en"),
    "docs/cli.zh.md": lambda: commands_page.page("zh"),
    "docs/queries.md": queries_page.page,
    "docs/licences.md": licences.page,
    "README.md": lambda: outputs.renew(ROOT / "README.md"),
    "README.zh.md": lambda: outputs.renew(ROOT / "README.zh.md"),
}


def main(arguments: list[str]) -> int:
    """Write or check the pages; 1 if one is stale."""
    check = "--check" in arguments
    stale = []
    for name in [a for a in arguments if a != "--check"] or PAGES:
        path = ROOT / name
        have = path.read_text(encoding="utf-8") if path.exists() else ""
        want = PAGES[name]()
        if have == want or (check and name == "docs/licences.md" and licences.covers(have, want)):
            continue
        if check:
            stale.append(name)
            changes = difflib.unified_diff(
                have.splitlines(), want.splitlines(), name, "as it should be", "", "", 1, ""
            )
            print("\n".join([*changes][:30]))
        else:
            path.write_text(want, encoding="utf-8", newline="\n")
            print(f"wrote {name}")
    if stale:
        print(f"stale: {', '.join(stale)}; run: python tasks.py docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
