"""Names that the lexicons know, found in a text: which hits are plausible where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.reading import Mention, Passage
from kg.lexicon import Entry, Lexicon, TermMatcher
from kg.lexicon.divisions import Division
from kg.lexicon.load import TOWNSHIPS
from kg.model import ENTITY_TYPES

# files whose rows are names; rows of other files with an entity type (the user's own) count too
_NOT_NAMES = {"townships", "gbt4754", "retired-divisions", "heads"}


@dataclass(frozen=True, slots=True)
class Term:
    """What a form stands for."""

    type: str
    name: str
    code: str
    weak: bool  # only with support from the context
    file: str
    needs: str = ""


class Gazetteer:
    """All names of the lexicons in one automaton."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.divisions = lexicon.divisions
        self._matcher: TermMatcher[tuple[Entry, str]] = TermMatcher(self._terms(lexicon))
        self._townships = lexicon.townships
        self._own_townships = [entry for entry in lexicon.entries if entry.file == TOWNSHIPS]
        self._local: dict[str, TermMatcher[tuple[Entry, str]]] = {}

    def _terms(self, lexicon: Lexicon) -> Iterator[tuple[str, tuple[Entry, str]]]:
        for entry in lexicon.entries:
            if entry.type in ENTITY_TYPES and (entry.file not in _NOT_NAMES or _official_trade(entry)):
                for form in dict.fromkeys(entry.forms):
                    if len(form) > 1:
                        yield form, (entry, form)
                    if entry.type == "Industry" and not form.endswith("业"):
                        yield form + "产业", (entry, form)

    def find(self, passage: Passage, region: Division | None) -> list[Mention]:
        """Return the plausible hits of a passage: longest first where they overlap, in order of start."""
        text = passage.text
        starts = {a for a, _ in passage.tokens}
        ends = {b for _, b in passage.tokens}
        found = self._matcher.find(text) + self._near_townships(region).find(text)
        hits = [h for h in found if _on_edges(h.start, h.end, starts, ends, text)]
        hits.sort(key=lambda h: (h.start - h.end, h.start))
        taken = bytearray(len(text))
        out: list[Mention] = []
        for hit in hits:
            if any(taken[hit.start : hit.end]):
                continue
            mention = self._mention(text, hit.start, hit.end, [_term(*pair) for pair in hit.values], region)
            if mention is not None:
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
                out.append(mention)
        return sorted(out, key=lambda m: m.start)

    def _near_townships(self, region: Division | None) -> TermMatcher[tuple[Entry, str]]:
        """Towns and streets count only in documents of their own county or prefecture."""
        code = region.code if region and not region.code.endswith("0000") else ""
        if code not in self._local:
            inner = code if code and not code.endswith("00") else code[:4]
            rows = self._townships.of_prefecture(code[:4]) if code else []
            near = [row for row in (*rows, *self._own_townships) if code and row.code.startswith(inner)]
            self._local[code] = TermMatcher((e.name, (e, e.name)) for e in near if len(e.name) > 2)
        return self._local[code]

    def _mention(
        self, text: str, start: int, end: int, terms: list[Term], region: Division | None
    ) -> Mention | None:
        form = text[start:end]
        places = [t for t in terms if t.file == "divisions"]
        if places:
            division = self.divisions.find(form, region.code if region else None)
            if division is None or (form in division.ambiguous and not self._near(division, region)):
                terms = [t for t in terms if t.file != "divisions"]
            else:
                return Mention(
                    start, end, "Place", form, "lexicon:divisions", 40, (), division.name, division.code
                )
        if not terms:
            return None
        term = min(terms, key=lambda t: (t.weak, ENTITY_TYPES.index(t.type)))
        rule = f"lexicon:{term.file}" + ("?" if term.weak else "") + (f":{term.needs}" if term.needs else "")
        also = tuple(dict.fromkeys(t.type for t in terms if t.type != term.type))
        return Mention(start, end, term.type, form, rule, 40, also, term.name, term.code)

    def _near(self, division: Division, region: Division | None) -> bool:
        """An ambiguous form counts where the text's own region, or its parent, is around."""
        if region is None:
            return False
        mine, theirs = self.divisions.chain(region.code), self.divisions.chain(division.code)
        return division.code in mine or region.code in theirs or bool(set(mine[1:2]) & set(theirs[1:2]))


def _official_trade(entry: Entry) -> bool:
    """The long names of the classification's divisions (计算机、通信和其他电子设备制造业) are unmistakable."""
    return entry.file == "gbt4754" and entry.extra.get("level") in ("1", "2") and len(entry.name) > 6


def _term(entry: Entry, form: str) -> Term:
    extra = entry.extra
    weak = (
        form in extra.get("common_forms", "").split("|")
        or (extra.get("common_word") == "1" and "common_forms" not in extra)
        or extra.get("standalone") == "quoted"
        or extra.get("counted") == "yes"
        or (extra.get("ambiguous") == "yes" and entry.file == "places")
    )
    return Term(entry.type, entry.name, entry.code, weak, entry.file, extra.get("needs", ""))


def _on_edges(start: int, end: int, starts: set[int], ends: set[int], text: str) -> bool:
    """A hit must respect token edges, the stricter the shorter it is; a Latin name stands alone."""
    if text[start].isascii() and start and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    if text[end - 1].isascii() and end < len(text) and text[end].isascii() and text[end].isalnum():
        return False
    edges = (start in starts) + (end in ends)
    length = end - start
    return edges == 2 or (length >= 3 and edges == 1) or length >= 5
