"""Publishing into a store on loopback, and into a real Virtuoso where one is installed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from odd_world import PARK
from pyoxigraph import NamedNode
from sparql_server import PASSWORD, TOKEN, USER, SparqlServer

from kg.cli import main
from kg.errors import OutputError
from kg.export.publish import publish
from kg.export.remote import Remote, Target
from kg.export.statements import read_statements
from kg.store import Store, shipped_queries
from kg.store.terms import PREFIXES

ROOT = Path(__file__).parents[2]
GRAPH = "https://example.org/图谱"
PATHS = {"gsp": "/store", "update": "/update"}


@pytest.fixture
def server() -> Iterator[SparqlServer]:
    found = SparqlServer()
    yield found
    found.shutdown()
    found.server_close()


def target(server: SparqlServer, protocol: str = "gsp", **more: object) -> Target:
    return Target(server.url(PATHS[protocol]), GRAPH, protocol, batch=100, **more)  # type: ignore[arg-type]


def lines(built: Path) -> list[str]:
    return [line for line, _ in read_statements(built)]


@pytest.mark.parametrize("protocol", PATHS)
def test_everything_arrives(protocol: str, built: Path, server: SparqlServer, tmp_path: Path) -> None:
    server.store.update(
        f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <a:old> <a:old> <a:old> }} GRAPH <a:other> {{ <a:b> <a:b> <a:b> }} }}"
    )
    told: list[int] = []
    done = publish(built, target(server, protocol), tmp_path, tell=told.append)
    expected = lines(built)
    assert (done.statements, done.sent) == (len(expected), len(expected))
    found = server.store.quads_for_pattern(None, None, None, NamedNode(GRAPH))
    # Oxigraph keeps all whole numbers as xsd:integer
    wanted = [line.replace("#nonNegativeInteger>", "#integer>") for line in expected]
    assert sorted(f"{quad.triple} ." for quad in found) == sorted(wanted)
    assert server.held("a:other") == 1  # nothing of others is touched
    assert told == [*range(100, len(expected), 100), len(expected)]
    assert server.writes[0] == (("PUT", 100) if protocol == "gsp" else ("UPDATE", 0))
    assert [number for _, number in server.writes[1:-1]] == [100] * (len(server.writes) - 2)


@pytest.mark.parametrize("protocol", PATHS)
def test_a_second_call_sends_nothing(
    protocol: str, built: Path, server: SparqlServer, tmp_path: Path
) -> None:
    publish(built, target(server, protocol), tmp_path)
    before = list(server.writes)
    assert publish(built, target(server, protocol), tmp_path).sent == 0
    assert server.writes == before
    assert publish(built, target(server, protocol), tmp_path, restart=True).sent == len(lines(built))


@pytest.mark.parametrize("protocol", PATHS)
def test_it_goes_on_where_it_stopped(
    protocol: str, built: Path, server: SparqlServer, tmp_path: Path
) -> None:
    server.fail = [200, 200, 200, 507]
    with pytest.raises(OutputError, match=r"does not take the data \(507: No space left on device\)"):
        publish(built, target(server, protocol), tmp_path)
    arrived = server.held(GRAPH)
    assert 0 < arrived < len(lines(built))
    done = publish(built, target(server, protocol), tmp_path)
    assert done.sent == len(lines(built)) - arrived
    assert server.held(GRAPH) == len(lines(built))


def test_it_begins_anew_where_the_store_has_lost_it(
    built: Path, server: SparqlServer, tmp_path: Path
) -> None:
    publish(built, target(server), tmp_path)
    server.store.update(f"CLEAR GRAPH <{GRAPH}>")
    assert publish(built, target(server), tmp_path).sent == len(lines(built))


def test_it_begins_anew_with_another_graph(built: Path, server: SparqlServer, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(built, other)
    publish(built, target(server), tmp_path)
    text = (other / "background.ttl").read_text(encoding="utf-8")
    (other / "background.ttl").write_text(text[: text.rindex("\n\n") + 1], encoding="utf-8")
    done = publish(other, target(server), tmp_path)
    assert done.sent == done.statements == len(lines(other)) == server.held(GRAPH) < len(lines(built))


def test_a_wrong_count_is_told(
    built: Path, server: SparqlServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, held = Remote.count, len(lines(built))
    monkeypatch.setattr(Remote, "count", lambda self: count(self) - 1)
    with pytest.raises(
        OutputError, match=f"holds {held - 1} statements instead of {held}; run the same command again"
    ):
        publish(built, target(server), tmp_path)
    monkeypatch.undo()
    assert (
        publish(built, target(server), tmp_path).sent == held
    )  # what was remembered is not trusted any more


@pytest.mark.parametrize("failure", [503, 0])
def test_passing_trouble_is_waited_for(failure: int, built: Path, server: SparqlServer) -> None:
    pauses: list[float] = []
    server.fail = [failure, failure]
    with Remote(target(server), pauses.append) as remote:
        remote.replace(lines(built)[:10])
        assert remote.count() == 10
        assert pauses == [1.0, 2.0]
        server.fail = [failure] * 4
        with pytest.raises(OutputError, match=r"503|the connection broke"):
            remote.add(lines(built)[10:20])
        assert remote.count() == 10


@pytest.mark.parametrize(("auth", "secret"), [("basic", PASSWORD), ("digest", PASSWORD), ("bearer", TOKEN)])
def test_authentication(auth: str, secret: str, built: Path, server: SparqlServer, tmp_path: Path) -> None:
    server.auth = auth
    good = target(server, auth=auth, user=USER, secret=secret)
    for bad in (replace(good, secret="wrong"), replace(good, auth="")):
        with pytest.raises(OutputError, match=r"refuses user or password \(401\)"):
            publish(built, bad, tmp_path)
    assert not server.writes
    assert publish(built, good, tmp_path).statements == server.held(GRAPH)


def test_a_batch_too_large_is_told(built: Path, server: SparqlServer, tmp_path: Path) -> None:
    server.limit = 100
    with pytest.raises(OutputError, match=r"finds the batch too large \(413\); give a smaller --batch"):
        publish(built, target(server), tmp_path)


@pytest.mark.parametrize(
    ("endpoint", "answers"),
    [
        ("http://h:8890/sparql-graph-crud-auth", "http://h:8890/sparql"), ("http://h:8890/sparql-auth", "http://h:8890/sparql"),
        ("http://h/ds/data", "http://h/ds/sparql"), ("http://h/ds/update", "http://h/ds/query"),
        ("http://h/repositories/r/statements", "http://h/repositories/r"), ("http://h/store", "http://h/query"),
        ("http://h/repositories/r/rdf-graphs/service", "http://h/repositories/r"), ("http://h/x", "http://h/x"),
    ],
)  # fmt: skip
def test_where_queries_are_answered(endpoint: str, answers: str) -> None:
    assert Target(endpoint, GRAPH).answers == answers
    assert Target(endpoint, GRAPH, query="http://q/").answers == "http://q/"


def test_the_command(
    built: Path,
    server: SparqlServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    shutil.copytree(built, out)
    command = ["publish", str(out), "--lang", "en", "--endpoint"]
    server.auth = "basic"
    monkeypatch.setenv("FANGZHI_PASSWORD", PASSWORD)
    assert main([*command, server.url("/store"), "--user", USER]) == 0
    number = f"{len(lines(built)):,}"
    shown = capsys.readouterr()
    assert (
        shown.out == f"https://w3id.org/fangzhi/id/dataset: {number} statements, {number} of them sent now\n"
    )
    for arguments, words in (
        (
            [server.url("/nothing"), "--query", server.url("/query"), "--user", USER],
            "knows no such address (404)",
        ),
        ([server.url("/store"), "--user", "nobody"], "refuses user or password (401)"),
        (
            ["http://127.0.0.1:1/store"],
            "127.0.0.1:1: no server answers here; check the address, and that it runs",
        ),
        (["file:///etc/passwd"], "is no http or https address"),
        ([server.url("/store"), "--graph", "a> b"], "--graph: 'a> b' is no IRI"),
    ):
        assert main([*command, *arguments]) == 2
        err = capsys.readouterr().err
        assert words in err and err.count("\n") == 1 and PASSWORD not in err
    monkeypatch.delenv("FANGZHI_PASSWORD")
    assert main([*command, server.url("/store"), "--user", USER]) == 2
    assert "put it into the environment as FANGZHI_PASSWORD" in capsys.readouterr().err


def test_missing_library(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(
        OutputError, match=r'needs httpx, which is not installed; pip install "fangzhi\[publish\]"'
    ):
        publish(built, Target("http://127.0.0.1:1/", GRAPH), tmp_path)


SETTINGS = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
CaseMode = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
Charset = UTF-8
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Virtuoso of its own, on loopback; user and password are dba."""
    program = os.environ.get("VIRTUOSO") or shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource; or name virtuoso-t in VIRTUOSO)")
    folder, http = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "v.ini").write_text(SETTINGS.format(sql=free_port(), http=http), encoding="utf-8")
    process = subprocess.Popen(
        [program, "-f", "-c", "v.ini"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        for _ in range(600):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", http)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{http}"
    finally:
        process.kill()
        process.wait()


CONNECTION = {"auth": "digest", "user": "dba", "secret": "dba"}
ADDRESSES = {"gsp": "/sparql-graph-crud-auth", "update": "/sparql-auth"}


@pytest.mark.slow
@pytest.mark.parametrize("protocol", ADDRESSES)
def test_virtuoso_after_a_kill(
    protocol: str, built: Path, virtuoso: str, tmp_path: Path, store: Store
) -> None:
    """Killed in the middle, gone on with, counted, asked a shipped query."""
    graph = f"https://example.org/{protocol}"
    code = (
        "import sys, time; from pathlib import Path; from kg.export.publish import publish; from kg.export.remote import Target\n"
        "def tell(total): print(total, flush=True); time.sleep(0.2)\n"
        "publish(Path(sys.argv[1]), Target(*sys.argv[3:6], auth='digest', user='dba', secret='dba', batch=50), Path(sys.argv[2]), tell=tell)"
    )
    arguments = [str(built), str(tmp_path), virtuoso + ADDRESSES[protocol], graph, protocol]
    child = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    for _ in range(3):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    child.wait()
    there = Target(virtuoso + ADDRESSES[protocol], graph, protocol, batch=50, **CONNECTION)
    with Remote(there) as remote:
        assert 150 <= remote.count() < len(lines(built))
    done = publish(built, there, tmp_path)
    assert 0 < done.sent <= len(lines(built)) - 150
    assert done.statements == len(lines(built))
    assert shipped_answer(virtuoso, graph) == {
        (row[0].value, row[1].value) for row in store.query(LOCATED).rows
    }


LOCATED = (
    "SELECT ?name ?place WHERE { ?s fz:locatedIn ?o . ?s skos:prefLabel ?name . ?o skos:prefLabel ?place }"
)


def shipped_answer(virtuoso: str, graph: str) -> set[tuple[str, str]]:
    import httpx

    heads = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    asked = {"query": heads + LOCATED, "default-graph-uri": graph}
    accept = {"Accept": "application/sparql-results+json"}
    found = httpx.post(f"{virtuoso}/sparql", data=asked, headers=accept).json()["results"]["bindings"]
    text = {"query": heads + shipped_queries()["documents"].text, "default-graph-uri": graph}
    documents = httpx.post(f"{virtuoso}/sparql", data=text, headers=accept)
    assert documents.is_success, documents.text
    assert len(documents.json()["results"]["bindings"]) == 2
    assert any(row["name"]["value"] == PARK for row in found)
    return {(row["name"]["value"], row["place"]["value"]) for row in found}


@pytest.mark.slow
def test_virtuoso_refuses_a_wrong_password(built: Path, virtuoso: str, tmp_path: Path) -> None:
    there = Target(virtuoso + ADDRESSES["gsp"], GRAPH, **{**CONNECTION, "secret": "wrong"})
    with pytest.raises(OutputError, match=r"refuses user or password \(401\)"):
        publish(built, there, tmp_path)
