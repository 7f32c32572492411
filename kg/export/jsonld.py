"""JSON-LD 1.1 with a tidy context: short names for properties, their types told once, one subject on each line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.job import Job
from kg.export.statements import read_prefixes, read_statements
from kg.store.terms import PREFIXES, local_name

_TYPE = PREFIXES["rdf"] + "type"
_STRING = PREFIXES["xsd"] + "string"
_IRI = "@id"


def write_jsonld(job: Job) -> dict[str, int]:
    """Write one JSON-LD file; the statements are read twice, first to learn the types of the properties."""
    context = Context(read_prefixes(job.folder))
    count = 0
    for _, triple in read_statements(job.folder):
        context.learn(triple)
        count += 1
    context.settle()
    with job.target.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"@context": ')
        file.write(json.dumps(context.written(), ensure_ascii=False, indent=1))
        file.write(',\n"@graph": [')
        separator = "\n"
        for node in _nodes(context, (triple for _, triple in read_statements(job.folder))):
            file.write(separator + json.dumps(node, ensure_ascii=False))
            separator = ",\n"
        file.write("\n]}\n")
    return {"triples": count}


def _nodes(context: Context, triples: Iterable[Triple]) -> Iterator[dict[str, Any]]:
    for subject, about in groupby(triples, key=lambda triple: triple.subject):
        node: dict[str, Any] = {"@id": context.short(_value(subject))}
        for predicate, group in groupby(about, key=lambda triple: triple.predicate.value):
            key = context.key(predicate)
            values = [context.value(predicate, triple.object) for triple in group]
            node[key] = values[0] if len(values) == 1 else values
        yield node


def _value(term: Any) -> str:
    return str(term.value)


@dataclass
class Context:
    """The ``@context``: prefixes, and a term for each property with the one type or language its values have.

    Args:
        prefixes: prefix → namespace.
    """

    prefixes: dict[str, str]
    _kinds: dict[str, set[str]] = field(default_factory=dict)
    _schemes: set[str] = field(default_factory=set)
    _terms: dict[str, str] = field(default_factory=dict)

    def learn(self, triple: Triple) -> None:
        """Take note of the kind of a value, and of the schemes of IRIs."""
        predicate, value = triple.predicate.value, triple.object
        self._kinds.setdefault(predicate, set()).add(_kind(value))
        for each in (triple.subject, value):
            if isinstance(each, NamedNode):
                self._schemes.add(each.value.partition(":")[0])

    def settle(self) -> None:
        """Choose names: short ones, fz's first; a prefix that is the scheme of some IRI is not used."""
        self.prefixes = {
            prefix: iri
            for prefix, iri in sorted(self.prefixes.items())
            if prefix not in self._schemes and iri[-1] in "/#:?"
        }
        self._spaces = {iri: prefix for prefix, iri in self.prefixes.items()}
        taken = {*self.prefixes}
        for predicate in sorted(self._kinds, key=lambda iri: (not iri.startswith(PREFIXES["fz"]), iri)):
            compact, name = self.short(predicate), local_name(predicate)
            if predicate == _TYPE or compact == predicate:
                continue
            self._terms[predicate] = compact if name in taken or not name.isidentifier() else name
            taken.add(self._terms[predicate])

    def written(self) -> dict[str, Any]:
        """Return the context as JSON."""
        terms = {name: self._term(predicate) for predicate, name in self._terms.items()}
        return {"@version": 1.1, **self.prefixes, **dict(sorted(terms.items()))}

    def _term(self, predicate: str) -> str | dict[str, str]:
        about = {"@id": self.short(predicate)}
        kind = self._one_kind(predicate)
        if kind.startswith("@") and kind != _IRI:
            about["@language"] = kind[1:]
        elif kind and kind != _STRING:
            about["@type"] = kind if kind == _IRI else self.short(kind)
        return about if len(about) > 1 else about["@id"]

    def _one_kind(self, predicate: str) -> str:
        kinds = self._kinds[predicate]
        return next(iter(kinds)) if len(kinds) == 1 and predicate in self._terms else ""

    def key(self, predicate: str) -> str:
        """Return the member name of a property."""
        return "@type" if predicate == _TYPE else self._terms.get(predicate, predicate)

    def short(self, iri: str) -> str:
        """Return an IRI as a compact one where it has a prefix."""
        cut = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
        prefix = self._spaces.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix else iri

    def value(self, predicate: str, value: Any) -> Any:
        """Return a value as JSON: plain where the context tells its kind."""
        kind = _kind(value)
        if isinstance(value, NamedNode):
            short = self.short(value.value)
            return short if kind == self._one_kind(predicate) or predicate == _TYPE else {"@id": short}
        if kind in (self._one_kind(predicate), _STRING):
            return value.value
        if value.language:
            return {"@value": value.value, "@language": value.language}
        return {"@value": value.value, "@type": self.short(value.datatype.value)}


def _kind(value: Any) -> str:
    if isinstance(value, Literal):
        return f"@{value.language}" if value.language else value.datatype.value
    return _IRI
