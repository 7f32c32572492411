"""SPARQL in the page, without a browser: what is packed, and that it is what it says."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from pathlib import Path

from click.testing import CliRunner

import kg.show.view.sparql as packing
from kg.cli import cli
from kg.show import ViewOptions, write_view
from kg.show.view.sparql import sparql_parts
from kg.store import Store
from kg.store.shipped import shipped_queries

VENDOR = Path(packing.__file__).parent / "vendor"


def test_the_engine_is_the_one_that_its_note_tells_of() -> None:
    note = (VENDOR / "README.md").read_text(encoding="utf-8")
    sums = re.findall(r"SHA-256 `([0-9a-f]{64})`", note)
    script = (VENDOR / "oxigraph.js").read_bytes()
    engine = zlib.decompress((VENDOR / "oxigraph.wasm.zlib").read_bytes())
    assert [hashlib.sha256(data).hexdigest() for data in (script, engine)] == sums
    assert (VENDOR / "LICENSE-MIT").is_file()


def test_the_worker_is_a_classic_script(store: Store) -> None:
    worker = sparql_parts(store)["worker"]
    assert not re.search(r"(?m)^(export|import)\b|import\.meta", worker)


def test_the_whole_graph_and_every_query_are_packed(store: Store, small_out: Path) -> None:
    parts = sparql_parts(store)
    files = {one["name"]: zlib.decompress(base64.b64decode(one["data"])) for one in parts["files"]}
    for name in ("graph.ttl", "evidence.ttl"):
        assert files[name] == (small_out / name).read_bytes()
    names = [one["name"] for one in parts["queries"]]
    assert names == list(shipped_queries())
    assert "evidence" in names


def test_only_the_page_with_sparql_carries_the_engine(store: Store, tmp_path: Path) -> None:
    plain = write_view(store, tmp_path / "plain.html")
    full = write_view(store, tmp_path / "full.html", ViewOptions(sparql=True))
    html = (tmp_path / "plain.html").read_text(encoding="utf-8")
    assert plain.size < 900_000 < 2_000_000 < full.size
    assert "blob:; worker-src" not in html
    assert '<section id="ask"' not in html
    assert "unsafe-eval" not in html


def test_the_command_writes_it(small_out: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.html"
    done = CliRunner().invoke(
        cli, ["view", str(small_out), "-o", str(target), "--with-sparql", "--focus", "青禾经开区", "--hops", "1",
              "--types", "Park,Project,Place", "--lang", "en"],
        catch_exceptions=False, standalone_mode=False,
    )  # fmt: skip
    assert done.exception is None
    html = target.read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    assert "fz-sparql" in html
