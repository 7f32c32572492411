"""Writing to people: nothing that a document holds can fail to print, or command the terminal."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from kg.store.escape import visible


def prepare_streams() -> None:
    """Make standard output and error accept any text.

    Elsewhere than on a Windows console both speak UTF-8, whatever the locale says (LC_ALL=C); there a
    character that the console's code page lacks is replaced.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if os.name == "nt" and stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def safe(text: str) -> str:
    """Return text with control characters shown instead of sent (line ends are kept)."""
    return visible(text, keep="\n")


def echo(text: str) -> None:
    """Print a message to standard output."""
    _write(sys.stdout, safe(text))


def warn(text: str) -> None:
    """Print a line to standard error."""
    _write(sys.stderr, safe(text))


def _write(stream: TextIO, text: str) -> None:
    stream.write(text if text.endswith("\n") else text + "\n")
    stream.flush()
