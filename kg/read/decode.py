"""Bytes to text: which encoding, and an error that names the offset where the bytes are not of it.

UTF-8 is tried first (its structure makes a false positive next to impossible), then GB18030 (which holds GBK
and GB2312) and Big5. Both of these decode much that is not Chinese text at all, so the winner must also be
plausible: a fair share of its ideographs belongs to the characters that every text uses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.read.patterns import patterns

MAX_BYTES = 4 * 1024 * 1024
"""Files above this size (a book of 1.4 million characters) are skipped, so that memory stays bounded."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP, DOCX or XLSX"), (b"\xd0\xcf\x11\xe0", "old Word or Excel"),
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"\x1f\x8b", "gzip"), (b"{\\rtf",
    "RTF"),
    (b"\x7fELF", "program"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7-Zip"), (b"SQLite format", "SQLite"),
)  # fmt: skip
_SAMPLE = 65_536
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLAUSIBLE = 0.12  # ordinary prose has 0.3 to 0.5; wrongly decoded bytes below 0.05
_CERTAIN = 0.5  # what another encoding must reach where the bytes are valid UTF-8
_MAX_BROKEN = 0.02  # share of bad places up to which a text counts as damaged, not as another encoding


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file: ``text`` without BOM, line ends untouched; the codec's name."""

    text: str
    encoding: str


def read_bytes(path: Path) -> bytes:
    """Read a source file.

    Raises:
        InputError: it is missing, unreadable, too large or empty.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // (1024 * 1024)
            raise InputError(
                str(path), f"{size:,} bytes are more than the limit of {limit} MiB", "split the file"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(str(path), "no such file", "check the path") from None
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "check its permissions") from None
    if not data.strip():
        raise InputError(str(path), "empty file", "remove it or fill it")
    return data


def decode(data: bytes, name: str) -> Decoded:
    """Decode a file's bytes.

    Args:
        data: the bytes, not empty.
        name: the file's name for messages.

    Raises:
        InputError: binary file; invalid bytes (with the byte offset of the first); unknown encoding; no text.
    """
    decoded = _by_bom(data, name) or _by_content(data, name)
    if not decoded.text.strip("\ufeff \t\r\n\f\v\u3000\u200b"):
        raise InputError(name, "empty file", "remove it or fill it")
    if len(_CONTROL.findall(decoded.text, 0, _SAMPLE)) > 0.02 * min(len(decoded.text), _SAMPLE):
        raise InputError(name, "binary file", "convert it to plain text")
    return decoded


def _by_bom(data: bytes, name: str) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], encoding, name, len(bom)), encoding)
    return None


def _strict(data: bytes, encoding: str, name: str, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _invalid(name, encoding, error.start + skipped) from None


def _invalid(name: str, encoding: str, offset: int) -> InputError:
    return InputError(
        name, f"invalid {encoding} at byte offset {offset}", "repair it or save it again as UTF-8"
    )


def _by_content(data: bytes, name: str) -> Decoded:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputError(name, f"binary file ({kind})", "convert it to plain text")
    if b"\x00" in data[:_SAMPLE]:
        raise InputError(name, "binary file", "convert it to plain text")
    whole: dict[str, str] = {}
    broken: dict[str, int] = {}
    scores: dict[str, float] = {}
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            whole[encoding] = data.decode(encoding)
            scores[encoding] = plausibility(whole[encoding])
        except UnicodeDecodeError as error:
            broken[encoding] = error.start
            scores[encoding] = _damaged_score(data, encoding)
        if encoding == "utf-8" and encoding in whole and not _looks_mistaken(whole[encoding]):
            return Decoded(whole[encoding], encoding)
    if "utf-8" in whole and max(scores.values()) < _CERTAIN:
        return Decoded(whole["utf-8"], "utf-8")
    best = max(scores, key=lambda encoding: (scores[encoding], encoding == "gb18030"))
    if scores[best] < _PLAUSIBLE:
        best = _ask_library(data, whole)
        if not best:
            raise InputError(name, "unknown encoding", "save it as UTF-8, GB18030 or Big5 Chinese text")
    if best in whole:
        return Decoded(whole[best], best)
    raise _invalid(name, best, broken[best])


def _looks_mistaken(text: str) -> bool:
    """Short GB18030 texts can be valid UTF-8 by chance: no ideographs then, but letters of other scripts."""
    return len(text) < 1000 and not text.isascii() and not _IDEOGRAPH.search(text)


def _damaged_score(data: bytes, encoding: str) -> float:
    """Return the plausibility of a text that has a few invalid bytes; 0 where they are too many."""
    text = data[:_SAMPLE].decode(encoding, "replace")
    bad = text.count("\ufffd")
    if bad > max(2, _MAX_BROKEN * len(text)):
        return 0.0
    return plausibility(text)


def plausibility(text: str) -> float:
    """Return the share of ideographs in ``text`` that are among the commonest (0 where it has none)."""
    ideographs = _IDEOGRAPH.findall(text, 0, _SAMPLE)
    if not ideographs:
        return 0.0
    common = patterns().common_characters
    return sum(char in common for char in ideographs) / len(ideographs)


def _ask_library(data: bytes, whole: dict[str, str]) -> str:
    """Let charset-normalizer choose among the codecs that fit: rare names have few common characters."""
    if not whole:
        return ""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=sorted(whole), enable_fallback=False).best()
    if best is None or best.encoding not in whole or best.chaos > 0.1:
        return ""
    return str(best.encoding) if _IDEOGRAPH.search(whole[best.encoding]) else ""
