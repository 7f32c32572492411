"""The sorted table of all names: what the records together say of each key."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from kg.graph.iri import nfc
from kg.graph.keys import Key, Keys
from kg.graph.names import Names, fold, group
from kg.model import Record


@dataclass(slots=True)
class Entry:
    """What all records say of one key.

    Attributes:
        types: entity types that records give it (``type``).
        also: further types that records would accept.
        forms: its names and aliases, deictic ones (全市) left out.
        aliases: (folded alias, division code that the alias would take) of the forms that may be other keys.
        docs: numbers of the documents that have it (in the order of reading).
        regions: codes of the divisions that these documents are about.
        posts: of a person, (post, comparable body, year of the text).
    """

    types: set[str] = field(default_factory=set)
    also: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    aliases: set[tuple[str, str]] = field(default_factory=set)
    docs: array[int] = field(default_factory=lambda: array("I"))
    regions: set[str] = field(default_factory=set)
    posts: set[tuple[str, str, str]] = field(default_factory=set)


@dataclass(slots=True)
class Table:
    """All keys with their entries; the same whatever the order of the records, but for ``docs``' numbers."""

    entries: dict[Key, Entry] = field(default_factory=dict)
    documents: int = 0
    _sorted: list[Key] = field(default_factory=list)

    def in_order(self) -> list[Key]:
        """Return the keys, sorted."""
        if len(self._sorted) != len(self.entries):
            self._sorted = sorted(self.entries, key=attrgetter("kind", "name", "code", "thing_code", "role"))
        return self._sorted

    def together(self, one: Key, two: Key) -> bool:
        """Tell whether some document has both keys, as two entities."""
        first, second = self.entries[one].docs, self.entries[two].docs
        if len(first) > len(second):
            first, second = second, first
        return not set(first).isdisjoint(second)


def collect(records: Iterable[Record], keys: Keys, names: Names) -> Table:
    """Read all records once and return the table of their names."""
    table = Table()
    for number, record in enumerate(records):
        _add(table, number, record, keys, names)
        table.documents += 1
    return table


def _add(table: Table, number: int, record: Record, keys: Keys, names: Names) -> None:
    by_id = keys.of_record(record)
    region = keys.region(record)
    for entity in record.entities:
        key = by_id[entity.id]
        entry = table.entries.setdefault(key, Entry())
        entry.types.add(entity.type)
        entry.also.update(entity.also)
        entry.regions.add(region)
        entry.forms.add(key.name)
        for alias in entity.aliases:
            form = nfc(alias)
            if form and form != key.name and not names.deictic(form):
                entry.forms.add(form)
                entry.aliases.add((fold(form), _alias_code(keys, names, key, form, region)))
        if not entry.docs or entry.docs[-1] != number:
            entry.docs.append(number)
    year = (record.date or "")[:4]
    for tenure in record.tenures:
        holder, body = by_id.get(tenure.person), by_id.get(tenure.of or "")
        if holder and body:
            table.entries[holder].posts.add((nfc(tenure.post), body_name(names, body), year))


def _alias_code(keys: Keys, names: Names, key: Key, form: str, region: str) -> str:
    """A generic short form (高新区) belongs to the division that the full name tells, else the document's."""
    told = key.code or (names.place_at_head(key.name)[0] if key.kind != "person" else "")
    return keys.code(key.kind, form, told if names.local(key.kind, form) else "", region)


def body_name(names: Names, body: Key) -> str:
    """Return the form under which the bodies of posts are compared: the code of a division, else the name."""
    return body.thing_code or f"{group(body.kind)}:{names.comparable(body.kind, body.name, body.code)}"
