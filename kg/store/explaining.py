"""Everything known of one thing, each fact with its quotes, and why several names are one thing."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kg.errors import QueryError
from kg.model import FACT_LAYERS
from kg.store.escape import visible
from kg.store.facts import FactRow, Quote, read_facts
from kg.store.merges import Merge, read_merges
from kg.store.names import find_things, suggestions
from kg.store.opening import Store
from kg.store.tables import anchor_words
from kg.store.words import sentence, word

CONTEXT = 40  # code points shown on each side of a quote
_CLOSING = "，。；：、！？）】》”’…,.;:!?)"
_TITLES = {
    "zh": {"names": "名称", "types": "类型", "merged": "为何是同一事物", "facts": "事实", "none": "没有事实",
           "count": "{facts} 条事实，{documents} 篇文档", "rule": "规则", "more": "另有 {n} 处原文"},
    "en": {"names": "names", "types": "types", "merged": "why these names are one", "facts": "facts",
           "none": "no facts", "count": "{facts} facts, {documents} documents", "rule": "rule",
           "more": "{n} more quotes"},
}  # fmt: skip


@dataclass(frozen=True)
class Explanation:
    """What is known of one thing.

    Attributes:
        iri: the thing.
        name: its preferred name.
        facts: all facts it stands in, names and types included, each with its quotes.
        sentences: the facts in words, by IRI of the fact.
        merges: why several names are one thing (empty where nothing was merged).
        out: the built graph's folder (its ``texts`` give the words round a quote).
    """

    iri: str
    name: str
    facts: tuple[FactRow, ...]
    sentences: dict[str, str]
    merges: tuple[Merge, ...]
    out: Path
    lang: str

    def layer(self, name: str) -> list[FactRow]:
        """Return the facts of one layer."""
        return [fact for fact in self.facts if fact.layer == name]

    def text(self, colour: bool = False, width: int = 100, most: int = 3) -> str:
        """Return the explanation for a terminal.

        Args:
            colour: mark the quotes by colour (ANSI sequences of our own); else by 【】.
            width: columns; longer lines are wrapped.
            most: quotes shown per fact; how many are left out is said.
        """
        titles = _TITLES[self.lang]
        rows: list[Text] = [Text(visible(self.name), style="bold"), Text(visible(self.iri), style="dim")]
        documents = {quote.document for fact in self.facts for quote in fact.quotes}
        core = [fact for fact in self.facts if fact.layer in FACT_LAYERS]
        rows.append(Text(titles["count"].format(facts=len(core), documents=len(documents))))
        for layer in ("names", "types"):
            rows += self._statements(layer, most, colour)
        if self.merges:
            rows += [Text(), Text(titles["merged"], style="bold")]
            rows += [Text("  " + visible(merge.words(self.lang))) for merge in self.merges]
        for layer in FACT_LAYERS:
            if found := self.layer(layer):
                rows += [Text(), Text(f"{word('layers', layer, self.lang)}（{len(found)}）", style="bold")]
                for fact in found:
                    rows.append(Text("• " + visible(self.sentences[fact.iri])))
                    rows += self._quotes(fact, most, colour)
        return _print(rows, colour, width)

    def _statements(self, layer: str, most: int, colour: bool) -> list[Text]:
        """Return names or types, one line each, with the first document that prints it."""
        found = self.layer(layer)
        if not found:
            return []
        rows = [Text(), Text(word("layers", layer, self.lang), style="bold")]
        for fact in sorted(found, key=lambda one: (one.values["p"] != "prefLabel", one.values["o"])):
            value = fact.values["o"]
            said = word("types", value, self.lang) if layer == "types" else value
            rows.append(Text(f"• {visible(said)}"))
            rows += self._quotes(fact, 1, colour)
        return rows

    def _quotes(self, fact: FactRow, most: int, colour: bool) -> list[Text]:
        titles, rows = _TITLES[self.lang], []
        for quote in fact.quotes[:most]:
            head = f"    {visible(quote.file)} [{quote.start}–{quote.end}]"
            rows.append(
                Text(
                    f"{head}  {titles['rule']} {visible(quote.rule)} {quote.confidence}".rstrip(), style="dim"
                )
            )
            rows.append(self._marked(quote, colour))
            rows += [
                Text("      " + visible(anchor_words(note, self.lang)), style="dim") for note in quote.anchors
            ]
        if len(fact.quotes) > most:
            rows.append(Text("    " + titles["more"].format(n=len(fact.quotes) - most), style="dim"))
        return rows

    def _marked(self, quote: Quote, colour: bool) -> Text:
        before, after = self._around(quote)
        line = Text("      ")
        line.append("…" + _flat(before))
        exact = _flat(quote.exact)
        line.append(exact if colour else f"【{exact}】", style="bold yellow")
        line.append(_flat(after) + "…")
        return line

    def _around(self, quote: Quote) -> tuple[str, str]:
        """Return the words before and after a quote."""
        return quote.prefix[-CONTEXT:], quote.suffix[:CONTEXT]


def explain(store: Store, name: str, lang: str = "zh") -> Explanation:
    """Return what is known of the thing that a name, another name or an IRI denotes.

    Raises:
        QueryError: nothing has this name (near names are suggested), or several things have it.
    """
    found = find_things(store, name)
    if len(found) != 1:
        raise _unclear(store, name, found)
    thing = found[0]
    facts = tuple(read_facts(store, thing, (*FACT_LAYERS, "names", "types")))

    def name_of(iri: str) -> str:
        return store.label(NamedNode(iri), lang)

    sentences = {fact.iri: sentence(fact, name_of, lang) for fact in facts}
    merges = tuple(read_merges(store, thing))
    return Explanation(thing.value, name_of(thing.value), facts, sentences, merges, store.out, lang)


def _unclear(store: Store, name: str, found: list[NamedNode]) -> QueryError:
    shown = visible(name)
    if not found:
        near = "、".join(visible(one) for one in suggestions(store, name))
        return QueryError(
            shown, "nothing in the graph has this name", f"did you mean {near}?" if near else ""
        )
    listed = " ".join(f"<{one.value}>" for one in found[:8])
    return QueryError(shown, f"{len(found)} things have this name", f"give one of the IRIs: {listed}")


def _flat(text: str) -> str:
    return visible(" ".join(text.split()))


def _print(rows: list[Text], colour: bool, width: int) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colour, color_system="standard" if colour else None,
        highlight=False, legacy_windows=False, no_color=not colour,
    )  # fmt: skip
    with console.capture() as capture:
        for row in rows:
            for line in _wrapped(row, width):
                console.print(line, soft_wrap=True)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _wrapped(row: Text, width: int) -> list[Text]:
    """Fold a row at ``width`` columns, the following lines indented like the first.

    Chinese text has no spaces, so lines break between any two characters, but not before closing marks.
    """
    indent = len(row.plain) - len(row.plain.lstrip(" •"))
    cuts, column = [], 0
    for at, character in enumerate(row.plain):
        size = cell_len(character)
        hangs = character in _CLOSING and column + size <= width
        if column + size > width - 2 and at > indent and not hangs:
            cuts.append(at)
            column = indent
        column += size
    first, *rest = row.divide(cuts) if cuts else [row]
    return [first, *(Text(" " * indent) + line for line in rest)]
