"""Why several names are one thing: the ``fz:Identification`` nodes that the merging of names left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.store.opening import Store
from kg.store.terms import term


@dataclass(frozen=True)
class Merge:
    """One decision: the key that was taken for the thing, its name, the rule and the reason (zh, en)."""

    iri: str
    name: str
    rule: str = ""
    zh: str = ""
    en: str = ""

    def words(self, lang: str = "zh") -> str:
        """Return the decision on one line."""
        why = self.zh if lang == "zh" else self.en
        rule = f"（{self.rule}）" if lang == "zh" else f" ({self.rule})"
        return f"{self.name} — {why}{rule}" if self.rule else f"{self.name} — {self.iri}"


def read_merges(store: Store, thing: NamedNode) -> Iterator[Merge]:
    """Return what was merged into ``thing``: identifications, then replaced keys without one; sorted."""
    explained = set()
    nodes = {quad.subject for quad in store.quads(None, term("fz:kept"), thing)}
    for node in sorted(nodes, key=str):
        values = store.properties(node)
        replaced = values[term("fz:replaced").value][0]
        explained.add(replaced)
        rule = values.get(term("fz:identityRule").value, [])
        reasons = [one for one in values.get(term("fz:reason").value, []) if isinstance(one, Literal)]
        said = {one.language: one.value for one in reasons}
        yield Merge(
            replaced.value,
            store.label(replaced),
            rule[0].value if rule else "",
            said.get("zh", ""),
            said.get("en", ""),
        )
    for quad in sorted(store.quads(None, term("dcterms:isReplacedBy"), thing), key=str):
        if isinstance(quad.subject, NamedNode) and quad.subject not in explained:
            yield Merge(quad.subject.value, store.label(quad.subject))
