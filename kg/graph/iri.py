"""IRIs of things and nodes (design.md, "The vocabulary").

Things are ``base + KIND/NAME`` or ``KIND/CODE_NAME``; nodes are ``base + KIND/`` and the first 32 hexadecimal
digits (128 bits) of the SHA-256 of their canonical content. Content names things by their local part, so the
digests do not depend on ``--base``.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from urllib.parse import urlsplit

from kg.errors import KgError

_HEX_DIGITS = 32
_UNSAFE = re.compile(
    # the characters that design.md lists, then what RFC 3987 keeps out of a path: controls, brackets,
    # bidirectional marks (section 4.1), private use, surrogates, tags and noncharacters
    r"""[\s<>"{}|\\^%/?#`\x00-\x20\x7f-\xa0\[\]\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ue000-\uf8ff"""
    r"""\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"""
    + "".join(f"|[{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}]" for plane in range(0x10000, 0xF0000, 0x10000))
)
_CODED = re.compile(r"(?=[0-9a-z]*[0-9])[0-9a-z]{6,}_")
_DOTS = re.compile(r"\.{1,2}\Z")


def nfc(name: str) -> str:
    r"""Return a name in Unicode normal form C, white space at its ends removed.

    >>> nfc(" 甲\n")
    '甲'
    """
    return unicodedata.normalize("NFC", name).strip()


def encode(name: str) -> str:
    """Return a name as the last part of an IRI.

    >>> encode("50%/年 产线")
    '50%25%2F年%20产线'
    >>> encode("..")
    '%2E%2E'
    """
    safe = _UNSAFE.sub(_percent, nfc(name))
    return safe.replace(".", "%2E") if _DOTS.match(safe) else safe


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "surrogatepass"))


def local(kind: str, name: str, code: str = "") -> str:
    """Return the local part of a thing's IRI.

    A name that itself looks like CODE_NAME gets its first ``_`` encoded, so no two keys share an IRI.

    >>> local("park", "高新区", "430400"), local("park", "430400_高新区")
    ('park/430400_高新区', 'park/430400%5F高新区')
    """
    tail = encode(name)
    if code:
        return f"{kind}/{code}_{tail}"
    return f"{kind}/{tail.replace('_', '%5F', 1) if _CODED.match(tail) else tail}"


def digest(*content: object) -> str:
    """Return the digest that names a node, made from its canonical content (JSON, keys sorted, UTF-8)."""
    canonical = f"[{','.join([_canonical(part) for part in content])}]"
    return hashlib.sha256(canonical.encode()).hexdigest()[:_HEX_DIGITS]


_encode = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode


def _canonical(value: object) -> str:
    """Return JSON; strings and whole numbers, which are nearly all, take the short way."""
    if type(value) is str:
        return encode_basestring_ascii(value)
    return str(value) if type(value) is int else _encode(value)


def node(kind: str, *content: object) -> str:
    """Return the local part of the IRI of a fact, statement, evidence, anchor or selector."""
    return f"{kind}/{digest(kind, *content)}"


@lru_cache(maxsize=64)
def check_base(base: str) -> str:
    """Return ``base`` if things can hang on it.

    Raises:
        KgError: it is no absolute http(s) or urn IRI ending in ``/``, ``#`` or ``:``.
    """
    parts = urlsplit(base)
    absolute = (parts.scheme in ("http", "https") and parts.netloc) or parts.scheme == "urn"
    if not absolute or base[-1] not in "/#:" or re.search(r'[\s<>"{}|\\^`]', base):
        raise KgError("--base", f"{base!r} cannot carry names", "give an absolute IRI that ends in / or #")
    return base
