"""Text of documents made safe to print: what a terminal would obey is shown instead."""

from __future__ import annotations

import re

# C0 and C1 controls, DEL, the bidirectional overrides and isolates, line and paragraph separators,
# invisible formatting characters and lone surrogates: a terminal obeys them, misorders text or fails.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str, keep: str = "") -> str:
    r"""Return ``text`` with control and invisible characters written as escapes.

    Args:
        text: any text, perhaps from a document.
        keep: characters to leave as they are (``"\n"`` for text of our own layout).

    >>> visible("甲\x1b[31m乙")
    '甲\\x1b[31m乙'
    >>> visible("甲\n乙", keep="\n")
    '甲\n乙'
    """
    return _UNSAFE.sub(lambda found: found[0] if found[0] in keep else _escape(found[0]), text)


def _escape(character: str) -> str:
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    code = ord(character)
    return named or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
