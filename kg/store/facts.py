"""Facts as plain data, each with its quotes: what ``explain``, the tables and the view are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Literal, NamedNode

from kg.model import FACT_LAYERS, RELATIONS
from kg.store.opening import Store, Term
from kg.store.terms import address, local_name, term

ALL_LAYERS = (*FACT_LAYERS, "names", "types")
_CLASS = {
    "tenures": "fz:Tenure", "conferrals": "fz:Conferral", "milestones": "fz:Milestone",
    "quantities": "fz:Quantity", "observations": "fz:Observation",
}  # fmt: skip
_ROLES = {
    "tenures": {"fz:holder": "person", "fz:of": "of"},
    "conferrals": {"fz:award": "award", "fz:recipient": "recipient", "fz:conferrer": "conferrer"},
    "milestones": {"fz:subject": "project"},
    "quantities": {"fz:subject": "subject"},
    "observations": {"fz:area": "area"},
}  # fmt: skip
_VALUES = (
    "post", "year", "status", "date", "begin", "end", "measure", "value", "unit", "baseValue", "baseUnit",
    "bound", "joint", "indicatorLabel", "indicator", "period", "target", "scope",
)  # fmt: skip
_MENTIONED = {"names": "fz:form", "types": "fz:states"}


@dataclass(frozen=True)
class AnchorNote:
    """Where an argument stands that is not in the quote (``kg.model.Anchor``, as the graph has it)."""

    role: str
    via: str
    start: int | None = None
    end: int | None = None
    text: str = ""
    file: str = ""
    column: str = ""


@dataclass(frozen=True)
class Quote:
    """The words of one document that state a fact.

    ``start`` and ``end`` are code-point offsets into the document's text, end exclusive; ``prefix`` and
    ``suffix`` are the words before and after.
    """

    document: str
    file: str
    title: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    confidence: str = ""
    rule: str = ""
    anchors: tuple[AnchorNote, ...] = ()


@dataclass(frozen=True)
class FactRow:
    """One fact.

    Attributes:
        iri: the fact's node; for relations the ``rdf:Statement``; for a name or type the thing's IRI with
            ``#name:…`` or ``#type:…``, which stands in no graph.
        layer: one of ``ALL_LAYERS``.
        things: IRIs of the things in it, by role, named as in the record: ``s``, ``o``, ``person``, ``of`` ….
        values: everything else as text, by name (``p``, ``post``, ``status``, ``value`` …).
        quotes: its evidence, in the order of document and offset.
    """

    iri: str
    layer: str
    things: dict[str, tuple[str, ...]]
    values: dict[str, str]
    quotes: tuple[Quote, ...]


def read_facts(
    store: Store, about: NamedNode | None = None, layers: Iterable[str] = FACT_LAYERS
) -> Iterator[FactRow]:
    """Return facts in the order of layers and IRIs.

    Args:
        store: an opened graph.
        about: only facts in which this thing stands; None for all.
        layers: some of ``ALL_LAYERS``.
    """
    reader = _Reader(store)
    for layer in layers:
        if about is None:
            yield from store.remember(f"facts {layer}", partial(_read_layer, reader, layer, None))
        else:
            yield from _read_layer(reader, layer, about)


def _read_layer(reader: _Reader, layer: str, about: NamedNode | None) -> Iterator[FactRow]:
    if layer in _MENTIONED:
        yield from reader.mentioned(layer, about)
        return
    for node in sorted(_nodes(reader.store, layer, about), key=lambda one: one.value):
        yield reader.relation(node) if layer == "relations" else reader.node(layer, node)


def _nodes(store: Store, layer: str, about: NamedNode | None) -> set[NamedNode]:
    if layer == "relations":
        return _statements(store, about)
    wanted = term(_CLASS[layer])
    if about is None:
        return {quad.subject for quad in store.quads(None, term("rdf:type"), wanted)}
    found = {quad.subject for role in _ROLES[layer] for quad in store.quads(None, term(role), about)}
    return {node for node in found if any(store.quads(node, term("rdf:type"), wanted))}


def _statements(store: Store, about: NamedNode | None) -> set[NamedNode]:
    """Return the reified relations (not those of background.ttl, which have sources and no quotes)."""
    kinds = {term(f"fz:{name}") for name in RELATIONS}
    predicate, derived = term("rdf:predicate"), term("prov:wasDerivedFrom")
    if about is None:
        found = {quad.subject for kind in kinds for quad in store.quads(None, predicate, kind)}
    else:
        ends = (term("rdf:subject"), term("rdf:object"))
        found = {quad.subject for end in ends for quad in store.quads(None, end, about)}
        found = {node for node in found if any(q.object in kinds for q in store.quads(node, predicate))}
    return {node for node in found if any(store.quads(node, derived))}


class _Reader:
    """Reads nodes of one store; remembers documents, rules and selectors already met."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._documents: dict[str, tuple[str, str]] = {}
        self._rules: dict[str, frozenset[str]] = {}

    def node(self, layer: str, node: NamedNode) -> FactRow:
        """Read an n-ary fact."""
        values = self.store.properties(node)
        things = {
            role: tuple(one.value for one in values.get(address(name), []))
            for name, role in _ROLES[layer].items()
        }
        texts = {
            name: self._text(found[0]) for name in _VALUES if (found := values.get(address(f"fz:{name}")))
        }
        if "indicator" in texts:
            texts["concept"] = values[address("fz:indicator")][0].value
            texts["indicator"] = texts.pop("indicatorLabel", texts["indicator"])
        return FactRow(node.value, layer, {k: v for k, v in things.items() if v}, texts, self._quotes(values))

    def relation(self, node: NamedNode) -> FactRow:
        """Read a reified relation."""
        values = self.store.properties(node)
        subject, predicate, target = (
            values[address(f"rdf:{part}")][0].value for part in ("subject", "predicate", "object")
        )
        things: dict[str, tuple[str, ...]] = {"s": (subject,), "o": (target,)}
        return FactRow(node.value, "relations", things, {"p": local_name(predicate)}, self._quotes(values))

    def mentioned(self, layer: str, about: NamedNode | None) -> Iterator[FactRow]:
        """Read the names or types of things, each with the places where a document prints them."""
        found: dict[tuple[str, str], list[Quote]] = {}
        for quad in self.store.quads(about, term("fz:mention")):
            values = self.store.properties(quad.object)
            quote = self._quote(quad.object)
            for value in values.get(term(_MENTIONED[layer]).value, []):
                found.setdefault((quad.subject.value, self._text(value)), []).append(quote)
        for (thing, text), quotes in sorted(found.items(), key=lambda item: item[0]):
            kind = layer.removesuffix("s")
            if kind == "name":
                preferred = any(
                    q.object.value == text for q in self.store.quads(NamedNode(thing), term("skos:prefLabel"))
                )
                kind = "prefLabel" if preferred else "altLabel"
            ordered = tuple(sorted(quotes, key=lambda quote: (quote.file, quote.start, quote.end)))
            yield FactRow(f"{thing}#{kind}:{text}", layer, {"s": (thing,)}, {"p": kind, "o": text}, ordered)

    def _text(self, value: Term) -> str:
        """Return a literal's value, a post's or indicator's label, or the code at the end of an IRI."""
        if isinstance(value, Literal):
            return value.value
        if "/post/" in value.value or "/indicator/" in value.value:
            return self.store.label(value)
        return local_name(value.value)

    def _quotes(self, values: dict[str, list[Term]]) -> tuple[Quote, ...]:
        found = [self._quote(one) for one in values.get(address("prov:wasDerivedFrom"), [])]
        return tuple(sorted(found, key=lambda quote: (quote.file, quote.start, quote.end)))

    def _quote(self, evidence: Term) -> Quote:
        values = self.store.properties(evidence)
        document = values[address("oa:hasSource")][0].value
        file, title = self._document(document)
        start, end, exact, prefix, suffix = self._selected(values)
        anchors = [self._anchor(one) for one in values.get(address("fz:anchor"), [])]
        anchors.sort(key=lambda note: (note.role, note.start or 0, note.text))
        confidence = values.get(address("fz:confidence"))
        return Quote(
            document, file, title, start or 0, end or 0, exact, prefix, suffix,
            confidence[0].value if confidence else "", self._rule(values), tuple(anchors),
        )  # fmt: skip

    def _selected(self, values: dict[str, list[Term]]) -> tuple[int | None, int | None, str, str, str]:
        start = end = None
        exact = prefix = suffix = ""
        for selector in values.get(address("oa:hasSelector"), []):
            parts = self.store.properties(selector)
            if (found := parts.get(address("oa:start"))) is not None:
                start, end = int(found[0].value), int(parts[address("oa:end")][0].value)
            if (found := parts.get(address("oa:exact"))) is not None:
                exact = found[0].value
                prefix, suffix = (
                    parts[address(key)][0].value if address(key) in parts else ""
                    for key in ("oa:prefix", "oa:suffix")
                )
        return start, end, exact, prefix, suffix

    def _anchor(self, node: Term) -> AnchorNote:
        values = self.store.properties(node)
        start, end, exact, _, _ = self._selected(values)
        texts = {
            key: self._text(values[address(f"fz:{key}")][0]) if address(f"fz:{key}") in values else ""
            for key in ("role", "via", "file", "column")
        }
        return AnchorNote(texts["role"], texts["via"], start, end, exact, texts["file"], texts["column"])

    def _document(self, iri: str) -> tuple[str, str]:
        if iri not in self._documents:
            values = self.store.properties(NamedNode(iri))
            title = _first(values, "schema:headline", "dcterms:title", "schema:name")
            file = _first(values, "dcterms:identifier", "schema:identifier", "rdfs:label", "schema:name")
            self._documents[iri] = (file or local_name(iri), title)
        return self._documents[iri]

    def _rule(self, values: dict[str, list[Term]]) -> str:
        names: set[str] = set()
        for activity in values.get(address("prov:wasGeneratedBy"), []):
            if (known := self._rules.get(activity.value)) is None:
                known = self._rules[activity.value] = frozenset(self._plans(activity))
            names |= known
        return ", ".join(sorted(names))

    def _plans(self, activity: Term) -> Iterator[str]:
        """Yield the names of the rules that an activity used; it also used the document."""
        for quad in self.store.quads(activity, term("prov:used")):
            found = self.store.properties(quad.object)
            if term("prov:Plan") in found.get(address("rdf:type"), []):
                yield _first(found, "rdfs:label", "schema:name", "dcterms:title") or local_name(
                    quad.object.value
                )


def _first(values: dict[str, list[Term]], *names: str) -> str:
    for name in names:
        if found := values.get(address(name)):
            return found[0].value
    return ""
