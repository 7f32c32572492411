"""Short forms: which thing of a document a shorter name means (恒通 for 恒通电缆有限公司)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

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

# 云岭开发区 for 云岭经济开发区
_QUALIFIERS = re.compile(r"经济技术|经济|高新技术产业|国家级|国家|省级")


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
    fulls = _fulls(kind, things)
    gone: set[int] = set()
    for short in sorted(things, key=lambda t: min(len(fold(f)) for f in t.forms)):
        fits = [t for t in fulls.get(id(short), []) if id(t) not in gone]
        if len(fits) > 1:  # the one of which the others are short forms too
            fits = [t for t in fits if not any(o in fulls.get(id(t), []) for o in fits)]
        if len(fits) == 1:
            _absorb(fits[0], short)
            gone.add(id(short))
    return gone


def _fulls(kind: str, things: list[Thing]) -> dict[int, list[Thing]]:
    """For each thing (by id) the things of which it is a short form, in order."""
    by_form: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        for form in {fold(f): None for f in thing.forms}:
            by_form[form].append(thing)
    fulls: dict[int, list[Thing]] = defaultdict(list)
    for full in things:
        shorter = {s: None for f in full.forms for s in _shorter(kind, fold(f)) if s in by_form}
        shorts = {id(t): t for s in shorter for t in by_form[s] if t is not full}
        for short in shorts.values():
            fulls[id(short)].append(full)
    return fulls


def _shorter(kind: str, form: str) -> Iterator[str]:
    """Yield the short forms that a full form may have."""
    size = len(form)
    if kind == "Park":
        plain = _QUALIFIERS.sub("", form)
        yield from (form[i:] for i in range(1, size - 2))
        yield from (plain[i:] for i in range(size - 2) if plain != form and len(plain) - i > 2)
    elif kind == "Company":
        yield from (form[:i] for i in range(2, size))
        yield from (form[i:j] for i in range(1, size - 3) for j in range(i + 4, size + 1))
    else:
        yield from (form[:i] for i in range(2, size) if _TAILS[kind].fullmatch(form, i))


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
