"""A SPARQL 1.1 store on loopback for tests: Graph Store Protocol, Update and Query over pyoxigraph.

It asks for basic, digest or bearer authentication, and fails on purpose.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store, parse

USER, PASSWORD, TOKEN, NONCE = "writer", "一把钥匙", "t0ken", "0123456789abcdef"


class SparqlServer(ThreadingHTTPServer):
    """The store.

    Attributes:
        auth: empty, ``basic``, ``digest`` or ``bearer``.
        writes: requests that wrote, in order: (method, number of statements).
        fail: answers for coming writes, first to last: a status, or 0 to close the connection; then it works again.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store, self.auth, self.limit = Store(), "", 10**9
        self.writes: list[tuple[str, int]] = []
        self.fail: list[int] = []
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def held(self, graph: str) -> int:
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, NamedNode(graph)))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SparqlServer

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        path = urlsplit(self.path)
        if not self._known():
            challenge = {"digest": f'Digest realm="s", nonce="{NONCE}", qop="auth", algorithm=SHA-256'}
            self._answer(401, WWW_Authenticate=challenge.get(self.server.auth, "Basic"))
        elif path.path == "/query":
            query = parse_qs(body.decode())["query"][0]
            found = self.server.store.query(query)
            self._answer(200, found.serialize(format=QueryResultsFormat.JSON) or b"")  # type: ignore[union-attr]
        elif path.path in ("/store", "/update"):
            self._write(path.path, parse_qs(path.query), body)
        else:
            self._answer(404)

    def _write(self, path: str, query: dict[str, list[str]], body: bytes) -> None:
        with self.server.lock:
            if self.server.fail and (code := self.server.fail.pop(0)) != 200:
                if code:
                    self._answer(code, b"  No space\n left on device")
                else:
                    self.close_connection = True
                return
            if len(body) > self.server.limit:
                self._answer(413)
                return
            if path == "/update":
                self.server.store.update(body.decode())
                number = len(re.findall(rb" \.$", body, re.M))
            else:
                number = self._take(NamedNode(query["graph"][0]), body)
            self.server.writes.append((self.command if path == "/store" else "UPDATE", number))
        self._answer(204)

    def _take(self, graph: NamedNode, body: bytes) -> int:
        if self.command == "PUT":
            self.server.store.remove_graph(graph)
        before = list(parse(body, RdfFormat.TURTLE))
        self.server.store.load(body, RdfFormat.TURTLE, to_graph=graph)
        return len(before)

    def _known(self) -> bool:
        given = self.headers.get("Authorization", "")
        if self.server.auth == "basic":
            return given == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.server.auth == "bearer":
            return given == f"Bearer {TOKEN}"
        if self.server.auth == "digest":
            return given.startswith("Digest ") and self._digest(parse_keqv_list(parse_http_list(given[7:])))
        return True

    def _digest(self, about: dict[str, str]) -> bool:
        def h(*parts: str) -> str:
            return hashlib.sha256(":".join(parts).encode()).hexdigest()

        first, second = h(USER, "s", PASSWORD), h(self.command, about["uri"])
        wanted = h(first, about["nonce"], about["nc"], about["cnonce"], about["qop"], second)
        return about["username"] == USER and about["response"] == wanted
