"""Dropping entities that a careful reader would not list."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.reading import Reading


def prune(reading: Reading) -> Reading:
    """Drop things that are only named inside longer names and carry no fact (annotation guide, "Settled cases")."""
    used = {g.entity for draft in reading.drafts for g in draft.given.values()}
    kept = [
        index
        for index, thing in enumerate(reading.entities)
        if index in used or thing.region or not all(m.nested for _, m in thing.mentions)
    ]
    renumbered = {old: new for new, old in enumerate(kept)}
    reading.entities = [reading.entities[index] for index in kept]
    for index, thing in enumerate(reading.entities):
        for _, mention in thing.mentions:
            mention.entity = index
    for draft in reading.drafts:
        draft.given = {name: replace(g, entity=renumbered[g.entity]) for name, g in draft.given.items()}
    return reading
