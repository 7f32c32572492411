"""Short forms: which thing of a document a shorter name means (恒通 for 恒通电缆有限公司)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.extract.normalize import fold
from kg.extract.reading import Thing

# what a scheme's or a project's name may go on with where its short form stands alone
_TAILS = {
    "Programme": re.compile(
        r"(?:机制|战略|行动|计划|工程|建设|改革|战略定位|使命任务|和|模式|方案|规划|体系|品牌|活动|服务|制度"
        r"|工作法|政策|发展|平台)+"
    ),
    "Project": re.compile(r"(?:建设)?(?:项目|工程)"),
}


def merge_short_forms(things: list[Thing]) -> list[Thing]:
    """Tie each short form to the one full form of its type that it can mean; return the things left.

    Firms: the full form begins with the short one, or holds it where it has four characters. Parks: the full
    form ends with it. Programmes and projects: the full form adds nothing but class words.
    """
    by_type: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        by_type[thing.type].append(thing)
    gone: set[int] = set()
    for kind in ("Company", "Park", "Programme", "Project"):
        gone |= _merge(kind, by_type[kind])
    return [thing for thing in things if id(thing) not in gone]


def _merge(kind: str, things: list[Thing]) -> set[int]:
    folded = {id(t): sorted({fold(f) for f in t.forms}) for t in things}
    gone: set[int] = set()
    for short in sorted(things, key=lambda t: min(map(len, folded[id(t)]))):
        fits = [t for t in things if t is not short and id(t) not in gone and _fits(kind, short, t, folded)]
        if len(fits) > 1:  # the one of which the others are short forms too
            fits = [t for t in fits if not any(_fits(kind, t, o, folded) for o in fits if o is not t)]
        if len(fits) == 1:
            _absorb(fits[0], short)
            folded[id(fits[0])] = sorted({*folded[id(fits[0])], *folded[id(short)]})
            gone.add(id(short))
    return gone


def _fits(kind: str, short: Thing, full: Thing, folded: dict[int, list[str]]) -> bool:
    pairs = ((s, f) for s in folded[id(short)] for f in folded[id(full)] if 1 < len(s) < len(f))
    return any(_is_short_of(kind, s, f) for s, f in pairs)


def _is_short_of(kind: str, short: str, full: str) -> bool:
    if kind == "Company":
        return full.startswith(short) or (len(short) > 3 and short in full)
    if kind == "Park":
        return len(short) > 2 and full.endswith(short)
    return full.startswith(short) and bool(_TAILS[kind].fullmatch(full, len(short)))


def _absorb(full: Thing, short: Thing) -> None:
    full.mentions.extend(short.mentions)
    full.forms.extend(f for f in short.forms if f not in full.forms)
    full.code = full.code or short.code


def inner_quotes(forms: Iterable[str]) -> list[str]:
    """The quoted words inside names, by which a scheme is called too (“码上办” of “码上办”新模式).

    >>> inner_quotes(["“码上办”新模式", "A计划"])
    ['码上办']
    """
    return [m[1] for f in forms for m in _INNER.finditer(f) if len(m[1]) > 2]


_INNER = re.compile(r"“([^“”]+)”")
