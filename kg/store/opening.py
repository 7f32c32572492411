"""Opening a built graph: the on-disk store of its generation, or its Turtle files in memory."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    RdfFormat,
    Variable,
)
from pyoxigraph import (
    Store as Oxigraph,
)

from kg.errors import GraphError, QueryError
from kg.resources import data_folder
from kg.store.answer import Answer
from kg.store.guard import check_query
from kg.store.terms import PREFIXES, term

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd  # type: ignore[import-untyped,unused-ignore]
    import rdflib

TURTLE = ("graph.ttl", "evidence.ttl", "background.ttl")
SCHEMES = ("status", "measure", "bound")
DISK = "store"
Term = NamedNode | BlankNode | Literal
T = TypeVar("T")
_LABELS = (term("skos:prefLabel"), term("rdfs:label"), term("schema:name"), term("dcterms:title"))


class Store:
    """A built graph, read-only.

    Attributes:
        out: the folder that ``kg build`` wrote.
    """

    def __init__(self, out: Path, oxigraph: Oxigraph | None = None) -> None:
        self.out = out
        self._oxigraph = oxigraph
        self._labels: dict[tuple[str, str], str] = {}

    def engine(self) -> Oxigraph:
        """Return the SPARQL engine."""
        assert self._oxigraph is not None, "a store without an engine must bring its own"
        return self._oxigraph

    def remember(self, what: str, read: Callable[[], Iterable[T]]) -> Iterable[T]:
        """Return what a reading of the whole graph gives; a store that lives in memory may keep it."""
        return read()

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Run a SPARQL 1.1 query; updates, SERVICE and LOAD are refused.

        Args:
            sparql: the query's text; the prefixes of ``kg.store.terms`` need no declaration.
            bindings: RDF terms by variable name (without ``?``), put in place of the variables.

        Raises:
            QueryError: a syntax error (with its line and column), or something that is refused.
        """
        check_query(sparql)
        terms: dict[Variable, Any] = {Variable(name): value for name, value in (bindings or {}).items()}
        try:
            found = self.engine().query(sparql, prefixes=dict(PREFIXES), substitutions=terms)
            return Answer.of(found)
        except SyntaxError as error:
            raise QueryError("query", f"syntax error: {_position(error)}", "see kg query --list") from error
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError("query", f"cannot be answered: {error}") from error

    def quads(
        self, subject: Term | None = None, predicate: NamedNode | None = None, value: Term | None = None
    ) -> Iterator[Any]:
        """Return the statements (with ``subject``, ``predicate``, ``object``) that fit a pattern.

        None fits anything. The order is the store's own. RDF 1.1 has no quoted triples, so the looser
        types of pyoxigraph's ``Quad`` would only get in the way here.
        """
        if isinstance(subject, Literal):
            return iter(())
        return self.engine().quads_for_pattern(subject, predicate, value)

    def properties(self, subject: Term) -> dict[str, list[Term]]:
        """Return the values of a subject by IRI of the property, each list sorted."""
        found: dict[str, list[Term]] = {}
        for quad in self.quads(subject):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return {
            key: sorted(values, key=str) if len(values) > 1 else values
            for key, values in sorted(found.items())
        }

    def label(self, thing: Term, lang: str = "zh") -> str:
        """Return what a person calls a term: its label in ``lang``, any label, else the end of its IRI."""
        if isinstance(thing, Literal):
            return thing.value
        if (known := self._labels.get((thing.value, lang))) is None:
            known = self._labels[thing.value, lang] = self._find_label(thing, lang)
        return known

    def _find_label(self, thing: Term, lang: str) -> str:
        values = self.properties(thing)
        for wanted in (lang, "zh", None):
            for key in _LABELS:
                for value in values.get(key.value, []):
                    if isinstance(value, Literal) and wanted in (None, value.language):
                        return value.value
        return thing.value.rstrip("/").rsplit("#", 1)[-1].rsplit("/", 1)[-1]

    def dump(self) -> bytes:
        """Return all statements as N-Triples (for other libraries)."""
        from pyoxigraph import DefaultGraph

        return self.engine().dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""


def open_store(out: Path) -> Store:
    """Open what ``kg build`` wrote: ``out/store`` where it is, else the Turtle files, in memory.

    Raises:
        GraphError: there is no built graph, or it cannot be read.
    """
    if not (out / TURTLE[0]).is_file():
        raise GraphError(
            str(out), "holds no graph (graph.ttl is missing)", "run kg build SOURCES -o OUT first"
        )
    disk = out / DISK
    try:
        if (disk / "CURRENT").is_file():
            return Store(out, Oxigraph.read_only(str(disk)))
        return Store(out, _load(Oxigraph(), out))
    except (OSError, ValueError, SyntaxError) as error:
        raise GraphError(str(out), f"the graph cannot be read: {error}", "build it again") from error


