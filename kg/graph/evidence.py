"""Where the words stand: evidence of facts, mentions of things, selectors, anchors, activities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.graph import vocabulary as v
from kg.graph.iri import local, nfc, node
from kg.graph.terms import decimal, text, triple, typed, zh
from kg.model import Anchor, Entity, Fact, MentionSpan, Span

CONTEXT = 20
"""Code points before and after a quote that its selector keeps (Web Annotation, prefix and suffix)."""
_EVIDENCE, _MENTION, _ANCHOR = v.term("fz:Evidence"), v.term("fz:Mention"), v.term("fz:Anchor")
_HAS_MENTION, _HAS_ANCHOR = v.term("fz:mention"), v.term("fz:anchor")
_FORM, _STATES = v.term("fz:form"), v.term("fz:states")
_ROLE, _VIA, _FILE, _COLUMN = (v.term(f"fz:{name}") for name in ("role", "via", "file", "column"))
_CONFIDENCE, _VERSION = v.term("fz:confidence"), v.term("owl:versionInfo")
MENTION_RULE = "mentions"
"""The name of the rule of mentions; records do not say which rule found an entity."""
UNNAMED_RULE = "unnamed"
"""The name of the rule of facts that tell none (records written by hand)."""


@dataclass(slots=True)
class DocumentWords:
    """The words of one document, and the triples that quote them.

    Attributes:
        doc: ``Record.doc``.
        text: the decoded source, or None where it is not at hand.
        base: the base IRI.
        version: of the rules.
        emit: takes each triple of evidence.ttl.
    """

    doc: str
    text: str | None
    base: str
    version: str
    emit: Callable[[str], None]
    _done: set[str] = field(default_factory=set)
    _positions: dict[tuple[int, int], str] = field(default_factory=dict)
    _activities: dict[str, str] = field(default_factory=dict)
    _source: str = ""

    @property
    def source(self) -> str:
        """The document's IRI, as a term."""
        if not self._source:
            self._source = f"<{self.base}{local('document', self.doc)}>"
        return self._source

    def find(self, words: str, span: Span | None) -> Span | None:
        """Return where words stand: at the span if they do, else (without span) at their first place."""
        if not words:
            return None
        if span is not None:
            fits = self.text is None or self.text[span.start : span.end] == words
            return span if fits and span.end - span.start == len(words) else None
        start = self.text.find(words) if self.text is not None else -1
        return Span(start, start + len(words)) if start >= 0 else None

    def position(self, span: Span) -> str:
        """Return the local part of a position selector's IRI; equal spans share one."""
        key = (span.start, span.end)
        if key not in self._positions:
            self._positions[key] = node("position", self.doc, *key)
        return self._positions[key]

    def figure(self, span: Span, digits: str) -> Span | None:
        """Return where a number stands within a quote, or None if it does not stand there in these digits."""
        start = self.text.find(digits, span.start, span.end) if self.text is not None else -1
        return Span(start, start + len(digits)) if start >= 0 else None

    def describe_position(self, span: Span) -> None:
        """Write a position selector."""
        where = f"<{self.base}{self.position(span)}>"
        self.emit(triple(where, v.TYPE, v.POSITION_SELECTOR))
        self.emit(triple(where, v.START, typed(str(span.start), "nonNegativeInteger")))
        self.emit(triple(where, v.END, typed(str(span.end), "nonNegativeInteger")))

    def _select(self, subject: str, span: Span, words: str) -> None:
        """Give a node its source and both selectors."""
        where = f"<{self.base}{self.position(span)}>"
        quote = f"<{self.base}{node('quote', self.doc, span.start, span.end)}>"
        self.emit(triple(subject, v.HAS_SOURCE, self.source))
        self.emit(triple(subject, v.HAS_SELECTOR, where))
        self.emit(triple(subject, v.HAS_SELECTOR, quote))
        if where in self._done:
            return
        self._done.add(where)
        self.describe_position(span)
        self.emit(triple(quote, v.TYPE, v.QUOTE_SELECTOR))
        self.emit(triple(quote, v.EXACT, text(words)))
        if self.text is not None:
            before = self.text[max(0, span.start - CONTEXT) : span.start]
            self.emit(triple(quote, v.PREFIX, text(before)))
            self.emit(triple(quote, v.SUFFIX, text(self.text[span.end : span.end + CONTEXT])))

    def _generated(self, subject: str, rule: str, confidence: float | None) -> None:
        activity = self._activities.get(rule, "")
        if not activity:
            activity = f"<{self.base}{node('activity', self.doc, rule, self.version)}>"
            self._activities[rule] = activity
        self.emit(triple(subject, v.GENERATED, activity))
        if confidence is not None:
            self.emit(triple(subject, _CONFIDENCE, decimal(confidence)))
        if activity in self._done:
            return
        self._done.add(activity)
        plan = f"<{self.base}{local('rule', rule)}>"
        for line in (
            triple(activity, v.TYPE, v.ACTIVITY), triple(activity, v.USED, plan),
            triple(activity, v.USED, self.source), triple(plan, v.TYPE, v.PLAN),
            triple(plan, v.LABEL, text(rule)), triple(plan, _VERSION, text(self.version)),
        ):  # fmt: skip
            self.emit(line)

    def evidence(self, fact: str, stated: Fact, span: Span, also: Iterable[str] = ()) -> list[str]:
        """Write the evidence of a fact in this document.

        Args:
            fact: local part of the fact's (or statement's) IRI.
            stated: the fact as the record has it; its words stand at ``span``.
            span: code points.
            also: local parts of concepts (post, indicator) that have the same words.

        Returns:
            what is wrong with anchors that were left out, one line each.
        """
        subject = f"<{self.base}{node('evidence', fact, self.doc)}>"
        for each in (fact, *also):
            self.emit(triple(f"<{self.base}{each}>", v.DERIVED, subject))
        self.emit(triple(subject, v.TYPE, v.SPECIFIC_RESOURCE))
        self.emit(triple(subject, v.TYPE, _EVIDENCE))
        self._select(subject, span, stated.evidence)
        self._generated(subject, stated.rule or UNNAMED_RULE, stated.confidence)
        return [problem for anchor in stated.anchors if (problem := self._anchor(subject, anchor))]

    def _anchor(self, subject: str, anchor: Anchor) -> str:
        """Write where an argument stands that the quote lacks; return what is wrong with it, if anything."""
        span = None
        if anchor.start is not None and anchor.end is not None and anchor.text is not None:
            span = self.find(anchor.text, Span(anchor.start, anchor.end))
            if span is None:
                return (
                    f"anchor of {anchor.role}: {anchor.text!r} does not stand at {anchor.start}–{anchor.end}"
                )
        elif not anchor.file and not anchor.column:
            return f"anchor of {anchor.role} tells no place"
        place = (span.start, span.end) if span else (anchor.file, anchor.column, anchor.text)
        here = f"<{self.base}{node('anchor', self.doc, anchor.role, anchor.via, *place)}>"
        self.emit(triple(subject, _HAS_ANCHOR, here))
        self.emit(triple(here, v.TYPE, _ANCHOR))
        self.emit(triple(here, _ROLE, text(anchor.role)))
        self.emit(triple(here, _VIA, text(anchor.via)))
        if span:
            self._select(here, span, anchor.text or "")
        for key, value in ((_FILE, anchor.file), (_COLUMN, anchor.column)):
            if value and not span:
                self.emit(triple(here, key, text(value)))
        return ""

    def mentions(self, thing: str, entity: Entity, names: Iterable[str], fallback: list[Fact]) -> bool:
        """Write where a thing is named in this document: the first place of each form.

        Args:
            thing: local part of the thing's IRI.
            entity: what the record says of it.
            names: the forms that the graph gives as labels.
            fallback: facts about the entity, for one that has no mention in the text.

        Returns:
            whether any place was found.
        """
        places = self._places(entity, fallback)
        if not places:
            return False
        labels = set(names)
        forms = [form for form in (nfc(one) for one in (entity.name, *entity.aliases)) if form in labels]
        printed = {nfc(words) for _, words in places}
        types = [f"<{v.FZ}{name}>" for name in (entity.type, *entity.also)]
        for number, (span, words) in enumerate(places):
            told = {nfc(words)} & labels
            if number == 0:
                told |= {form for form in forms if form not in printed}
            if number and not told:
                continue
            subject = f"<{self.base}{node('mention', thing, self.doc, span.start, span.end)}>"
            self.emit(triple(f"<{self.base}{thing}>", _HAS_MENTION, subject))
            self.emit(triple(subject, v.TYPE, v.SPECIFIC_RESOURCE))
            self.emit(triple(subject, v.TYPE, _MENTION))
            self._select(subject, span, words)
            self._generated(subject, MENTION_RULE, None)
            for form in sorted(told):
                self.emit(triple(subject, _FORM, zh(form)))
            for each in types if number == 0 else ():
                self.emit(triple(subject, _STATES, each))
        return True

    def _places(self, entity: Entity, fallback: list[Fact]) -> list[tuple[Span, str]]:
        """Return the first place of each form, in order; else the words of the first fact about it."""
        found: dict[str, Span] = {}
        for mention in entity.mentions:
            if isinstance(mention, MentionSpan):
                words, span = mention.text, self.find(mention.text, Span(mention.start, mention.end))
            else:
                words, span = mention, self.find(mention, None)
            if span and (words not in found or span < found[words]):
                found[words] = span
        if not found:
            for fact in fallback:
                span = self.find(fact.evidence, fact.span)
                if span:
                    return [(span, fact.evidence)]
        return sorted((span, words) for words, span in found.items())
