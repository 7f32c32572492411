"""Choosing among overlapping mention candidates."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.reading import Mention

NESTED_TYPES = {"Place", "Park", "Company", "Organization", "Industry", "Product", "Facility"}


def select(candidates: Iterable[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Return (outer mentions in order, nested ones in order).

    Higher priority wins; among equals the longer one, then the earlier one. What lies wholly inside a chosen
    mention and can carry a relation (a place, firm, park, industry) is kept as nested.
    """
    ranked = sorted(
        candidates, key=lambda m: (-(m.priority // 10), m.start - m.end, m.start, -m.priority, m.type, m.rule)
    )
    chosen: list[Mention] = []
    nested: list[Mention] = []
    for mention in ranked:
        holder = next((c for c in chosen if c.start < mention.end and mention.start < c.end), None)
        if holder is None:
            chosen.append(mention)
        elif (
            holder.start <= mention.start
            and mention.end <= holder.end
            and mention.span != holder.span
            and mention.type in NESTED_TYPES
            and not any(_crosses(n, mention) for n in nested)
        ):
            mention.nested = True
            nested.append(mention)
    return sorted(chosen, key=lambda m: m.start), sorted(nested, key=lambda m: m.start)


def _crosses(first: Mention, second: Mention) -> bool:
    """Tell whether two spans overlap without one holding the other, or are the same."""
    if first.end <= second.start or second.end <= first.start:
        return False
    holds = first.start <= second.start and second.end <= first.end
    held = second.start <= first.start and first.end <= second.end
    return holds == held
