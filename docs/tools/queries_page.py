"""docs/queries.md: the shipped queries, from the headers of ontology/queries/*.rq."""

from __future__ import annotations

from kg.store.shipped import ShippedQuery, shipped_queries

HEAD = """# The shipped queries

Each is a file of `ontology/queries` and SPARQL as it stands; `kg query OUT NAME --param NAME=VALUE` runs it,
`kg query --list` lists them. `python tasks.py docs` writes this page from the files' headers.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(_section(query) for _, query in sorted(shipped_queries().items()))])


def _section(query: ShippedQuery) -> str:
    lines = [f"## {query.name}", "", f"{query.title['zh']} · {query.title['en']}", ""]
    lines += [query.about["zh"], "", query.about["en"], ""] if query.about else []
    if query.parameters:
        lines += ["| parameter | type | default | |", "|---|---|---|---|"]
        lines += [
            f"| {one.name} | {one.type} | {one.default} | {one.zh} · {one.en} |" for one in query.parameters
        ]
        lines.append("")
    wanted = "".join(f" -p {one.name}={one.type.upper()}" for one in query.parameters if one.required)
    return "\n".join([*lines, f"    kg query OUT {query.name}{wanted}", ""])
