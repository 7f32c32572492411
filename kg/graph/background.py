"""What lexicons know of the things in the graph; each statement with its source (background.ttl)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.graph import vocabulary as v
from kg.graph.document import place_of
from kg.graph.facts import Concepts
from kg.graph.identity import Identity, Thing
from kg.graph.iri import local, node
from kg.graph.keys import Keys
from kg.graph.names import fold
from kg.graph.ontology import Ontology
from kg.graph.terms import en, text, triple, zh
from kg.lexicon import Lexicon
from kg.lexicon.load import Entry

_CODE, _OFFICIAL, _PLACE = v.term("fz:code"), v.term("fz:officialName"), v.term("fz:Place")
_PART_OF, _NOTATION, _BROADER = v.term("dcterms:isPartOf"), v.term("skos:notation"), v.term("skos:broader")
_MATCH = {"exact": v.term("skos:exactMatch"), "close": v.term("skos:closeMatch")}
_LAST_YEAR, _SUCCESSOR = v.term("fz:lastYear"), v.term("dcterms:isReplacedBy")
_INDUSTRY = v.term("fz:Industry")
_ONTOLOGY_SOURCE = "fangzhi"
_GBT = "gbt4754"


@dataclass
class Background:
    """Collects background statements about what a graph uses.

    Every statement is written plainly and as an ``rdf:Statement`` with ``dcterms:source``.
    """

    base: str
    lexicon: Lexicon
    keys: Keys
    identity: Identity
    ontology: Ontology
    _done: set[str] = field(default_factory=set)

    @cached_property
    def _industries(self) -> dict[str, Entry]:
        return {
            fold(form): entry
            for entry in self.lexicon.from_file("industries")
            for form in reversed(entry.forms)
        }

    @cached_property
    def _gbt(self) -> dict[str, Entry]:
        return {entry.code: entry for entry in self.lexicon.from_file(_GBT)}

    @cached_property
    def _named(self) -> dict[str, Thing]:
        return {fold(name): t for t in self.identity.all_things() if t.kind == "industry" for name in t.names}

    def _say(self, subject: str, predicate: str, object_: str, source: str) -> Iterator[str]:
        """Yield a statement, its reification and its source."""
        yield triple(subject, predicate, object_)
        key = [each.replace(f"<{self.base}", "<") for each in (subject, predicate, object_)]
        statement = f"<{self.base}{node('statement', 'background', *key)}>"
        origin = f"<{self.base}{local('source', source)}>"
        yield triple(statement, v.TYPE, v.STATEMENT)
        yield triple(statement, v.SUBJECT, subject)
        yield triple(statement, v.PREDICATE, predicate)
        yield triple(statement, v.OBJECT, object_)
        yield triple(statement, v.SOURCE, origin)
        yield triple(origin, v.LABEL, text(source))

    def _first(self, key: str) -> bool:
        """Tell whether something is met for the first time."""
        new = key not in self._done
        self._done.add(key)
        return new

    def statements(
        self, things: Iterable[Thing], regions: Iterable[str], concepts: Iterable[str]
    ) -> Iterator[str]:
        """Yield all background of a graph.

        Args:
            things: those in the graph.
            regions: codes of the divisions that documents are about.
            concepts: local parts of posts and indicators in the graph.
        """
        for thing in things:
            if thing.kind == "industry":
                entry = self._industries.get(fold(thing.label))
                if entry:
                    yield from self._industry(entry)
            elif thing.code:
                yield from self._coded(thing)
        for code in sorted(regions):
            yield from self._division(code)
        yield from self._concepts(sorted(concepts))
        yield from self._schemes()

    # --- places and zones --------------------------------------------------------------------------

    def _coded(self, thing: Thing) -> Iterator[str]:
        if thing.code in self.keys.divisions.by_code:
            yield from self._division(thing.code)
            return
        for entry in self.lexicon.from_file("zones"):
            if entry.code == thing.code:
                subject = f"<{self.base}{thing.local}>"
                yield from self._say(subject, _CODE, text(entry.code), entry.source)
                yield from self._say(subject, _OFFICIAL, zh(entry.name), entry.source)
                above = entry.extra.get("division") or entry.extra.get("province", "")
                outer = place_of(above, self.keys, self.identity) if above else None
                if outer:
                    yield from self._say(subject, _PART_OF, f"<{self.base}{outer}>", entry.source)
                    yield from self._division(above)

    def _division(self, code: str) -> Iterator[str]:
        """Yield code, official name and parent of a division, and the same of all above it."""
        for each in self.keys.divisions.chain(code):
            if not self._first(f"division {each}"):
                return
            division = self.keys.divisions.by_code[each]
            address = place_of(each, self.keys, self.identity)
            subject = f"<{self.base}{address}>"
            source = "mca-retired" if division.retired else "mca-nbs"
            yield from self._say(subject, _CODE, text(each), source)
            yield from self._say(subject, _OFFICIAL, zh(division.name), source)
            if each not in self.identity.by_code:
                yield from self._say(subject, v.TYPE, _PLACE, source)
                yield from self._say(subject, v.PREF_LABEL, zh(division.name), source)
                yield from self._say(subject, v.LABEL, zh(division.name), source)
            above = self.keys.divisions.chain(each)[1:2]
            outer = place_of(above[0], self.keys, self.identity) if above else None
            if outer and outer != address:
                yield from self._say(subject, _PART_OF, f"<{self.base}{outer}>", source)

    # --- industries --------------------------------------------------------------------------------

    def _industry_iri(self, entry: Entry) -> str:
        thing = self._named.get(fold(entry.name))
        return f"<{self.base}{thing.local if thing else local('industry', entry.name)}>"

    def _industry(self, entry: Entry) -> Iterator[str]:
        """Yield an industry's scheme, GB/T 4754 matches and broader industries, up to the top."""
        while self._first(f"industry {entry.name}"):
            subject = self._industry_iri(entry)
            yield from self._say(subject, v.IN_SCHEME, v.INDUSTRY_SCHEME, entry.source)
            if fold(entry.name) not in self._named:
                yield from self._say(subject, v.TYPE, _INDUSTRY, entry.source)
                yield from self._say(subject, v.PREF_LABEL, zh(entry.name), entry.source)
                yield from self._say(subject, v.LABEL, zh(entry.name), entry.source)
            match = _MATCH.get(entry.extra.get("match", ""))
            for code in entry.extra.get("gbt4754", "").split("|"):
                if match and code in self._gbt:
                    yield from self._say(subject, match, f"<{v.GBT4754}{code}>", entry.source)
                    yield from self._class(code)
            above = self._industries.get(fold(entry.extra.get("broader", "")))
            if above is None or self._industry_iri(above) == subject:
                return
            yield from self._say(subject, _BROADER, self._industry_iri(above), entry.source)
            entry = above

    def _class(self, code: str) -> Iterator[str]:
        """Yield a class of GB/T 4754-2017 and those above it."""
        while code in self._gbt and self._first(f"{_GBT} {code}"):
            entry = self._gbt[code]
            subject = f"<{v.GBT4754}{code}>"
            yield from self._say(subject, v.TYPE, v.CONCEPT, entry.source)
            yield from self._say(subject, v.PREF_LABEL, zh(entry.name), entry.source)
            yield from self._say(subject, _NOTATION, text(code), entry.source)
            yield from self._say(subject, v.IN_SCHEME, v.GBT_SCHEME, entry.source)
            above = entry.extra.get("parent", "")
            if above in self._gbt:
                yield from self._say(subject, _BROADER, f"<{v.GBT4754}{above}>", entry.source)
            code = above

    # --- posts, indicators, the fixed schemes --------------------------------------------------------

    def _concepts(self, concepts: list[str]) -> Iterator[str]:
        kinds = (("post", "Post", v.POST_SCHEME), ("indicator", "Indicator", v.INDICATOR_SCHEME))
        for kind, type_, scheme in kinds:
            known = {local(kind, entry.name): entry for entry in self.lexicon.of_type(type_)}
            for concept in concepts:
                entry = known.get(concept)
                if entry:
                    subject = f"<{self.base}{concept}>"
                    yield from self._say(subject, v.TYPE, v.CONCEPT, entry.source)
                    yield from self._say(subject, v.IN_SCHEME, scheme, entry.source)
                    yield from self._say(subject, v.PREF_LABEL, zh(entry.name), entry.source)
                    for alias in entry.aliases:
                        yield from self._say(subject, v.ALT_LABEL, zh(alias), entry.source)
                    if entry.extra.get("english"):
                        yield from self._say(subject, v.PREF_LABEL, en(entry.extra["english"]), entry.source)

    def _schemes(self) -> Iterator[str]:
        """Yield statuses, measures and bounds, so that the three files can be read without the ontology."""
        for concept, properties in sorted(self.ontology.concepts.items()):
            for key, value in properties:
                yield from self._say(f"<{concept}>", f"<{key}>", value, _ONTOLOGY_SOURCE)


def concepts_of(lexicon: Lexicon) -> tuple[Concepts, Concepts]:
    """Return the posts and the indicators of the lexicons."""
    return Concepts.of("post", lexicon, "Post"), Concepts.of("indicator", lexicon, "Indicator")
