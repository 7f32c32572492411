"""Co-reference: mentions of one document that denote one thing become one ``Thing``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.extract.normalize import fold, industry_name
from kg.extract.reading import Mention, Reading, Thing
from kg.extract.region import level_word
from kg.extract.short_forms import inner_quotes, merge_short_forms
from kg.model import ENTITY_TYPES

PEOPLE = ("Official", "Person")
# KIND does not split a thing: one name under several of these types is one thing (design.md)
_FAMILIES = (PEOPLE, ("Company", "Organization"), ("Project", "Park", "Facility", "Place"))
FAMILY = {kind: family[0] for family in _FAMILIES for kind in family}


def resolve(reading: Reading) -> Reading:
    """Merge all mentions of the reading into ``reading.entities`` and link each mention to its entity."""
    groups = _group(reading)
    reading.entities = [_thing(key, found, reading) for key, found in groups.items()]
    reading.entities = merge_short_forms(reading.entities)
    _number(reading)
    return reading


def _all_mentions(reading: Reading) -> Iterable[tuple[int, Mention]]:
    for passage in reading.passages:
        for mention in sorted([*passage.mentions, *passage.nested], key=lambda m: (m.start, -m.end)):
            yield passage.index, mention


def _group(reading: Reading) -> dict[tuple[str, str], list[tuple[int, Mention]]]:
    """Mentions by (family, folded name or code), in order of first mention."""
    groups: dict[tuple[str, str], list[tuple[int, Mention]]] = {}
    names = {level_word(reading.region_name): reading.region_name} if reading.region_name else {}
    for at, mention in _all_mentions(reading):
        key = (FAMILY.get(mention.type, mention.type), _key(mention, names))
        groups.setdefault(key, []).append((at, mention))
    return groups


def _key(mention: Mention, names: dict[str, str]) -> str:
    if mention.code and mention.type in ("Place", "Park"):
        return mention.code
    name = mention.canonical or mention.text
    if mention.type == "Organization" and not mention.canonical:
        name = names.get(name[0], name[0]) + name[1:]  # 市发改委 is the 发改委 of the document's city
    return fold(industry_name(name) if mention.type == "Industry" else name)


def _thing(key: tuple[str, str], found: list[tuple[int, Mention]], reading: Reading) -> Thing:
    counts = Counter(m.type for _, m in found)
    kind = min(counts, key=lambda t: (-counts[t], ENTITY_TYPES.index(t)))
    forms = list(dict.fromkeys(m.text for _, m in found))
    also = tuple(t for t in dict.fromkeys([*counts, *(a for _, m in found for a in m.also)]) if t != kind)
    thing = Thing(kind, "", list(found), forms, also, next((m.code for _, m in found if m.code), ""))
    region = reading.region
    thing.region = kind == "Place" and (
        (region is not None and thing.code == region.code)
        or (region is None and reading.region_name is not None and fold(reading.region_name) == key[1])
    )
    return thing


def _number(reading: Reading) -> None:
    for index, thing in enumerate(reading.entities):
        thing.mentions.sort(key=lambda pair: (pair[0], pair[1].start))
        named = [f for f in thing.forms if not (thing.region and f[0] in "全我本")]
        if thing.type == "Industry":
            thing.forms = list(dict.fromkeys([*(industry_name(f) for f in thing.forms), *thing.forms]))
            named = [industry_name(f) for f in named]
        if thing.type in ("Programme", "Event"):
            thing.forms = list(dict.fromkeys([*thing.forms, *inner_quotes(thing.forms)]))
        thing.name = max(named or thing.forms, key=lambda f: (len(fold(f)), -thing.forms.index(f)))
        for _, mention in thing.mentions:
            mention.entity = index
