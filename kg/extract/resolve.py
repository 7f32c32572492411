"""Co-reference: mentions of one document that denote one thing become one ``Thing``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.extract.normalize import fold, industry_name
from kg.extract.reading import Mention, Reading, Thing
from kg.extract.region import level_word
from kg.model import ENTITY_TYPES

# what a scheme's name may go on with where its short form stands alone (“三强一化”, “三强一化”建设)
_SCHEME = re.compile(
    r"(?:机制|战略|行动|计划|工程|建设|改革|战略定位|使命任务|和|模式|方案|规划|体系|品牌|活动|服务|制度|工作法|政策|发展|平台)+"
)
_INNER = re.compile(r"“([^“”]+)”")
PEOPLE = ("Official", "Person")
# KIND does not split a thing: one name under several of these types is one thing (design.md)
_FAMILIES = (PEOPLE, ("Company", "Organization"), ("Project", "Park", "Facility", "Place"))
FAMILY = {kind: family[0] for family in _FAMILIES for kind in family}


def resolve(reading: Reading) -> Reading:
    """Merge all mentions of the reading into ``reading.entities`` and link each mention to its entity."""
    groups = _group(reading)
    reading.entities = [_thing(key, found, reading) for key, found in groups.items()]
    _merge_short_forms(reading)
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


def _merge_short_forms(reading: Reading) -> None:
    """Tie short forms to the one full form of the document that they can mean."""
    by_family: dict[str, list[Thing]] = defaultdict(list)
    for thing in reading.entities:
        by_family[FAMILY.get(thing.type, thing.type)].append(thing)
    for family in ("Organization", "Company", "Project", "Official", "Person", "Programme", "Award", "Event"):
        things = by_family.get(family, [])
        for short in sorted(things, key=lambda t: min(map(len, t.forms))):
            full = _full_form(short, [t for t in things if t is not short])
            if full is not None:
                _absorb(full, short)
                things.remove(short)
                reading.entities.remove(short)


def _full_form(short: Thing, others: list[Thing]) -> Thing | None:
    fits = [
        t for t in others if any(_is_short_of(s, f, short.type, t.type) for s in short.forms for f in t.forms)
    ]
    if len(fits) > 1:  # the one of which the others are short forms too
        fits = [t for t in fits if _full_form(t, [o for o in fits if o is not t]) is None]
    return fits[0] if len(fits) == 1 else None


def _is_short_of(short: str, full: str, kind: str, other: str) -> bool:
    if len(short) >= len(full) or len(short) < 2:
        return False
    if kind == "Company" and other == "Company":
        return full.startswith(short) or (len(short) >= 4 and short in full)
    if kind == "Park" and other == "Park":
        return fold(full).endswith(fold(short)) and len(short) >= 3
    if kind == "Programme" and other == "Programme":
        return _SCHEME.fullmatch(fold(full)[len(fold(short)) :]) is not None and fold(full).startswith(
            fold(short)
        )
    return False


def _absorb(full: Thing, short: Thing) -> None:
    full.mentions.extend(short.mentions)
    full.forms.extend(f for f in short.forms if f not in full.forms)
    full.code = full.code or short.code


def _number(reading: Reading) -> None:
    for index, thing in enumerate(reading.entities):
        thing.mentions.sort(key=lambda pair: (pair[0], pair[1].start))
        named = [f for f in thing.forms if not (thing.region and f[0] in "全我本")]
        if thing.type == "Industry":
            thing.forms = list(dict.fromkeys([*(industry_name(f) for f in thing.forms), *thing.forms]))
            named = [industry_name(f) for f in named]
        if thing.type in ("Programme", "Event"):
            inner = (m[1] for f in thing.forms for m in _INNER.finditer(f) if len(m[1]) > 2)
            thing.forms = list(dict.fromkeys([*thing.forms, *inner]))
        thing.name = max(named or thing.forms, key=lambda f: (len(fold(f)), -thing.forms.index(f)))
        for _, mention in thing.mentions:
            mention.entity = index
