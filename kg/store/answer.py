"""What a query gave, and the forms it is shown in: table, CSV, SPARQL results JSON, Turtle."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QueryError
from kg.store.escape import visible
from kg.store.shipped import column_words
from kg.store.terms import PREFIXES, local_name

FORMS = ("table", "csv", "json", "turtle")
_ROWS = ("table", "csv", "json")


@dataclass(frozen=True)
class Answer:
    """The answer of a query, wholly read.

    Attributes:
        kind: ``select``, ``ask`` or ``construct``.
        variables: names of the columns, without ``?`` (``select``).
        rows: one tuple of RDF terms (or None where unbound) per solution (``select``).
        truth: the answer of an ``ask``.
        triples: sorted triples (``construct``).
        shipped: the answer is that of a shipped query, so a table gets headings for people.
    """

    kind: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    truth: bool = False
    triples: tuple[Triple, ...] = ()
    shipped: bool = False

    @classmethod
    def of(cls, found: QuerySolutions | QueryBoolean | QueryTriples) -> Answer:
        """Read what pyoxigraph returned."""
        if isinstance(found, QueryBoolean):
            return cls("ask", truth=bool(found))
        if isinstance(found, QueryTriples):
            return cls("construct", triples=tuple(sorted(set(found), key=str)))
        names = tuple(variable.value for variable in found.variables)
        return cls("select", names, tuple(tuple(solution) for solution in found))

    def texts(self) -> list[dict[str, str]]:
        """Return the rows as text by column: literals' values, IRIs in full, ``""`` where unbound."""
        return [
            {name: "" if cell is None else cell.value for name, cell in zip(self.variables, row, strict=True)}
            for row in self.rows
        ]


def render(answer: Answer, form: str = "table", lang: str = "zh", width: int = 100) -> str:
    """Return an answer as text that ends with a line end.

    Args:
        answer: what a query gave.
        form: one of ``FORMS``. CSV and JSON follow the W3C's SPARQL results formats.
        lang: ``zh`` or ``en``, for the words around a table.
        width: columns of the terminal; longer cells are wrapped.

    Raises:
        QueryError: the form does not fit the kind of query.
    """
    if form not in FORMS:
        raise QueryError("--format", f"no such form: {visible(form)}", f"use one of {', '.join(FORMS)}")
    if answer.kind == "construct":
        if form in ("csv", "json"):
            raise QueryError("--format", f"a CONSTRUCT gives triples, not {form}", "use turtle")
        return _turtle(answer)
    if form == "turtle":
        raise QueryError("--format", "only CONSTRUCT and DESCRIBE give Turtle", "use table, csv or json")
    if answer.kind == "ask":
        return _truth(answer, form)
    return {"table": _table, "csv": _csv, "json": _json}[form](answer, lang, width)


def _truth(answer: Answer, form: str) -> str:
    word = "true" if answer.truth else "false"
    return f'{{"head":{{}},"boolean":{word}}}\n' if form == "json" else f"{word}\n"


def _turtle(answer: Answer) -> str:
    turtle = serialize(answer.triples, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""
    return visible(turtle.decode("utf-8"), keep="\n\t")


def _json(answer: Answer, lang: str, width: int) -> str:
    import json

    bindings = [
        {name: _json_term(cell) for name, cell in zip(answer.variables, row, strict=True) if cell is not None}
        for row in answer.rows
    ]
    document = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(cell: Any) -> dict[str, str]:
    if isinstance(cell, NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, BlankNode):
        return {"type": "bnode", "value": cell.value}
    if cell.language:
        return {"type": "literal", "value": cell.value, "xml:lang": cell.language}
    kind = cell.datatype.value
    plain = {"type": "literal", "value": cell.value}
    return plain if kind == PREFIXES["xsd"] + "string" else {**plain, "datatype": kind}


def _csv(answer: Answer, lang: str, width: int) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answer.variables)
    for row in answer.rows:
        writer.writerow(["" if cell is None else cell.value for cell in row])
    return out.getvalue()


def _table(answer: Answer, lang: str, width: int) -> str:
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = [[short(cell) for cell in row] for row in answer.rows]
    numeric = [
        all(
            isinstance(row[at], Literal) and _is_number(row[at]) for row in answer.rows if row[at] is not None
        )
        for at in range(len(answer.variables))
    ]
    table = Table(box=_box(), header_style="bold", pad_edge=False)
    words = column_words(lang) if answer.shipped else {}
    for at, variable in enumerate(answer.variables):
        name = words.get(variable, variable)
        longest = max((cell_len(row[at]) for row in shown), default=0)
        least = min(max(longest, cell_len(name)), 8)
        table.add_column(
            Text(name), justify="right" if numeric[at] else "left", overflow="fold", min_width=least
        )
    for row in shown:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    with console.capture() as capture:
        if shown:
            console.print(table)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    count = len(answer.rows)
    lines.append(f"{count} 行" if lang == "zh" else f"{count} row{'' if count == 1 else 's'}")
    return "\n".join(lines) + "\n"


def _box() -> Any:
    from rich import box

    return box.SIMPLE_HEAD


def _is_number(cell: Literal) -> bool:
    return local_name(cell.datatype.value) in ("integer", "decimal", "double", "float", "int", "long")


def short(cell: Any) -> str:
    """Return a term as a person reads it in a table cell: own IRIs short, percent-escapes decoded.

    >>> short(NamedNode("https://w3id.org/fangzhi/ontology#Park"))
    'fz:Park'
    """
    from urllib.parse import unquote

    if cell is None:
        return ""
    if isinstance(cell, Literal):
        return visible(cell.value)
    text = cell.value
    for prefix, start in PREFIXES.items():
        if text.startswith(start):
            return visible(f"{prefix}:{text[len(start) :]}")
    if "/id/" in text:
        return visible(unquote(text.split("/id/", 1)[1]))
    return visible(text)
