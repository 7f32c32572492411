"""One record → its triples, given what its entities are; what cannot stand is listed, never just dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kg.graph import vocabulary as v
from kg.graph.document import describe_document, region_place
from kg.graph.evidence import DocumentWords
from kg.graph.facts import Concepts, FactMaker, Node, Unfit
from kg.graph.identity import Identity, Thing
from kg.graph.iri import node
from kg.graph.keys import Keys
from kg.graph.ontology import Ontology
from kg.graph.terms import canonical, triple, zh
from kg.graph.units import Units
from kg.model import Fact, Observation, Quantity, Record, Relation, Span

Text = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """Something of a record that does not stand in the graph, and why (one line)."""

    doc: str
    layer: str
    reason: str


@dataclass(slots=True)
class Tools:
    """What all records share."""

    base: str
    version: str
    keys: Keys
    identity: Identity
    ontology: Ontology
    posts: Concepts
    indicators: Concepts
    units: Units
    text_of: Text
    rejected: frozenset[str]
    min_confidence: float


@dataclass(slots=True)
class Tally:
    """What was written and what was left out, over all records."""

    facts: Counter[str] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)
    below_confidence: int = 0
    rejected: set[str] = field(default_factory=set)
    extra_types: dict[str, set[str]] = field(default_factory=dict)
    worded: set[str] = field(default_factory=set)
    concepts: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)


class Assembler:
    """Turns one record into triples.

    Args:
        tools: what all records share.
        tally: counts; changed.
        graph: takes the triples of graph.ttl.
        evidence: takes the triples of evidence.ttl.
    """

    def __init__(
        self, tools: Tools, tally: Tally, graph: Callable[[str], None], evidence: Callable[[str], None]
    ) -> None:
        self._tools, self._tally = tools, tally
        self._graph, self._evidence = graph, evidence

    def add(self, record: Record) -> None:
        """Write the triples of one record."""
        tools = self._tools
        things = {id_: tools.identity.things[key] for id_, key in tools.keys.of_record(record).items()}
        words = DocumentWords(
            record.doc, tools.text_of(record.doc), tools.base, tools.version, self._evidence
        )
        maker = FactMaker(
            tools.base, record.doc, things, tools.posts, tools.indicators, tools.units, words.position
        )
        region = region_place(record, tools.keys, tools.identity)
        if region:
            self._tally.regions.add(tools.keys.region(record))
        for line in describe_document(record, words.source, tools.base, region):
            self._evidence(line)
        placed = list(self._placed(record, words))
        self._write_relations(
            record, [(f, s) for _, f, s in placed if isinstance(f, Relation)], words, things
        )
        self._write_nodes(
            record, [(n, f, s) for n, f, s in placed if not isinstance(f, Relation)], words, maker
        )
        self._write_mentions(record, [f for _, f, _ in placed], words, things)

    def _placed(self, record: Record, words: DocumentWords) -> Iterator[tuple[str, Fact, Span]]:
        """Yield the facts that stand in the text at their offsets, best evidence first."""
        found: list[tuple[tuple[float, Span, str], str, Fact, Span]] = []
        for layer, fact in record.facts():
            if fact.confidence is not None and fact.confidence < self._tools.min_confidence:
                self._tally.below_confidence += 1
                continue
            span = words.find(fact.evidence, fact.span)
            if span is None:
                self._leave(record, layer, f"the words {fact.evidence[:30]!r} do not stand where they should")
                continue
            confidence = 1.0 if fact.confidence is None else fact.confidence
            found.append(((-confidence, span, fact.rule), layer, fact, span))
        found.sort(key=lambda each: (each[0], repr(each[2])))
        return ((layer, fact, span) for _, layer, fact, span in found)

    def _leave(self, record: Record, layer: str, reason: str) -> None:
        self._tally.left_out.append(LeftOut(record.doc, layer, reason))

    # --- relations ---------------------------------------------------------------------------------

    def _write_relations(
        self,
        record: Record,
        facts: list[tuple[Relation, Span]],
        words: DocumentWords,
        things: dict[str, Thing],
    ) -> None:
        done: set[str] = set()
        for fact, span in facts:
            s, o = things.get(fact.s), things.get(fact.o)
            if s is None or o is None:
                self._leave(record, "relations", f"{fact.p}: {fact.s} or {fact.o} is no entity of the record")
            elif s is o or s.local == o.local:
                self._leave(record, "relations", f"{fact.p}: both ends are {s.label}")
            elif not self._fits(fact.p, s, o):
                types = f"{'/'.join(s.types)} → {'/'.join(o.types)}"
                self._leave(record, "relations", f"{s.label} {fact.p} {o.label}: not between {types}")
            elif self._statement(record, words, (s, fact.p, o), fact, span, done):
                self._tally.facts["relations"] += 1
                s.degree += 1
                o.degree += 1

    def _fits(self, property_: str, s: Thing, o: Thing) -> bool:
        """Check domain and range; a type that records merely accept (``also``) counts once a fact needs it."""
        if property_ not in self._tools.ontology.domains and property_ not in self._tools.ontology.ranges:
            return False
        return all(self._side(property_, side, t) for side, t in (("domain", s), ("range", o)))

    def _side(self, property_: str, side: str, thing: Thing) -> bool:
        fits = self._tools.ontology.fits
        if fits(property_, side, frozenset(thing.types)):
            return True
        helping = [name for name in thing.also if fits(property_, side, frozenset([name]))]
        if helping:
            self._tally.extra_types.setdefault(thing.local, set()).add(helping[0])
        return bool(helping)

    def _statement(
        self, record: Record, words: DocumentWords, spo: tuple[Thing, str, Thing], fact: Fact, span: Span,
        done: set[str],
    ) -> bool:  # fmt: skip
        """Write a plain triple, its rdf:Statement and evidence; False where the document has it already."""
        s, p, o = spo
        statement = node("statement", s.local, p, o.local)
        base = self._tools.base
        if base + statement in self._tools.rejected:
            self._tally.rejected.add(base + statement)
            return False
        if statement in done:
            return False
        done.add(statement)
        terms = (f"<{base}{s.local}>", f"<{v.FZ}{p}>", f"<{base}{o.local}>")
        self._graph(triple(*terms))
        subject = f"<{base}{statement}>"
        self._evidence(triple(subject, v.TYPE, v.STATEMENT))
        for key, term in zip((v.SUBJECT, v.PREDICATE, v.OBJECT), terms, strict=True):
            self._evidence(triple(subject, key, term))
        self._explain(record, "relations", words.evidence(statement, fact, span))
        return True

    def _explain(self, record: Record, layer: str, problems: Iterable[str]) -> None:
        for problem in problems:
            self._leave(record, layer, problem)

    # --- facts as nodes ----------------------------------------------------------------------------

    def _write_nodes(
        self, record: Record, facts: list[tuple[str, Fact, Span]], words: DocumentWords, maker: FactMaker
    ) -> None:
        done: set[str] = set()
        statements: set[str] = set()
        figures: dict[tuple[str, ...], str] = {}
        for layer, group, span in _joined(facts):
            try:
                made = _make(maker, layer, group, span)
                if figures.setdefault(made.dimensions or (made.local,), made.local) != made.local:
                    made = self._narrower(maker, made, span, words, figures)
            except Unfit as problem:
                self._leave(record, layer, str(problem))
                continue
            iri = self._tools.base + made.local
            if iri in self._tools.rejected:
                self._tally.rejected.add(iri)
                continue
            if made.local in done:
                continue
            done.add(made.local)
            self._emit(record, layer, made, span, words)
            if layer == "conferrals":
                award, recipient = made.arguments[:2]
                self._statement(record, words, (recipient, "received", award), made.stated, span, statements)

    def _narrower(
        self,
        maker: FactMaker,
        made: Node,
        span: Span,
        words: DocumentWords,
        figures: dict[tuple[str, ...], str],
    ) -> Node:
        """Tell two figures of one quote apart by the passage: it becomes the place of the number (W3C IC-12).

        Raises:
            Unfit: the number does not stand in the quote in digits.
        """
        stated = made.stated
        digits = canonical(stated.value) if isinstance(stated, Observation) else ""
        place = words.figure(span, digits.lstrip("-"))
        again = maker.make(stated, place) if place else made
        if place is None or figures.setdefault(again.dimensions, again.local) != again.local:
            raise Unfit(f"another figure stands for the same dimensions in {stated.evidence[:30]!r}")
        words.describe_position(place)
        return again

    def _emit(self, record: Record, layer: str, made: Node, span: Span, words: DocumentWords) -> None:
        for line in made.triples:
            self._graph(line)
        self._tally.facts[layer] += 1
        self._tally.concepts.update(made.concepts)
        for thing in made.arguments:
            thing.degree += 1
        self._explain(record, layer, words.evidence(made.local, made.stated, span, made.concepts))

    # --- names -------------------------------------------------------------------------------------

    def _write_mentions(
        self, record: Record, facts: list[Fact], words: DocumentWords, things: dict[str, Thing]
    ) -> None:
        about: dict[str, list[Fact]] = {}
        for fact in facts:
            for id_ in _arguments(fact):
                about.setdefault(id_, []).append(fact)
        for entity in record.entities:
            thing = things[entity.id]
            if words.mentions(thing.local, entity, thing.names, about.get(entity.id, [])):
                self._tally.worded.add(thing.local)
            else:
                self._leave(record, "entities", f"{entity.name}: no mention stands in the text")


def _arguments(fact: Fact) -> list[str]:
    names = ("s", "o", "person", "of", "award", "recipient", "conferrer", "project", "subject", "area")
    return [value for name in names if (value := getattr(fact, name, None))]


def _make(maker: FactMaker, layer: str, group: list[Fact], span: Span) -> Node:
    return maker.quantity(_quantities(group)) if layer == "quantities" else maker.make(group[0], span)


def _quantities(group: list[Fact]) -> list[Quantity]:
    return [fact for fact in group if isinstance(fact, Quantity)]


def _joined(facts: list[tuple[str, Fact, Span]]) -> Iterator[tuple[str, list[Fact], Span]]:
    """Gather the records of one joint figure; all others stand alone."""
    joint: dict[tuple[object, ...], list[Fact]] = {}
    places: list[tuple[str, list[Fact], Span]] = []
    for layer, fact, span in facts:
        if isinstance(fact, Quantity) and fact.joint:
            key = (fact.measure, fact.value, fact.unit, fact.bound, span)
            if key in joint:
                joint[key].append(fact)
                continue
            joint[key] = [fact]
            places.append((layer, joint[key], span))
        else:
            places.append((layer, [fact], span))
    return iter(places)


def thing_triples(thing: Thing, extra: set[str], base: str) -> Iterator[str]:
    """Yield the types and names of a thing: what graph.ttl says of it besides its facts."""
    subject = f"<{base}{thing.local}>"
    for name in sorted({*thing.types, *extra}):
        yield triple(subject, v.TYPE, f"<{v.FZ}{name}>")
    yield triple(subject, v.PREF_LABEL, zh(thing.label))
    yield triple(subject, v.LABEL, zh(thing.label))
    for name in thing.names[1:]:
        yield triple(subject, v.ALT_LABEL, zh(name))
