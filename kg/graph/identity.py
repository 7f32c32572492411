"""Identity across documents: each key to one thing, and why (design.md, "Identity")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.errors import KgError
from kg.graph.collect import Table
from kg.graph.corrections import Corrections
from kg.graph.iri import local
from kg.graph.keys import Key
from kg.graph.links import RULES, Link, Union
from kg.graph.names import Names, fold
from kg.graph.vocabulary import SITES


@dataclass(slots=True)
class Thing:
    """One node of the graph.

    Attributes:
        local: local part of its IRI.
        label: its preferred name.
        kind: the KIND of its IRI.
        types: entity types that records state.
        also: types that records would accept besides.
        names: all its names, the label first, the rest in code-point order.
        code: its code in a lexicon (GB/T 2260, GB/T 37028), or empty.
        documents: how many documents name it.
        degree: how many facts it takes part in (filled while facts are written).
    """

    local: str
    label: str
    kind: str
    types: tuple[str, ...]
    also: tuple[str, ...]
    names: tuple[str, ...]
    code: str
    documents: int
    degree: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """One decision: the key ``replaced`` (local part of its IRI) is the thing ``kept``.

    ``rule`` is ``same-code``, ``renamed``, ``same-name``, ``lexicon-name``, ``alias``, ``place-left-out``, ``firm-short-form``, ``same-person``,
    ``same-post`` or ``correction``; ``other`` is the name that the link goes to, ``detail`` what is shared.
    """

    kept: str
    replaced: str
    name: str
    other: str
    rule: str
    detail: str

    def reason(self, lang: str) -> str:
        """Return the decision in words, in ``zh`` or ``en``."""
        return _REASONS[lang][self.rule].format(name=self.name, other=self.other, detail=self.detail)


_REASONS = {
    "zh": {
        "same-code": "“{name}”与“{other}”代码相同（{detail}）",
        "renamed": "“{name}”与“{other}”前后相承：原名{detail}",
        "same-name": "“{name}”与“{other}”统一写法后名称相同（{detail}）",
        "lexicon-name": "词表中“{name}”与“{other}”是同一事物（{detail}）",
        "alias": "文档中“{detail}”是“{other}”的别称，且别无所指",
        "place-left-out": "有关该地的文档中，“{name}”省去了“{other}”前面的地名，且别无所指",
        "firm-short-form": "“{name}”与“{other}”是同一企业的全称与简称，且别无所指",
        "same-person": "“{name}”姓名、所属区划相同，职务不相排斥",
        "same-post": "“{name}”姓名相同，职务相同（{detail}）",
        "correction": "按 corrections.tsv，“{name}”与“{other}”相同",
    },
    "en": {
        "same-code": "{name} and {other} have the same code ({detail})",
        "renamed": "{name} and {other} are one division, formerly {detail}",
        "same-name": "{name} and {other} are equal once spellings are made comparable ({detail})",
        "lexicon-name": "a lexicon has {name} and {other} as names of one thing ({detail})",
        "alias": "documents give {detail} as another name of {other}, and of nothing else",
        "place-left-out": "{name} is {other} without the place, in documents about that place alone",
        "firm-short-form": "{name} and {other} are the full and the short name of one firm, and of no other",
        "same-person": "{name}: same name, same division, no posts that exclude each other",
        "same-post": "{name}: same name, same post ({detail})",
        "correction": "corrections.tsv declares {name} and {other} the same",
    },
}


_NAMED_BY_LEXICON = ("industry", "place", "programme")
"""Kinds whose usual name goes before longer ones; elsewhere the longest name tells most."""


@dataclass(slots=True)
class Identity:
    """Each key's thing, and the decisions taken."""

    things: dict[Key, Thing]
    merges: list[Merge]
    unused: list[str] = field(default_factory=list)
    """Corrections that fit nothing in these documents, one line each."""
    by_code: dict[str, Thing] = field(default_factory=dict)
    """Places by their GB/T 2260 code."""

    def all_things(self) -> list[Thing]:
        """Return the things, sorted by IRI."""
        return sorted({t.local: t for t in self.things.values()}.values(), key=lambda t: t.local)


def resolve(table: Table, names: Names, corrections: Corrections, base: str) -> Identity:
    """Map the keys of a table to things, over the sorted table of all names.

    Raises:
        KgError: a name in corrections.tsv means several things here.
    """
    union = Union(table)
    unused: list[str] = []
    finder = _Finder(table, base)
    for first, second in corrections.different:
        pairs = {frozenset((a, b)) for a in finder.find(first) for b in finder.find(second) if a != b}
        union.different |= pairs
        if not pairs:
            unused.append(f"different: {first}, {second}")
    for first, second in corrections.same:
        ones, twos = finder.find(first), finder.find(second)
        if not ones or not twos:
            unused.append(f"same: {first}, {second}")
        for one in ones:
            for two in twos:
                union.link(Link(one, two, "correction"))
    for rule in RULES:
        for link in list(rule(table, names, union)):
            union.link(link)
    return _things(table, names, union, unused)


