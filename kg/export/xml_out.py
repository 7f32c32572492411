"""A stream of XML elements, one to a line; text is cleaned of what XML forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from kg.export.xml_text import XmlText

_KEPT = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}  # else a reader turns them into spaces or line feeds


class XmlOut:
    """Writes elements as they come.

    Attributes:
        text: cleans, and counts what it replaced.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file, self._depth = file, 0
        self.text = XmlText()

    @contextmanager
    def element(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """Write an element around what is written within."""
        self._line(f"<{name}{self._attributes(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{name}>")

    def leaf(self, name: str, attributes: Mapping[str, str] | None = None, content: str = "") -> None:
        """Write an element that holds text or nothing."""
        given = self._attributes(attributes)
        if content:
            self._line(f"<{name}{given}>{escape(self.text.clean(content), _KEPT)}</{name}>")
        else:
            self._line(f"<{name}{given}/>")

    def _attributes(self, attributes: Mapping[str, str] | None) -> str:
        found = (attributes or {}).items()
        return "".join(f" {key}={quoteattr(self.text.clean(value), _KEPT)}" for key, value in found)

    def _line(self, text: str) -> None:
        self._file.write(" " * self._depth + text + "\n")


@contextmanager
def xml_file(path: Path) -> Iterator[XmlOut]:
    """Open a file for XML in UTF-8."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        yield XmlOut(file)
