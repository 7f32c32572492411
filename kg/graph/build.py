"""Records → the three Turtle files of a graph."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import kg
from kg.errors import KgError
from kg.graph import vocabulary as v
from kg.graph.assemble import Assembler, LeftOut, Tally, Tools, thing_triples
from kg.graph.background import Background, concepts_of
from kg.graph.collect import collect
from kg.graph.corrections import Corrections
from kg.graph.document import describe_graph, later
from kg.graph.identity import Identity, Merge, Thing, resolve
from kg.graph.iri import check_base, node
from kg.graph.keys import Keys
from kg.graph.names import Names
from kg.graph.ontology import Ontology, load_ontology
from kg.graph.terms import en, iri, text, triple, zh
from kg.graph.units import Units
from kg.graph.write import Spill, Told, write_turtle
from kg.lexicon import Lexicon
from kg.model import Record

FILES = ("graph.ttl", "evidence.ttl", "background.ttl")
_IDENTIFICATION = v.term("fz:Identification")
_KEPT, _REPLACED, _REASON = v.term("fz:kept"), v.term("fz:replaced"), v.term("fz:reason")
_RULE = v.term("fz:identityRule")


def _no_text(doc: str) -> str | None:
    return None


@dataclass(frozen=True)
class GraphContext:
    """What a graph depends on besides its records.

    Attributes:
        lexicon: codes, parents, short forms, units.
        base: IRI under which things stand (``--base``); ends in ``/``, ``#`` or ``:``.
        corrections: the user's decisions.
        text_of: ``Record.doc`` → decoded source, or None where it is not at hand.
        min_confidence: facts below are left out (facts without a confidence stay).
        licence: IRI of the licence of the graph, if its maker names one.
        version: of the program; stands at the rules.
        ontology: None: the installed one.
        told: is told every statement that is written, subject by subject and file by file.
    """

    lexicon: Lexicon
    base: str = v.BASE
    corrections: Corrections = field(default_factory=Corrections)
    text_of: Callable[[str], str | None] = _no_text
    min_confidence: float = 0.0
    licence: str | None = None
    version: str = kg.__version__
    ontology: Ontology | None = None
    told: Told | None = None


@dataclass(frozen=True)
class GraphSummary:
    """What was written.

    Attributes:
        base: the base IRI; ``base + thing.local`` is a thing's IRI.
        triples: file name → number of triples.
        documents: number of records.
        facts: layer → facts with their evidence; a fact that two documents state counts twice.
        things: all things, sorted by IRI.
        merges: the decisions of identity, sorted.
        left_out: what does not stand in the graph and why, sorted.
        below_confidence: facts left out by ``min_confidence``.
        unused_corrections: lines of corrections.tsv that fit nothing, one line each.
    """

    base: str
    triples: dict[str, int]
    documents: int
    facts: dict[str, int]
    things: tuple[Thing, ...]
    merges: tuple[Merge, ...]
    left_out: tuple[LeftOut, ...]
    below_confidence: int
    unused_corrections: tuple[str, ...]


def build_graph(records: Iterable[Record], context: GraphContext, folder: Path) -> GraphSummary:
    """Write graph.ttl, evidence.ttl and background.ttl into a folder.

    Args:
        records: iterated twice; a bare iterator is copied into a list. Their order does not matter.
        context: what the graph depends on besides.
        folder: exists; files of these names in it are overwritten.

    Raises:
        KgError: the base or the licence is no IRI, or a correction is ambiguous.
        OutputError: a file cannot be written.
        GraphError: the installed ontology is damaged.
    """
    base = check_base(context.base)
    _check_licence(context.licence)
    again = list(records) if isinstance(records, Iterator) else records
    names = Names(context.lexicon)
    keys = Keys(names)
    identity = resolve(collect(again, keys, names), names, context.corrections, base)
    posts, indicators = concepts_of(context.lexicon)
    tools = Tools(
        base=base, version=context.version, keys=keys, identity=identity,
        ontology=context.ontology or load_ontology(), posts=posts, indicators=indicators,
        units=Units(context.lexicon), text_of=context.text_of, rejected=context.corrections.rejected,
        min_confidence=context.min_confidence,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(dir=folder, prefix=".runs-") as aside:
        return _write(again, tools, context, folder, Path(aside))


def _check_licence(licence: str | None) -> None:
    try:
        if licence:
            iri(licence)
    except ValueError as error:
        raise KgError("--licence", f"{licence!r} is no IRI", "give the licence's address") from error


def _write(
    records: Iterable[Record], tools: Tools, context: GraphContext, folder: Path, aside: Path
) -> GraphSummary:
    tally = Tally()
    documents, latest = 0, None
    names = v.prefixes(tools.base)
    with Spill(aside) as graph, Spill(aside) as evidence, Spill(aside) as background:
        assembler = Assembler(tools, tally, graph.add, evidence.add)
        for record in records:
            assembler.add(record)
            graph.settle()
            evidence.settle()
            documents, latest = documents + 1, later(latest, record.date)
        things = [t for t in tools.identity.all_things() if t.local in tally.worded or t.degree]
        for thing in things:
            graph.update(thing_triples(thing, tally.extra_types.get(thing.local, set()), tools.base))
        kept = {thing.local for thing in things}
        merges = [merge for merge in tools.identity.merges if merge.kept in kept]
        evidence.update(_identifications(merges, tools.base))
        counts = {"graph.ttl": write_turtle(folder / "graph.ttl", graph, names, context.told)}
        evidence.update(
            describe_graph(tools.base, counts["graph.ttl"], documents, latest, context.licence, things)
        )
        counts["evidence.ttl"] = write_turtle(folder / "evidence.ttl", evidence, names, context.told)
        known = Background(tools.base, context.lexicon, tools.keys, tools.identity, tools.ontology)
        background.update(known.statements(things, tally.regions, tally.concepts))
        counts["background.ttl"] = write_turtle(folder / "background.ttl", background, names, context.told)
    return _summary(tools, tally, counts, documents, things, merges)


def _summary(
    tools: Tools,
    tally: Tally,
    counts: dict[str, int],
    documents: int,
    things: list[Thing],
    merges: list[Merge],
) -> GraphSummary:
    unused = [*tools.identity.unused, *(f"reject: {r}" for r in sorted(tools.rejected - tally.rejected))]
    return GraphSummary(
        base=tools.base,
        triples=counts,
        documents=documents,
        facts=dict(sorted(tally.facts.items())),
        things=tuple(things),
        merges=tuple(merges),
        left_out=tuple(sorted(tally.left_out)),
        below_confidence=tally.below_confidence,
        unused_corrections=tuple(unused),
    )


def _identifications(merges: Iterable[Merge], base: str) -> Iterator[str]:
    """Yield for each replaced key where it went, and why."""
    for merge in merges:
        old, new = f"<{base}{merge.replaced}>", f"<{base}{merge.kept}>"
        subject = f"<{base}{node('identification', merge.replaced, merge.kept)}>"
        yield triple(old, v.REPLACED_BY, new)
        yield triple(old, v.LABEL, zh(merge.name))
        yield triple(subject, v.TYPE, _IDENTIFICATION)
        yield triple(subject, _KEPT, new)
        yield triple(subject, _REPLACED, old)
        yield triple(subject, _RULE, text(merge.rule))
        yield triple(subject, _REASON, zh(merge.reason("zh")))
        yield triple(subject, _REASON, en(merge.reason("en")))


__all__ = ["FILES", "GraphContext", "GraphSummary", "Identity", "build_graph"]
