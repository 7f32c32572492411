"""A folder that others can cite: tables with a Frictionless datapackage.json, the Turtle, its description, checksums.

Fields of the tables have distinct English names and a type; ``title`` tells what a person reads. Cells that a
spreadsheet would run begin with an apostrophe, as in all tables.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.export import columns as cols
from kg.export.description import DATASET_FILE, About, Part, describe, read_about
from kg.export.job import Job
from kg.store.opening import TURTLE
from kg.store.tables import TABLES, harmless, headings, table_rows

SUMS = "SHA256SUMS"
_TITLES = {
    "graph.ttl": "What the texts say / 文本所述",
    "evidence.ttl": "Documents, quotes, offsets, rules / 文档、引文、位置、规则",
    "background.ttl": "What lexicons know of the things / 词表背景知识",
}


def write_package(job: Job) -> dict[str, int]:
    """Write the folder."""
    about = read_about(job.store)
    rows, resources, parts = 0, [], []
    (job.target / "data").mkdir()
    for name in TABLES:
        part, count, schema = _table(job, name)
        parts.append(part)
        resources.append(_resource(name, part, count, schema))
        rows += count
    for name in TURTLE:
        source = job.folder / name
        if not source.is_file():
            raise GraphError(str(source), "no such file", "run kg build SOURCES -o OUT first")
        shutil.copyfile(source, job.target / name)
        part = _part(job.target, name, "text/turtle")
        parts.append(part)
        resources.append({"name": name.replace(".", "-"), "title": _TITLES[name], "path": name, "format": "ttl",
                          "mediatype": part.media_type, "encoding": "utf-8", "bytes": part.size,
                          "hash": f"sha256:{part.sha256}"})  # fmt: skip
    _write_json(job.target / "datapackage.json", _datapackage(about, resources))
    describe(job.target / DATASET_FILE, about, parts)
    (job.target / "README.md").write_text(_readme(about, rows), encoding="utf-8", newline="\n")
    _write_sums(job.target)
    return {
        "tables": len(TABLES),
        "rows": rows,
        "files": sum(1 for one in job.target.rglob("*") if one.is_file()),
    }


def _table(job: Job, name: str) -> tuple[Part, int, dict[str, Any]]:
    """Write a table; return its part, the number of rows and its schema."""
    columns, rows = table_rows(job.store, name, job.lang)
    names, kinds = cols.names(columns), cols.types(columns)
    typed = list(kinds)
    path, count = f"data/{name}.csv", 0
    with (job.target / path).open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in rows:
            writer.writerow([harmless(cell) for cell in row])
            count += 1
            for at, (kind, cell) in enumerate(zip(kinds, row, strict=True)):
                if not cols.fits(kind, cell):
                    typed[at] = "string"  # a schema that one cell breaks is worth nothing
    schema: dict[str, Any] = {
        "fields": list(_fields(names, headings(columns, "zh"), tuple(typed))),
        "missingValues": [""],
    }
    if "document" in names and name != "documents":
        schema["foreignKeys"] = [
            {"fields": "document", "reference": {"resource": "documents", "fields": "document"}}
        ]
    elif name in ("documents", "entities"):
        schema["primaryKey"] = "iri"
    return _part(job.target, path, "text/csv"), count, schema


def _fields(names: cols.Columns, titles: cols.Columns, kinds: cols.Columns) -> Iterator[dict[str, Any]]:
    for name, title, kind in zip(names, titles, kinds, strict=True):
        field: dict[str, Any] = {"name": name, "title": title, "type": kind}
        if kind == "boolean":
            field |= {"trueValues": ["true"], "falseValues": ["false"]}
        yield field


def _resource(name: str, part: Part, count: int, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource", "name": name, "path": part.path, "format": "csv",
        "mediatype": part.media_type, "encoding": "utf-8", "bytes": part.size, "hash": f"sha256:{part.sha256}",
        "rows": count, "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema,
    }  # fmt: skip


def _datapackage(about: About, resources: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "profile": "data-package",
        "name": "fangzhi-graph",
        "id": about.iri,
        "title": "方志图谱 / Fangzhi graph",
        "description": "Facts from texts on regional development, each with the words that state it.",
        "keywords": ["knowledge graph", "regional development", "方志"],
    }
    if about.licence:
        found["licenses"] = [{"path": about.licence}]
    return {**found, "resources": resources}


def _part(folder: Path, path: str, media_type: str) -> Part:
    file = folder / path
    return Part(path, file.stat().st_size, _sha256(file), media_type)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_sums(folder: Path) -> None:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _readme(about: About, rows: int) -> str:
    licence = f"Licence: <{about.licence}>." if about.licence else "No licence is named."
    return f"""# 方志图谱 · Fangzhi graph

{about.documents} documents, {about.entities} things, {rows} rows in the tables. Date of the latest document:
{about.date or "unknown"}. {licence} Quotes remain their publishers'.

* `data/*.csv`: the tables; `datapackage.json` describes them (Frictionless Data Package)
* `graph.ttl`, `evidence.ttl`, `background.ttl`: the graph in RDF 1.1 Turtle
* `{DATASET_FILE}`: its description (VoID, DCAT)
* `{SUMS}`: check with `sha256sum -c {SUMS}`

To cite a state of the graph, cite the SHA-256 of `{SUMS}`: it changes with every byte of the package.
"""
