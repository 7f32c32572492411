"""The key of an entity: a function of its record (and the lexicons) alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kg.graph.iri import local, nfc
from kg.graph.names import NEVER_LOCAL, Names, fold
from kg.graph.vocabulary import KIND_OF_TYPE
from kg.model import Entity, Record


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a record says of an entity's identity.

    Attributes:
        kind: of its type (``park``, ``person`` …).
        name: NFC, as printed.
        code: the division that a generic, personal or ambiguous name belongs to; else empty.
        thing_code: the lexicon's own code of the thing (GB/T 2260, GB/T 37028), if the record has it.
        role: of a person: what the record says that the person is (``public`` and posts, ``firm:NAME``, or
            empty); keeps namesakes apart and is no part of the IRI unless two namesakes would share one.
    """

    kind: str
    name: str
    code: str = ""
    thing_code: str = ""
    role: str = ""

    @property
    def standing(self) -> str:
        """``public``, ``firm`` or empty: the first part of the role."""
        return self.role.partition(":")[0]

    @property
    def local(self) -> str:
        """The local part of the key's own IRI."""
        return local(self.kind, self.name, self.code)


class Keys:
    """Computes keys; one for each entity of a record."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.divisions = names.lexicon.divisions

    def of_record(self, record: Record) -> dict[str, Key]:
        """Return the key of each entity, by its id."""
        region = self.region(record)
        roles = _roles(record)
        return {e.id: self._key(e, region, roles.get(e.id, "")) for e in record.entities}

    def region(self, record: Record) -> str:
        """Return the code of a document's division; where nobody knows it, a code of the document itself.

        A made-up code (``x`` and eight hexadecimal digits) keeps the generic names of such a document apart
        from those of every other one.
        """
        if record.source and record.source.region_code:
            return record.source.region_code
        found = self.divisions.find(record.region) if record.region else None
        if found:
            return found.code
        basis = record.region or record.doc
        return "x" + hashlib.sha256(basis.encode("utf-8", "replace")).hexdigest()[:8]

    def _key(self, entity: Entity, region: str, role: str) -> Key:
        kind, name = KIND_OF_TYPE[entity.type], nfc(entity.name) or "—"
        stated = entity.code if entity.code and self.names.code_fits(kind, name, entity.code) else ""
        thing_code = stated or self._place_code(kind, name, region)
        if kind == "place" and thing_code:
            return Key(kind, name, self.telling(name, thing_code), thing_code)
        return Key(kind, name, self.code(kind, name, entity.division or "", region), thing_code, role)

    def code(self, kind: str, name: str, stated: str, region: str) -> str:
        """Return the division code that a name of a kind takes: empty for names that stand alone."""
        if kind in NEVER_LOCAL or (kind == "organization" and (kind, fold(name)) in self.names.known):
            return ""
        if self.names.local(kind, name):
            return stated or self._above(kind, name, region)
        if stated and not self.names.place_at_head(name, stated)[0] and kind != "programme":
            return stated
        return ""

    def _above(self, kind: str, name: str, region: str) -> str:
        """省委 in a city's document belongs to the province."""
        if kind != "person" and name.startswith(("省", "自治区")):
            for code in self.divisions.chain(region):
                if self.divisions.by_code[code].level == "province":
                    return code
        return region

    def _place_code(self, kind: str, name: str, region: str) -> str:
        if kind != "place":
            return ""
        near = region if region[:1] != "x" else None
        found = self.divisions.find(name, near)
        if found is None:
            return self._chained(name)
        if len(found.code) > 6:
            return ""
        if name in found.ambiguous and not (near and self.divisions.within(found.code, near)):
            return ""
        return found.code

    def _chained(self, name: str) -> str:
        """Return the code of a division printed after one that it lies in (上海市黄浦区)."""
        for length in range(2, len(name) - 1):
            outer = self.divisions.find(name[:length])
            inner = self.divisions.find(name[length:], outer.code) if outer else None
            if outer and inner and inner != outer and self.divisions.within(inner.code, outer.code):
                return inner.code
        return ""

    def telling(self, name: str, code: str) -> str:
        """Return the parent's code where several divisions bear the name (鼓楼区), else nothing."""
        same = {d.code for d in self.divisions.by_form.get(name, ()) if not d.retired}
        usual = self.divisions.find(name) if len(same) > 1 else None
        if len(same) <= 1 or (usual and usual.code == code and name not in usual.ambiguous):
            return ""
        division = self.divisions.by_code.get(code)
        return (division.parent if division else "") or self.divisions.parent_code(code)


def _roles(record: Record) -> dict[str, str]:
    """Return what a record says its persons are: holders of public posts, or people of a firm."""
    types = {e.id: e.type for e in record.entities}
    names = {e.id: nfc(e.name) for e in record.entities}
    roles = {e.id: "public" for e in record.entities if e.type == "Official"}
    year = (record.date or "")[:4]
    held: dict[str, set[str]] = {}
    for tenure in record.tenures:
        held.setdefault(tenure.person, set()).add(f"{tenure.post}@{names.get(tenure.of or '', '')}@{year}")
    roles.update({person: "public:" + ",".join(sorted(posts)) for person, posts in held.items()})
    firms: dict[str, list[str]] = {}
    for relation in record.relations:
        if relation.p == "affiliatedWith" and types.get(relation.o) == "Company":
            firms.setdefault(relation.s, []).append(names[relation.o])
    return {**{person: f"firm:{min(found)}" for person, found in firms.items()}, **roles}
