"""Which keys are one thing: rules that propose links, and a union that refuses contradictions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kg.graph.collect import Table
from kg.graph.keys import Key
from kg.graph.names import Names, fold, group
from kg.graph.vocabulary import SITES


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Two keys are one thing, by a rule; ``detail`` is what they share. ``weak`` links need two documents."""

    one: Key
    two: Key
    rule: str
    detail: str = ""
    weak: bool = False


@dataclass(slots=True)
class Union:
    """Clusters of keys. A link is refused where its clusters have two codes or were declared different."""

    table: Table
    different: set[frozenset[Key]] = field(default_factory=set)
    _parent: dict[Key, Key] = field(default_factory=dict)
    members: dict[Key, list[Key]] = field(default_factory=dict)
    edges: dict[Key, list[Link]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in self.table.entries:
            self._parent[key] = key
            self.members[key] = [key]

    def root(self, key: Key) -> Key:
        """Return the key that stands for the cluster."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def link(self, link: Link) -> bool:
        """Join two clusters, if nothing speaks against it; tell whether they are one afterwards."""
        one, two = self.root(link.one), self.root(link.two)
        if one == two:
            return True
        if link.rule != "correction" and self._refused(one, two, link):
            return False
        if len(self.members[one]) < len(self.members[two]):
            one, two = two, one
        self._parent[two] = one
        self.members[one] += self.members.pop(two)
        self.edges.setdefault(link.one, []).append(link)
        self.edges.setdefault(link.two, []).append(link)
        return True

    def _refused(self, one: Key, two: Key, link: Link) -> bool:
        codes = {key.thing_code for root in (one, two) for key in self.members[root] if key.thing_code}
        if len(codes) > 1 and link.rule != "renamed":
            return True
        if self.different and any(
            frozenset((a, b)) in self.different for a in self.members[one] for b in self.members[two]
        ):
            return True
        return link.weak and self.table.together(link.one, link.two)

    def reasons(self, winner: Key) -> dict[Key, Link]:
        """Return for each other member of the winner's cluster the link that ties it, nearest the winner."""
        found: dict[Key, Link] = {}
        waiting = deque([winner])
        while waiting:
            key = waiting.popleft()
            for link in sorted(self.edges.get(key, ())):
                other = link.two if link.one == key else link.one
                if other != winner and other not in found:
                    found[other] = link
                    waiting.append(other)
        return found


Rule = Callable[[Table, Names, Union], Iterable[Link]]


def _pairs(groups: dict[tuple[str, ...], list[Key]], rule: str, weak: bool = False) -> Iterator[Link]:
    for shared, keys in sorted(groups.items()):
        for key in keys[1:]:
            yield Link(keys[0], key, rule, shared[-1], weak)


def same_code(table: Table, names: Names, union: Union) -> Iterator[Link]:
    """Keys with one code in the lexicon are one thing (青禾, 青禾市)."""
    groups: dict[tuple[str, ...], list[Key]] = {}
    for key in table.in_order():
        if key.thing_code:
            groups.setdefault((group(key.kind), key.thing_code), []).append(key)
    return _pairs(groups, "same-code")


def renamed(table: Table, names: Names, union: Union) -> Iterator[Link]:
    """A division that was renamed or became a district is the one that took its place."""
    successors = {
        entry.code: (entry.extra["successor"], entry.name, entry.extra.get("last_year", ""))
        for entry in names.lexicon.from_file("retired-divisions")
        if entry.extra.get("successor")
    }
    by_code: dict[str, Key] = {}
    for key in table.in_order():
        if key.kind == "place" and key.thing_code:
            by_code.setdefault(key.thing_code, key)
    for code, (new, name, year) in sorted(successors.items()):
        if code != new and code in by_code and new in by_code:
            yield Link(by_code[code], by_code[new], "renamed", f"{name} ({year})" if year else name)


def same_name(table: Table, names: Names, union: Union) -> Iterator[Link]:
    """Keys are one thing whose names are equal once spellings and places are made comparable."""
    groups: dict[tuple[str, ...], list[Key]] = {}
    for key in table.in_order():
        if key.kind == "person":
            continue
        form = names.comparable(key.kind, key.name, key.code)
        groups.setdefault((group(key.kind), form), []).append(key)
        groups.setdefault((f"={key.kind}", names.without_ending(key.kind, form)), []).append(key)
    return _pairs(groups, "same-name")


def lexicon_name(table: Table, names: Names, union: Union) -> Iterator[Link]:
    """Keys are one thing that a lexicon knows under one name (国家发改委, 国家发展改革委)."""
    groups: dict[tuple[str, ...], list[Key]] = {}
    for key in table.in_order():
        if key.kind != "person":
            form = names.in_lexicon(key.kind, key.name, key.code)
            for shared in {form, names.comparable(key.kind, key.name, key.code)} - {""}:
                groups.setdefault((group(key.kind), shared), []).append(key)
    return _pairs(groups, "lexicon-name", weak=True)


def alias(table: Table, names: Names, union: Union) -> Iterator[Link]:
    """A name that documents give as another name of exactly one thing is that thing."""
    owners: dict[tuple[str, str, str], list[Key]] = {}
    for key in table.in_order():
        if key.kind == "person":
            continue
        for form, code in sorted(table.entries[key].aliases):
            owners.setdefault((group(key.kind), form, code), []).append(key)
    for key in table.in_order():
        form = fold(key.name)
        found = [
            owner
            for owner in owners.get((group(key.kind), form, key.code), [])
            if names.is_short_of(owner.kind, form, owner.name)
        ]
        if key.thing_code or len(form) < 2:
            continue
        roots = {union.root(owner) for owner in found if union.root(owner) != union.root(key)}
        if len(roots) == 1:
            owner = min(owner for owner in found if union.root(owner) in roots)
            yield Link(owner, key, "alias", key.name, weak=True)


def place_left_out(table: Table, names: Names, union: Union) -> Iterator[Link]:
    """A name without the place before it is the thing with it, in the documents about that place alone.

    青禾白鹭机场 is 白鹭机场 in documents about 青禾, where nothing else there shortens to it.
    """
    kinds = ("organization", "event", *SITES)
    full: dict[tuple[str, str], list[tuple[str, Key]]] = {}
    keys = [key for key in sorted(table.entries) if key.kind in kinds and not key.code]
    for key in keys:
        code, _, rest = names.comparable(key.kind, key.name, "").rpartition("}")
        if code and len(rest) > 2:
            for form in {rest, names.without_ending(key.kind, rest)}:
                full.setdefault((group(key.kind), form), []).append((code[1:], key))
    for key in keys:
        form = names.comparable(key.kind, key.name, "")
        for shape in sorted({form, names.without_ending(key.kind, form)}):
            here = [
                owner
                for code, owner in full.get((group(key.kind), shape), ())
                if all(names.lexicon.divisions.within(region, code) for region in table.entries[key].regions)
            ]
            if here and len({union.root(owner) for owner in here}) == 1:
                yield Link(min(here), key, "place-left-out", key.name, weak=True)


def firm_short_form(table: Table, names: Names, union: Union) -> Iterator[Link]:
    """A firm's name without the place before it and 集团, 实业 after it, where only one firm fits."""
    stems: dict[str, set[Key]] = {}
    keys = [key for key in table.in_order() if key.kind == "organization" and not key.code]
    for key in keys:
        if "Company" in table.entries[key].types:
            for stem in _stems(names, key):
                stems.setdefault(stem, set()).add(key)
    for key in keys:
        form = fold(key.name)
        roots = {union.root(each) for each in stems.get(form, ())} - {union.root(key)}
        if len(roots) == 1 and not names.knowledge.firm_trades.fullmatch(form):
            owner = min(each for each in stems[form] if union.root(each) in roots)
            yield Link(owner, key, "firm-short-form", key.name, weak=True)


def _stems(names: Names, key: Key) -> Iterator[str]:
    if "(" in fold(key.name):  # a branch: 星河电子（云岭）有限公司 is not 星河电子
        return
    full = names.comparable(key.kind, key.name, "")
    code, _, rest = full.rpartition("}")
    legal = fold(key.name) != rest and fold(key.name).endswith(("公司", "集团"))
    for start in {rest, *([names.place_at_head(fold(key.name))[1]] if code else [])}:
        for ending in ("", *names.knowledge.firm_endings):
            stem = start[: len(start) - len(ending)] if start.endswith(ending) else ""
            # a place in front is only dropped from a firm's full legal name, never from a short one
            if len(stem) >= (4 if code else 2) and stem != fold(key.name) and (legal or not code):
                yield stem


def same_person(table: Table, names: Names, union: Union) -> Iterator[Link]:
    """Persons of one name are one where their division is one and no post speaks against it, or a post is."""
    by_name: dict[str, list[Key]] = {}
    for key in table.in_order():
        if key.kind == "person":
            by_name.setdefault(fold(key.name), []).append(key)
    for keys in by_name.values():
        # public office first: whoever has no stated role joins those who have, not a firm's staff
        keys.sort(key=lambda k: (k.code, ("public", "", "firm").index(k.standing), k))
        for n, key in enumerate(keys):
            for other in keys[:n]:
                link = _person_link(table, union, other, key)
                if link and union.link(link):
                    break
    return iter(())


def _person_link(table: Table, union: Union, one: Key, two: Key) -> Link | None:
    mine = {post for key in union.members[union.root(one)] for post in table.entries[key].posts}
    yours = table.entries[two].posts
    shared = {(post, body) for post, body, _ in mine} & {(post, body) for post, body, _ in yours}
    if shared:
        return Link(one, two, "same-post", "，".join(min(shared)))
    apart = {_standing(key) for key in (*union.members[union.root(one)], two)} - {""}
    if one.code != two.code or len(apart) > 1:
        return None
    exclusive = any(
        post == other and body != body2 and year == year2
        for post, body, year in mine
        for other, body2, year2 in yours
    )
    return None if exclusive else Link(one, two, "same-person", two.name)


def _standing(key: Key) -> str:
    """All public posts may be one person's, the staff of two firms not."""
    return key.role if key.standing == "firm" else key.standing


RULES: tuple[Rule, ...] = (
    same_code,
    renamed,
    same_name,
    lexicon_name,
    alias,
    place_left_out,
    firm_short_form,
    same_person,
)
"""The rules in the order in which they speak; a later one cannot undo an earlier one."""
