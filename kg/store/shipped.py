"""The shipped queries: ``ontology/queries/*.rq``, each a SPARQL file whose header says what it is for.

A header is lines that begin with ``#:``::

    #: title | 园区的项目 | Projects of a park
    #: about | 说明…… | What it tells …
    #: param park | thing | required | 园区 | the park
    #: param since | date | any | 起始日期 | the first day

A parameter has a type (``TYPES``) and a default: ``required``, ``any`` (left open), or a value. In the
query a line ``VALUES ?park { UNDEF }`` marks its place, so that the file is SPARQL as it stands, for any
tool; a given parameter replaces UNDEF by its RDF term, an open one removes the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import QueryError
from kg.resources import data_folder

TYPES = ("thing", "document", "concept", "type", "text", "integer", "decimal", "year", "date", "boolean")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a shipped query: name, type (one of TYPES), default, meaning in zh and en."""

    name: str
    type: str
    default: str
    zh: str
    en: str

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default == "required"


@dataclass(frozen=True)
class ShippedQuery:
    """A query of ``ontology/queries``: its name (the file's), titles, descriptions, parameters and text."""

    name: str
    title: dict[str, str]
    about: dict[str, str]
    parameters: tuple[Parameter, ...]
    text: str

    def usage(self) -> str:
        """Return how to call it: ``projects-of-park --param park=…``."""
        words = [self.name]
        for one in self.parameters:
            call = f"{one.name}={one.type.upper() if one.default in ('required', 'any') else one.default}"
            words.append(call if one.required else f"[{call}]")
        return " ".join(words)


def shipped_queries(folder: Path | None = None) -> dict[str, ShippedQuery]:
    """Return the shipped queries by name, sorted.

    Raises:
        QueryError: a header is malformed (file, line, what is wrong).
    """
    folder = folder or data_folder("ontology") / "queries"
    return {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"))}


def read_query(path: Path) -> ShippedQuery:
    """Read one query file; a file without a header has no parameters.

    Raises:
        QueryError: the file cannot be read, or its header is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(str(path), f"cannot be read: {error}", "give a UTF-8 text file") from error
    words: dict[str, dict[str, str]] = {"title": {}, "about": {}}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#:"):
            continue
        kind, *rest = (part.strip() for part in line[2:].split("|"))
        where = f"{path.name}, line {number}"
        if kind in words and len(rest) == 2:
            words[kind] = {"zh": rest[0], "en": rest[1]}
        elif kind.startswith("param ") and len(rest) == 4:
            parameters.append(_parameter(kind.removeprefix("param ").strip(), rest, where, text))
        else:
            raise QueryError(where, f"header line not understood: {line.strip()}", "see kg/store/shipped.py")
    return ShippedQuery(path.stem, words["title"], words["about"], tuple(parameters), text)


def _parameter(name: str, rest: list[str], where: str, text: str) -> Parameter:
    if rest[0] not in TYPES:
        raise QueryError(where, f"no parameter type {rest[0]}", f"use one of {', '.join(TYPES)}")
    if not marker(name).search(text):
        raise QueryError(where, f"the query has no line VALUES ?{name} {{ UNDEF }}", "add it where it binds")
    return Parameter(name, rest[0], rest[1], rest[2], rest[3])


def marker(name: str) -> re.Pattern[str]:
    """Return the pattern of the place where a parameter's term goes."""
    return re.compile(r"VALUES \?" + re.escape(name) + r" \{ UNDEF \}")


def list_queries(lang: str = "zh", folder: Path | None = None) -> str:
    """Return the text of ``kg query --list``: each query with its title, parameters and description."""
    lines = []
    for query in shipped_queries(folder).values():
        lines.append(f"{query.usage()}\n    {query.title.get(lang, '')}")
        if about := query.about.get(lang):
            lines.append(f"    {about}")
        for one in query.parameters:
            words = one.zh if lang == "zh" else one.en
            lines.append(f"      {one.name} ({one.type}, {one.default}): {words}")
    return "\n".join(lines) + "\n"


@cache
def column_words(lang: str) -> dict[str, str]:
    """Return the headings of the shipped queries' columns by variable (``columns.tsv``)."""
    path = data_folder("ontology") / "queries" / "columns.tsv"
    heading, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    at = heading.index(lang)
    return {row[0]: row[at] for row in rows}
