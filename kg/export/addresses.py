"""Which addresses may become links, or be called."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

MOST_ADDRESS = 1_000  # Excel takes 2,079 UTF-16 units
_UNLINKABLE = re.compile(r"[\s\x00-\x20\x7f]")


def is_web_address(url: str) -> bool:
    """Return whether an address may become a link: http or https, with a host, without spaces.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)"), is_web_address("http:x")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    whole = bool(parts.netloc) and len(url) <= MOST_ADDRESS and not _UNLINKABLE.search(url)
    return whole and parts.scheme in ("http", "https")
