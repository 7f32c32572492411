"""Pyoxigraph writes the prefixes of a file in any order; here they are put in order on their way out."""

from __future__ import annotations

import re
from typing import IO, cast

_TURTLE = re.compile(rb"(?:@prefix [^\n]*\n)*(?=[^@\n])")
_XML = re.compile(rb"<\?xml[^>]*>\s*<rdf:RDF((?: xmlns:[^ >]+)*)>")


class SortedHead:
    """A binary file for ``pyoxigraph.serialize`` whose head (Turtle, TriG, RDF/XML) is sorted.

    Close it (or leave its ``with`` block): a file that has nothing but a head is written then.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._head: bytes | None = b""

    def __enter__(self) -> SortedHead:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def as_file(self) -> IO[bytes]:
        """Return this, as the type that is asked for; ``write`` and ``flush`` are all that is used of it."""
        return cast(IO[bytes], self)

    def write(self, data: bytes) -> int:
        """Take bytes; the head is held back until it is whole."""
        if self._head is None:
            self._file.write(data)
        else:
            self._head += data
            pattern = _XML if self._head.startswith(b"<?xml") else _TURTLE
            if found := pattern.match(self._head):
                self._release(found.end())
        return len(data)

    def flush(self) -> None:
        """Flush what has been released."""
        self._file.flush()

    def close(self) -> None:
        """Write a head that nothing followed; the file itself stays open."""
        if self._head is not None:
            self._release(len(self._head))

    def _release(self, end: int) -> None:
        assert self._head is not None
        head, rest = self._head[:end], self._head[end:]
        self._head = None
        if found := _XML.match(head):
            names = b"".join(b" " + name for name in sorted(found[1].split()))
            head = head[: found.start(1)] + names + head[found.end(1) :]
        else:
            head = b"".join(sorted(head.splitlines(keepends=True)))
        self._file.write(head + rest)
