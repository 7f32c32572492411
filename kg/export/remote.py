"""A SPARQL 1.1 store across the network: the three requests that publishing needs, and what can go wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import OutputError
from kg.export.addresses import is_web_address
from kg.graph.terms import iri

if TYPE_CHECKING:
    import httpx

PROTOCOLS = ("gsp", "update")
AUTHS = ("basic", "digest", "bearer")
_TIMEOUT = 300.0
_TRIES = 4
_PASSING = (429, 502, 503, 504)
_QUERY_OF = {
    "/sparql-graph-crud-auth": "/sparql",  # Virtuoso
    "/sparql-graph-crud": "/sparql",
    "/sparql-auth": "/sparql",
    "/rdf-graphs/service": "",  # GraphDB, RDF4J
    "/statements": "",
    "/data": "/sparql",  # Fuseki
    "/update": "/query",  # Fuseki, Oxigraph
    "/store": "/query",  # Oxigraph
}
_REASONS = {
    401: ("refuses user or password (401)", "check --auth, --user and the password"),
    403: ("does not allow it (403)", "use an account that may write"),
    404: ("knows no such address (404)", "give the address that takes data, and --protocol gsp or update"),
    405: (
        "does not take data at this address (405)",
        "give the address that takes data, and --protocol gsp or update",
    ),
    413: ("finds the batch too large (413)", "give a smaller --batch"),
}


@dataclass(frozen=True)
class Target:
    """Where to publish, and how.

    Attributes:
        endpoint: address that takes data.
        graph: IRI of the named graph.
        protocol: ``gsp`` (SPARQL 1.1 Graph Store HTTP Protocol) or ``update`` (SPARQL 1.1 Update).
        query: address that answers queries; empty: made from ``endpoint``.
        auth: empty, or one of ``AUTHS``.
        user: for basic and digest.
        secret: password or token.
        batch: statements in one request; 0: a number that suits the protocol.
    """

    endpoint: str
    graph: str
    protocol: str = "gsp"
    query: str = ""
    auth: str = ""
    user: str = ""
    secret: str = ""
    batch: int = 0

    @property
    def size(self) -> int:
        """Statements in one request. Virtuoso compiles an update as one program of limited length."""
        return self.batch or (20_000 if self.protocol == "gsp" else 1_000)

    @property
    def answers(self) -> str:
        """The address that answers queries."""
        if self.query:
            return self.query
        for ending, other in _QUERY_OF.items():
            if self.endpoint.endswith(ending):
                return self.endpoint.removesuffix(ending) + other
        return self.endpoint


class Remote:
    """A store across the network.

    Raises:
        OutputError: the graph's name is no IRI, an address is no http or https address, or httpx is not installed.
    """

    def __init__(self, target: Target, pause: Callable[[float], None] = time.sleep) -> None:
        try:
            iri(target.graph)
        except ValueError as error:
            raise OutputError(
                "--graph", f"{target.graph!r} is no IRI", "give the IRI of a named graph"
            ) from error
        for address in (target.endpoint, target.answers):
            if not is_web_address(address):
                raise OutputError(
                    address, "is no http or https address", "give the address of a SPARQL store"
                )
        try:
            import httpx
        except ImportError as error:
            raise OutputError(
                "kg publish", "needs httpx, which is not installed", 'pip install "fangzhi[publish]"'
            ) from error
        self._httpx, self._target, self._pause = httpx, target, pause
        bearer = {"Authorization": f"Bearer {target.secret}"} if target.auth == "bearer" else {}
        self._client = httpx.Client(auth=self._auth(), headers=bearer, timeout=_TIMEOUT)

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _auth(self) -> Any:
        target, httpx = self._target, self._httpx
        if target.auth == "basic":
            return httpx.BasicAuth(target.user, target.secret)
        if target.auth == "digest":
            return httpx.DigestAuth(target.user, target.secret)
        return None

    def count(self) -> int:
        """Return how many statements the named graph holds.

        Raises:
            OutputError: the store does not answer, or not as SPARQL 1.1 asks.
        """
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{self._target.graph}> {{ ?s ?p ?o }} }}"
        address = self._target.answers
        answer = self._send(
            "POST", address, data={"query": query}, headers={"Accept": "application/sparql-results+json"}
        )
        try:
            return int(answer.json()["results"]["bindings"][0]["n"]["value"])
        except (ValueError, LookupError, TypeError) as error:
            raise OutputError(
                address, "gives no SPARQL results", "give the address that answers queries with --query"
            ) from error

    def replace(self, lines: list[str]) -> None:
        """Make the named graph consist of these statements."""
        if self._target.protocol == "gsp":
            self._store("PUT", lines)
        else:
            self._update(f"DROP SILENT GRAPH <{self._target.graph}>")
            self.add(lines)

    def add(self, lines: list[str]) -> None:
        """Add statements (N-Triples lines) to the named graph; those that are there stay as they are."""
        if self._target.protocol == "gsp":
            self._store("POST", lines)
        else:
            self._update("INSERT DATA { GRAPH <%s> {\n%s\n} }" % (self._target.graph, "\n".join(lines)))  # noqa: UP031

    def _store(self, method: str, lines: list[str]) -> None:
        # N-Triples is Turtle, and Turtle is what every store takes
        body = "".join(f"{line}\n" for line in lines).encode()
        headers = {"Content-Type": "text/turtle; charset=utf-8"}
        params = {"graph": self._target.graph}
        self._send(method, self._target.endpoint, params=params, content=body, headers=headers)

    def _update(self, text: str) -> None:
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        self._send("POST", self._target.endpoint, content=text.encode(), headers=headers)

    def _send(self, method: str, address: str, **about: Any) -> httpx.Response:
        for attempt in range(_TRIES):
            last = attempt == _TRIES - 1
            try:
                answer = self._client.request(method, address, **about)
            except self._httpx.TransportError as error:
                if last or isinstance(error, self._httpx.ConnectError):
                    raise self._silent(address, error) from error
            else:
                if answer.is_success:
                    return answer
                if last or answer.status_code not in _PASSING:
                    raise _refused(address, answer)
            self._pause(2.0**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _silent(self, address: str, error: Exception) -> OutputError:
        place = urlsplit(address).netloc.rpartition("@")[2]
        if isinstance(error, self._httpx.ConnectError):
            return OutputError(place, "no server answers here", "check the address, and that it runs")
        if isinstance(error, self._httpx.TimeoutException):
            return OutputError(place, "does not answer in time", "run the same command again to go on")
        return OutputError(
            place, f"the connection broke ({type(error).__name__})", "run the same command again to go on"
        )


def _refused(address: str, answer: httpx.Response) -> OutputError:
    code = answer.status_code
    if code in _REASONS:
        what, remedy = _REASONS[code]
        return OutputError(address, what, remedy)
    if answer.is_redirect:
        return OutputError(address, f"has moved ({code})", f"give {answer.headers.get('location', '?')}")
    said = " ".join(answer.text.split())[:200] or answer.reason_phrase
    return OutputError(
        address,
        f"does not take the data ({code}: {said})",
        "mend it there, then run the same command again to go on",
    )
