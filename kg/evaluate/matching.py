"""Pairing predicted entities and facts with gold ones, as the annotation guide's "Scoring" says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from kg.model import Entity, Fact, MentionSpan

_DROP = re.compile(r"[\s“”\"'‘’「」『』《》〈〉・·•]+")
Key = tuple[Any, ...]
K = TypeVar("K", bound=Hashable)


def norm(text: object) -> str:
    """Fold a name: NFKC, dashes unified, white space, quotation marks and middle dots dropped, case folded.

    >>> norm("《A—B》 条例")
    'a-b条例'
    """
    folded = unicodedata.normalize("NFKC", str(text)).replace("—", "-").replace("–", "-")
    return _DROP.sub("", folded).casefold()


def forms(entity: Entity) -> set[str]:
    """The folded forms of an entity: name, aliases and mentions."""
    mentions = (m.text if isinstance(m, MentionSpan) else m for m in entity.mentions)
    return {norm(f) for f in (entity.name, *entity.aliases, *mentions)} - {""}


def match_entities(gold: list[Entity], predicted: list[Entity]) -> list[tuple[int, int]]:
    """Pair entities one to one as (gold index, predicted index): equal names first, then any shared form."""
    gold_forms, own_forms = [forms(e) for e in gold], [forms(e) for e in predicted]
    used_gold: set[int] = set()
    used_own: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for strict_name in (True, False):
        for strict_type in (True, False):
            for j, own in enumerate(predicted):
                if j in used_own:
                    continue
                for i, want in enumerate(gold):
                    if i in used_gold or not _types_fit(want, own, strict_type):
                        continue
                    if norm(want.name) == norm(own.name) if strict_name else gold_forms[i] & own_forms[j]:
                        used_gold.add(i)
                        used_own.add(j)
                        pairs.append((i, j))
                        break
    return pairs


def _types_fit(gold: Entity, predicted: Entity, strict: bool) -> bool:
    return predicted.type == gold.type or (not strict and predicted.type in gold.also)


def number(value: object) -> float | None:
    """A value to four decimals, None where it is no number."""
    try:
        return round(float(str(value).replace(",", "")), 4)
    except ValueError:
        return None


def unit(value: str | None) -> str:
    """A unit, folded, in one spelling for per cent and percentage points."""
    text = norm(value or "")
    return {"百分比": "%", "percent": "%", "百分点": "个百分点"}.get(text, text)


def alike(first: str, second: str) -> bool:
    """Tell whether one indicator contains the other, or they share six tenths of the longer one."""
    shared = sum((Counter(first) & Counter(second)).values())
    return first in second or second in first or shared >= 0.6 * max(len(first), len(second))


def pair(
    gold: Iterable[tuple[Key, Fact]],
    predicted: Iterable[tuple[Key, Fact]],
    same: Callable[[Key, Key], bool],
) -> tuple[list[tuple[Fact, Fact]], list[tuple[Key, Fact]], list[tuple[Key, Fact]]]:
    """Match facts one to one in order; return (pairs, gold facts left, predicted facts to spare)."""
    left, both, spare = list(gold), [], []
    for key, fact in predicted:
        hit = next((n for n, (other, _) in enumerate(left) if same(other, key)), None)
        if hit is None:
            spare.append((key, fact))
        else:
            both.append((left.pop(hit)[1], fact))
    return both, left, spare


def distinct(rows: Iterable[tuple[K, Fact]]) -> list[tuple[K, Fact]]:
    """Keep the first fact of each key."""
    seen: dict[K, Fact] = {}
    for key, fact in rows:
        seen.setdefault(key, fact)
    return list(seen.items())
