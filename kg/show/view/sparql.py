"""SPARQL inside the page: the engine, the graph and the shipped queries, packed so that a page can carry them.

Everything binary goes in as deflate + base64: browsers unpack it with ``DecompressionStream`` and
need no request for it. The engine is Oxigraph's web build (see ``vendor/README.md``).
"""

from __future__ import annotations

import base64
import re
import zlib
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.resources import data_folder
from kg.store.opening import SCHEMES, TURTLE, Store
from kg.store.shipped import column_words, shipped_queries
from kg.store.terms import PREFIXES

_HERE = Path(__file__).resolve().parent
_VENDOR = _HERE / "vendor"
_LEVEL = 9


def sparql_parts(store: Store) -> dict[str, Any]:
    """Return what a page needs to answer SPARQL about a built graph.

    Returns:
        ``files`` (Turtle: name and packed text), ``engine`` (packed WebAssembly), ``worker`` (text of a
        worker), ``queries``, ``headings`` and ``prefixes``.

    Raises:
        GraphError: a Turtle file cannot be read.
        QueryError: the header of a shipped query is malformed.
    """
    schemes = data_folder("ontology") / "schemes"
    paths = [*(store.out / name for name in TURTLE), *(schemes / f"{name}.ttl" for name in SCHEMES)]
    try:
        files = [{"name": path.name, "data": _packed(path.read_bytes())} for path in paths if path.is_file()]
    except OSError as error:
        raise GraphError(str(store.out), f"cannot be read: {error.strerror}", "build it again") from error
    return {
        "files": files,
        "engine": base64.b64encode((_VENDOR / "oxigraph.wasm.zlib").read_bytes()).decode("ascii"),
        "worker": _worker(),
        "queries": _queries(),
        "headings": _headings(),
        "prefixes": PREFIXES,
    }


def _worker() -> str:
    """Return Oxigraph's module and our handler as one classic script.

    Browsers refuse module workers from a Blob in a page of the file system; a module's export statements are
    all that keeps it from being a classic script.
    """
    module = (_VENDOR / "oxigraph.js").read_text(encoding="utf-8")
    script = re.sub(r"(?m)^export (?=class |function )", "", module)
    script = re.sub(r"(?m)^export \{.*\};$", "", script).replace("import.meta.url", "self.location.href")
    return script + (_HERE / "sparql-worker.js").read_text(encoding="utf-8")


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, _LEVEL)).decode("ascii")


def _headings() -> dict[str, dict[str, str]]:
    zh, en = column_words("zh"), column_words("en")
    return {name: {"zh": zh[name], "en": en[name]} for name in zh}


def _queries() -> list[dict[str, Any]]:
    """Return the shipped queries as plain data, in the order of their names."""
    return [
        {
            "name": query.name, "title": query.title, "about": query.about, "text": query.text,
            "parameters": [
                {"name": one.name, "type": one.type, "default": one.default, "zh": one.zh, "en": one.en}
                for one in query.parameters
            ],
        }
        for query in shipped_queries().values()
    ]  # fmt: skip
