"""Word lists as regular expressions and sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

Words = Mapping[str, Sequence[str]]


def alternatives(words: Iterable[str]) -> str:
    """Return a group that matches any of the words, longer ones first.

    >>> alternatives(["市", "市县"])
    '(?:市县|市)'
    """
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def any_of(words: Words, *names: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Compile a pattern for any word of the named lists, with what must stand before and after."""
    return re.compile(before + alternatives(w for name in names for w in words[name]) + after)
