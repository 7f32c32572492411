"""Normal forms of names, as the scorer folds them, and the forms under which entities are merged."""

from __future__ import annotations

import re
import unicodedata

_DASHES = re.compile(r"[‐‑‒–—―−－﹣－~～]+")
_DROP = re.compile(r"[\s“”‘’\"'「」『』《》〈〉·•・‧]")
_CHAIN = re.compile(r"(?:全?产业链|产业集群|产业|行业|全产业链)$")


def fold(name: str) -> str:
    """Return the form under which two spellings count as one (annotation guide, "Scoring").

    >>> fold("“三高四新” 战略"), fold("A—B")
    ('三高四新战略', 'a-b')
    """
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", name))
    return _DROP.sub("", text).casefold()


def industry_name(form: str) -> str:
    """Drop a trailing 产业链, 产业 or 行业 where something remains.

    >>> industry_name("电子信息产业链"), industry_name("产业")
    ('电子信息', '产业')
    """
    short = _CHAIN.sub("", form)
    return short if len(short) >= 2 else form
