"""Neo4j: CSV files whose headers ``neo4j-admin database import`` reads, and a script for LOAD CSV.

Things, documents and facts are nodes. Relations are relationships between things as well, with the IRI of their
fact, so that ``(:Fact)-[:STATED_IN]->(:Document)`` leads from either to the words. The same files serve both ways
of loading; arrays are separated by ``;``, which stands as ``；`` within their items.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kg.export import columns as cols
from kg.export.job import Job
from kg.export.network import Edge, Node, read_network
from kg.store import FactRow, Store, read_facts
from kg.store.tables import harmless, table_rows

Row = tuple[str, ...]
_VALUES = {
    "p": "string", "post": "string", "year": "int", "status": "string", "date": "string", "begin": "date",
    "end": "date", "measure": "string", "value": "double", "unit": "string", "bound": "string", "baseValue": "double",
    "baseUnit": "string", "joint": "boolean", "indicator": "string", "period": "string", "target": "boolean",
    "scope": "string",
}  # fmt: skip
_CASTS = {"int": "toInteger", "double": "toFloat", "date": "date", "boolean": "toBoolean"}
_CHECKS = {"int": "integer", "double": "number", "date": "date", "boolean": "boolean"}


@dataclass(frozen=True)
class _File:
    """A file of nodes or relationships: its columns as (name, type)."""

    name: str
    columns: tuple[tuple[str, str], ...]
    labels: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @property
    def header(self) -> Row:
        """The first row."""
        plain = [name if kind == "string" else f"{name}:{kind}" for name, kind in self.columns]
        own = [":START_ID", ":END_ID", ":TYPE"] if self.ends else ["iri:ID", ":LABEL"]
        return (*own, *plain)


def _columns(**kinds: str) -> tuple[tuple[str, str], ...]:
    return tuple(kinds.items())


_THINGS = _File("things", _columns(name="string", aliases="string[]", facts="int", begin="date"))
_DOCUMENTS = _File(
    "documents", _columns(file="string", title="string", publisher="string", date="string", characters="int",
                          sha256="string"),
)  # fmt: skip
_FACTS = _File("facts", tuple(_VALUES.items()))
_RELATIONS = _File(
    "relations",
    _columns(facts="string[]", quotes="int", documents="int", begin="date"),
    ends=("Thing", "Thing"),
)
_ROLES = _File("roles", (), ends=("Fact", "Thing"))
_EVIDENCE = _File(
    "evidence", _columns(quote="string", start="int", end="int", rule="string", confidence="double"),
    ends=("Fact", "Document"),
)  # fmt: skip

_FILES = (_THINGS, _DOCUMENTS, _FACTS, _RELATIONS, _ROLES, _EVIDENCE)


def write_neo4j(job: Job) -> dict[str, int]:
    """Write the CSV files, the script and a page that tells how to use them."""
    store = job.store
    nodes, edges = read_network(store)
    known = {node.iri for node in nodes}
    with ExitStack() as stack:
        things, documents, facts, relations, roles, evidence = tables = [
            stack.enter_context(_Table(job.target, file)) for file in _FILES
        ]
        for node in nodes:
            things.write(_of_thing(node))
        for row in _documents(store):
            documents.write(row)
        for edge in edges:
            relations.write(_of_edge(edge))
        for fact in read_facts(store):
            facts.write(_of_fact(fact))
            for row in _roles(fact, known):
                roles.write(row)
            for row in _evidence(fact):
                evidence.write(row)
    kinds = {table.file.name: sorted(table.kinds) for table in tables}
    (job.target / "load.cypher").write_text(_script(kinds), encoding="utf-8", newline="\n")
    (job.target / "README.md").write_text(_readme(), encoding="utf-8", newline="\n")
    return {
        "nodes": sum(table.rows for table in tables if not table.file.ends),
        "edges": sum(table.rows for table in tables if table.file.ends),
    }


class _Table:
    """A CSV file being written.

    Attributes:
        kinds: the labels or relationship types in it; LOAD CSV needs them spelt out.
        rows: how many there are.
    """

    def __init__(self, folder: Path, file: _File) -> None:
        self.file, self.rows = file, 0
        self.kinds: set[str] = set()
        self._path = folder / f"{file.name}.csv"
        self._at = file.header.index(":TYPE" if file.ends else ":LABEL")

    def __enter__(self) -> _Table:
        self._out = self._path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._out, lineterminator="\n")
        self._writer.writerow(self.file.header)
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def write(self, row: Row) -> None:
        """Write one row."""
        self.rows += 1
        self.kinds.update(row[self._at].split(";"))
        self._writer.writerow([harmless(cell) for cell in row])


def _of_thing(node: Node) -> Row:
    labels = ";".join(("Thing", *node.types))
    aliases = ";".join(alias.replace(";", "；") for alias in node.aliases)
    return node.iri, labels, node.name, aliases, str(node.facts), node.begin


def _documents(store: Store) -> Iterator[Row]:
    _, rows = table_rows(store, "documents")
    for file, title, publisher, day, characters, sha256, iri in rows:
        yield iri, "Document", file, title, publisher, day, characters, sha256


def _of_fact(fact: FactRow) -> Row:
    label = fact.layer.removesuffix("s").capitalize() if fact.layer != "quantities" else "Quantity"
    values = (_fitting(fact.values.get(name, ""), kind) for name, kind in _VALUES.items())
    return fact.iri, f"Fact;{label}", *values


def _fitting(cell: str, kind: str) -> str:
    return cell if kind == "string" or cols.fits(_CHECKS[kind], cell) else ""


def _of_edge(edge: Edge) -> Row:
    facts = ";".join(edge.facts)
    return edge.start, edge.end, _upper(edge.kind), facts, str(edge.quotes), str(edge.documents), edge.begin


def _roles(fact: FactRow, things: set[str]) -> Iterator[Row]:
    if fact.layer == "relations":
        return
    for role, iris in sorted(fact.things.items()):
        for iri in iris:
            if iri in things:
                yield fact.iri, iri, _upper(role)


def _evidence(fact: FactRow) -> Iterator[Row]:
    for quote in fact.quotes:
        yield (fact.iri, quote.document, "STATED_IN", quote.exact, str(quote.start), str(quote.end), quote.rule,
               quote.confidence)  # fmt: skip


def _upper(name: str) -> str:
    """Return a relationship type as Neo4j's style guide wants it.

    >>> _upper("locatedIn")
    'LOCATED_IN'
    """
    return re.sub(r"(?=[A-Z])", "_", name).upper()


def _script(kinds: dict[str, list[str]]) -> str:
    parts = [_HEAD]
    for file, base in ((_THINGS, "Thing"), (_DOCUMENTS, "Document"), (_FACTS, "Fact")):
        parts.append(
            f"CREATE CONSTRAINT {base.lower()}_iri IF NOT EXISTS FOR (n:{base}) REQUIRE n.iri IS UNIQUE;\n"
        )
        parts.append(_load(file, f"MERGE (n:{base} {{iri: row.`iri:ID`}})", "n"))
        parts += [
            _rows(
                file,
                f"'{label}' IN split(row.`:LABEL`, ';')",
                f"MATCH (n:{base} {{iri: row.`iri:ID`}}) SET n:{label}",
            )
            for label in kinds[file.name]
            if label != base
        ]
    for file in (_RELATIONS, _ROLES, _EVIDENCE):
        start, end = file.ends
        match = f"MATCH (a:{start} {{iri: row.`:START_ID`}}), (b:{end} {{iri: row.`:END_ID`}})"
        parts += [
            _load(file, f"{match} CREATE (a)-[r:{kind}]->(b)", "r", f"row.`:TYPE` = '{kind}'")
            for kind in kinds[file.name]
        ]
    return "\n".join(parts)


def _load(file: _File, begin: str, name: str, where: str = "") -> str:
    sets = ", ".join(f"{name}.{column} = {_read(column, kind)}" for column, kind in file.columns)
    return _rows(file, where, f"{begin} SET {sets}" if sets else begin)


def _read(column: str, kind: str) -> str:
    if kind == "string":
        return f"row.{column}"
    cell = f"row.`{column}:{kind}`"
    return f"split({cell}, ';')" if kind == "string[]" else f"{_CASTS[kind]}({cell})"


def _rows(file: _File, where: str, do: str) -> str:
    chosen = f"WITH row WHERE {where}\n" if where else ""
    return (
        f"LOAD CSV WITH HEADERS FROM 'file:///{file.name}.csv' AS row\n{chosen}"
        f"CALL {{ WITH row {do} }} IN TRANSACTIONS OF 10000 ROWS;\n"
    )


_HEAD = """\
// Neo4j 4.4 or newer. Put the CSV files into its import folder; so that a backslash is no escape character, set
//   db.import.csv.legacy_quote_escaping=false   (4.4: dbms.import.csv.legacy_quote_escaping)
// then: cypher-shell -f load.cypher   (in the browser, put :auto before each LOAD CSV)
"""


def _readme() -> str:
    nodes = " \\\n  ".join(f"--nodes={file.name}.csv" for file in _FILES if not file.ends)
    edges = " \\\n  ".join(f"--relationships={file.name}.csv" for file in _FILES if file.ends)
    return f"""# Fangzhi graph for Neo4j

Into a new, empty database, fast:

```sh
neo4j-admin database import full neo4j \\
  --multiline-fields=true --legacy-style-quoting=false --array-delimiter=";" \\
  {nodes} \\
  {edges}
```

Into a running database: `load.cypher`.

From a relation to its words:

```cypher
MATCH (a:Thing)-[r:LOCATED_IN]->(b:Thing), (f:Fact)-[e:STATED_IN]->(d:Document)
WHERE f.iri IN r.facts
RETURN a.name, b.name, e.quote, d.title
```

A text that a spreadsheet would take for a formula begins with an apostrophe.
"""
