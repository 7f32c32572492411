"""report.md: what a build found, what it skipped and why, and what should be looked at again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pyoxigraph import NamedNode

from kg.errors import OutputError
from kg.model import ENTITY_TYPES, FACT_LAYERS
from kg.store.asking import ask
from kg.store.escape import visible
from kg.store.network import read_edges, read_things
from kg.store.opening import Store
from kg.store.terms import term
from kg.store.words import word

MOST = 30  # rows of a list; how many are left out is said
TOP = 20
_CLASSES = {
    "tenures": "fz:Tenure",
    "conferrals": "fz:Conferral",
    "milestones": "fz:Milestone",
    "quantities": "fz:Quantity",
    "observations": "fz:Observation",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")


@dataclass(frozen=True)
class ReportInput:
    """What the graph itself does not tell.

    Attributes:
        lang: ``zh`` or ``en``.
        sources: the folders and files that were given, as the user knows them.
        documents: how many documents were read; None: as many as the graph has.
        skipped: (file, reason) of files that were not read.
        repaired: (file, note) of what was mended or is odd in texts that were read.
        questions: further data questions, one line each.
    """

    lang: str = "zh"
    sources: Sequence[str] = ()
    documents: int | None = None
    skipped: Sequence[tuple[str, str]] = ()
    repaired: Sequence[tuple[str, str]] = ()
    questions: Sequence[str] = ()


def write_report(store: Store, path: Path, given: ReportInput | None = None) -> None:
    """Write report.md of an opened graph.

    Raises:
        OutputError: the file cannot be written.
    """
    text = report_text(store, given or ReportInput())
    try:
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise OutputError(str(path), f"cannot be written: {error.strerror}", "check the folder") from error


def report_text(store: Store, given: ReportInput) -> str:
    """Return the report as Markdown; names and texts of documents are escaped."""
    lang = given.lang
    things = read_things(store)
    kinds = Counter(about["types"][0] for about in things.values())
    facts, quotes = _count_facts(store)
    parts = [
        f"# {_say('title', lang)}",
        _opening(store, given, len(things), sum(facts.values())),
        _say("look", lang, out="OUT"),
        f"## {_say('types', lang)}",
        _table(
            [_say("kind", lang), _say("count", lang)],
            [(word("types", kind, lang), kinds[kind]) for kind in ENTITY_TYPES if kinds[kind]],
        ),
        f"## {_say('layers', lang)}",
        _table(
            [_say("kind", lang), _say("count", lang), _say("quotes", lang)],
            [(word("layers", layer, lang), facts[layer], quotes[layer]) for layer in FACT_LAYERS],
        ),
        *_top(store, things, lang),
        *_questions(store, given),
        *_skipped(given),
        *_repaired(given),
        *_documents(store, lang),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(store: Store, given: ReportInput, things: int, facts: int) -> str:
    rows, lang = ask(store, "documents").texts(), given.lang
    count = len(rows) if given.documents is None else given.documents
    if not count:
        return _say("nothing", lang)
    numbers = {"documents": f"{count:,}", "things": f"{things:,}", "facts": f"{facts:,}"}
    dates = sorted(row["date"] for row in rows if row["date"])
    said = (
        _say("read", lang, first=dates[0], last=dates[-1], **numbers)
        if dates
        else _say("undated", lang, **numbers)
    )
    if not given.sources:
        return said
    return f"{_say('sources', lang)}{'、'.join(plain(one) for one in given.sources)}\n\n{said}"


def _count_facts(store: Store) -> tuple[Counter[str], Counter[str]]:
    """Return the number of facts and of their quotes by layer."""
    facts: Counter[str] = Counter()
    quotes: Counter[str] = Counter()
    derived = term("prov:wasDerivedFrom")
    for layer, name in _CLASSES.items():
        for quad in store.quads(None, term("rdf:type"), term(name)):
            facts[layer] += 1
            quotes[layer] += sum(1 for _ in store.quads(quad.subject, derived))
    for quad in store.quads(None, term("rdf:type"), term("rdf:Statement")):
        found = sum(1 for _ in store.quads(quad.subject, derived))
        short_cut = any(store.quads(quad.subject, term("rdf:predicate"), term("fz:received")))
        if found and not short_cut:
            facts["relations"] += 1
            quotes["relations"] += found
    return facts, quotes


def _top(store: Store, things: dict[str, dict[str, list[str]]], lang: str) -> list[str]:
    near: dict[str, set[str]] = {}
    for start, _, end in read_edges(store):
        near.setdefault(start, set()).add(end)
        near.setdefault(end, set()).add(start)
    order = sorted((iri for iri in near if iri in things), key=lambda iri: (-len(near[iri]), iri))[:TOP]
    if not order:
        return []
    rows = [
        (
            plain(str(things[iri]["name"])),
            word("types", things[iri]["types"][0], lang),
            len(near[iri]),
            _named_in(store, iri),
        )
        for iri in order
    ]
    heading = [_say(key, lang) for key in ("name", "kind", "links", "documents")]
    return [f"## {_say('top', lang)}", _table(heading, rows)]


def _named_in(store: Store, iri: str) -> int:
    return len({
        source.object
        for mention in store.quads(NamedNode(iri), term("fz:mention"))
        for source in store.quads(mention.object, term("oa:hasSource"))
    })  # fmt: skip


def _questions(store: Store, given: ReportInput) -> list[str]:
    lines = [plain(line) for line in given.questions]
    for row in ask(store, "contradictions").texts():
        first, second = (
            f"{row[f'value{n}']}{row[f'unit{n}']}（{row[f'document{n}']}：“{row[f'quote{n}']}”）"
            for n in (1, 2)
        )
        measured = word("measure", row["measured"], given.lang).replace("：", "")
        head = " ".join(part for part in (row["areaName"], row["label"], measured, row["period"]) if part)
        lines.append(plain(f"{head}：{first} ≠ {second}"))
    title = f"## {_say('questions', given.lang)}"
    return [title, _list(lines, given.lang) if lines else _say("none_questions", given.lang)]


def _skipped(given: ReportInput) -> list[str]:
    title = f"## {_say('skipped', given.lang)}"
    if not given.skipped:
        return [title, _say("none_skipped", given.lang)]
    rows = [(plain(file), plain(reason)) for file, reason in sorted(given.skipped)]
    return [title, _table([_say("file", given.lang), _say("reason", given.lang)], rows)]


def _repaired(given: ReportInput) -> list[str]:
    lines = [plain(f"{file}：{note}") for file, note in sorted(given.repaired)]
    return [f"## {_say('repaired', given.lang)}", _list(lines, given.lang)] if lines else []


def _documents(store: Store, lang: str) -> list[str]:
    """Return the table of documents, the fullest first, and those that gave nothing."""
    counts: Counter[str] = Counter()
    for quad in store.quads(None, term("prov:wasDerivedFrom")):
        for source in store.quads(quad.object, term("oa:hasSource")):
            counts[source.object.value] += 1
    rows = ask(store, "documents").texts()
    rows.sort(key=lambda row: (-counts[row["iri"]], row["document"]))
    table = [
        (plain(row["document"]), plain(row["title"]), row["date"], counts[row["iri"]])
        for row in rows[:MOST]
        if counts[row["iri"]]
    ]
    parts = []
    if table:
        heading = [_say(key, lang) for key in ("document", "titleof", "date", "layers")]
        left = sum(1 for row in rows if counts[row["iri"]]) - len(table)
        tail = f"\n\n{_say('more', lang, n=left)}" if left > 0 else ""
        parts += [f"## {_say('perdocument', lang)}", _table(heading, table) + tail]
    if bare := [plain(row["document"]) for row in rows if not counts[row["iri"]]]:
        parts += [f"## {_say('bare', lang)}", _list(bare, lang)]
    return parts


def plain(text: str) -> str:
    r"""Return text of a document for Markdown: nothing in it is markup, on one line.

    >>> plain("a|b <img> *c*")
    'a\\|b \\<img\\> \\*c\\*'
    """
    return _MARKDOWN.sub(r"\\\1", visible(" ".join(text.split())))


def _table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(heading)} |", f"|{'---|' * len(heading)}"]
    for row in rows:
        cells = [f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _list(lines: Sequence[str], lang: str) -> str:
    shown = [f"- {line}" for line in lines[:MOST]]
    if len(lines) > MOST:
        shown.append(f"- {_say('more', lang, n=len(lines) - MOST)}")
    return "\n".join(shown)


def _say(key: str, lang: str, **values: object) -> str:
    return _words()[key][lang].format(**values)


@cache
def _words() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("report.yml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yaml.safe_load(text)
    return words