@dataclass(slots=True)
class _Finder:
    """From a name or IRI in corrections.tsv to keys."""

    table: Table
    base: str

    def find(self, name: str) -> list[Key]:
        """Return the keys that have the IRI or name, sorted.

        Raises:
            KgError: the name stands for keys of several kinds or places.
        """
        if name.startswith(self.base):
            return sorted(key for key in self.table.entries if key.local == name[len(self.base) :])
        found = sorted(key for key in self.table.entries if fold(key.name) == fold(name))
        if len({(key.kind, key.code, key.thing_code) for key in found}) > 1:
            several = ", ".join(f"<{self.base}{key.local}>" for key in found[:5])
            raise KgError("corrections.tsv", f"{name!r} names several things", f"give one of {several}")
        return found


def _things(table: Table, names: Names, union: Union, unused: list[str]) -> Identity:
    identity = Identity({}, [], unused)
    used: set[str] = set()
    clusters = sorted((_winner(keys, names), keys) for keys in union.members.values())
    # members of public office come before namesakes in firms: the plain IRI is theirs
    clusters.sort(key=lambda c: (c[0].standing == "firm", c[0]))
    for winner, keys in clusters:
        thing = _thing(table, winner, keys, used)
        # what a key of this thing was called stays its own: links from elsewhere hold
        used.update((thing.local, *(key.local for key in keys)))
        for key in keys:
            identity.things[key] = thing
            if key.kind == "place" and key.thing_code:
                identity.by_code.setdefault(key.thing_code, thing)
        identity.merges.extend(_merges(union, winner, thing))
    identity.merges = _without_current(identity.merges, {t.local for t in identity.things.values()})
    return identity


def _winner(keys: list[Key], names: Names) -> Key:
    """A code in the lexicon first, then the longest form, then code-point order.

    A division in force goes before the one whose place it took. Among keys with or without a code, the
    lexicon's own name goes before others (青禾市 before 云岭省青禾市), and a name that tells by itself before a
    generic one that needs its division (青禾综保区 before 综合保税区).
    """
    divisions = names.lexicon.divisions.by_code

    def rank(key: Key) -> tuple[bool, bool, bool, bool, int, str, Key]:
        retired = key.thing_code in divisions and divisions[key.thing_code].retired
        named = key.thing_code in divisions and divisions[key.thing_code].name == key.name
        plain = key.kind in _NAMED_BY_LEXICON and names.known.get((key.kind, fold(key.name))) == key.name
        official = named or plain
        return (not key.thing_code, retired, not official, bool(key.code), -len(key.name), key.name, key)

    return min(keys, key=rank)


def _thing(table: Table, winner: Key, keys: list[Key], used: set[str]) -> Thing:
    entries = [table.entries[key] for key in keys]
    stated = {key.kind for key in keys}
    kind = next((site for site in SITES if site in stated), winner.kind)
    address = local(kind, winner.name, winner.code)
    if address in used:  # a namesake: the firm, else a number, tells them apart
        firm = winner.role.partition(":")[2] if winner.standing == "firm" else ""
        address = local(kind, f"{winner.name}（{firm}）", winner.code) if firm else address
        number = 2
        while address in used:
            address = local(kind, f"{winner.name}（{number}）", winner.code)
            number += 1
    forms = set().union(*(entry.forms for entry in entries)) - {winner.name}
    return Thing(
        local=address,
        label=winner.name,
        kind=kind,
        types=tuple(sorted(set().union(*(entry.types for entry in entries)))),
        also=tuple(sorted(set().union(*(entry.also for entry in entries)))),
        names=(winner.name, *sorted(forms)),
        code=winner.thing_code,
        documents=len(set().union(*(entry.docs for entry in entries))),
    )


def _merges(union: Union, winner: Key, thing: Thing) -> Iterator[Merge]:
    for key, link in union.reasons(winner).items():
        other = link.two if link.one == key else link.one
        if key.local != thing.local:
            yield Merge(thing.local, key.local, key.name, other.name, link.rule, link.detail)
    if winner.local != thing.local and winner.kind != thing.kind:
        yield Merge(thing.local, winner.local, winner.name, thing.label, "same-name", thing.label)


def _without_current(merges: Iterable[Merge], current: set[str]) -> list[Merge]:
    """One decision for each replaced IRI, and none for an IRI that another thing now has."""
    kept: dict[tuple[str, str], Merge] = {}
    for merge in sorted(merges):
        if merge.replaced not in current:
            kept.setdefault((merge.replaced, merge.kept), merge)
    return [kept[key] for key in sorted(kept)]