def write_disk_store(out: Path) -> Path:
    """Write ``out/store`` from the Turtle files in ``out``; return its path.

    An older store in ``out`` is replaced, so call this inside a generation that nobody reads yet.

    Raises:
        GraphError: a Turtle file is missing or malformed, or the store cannot be written.
    """
    disk = out / DISK
    if disk.exists():
        shutil.rmtree(disk)
    try:
        oxigraph = _load(Oxigraph(str(disk)), out)
        oxigraph.optimize()
        oxigraph.flush()
    except (OSError, ValueError, SyntaxError) as error:
        raise GraphError(str(disk), f"the store cannot be written: {error}", "build again") from error
    return disk


def _load(oxigraph: Oxigraph, out: Path) -> Oxigraph:
    """Load a graph and the names of statuses, measures and bounds, so that answers can be read."""
    for path in (*(out / name for name in TURTLE), *scheme_files()):
        if path.is_file():
            oxigraph.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return oxigraph


def scheme_files() -> list[Path]:
    """Return the files that name statuses, measures and bounds."""
    schemes = data_folder("ontology") / "schemes"
    return [path for name in SCHEMES if (path := schemes / f"{name}.ttl").is_file()]


def _position(error: SyntaxError) -> str:
    """Return the parser's message on one line, its position first; of what it expected, only the words.

    >>> _position(SyntaxError("error at 2:7: expected one of EOF, ['0'..='9'], WHERE"))
    'line 2, column 7: expected EOF or WHERE'
    """
    text = " ".join(str(error.msg).split())
    found = re.search(r"(?:error )?at (\d+):(\d+):? ?", text)
    if not found:
        return text
    said = text[: found.start()] + text[found.end() :]
    if said.startswith("expected one of "):
        options = [one for one in said.removeprefix("expected one of ").split(", ") if "[" not in one]
        shown = options[:6] + (["…"] if len(options) > 6 else [])
        said = f"expected {' or '.join(shown)}" if shown else "not understood"
    return f"line {found[1]}, column {found[2]}: {said}"


class Graph:
    """A built graph for notebooks: the store, and the same as rdflib, networkx and pandas objects."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._rdf: rdflib.Graph | None = None
        self._network: nx.MultiDiGraph | None = None

    @property
    def rdf(self) -> rdflib.Graph:
        """The statements as an ``rdflib.Graph``, loaded on first use (about 30 s per million)."""
        if self._rdf is None:
            import rdflib

            self._rdf = rdflib.Graph()
            for prefix, start in PREFIXES.items():
                self._rdf.bind(prefix, start)
            self._rdf.parse(data=self.store.dump(), format="nt")
        return self._rdf

    @property
    def network(self) -> nx.MultiDiGraph:
        """The things and their relations: nodes have ``name``, ``type``, ``aliases``; edges ``relation``."""
        if self._network is None:
            from kg.store.network import read_network

            self._network = read_network(self.store)
        return self._network

    def query(self, query: str, **parameters: str) -> Answer:
        """Run SPARQL text, a ``.rq`` file or a shipped query (see ``kg.store.ask``)."""
        from kg.store.asking import ask

        return ask(self.store, query, parameters)

    def frame(self, name: str, **parameters: str) -> pd.DataFrame:
        """Return a table (``entities``, ``documents``, a fact layer) or a shipped query as a data frame.

        Raises:
            GraphError: pandas is not installed.
            QueryError: there is no such table or query.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise GraphError(
                "frame()", "needs pandas, which is not installed", "pip install pandas"
            ) from error
        from kg.store.tables import TABLES, table_rows

        if name in TABLES and not parameters:
            heading, rows = table_rows(self.store, name)
            frame = pd.DataFrame(list(rows), columns=heading)
        else:
            answer = self.query(name, **parameters)
            frame = pd.DataFrame(answer.texts(), columns=list(answer.variables))
        return frame.apply(_numbers)


def _numbers(column: Any) -> Any:
    """Turn a column of numbers written as text into numbers; leave any other as it is."""
    import pandas as pd

    try:
        return pd.to_numeric(column.where(column != "", None)) if (column != "").any() else column
    except (ValueError, TypeError):
        return column


def load(out: Path | str) -> Graph:
    """Open what ``kg build`` wrote, for work in Python.

    Raises:
        GraphError: there is no built graph in ``out``.
    """
    return Graph(open_store(Path(out)))
