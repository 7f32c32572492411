"""Dropping entities that a careful reader would not list."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.reading import Mention, Reading


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
    _witness(reading)
    return reading


def _witness(reading: Reading) -> None:
    """Count the short names inside names that a fact rests on among the mentions of their things."""
    for draft in reading.drafts:
        for given in draft.given.values():
            thing = reading.entities[given.entity]
            spans = {(passage, *m.span) for passage, m in thing.mentions}
            if given.via or given.start < 0 or (given.passage, given.start, given.end) in spans:
                continue
            text = reading.passages[given.passage].text[given.start : given.end]
            mention = Mention(
                given.start, given.end, thing.type, text, "inner", nested=True, entity=given.entity
            )
            thing.mentions.append((given.passage, mention))
            thing.mentions.sort(key=lambda pair: (pair[0], pair[1].start))
            if text not in thing.forms:
                thing.forms.append(text)
