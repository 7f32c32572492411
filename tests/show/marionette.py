"""A small client of Firefox's own remote protocol (Marionette): no driver besides the browser is needed.

The protocol is length-prefixed JSON over a local socket: ``[0, id, command, parameters]`` out,
``[1, id, error, result]`` back (Mozilla, "Marionette protocol", version 3).
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

_PATIENCE = 60.0  # seconds until a browser that starts for the first time must answer


class Firefox:
    """A headless Firefox with a profile of its own, driven over a local socket."""

    def __init__(self, program: str, profile: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
        self._process = subprocess.Popen(
            [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._socket = self._connect(port)
        self._count = 0
        self._receive()
        self.command("WebDriver:NewSession")

    def _connect(self, port: int) -> socket.socket:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
            except OSError:
                assert time.monotonic() < end, "Firefox does not answer"
                assert self._process.poll() is None, "Firefox has ended"
                time.sleep(0.2)

    def _receive(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self._socket.recv(1)
        data, size = b"", int(head[:-1])
        while len(data) < size:
            data += self._socket.recv(size - len(data))
        return json.loads(data)

    def command(self, name: str, **parameters: Any) -> Any:
        """Send a command and return its result."""
        self._count += 1
        data = json.dumps([0, self._count, name, parameters]).encode()
        self._socket.sendall(str(len(data)).encode() + b":" + data)
        _, _, error, result = self._receive()
        assert error is None, error
        return result

    def js(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page, as it sees itself, and return what it returns."""
        found = self.command("WebDriver:ExecuteScript", script=script, args=list(arguments), sandbox=None)
        return found["value"]

    def wait(self, script: str, seconds: float = 30) -> Any:
        """Wait until a script returns something true."""
        end = time.monotonic() + seconds
        while not (value := self.js(script)):
            assert time.monotonic() < end, f"waited in vain: {script}"
            time.sleep(0.05)
        return value

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(20)
