"""Names inside names: the shorter names of a document that stand in a longer one (the place and firm of a project).

The mention steps keep some of them as nested mentions; here the forms of all places, firms, parks, trades and
products of the document are looked for in the name as well, places and firms where a part of the name begins.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.reading import Mention, Passage, Reading

_PARTS = ("Company", "Organization", "Park", "Place", "Product", "Industry")
_AT_EDGES = {"Company", "Organization", "Place", "Park"}
_LEVELS = "省市县区州盟旗镇乡村"
_HOLDERS = ("Project", "Park", "Facility", "Organization", "Company", "Place", "Programme")


class InnerNames:
    """The forms of a reading's things, for looking into names."""

    def __init__(self, reading: Reading) -> None:
        self._forms: dict[str, list[tuple[str, int]]] = {}
        for index, thing in enumerate(reading.entities):
            if thing.type in _PARTS:
                for form in _shapes(thing.type, [thing.name, *thing.forms]):
                    self._forms.setdefault(form[0], []).append((form, index))
        for listed in self._forms.values():
            listed.sort(key=lambda pair: (-len(pair[0]), pair[1]))
        self._things = reading.entities

    def parts(self, passage: Passage, name: Mention) -> list[Mention]:
        """Return the shorter names in a name, without overlaps, in order."""
        known = [
            m
            for m in passage.nested
            if name.start <= m.start and m.end <= name.end and m.span != name.span and m.entity != name.entity
        ]
        if name.type not in _HOLDERS:
            return known
        out = sorted(known, key=lambda m: m.start)
        for mention in self._virtual(passage, name):
            if not any(m.start < mention.end and mention.start < m.end for m in out):
                out.append(mention)
                out.sort(key=lambda m: m.start)
        return out

    def _virtual(self, passage: Passage, name: Mention) -> Iterator[Mention]:
        at, edge = name.start, name.start
        text = passage.text
        while at < name.end - 1:
            found = next(self._at(text, at, name, at == edge), None)
            if found is None:
                at += 1
                continue
            yield found
            at = edge = found.end
            if found.type == "Place" and text[at : at + 1] in tuple(_LEVELS) and at < name.end - 2:
                edge = at + 1

    def _at(self, text: str, at: int, name: Mention, on_edge: bool) -> Iterator[Mention]:
        for form, index in self._forms.get(text[at], ()):
            end = at + len(form)
            thing = self._things[index]
            if not text.startswith(form, at) or end > name.end or index == name.entity:
                continue
            if (thing.type in _AT_EDGES and not on_edge) or (
                thing.type in ("Place", "Company") and end >= name.end - 1
            ):
                continue
            yield Mention(at, end, thing.type, form, "inner", nested=True, entity=index)


def _shapes(kind: str, forms: list[str]) -> Iterator[str]:
    """The forms under which a thing may stand in a name: a place without its level word as well."""
    for form in dict.fromkeys(forms):
        if len(form) < 2 or form[0] in "全我本":
            continue
        yield form
        if kind == "Place" and len(form) > 2 and form[-1] in _LEVELS:
            yield form[:-1]
