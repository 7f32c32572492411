"""tables/*.csv: one tidy table per fact layer, and one each of entities and documents, for spreadsheets."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from kg.errors import OutputError, QueryError
from kg.model import FACT_LAYERS
from kg.store.facts import AnchorNote, FactRow, read_facts
from kg.store.network import read_things
from kg.store.opening import Store
from kg.store.terms import term
from kg.store.words import word

TABLES = ("documents", "entities", *FACT_LAYERS)
_EVIDENCE = ("quote", "document", "title", "start", "end", "anchors", "rule", "confidence", "fact")
_COLUMNS = {
    "documents": ("document", "title", "publisher", "date", "characters", "sha256", "iri"),
    "entities": ("name", "type", "other_types", "aliases", "facts", "iri"),
    "relations": ("s", "p", "o"),
    "tenures": ("person", "post", "of", "date"),
    "conferrals": ("award", "recipient", "conferrer", "year"),
    "milestones": ("project", "status", "date", "begin", "end"),
    "quantities": ("subject", "measure", "value", "unit", "bound", "joint", "base_value", "base_unit"),
    "observations": ("area", "indicator", "measure", "value", "unit", "period", "target", "scope", "bound",
                     "base_value", "base_unit", "begin", "end"),
}  # fmt: skip
_HEADINGS = {
    "quote": "原文", "document": "文档", "title": "标题", "anchors": "句外依据", "rule": "规则",
    "confidence": "置信度", "fact": "事实IRI", "publisher": "发布者", "characters": "字数",
    "sha256": "SHA-256",
    "iri": "IRI", "name": "名称", "type": "类型", "other_types": "其他类型", "aliases": "别名",
    "facts": "事实数", "s": "主体", "p": "关系", "o": "对象", "person": "人员",
    "post": "职务", "of": "所在单位", "award": "荣誉", "recipient": "获得者", "conferrer": "授予者",
    "year": "年份", "project": "项目", "status": "状态", "date": "日期", "begin": "最早日",
    "end": "最晚日", "subject": "主体", "measure": "度量", "value": "数值", "unit": "单位",
    "bound": "界", "joint": "合计", "base_value": "基准数值", "base_unit": "基准单位", "area": "地区",
    "indicator": "指标", "period": "时期", "target": "目标", "scope": "范围",
}  # fmt: skip
_QUOTE_HEADINGS = {"start": "原文起点", "end": "原文终点"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
Row = tuple[str, ...]


def write_tables(store: Store, folder: Path, lang: str = "zh") -> dict[str, int]:
    """Write all tables as CSV (UTF-8 with BOM, CR LF) into ``folder``; return the rows by file name.

    Raises:
        OutputError: a file cannot be written.
    """
    counts = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in TABLES:
            heading, rows = table_rows(store, name, lang)
            path = folder / f"{name}.csv"
            with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
                writer = csv.writer(file)
                writer.writerow(headings(heading, lang))
                counts[path.name] = 0
                for row in rows:
                    writer.writerow([harmless(cell) for cell in row])
                    counts[path.name] += 1
    except OSError as error:
        raise OutputError(
            str(folder), f"tables cannot be written: {error.strerror}", "check the folder"
        ) from error
    return counts


def headings(columns: Row, lang: str) -> Row:
    """Return the headings of columns for people (zh), or the column names themselves (en)."""
    if lang != "zh":
        return columns
    at_quote = columns.index("quote") if "quote" in columns else len(columns)
    return tuple(
        _QUOTE_HEADINGS[name] if at > at_quote and name in _QUOTE_HEADINGS else _HEADINGS[name]
        for at, name in enumerate(columns)
    )


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe before what would be one.

    >>> harmless("=1+1"), harmless("-1.7"), harmless("-A1")
    ("'=1+1", '-1.7', "'-A1")
    """
    start = cell.lstrip(" \n\u3000\ufeff")
    risky = start.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if risky else cell


def table_rows(store: Store, name: str, lang: str = "zh") -> tuple[Row, Iterator[Row]]:
    """Return the columns and the rows of a table.

    Args:
        store: an opened graph.
        name: one of ``TABLES``.
        lang: language of codes (types, relations, statuses).

    Raises:
        QueryError: there is no such table.
    """
    if name not in TABLES:
        raise QueryError(name, "no such table", f"use one of {', '.join(TABLES)}")
    columns = _COLUMNS[name]
    if name == "documents":
        return columns, _documents(store)
    if name == "entities":
        return columns, _entities(store, lang)
    return (*columns, *_EVIDENCE), _facts(store, name, columns, lang)


def _documents(store: Store) -> Iterator[Row]:
    properties = ("dcterms:identifier", "schema:headline", "schema:publisher", "schema:datePublished",
                  "fz:characters", "fz:sha256")  # fmt: skip
    found = []
    for quad in store.quads(None, term("rdf:type"), term("schema:Article")):
        values = store.properties(quad.subject)
        cells = [values.get(term(key).value) for key in properties]
        found.append((*(store.label(cell[0]) if cell else "" for cell in cells), quad.subject.value))
    yield from sorted(found)


_ARGUMENTS = (
    "rdf:subject", "rdf:object", "fz:holder", "fz:of", "fz:award", "fz:recipient", "fz:conferrer", "fz:subject",
    "fz:area",
)  # fmt: skip


def _entities(store: Store, lang: str) -> Iterator[Row]:
    counts = _facts_of_things(store)
    for iri, about in read_things(store).items():
        types = [word("types", one, lang) for one in about["types"]]
        others, aliases = "；".join(types[1:]), "；".join(about["aliases"])
        yield about["name"], types[0], others, aliases, str(counts[iri]), iri


def _facts_of_things(store: Store) -> Counter[str]:
    """Count the facts that each thing is an argument of; an honour received is one fact, not two."""
    again = {q.subject for q in store.quads(None, term("rdf:predicate"), term("fz:received"))}
    pairs = {
        (quad.subject.value, quad.object.value)
        for name in _ARGUMENTS
        for quad in store.quads(None, term(name), None)
        if quad.subject not in again and isinstance(quad.object, NamedNode)
    }
    return Counter(thing for _, thing in pairs)


def _facts(store: Store, layer: str, columns: Row, lang: str) -> Iterator[Row]:
    for fact in read_facts(store, layers=[layer]):
        cells = tuple(_cell(store, fact, name, lang) for name in columns)
        for quote in fact.quotes:
            anchors = "；".join(anchor_words(note, lang) for note in quote.anchors)
            yield (*cells, quote.exact, quote.file, quote.title, str(quote.start), str(quote.end), anchors,
                   quote.rule, quote.confidence, fact.iri)  # fmt: skip


def _cell(store: Store, fact: FactRow, name: str, lang: str) -> str:
    if name in fact.things:
        return "；".join(store.label(NamedNode(iri)) for iri in fact.things[name])
    key = {"base_value": "baseValue", "base_unit": "baseUnit"}.get(name, name)
    value = fact.values.get(key, "")
    if name in ("status", "measure", "p") and value not in ("value", "other"):
        return word("edges" if name == "p" else name, value, lang)
    return value


def anchor_words(note: AnchorNote, lang: str = "zh") -> str:
    """Return an anchor in words: role, via, and the words with their offsets or the cell.

    >>> anchor_words(AnchorNote("area", "heading", 3, 7, "青禾新区"))
    '地区←标题：青禾新区 [3–7]'
    """
    where = (
        f"{note.text} [{note.start}–{note.end}]"
        if note.start is not None
        else f"{note.file} {note.column}".strip()
    )
    return f"{word('role', note.role, lang)}←{word('via', note.via, lang)}：{where}"
