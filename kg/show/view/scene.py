"""What the view shows, as plain data: things with places in the picture, edges, facts in words, quotes."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import networkx as nx
from pyoxigraph import NamedNode

from kg.model import ENTITY_TYPES
from kg.show.view.layout import communities, place
from kg.store.facts import Quote, read_facts
from kg.store.network import read_edges, read_things
from kg.store.opening import Store
from kg.store.tables import anchor_words
from kg.store.terms import term
from kg.store.words import sentence

_SUBJECT = term("fz:subject")
_ROUNDS = 3
_FEW = 20  # with fewer linked things than this, a start with lonely ones tells more


@dataclass
class Scene:
    """Everything that one page holds; lists of lists, as they go into the page.

    Attributes:
        nodes: ``{iri, name, aliases, types, x, y, size, group, rank, degree}`` in the order of importance.
        edges: ``(from, to, kind)`` with positions in ``nodes``.
        facts: ``{iri, layer, zh, en, things, quotes, begin, end, date, status}``.
        quotes: ``{doc, start, end, exact, before, after, zh, en, rule}``.
        docs: ``{file, title, iri}``.
        total: how many things the graph has (``nodes`` may be fewer).
        unseen_edges: edges of the graph that do not lie between things of the page.
        start: how many of ``nodes``, from the first, the page shows when it opens.
    """

    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[tuple[int, int, str]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    quotes: list[dict[str, Any]] = field(default_factory=list)
    docs: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    unseen_edges: int = 0
    start: int = 0


def read_scene(
    store: Store,
    limit: int,
    types: tuple[str, ...] = (),
    only: frozenset[str] | None = None,
    start: int = 250,
) -> Scene:
    """Read a scene from an opened graph.

    Args:
        store: an opened graph.
        limit: at most so many things, the most important ones.
        types: only things of these types; empty for all.
        only: only these IRIs (a focus and its surroundings); None for all.
        start: how many things the page shows at first; in a much larger graph they get their own layout.
    """
    things = read_things(store)
    total = len(things)
    if types:
        things = {iri: about for iri, about in things.items() if set(types) & set(about["types"])}
    if only is not None:
        things = {iri: about for iri, about in things.items() if iri in only}
    edges = read_edges(store)
    told = {iri: sum(1 for _ in store.quads(None, _SUBJECT, NamedNode(iri))) for iri in things}
    scene = lay_out(things, edges, limit, start, told)
    scene.total = total
    number = {node["iri"]: at for at, node in enumerate(scene.nodes)}
    _facts(scene, store, number, whole=len(number) == total)
    return scene


def lay_out(
    things: dict[str, Any],
    edges: list[tuple[str, str, str]],
    limit: int,
    start: int,
    told: dict[str, int] | None = None,
) -> Scene:
    """Return a scene of things and edges (IRI, kind, IRI) with positions, without facts.

    ``told`` is the number of milestones and figures of a thing: they make it important, as neighbours do.
    """
    inside = [edge for edge in edges if edge[0] in things and edge[2] in things and edge[0] != edge[2]]
    chosen, first = _connected_start(_most_important(things, inside, limit, told or {}), inside, start)
    number = {iri: at for at, iri in enumerate(chosen)}
    scene = Scene()
    scene.edges = [(number[a], number[b], kind) for a, kind, b in inside if a in number and b in number]
    scene.unseen_edges = len(edges) - len(scene.edges)
    scene.start = first
    _nodes(scene, things, chosen)
    _first_picture(scene, first)
    return scene


def _most_important(
    things: dict[str, Any], edges: list[tuple[str, str, str]], limit: int, told: dict[str, int]
) -> list[str]:
    """Return IRIs by importance: neighbours and (half as much, up to six) own figures; then the IRI."""
    neighbours: dict[str, set[str]] = {iri: set() for iri in things}
    count = dict.fromkeys(things, 0)
    for start, _, end in edges:
        neighbours[start].add(end)
        neighbours[end].add(start)
        count[start] += 1
        count[end] += 1

    def weight(iri: str) -> float:
        return len(neighbours[iri]) + min(told.get(iri, 0), 6) / 2

    order = sorted(things, key=lambda iri: (-weight(iri), -count[iri], iri))
    return order[:limit]


def _connected_start(
    order: list[str], edges: list[tuple[str, str, str]], start: int
) -> tuple[list[str], int]:
    """Move what the page opens with to the front: important things that are linked among themselves.

    Things without a link among those shown would only stand around; the most important ones that have one
    take their places. Returns the new order and how many things the page opens with.
    """
    if len(order) <= start:
        return order, len(order)
    near: dict[str, set[str]] = {iri: set() for iri in order}
    for a, _, b in edges:
        if a in near and b in near:
            near[a].add(b)
            near[b].add(a)
    picked = set(order[:start])
    for _ in range(_ROUNDS):
        picked = {iri for iri in picked if near[iri] & picked}
        linked = [iri for iri in order if iri not in picked and near[iri] & picked]
        picked.update(linked[: start - len(picked)])
    picked = {iri for iri in picked if near[iri] & picked}
    if len(picked) < min(start, _FEW):
        return order, start
    return [iri for iri in order if iri in picked] + [iri for iri in order if iri not in picked], len(picked)


def _nodes(scene: Scene, things: dict[str, Any], chosen: list[str]) -> None:
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(len(chosen)))
    graph.add_edges_from((a, b) for a, b, _ in scene.edges)
    groups = communities(graph)
    group_of = {node: at for at, group in enumerate(groups) for node in group}
    degree = {node: graph.degree(node) for node in graph}
    most = max(degree.values(), default=1) or 1
    spots = place(graph, groups, {node: float(many) for node, many in degree.items()})
    for at, iri in enumerate(chosen):
        about, (x, y) = things[iri], spots[at]
        scene.nodes.append({
            "iri": iri, "name": about["name"], "aliases": about["aliases"],
            "types": [ENTITY_TYPES.index(one) for one in about["types"]],
            "x": x, "y": y, "size": round(7 + 23 * sqrt(degree[at] / most), 1),
            "group": group_of[at], "degree": degree[at],
        })  # fmt: skip


def _first_picture(scene: Scene, start: int) -> None:
    """Give the most important things positions among themselves (``sx``, ``sy``) where most are not shown."""
    if len(scene.nodes) <= 1.5 * start:
        return
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(start))
    graph.add_edges_from((a, b) for a, b, _ in scene.edges if a < start and b < start)
    groups = communities(graph)
    for at, group in enumerate(groups):
        for node in group:
            scene.nodes[node]["sgroup"] = at
    spots = place(graph, groups, {node: float(start - node) for node in graph})
    for at, (x, y) in spots.items():
        scene.nodes[at].update(sx=x, sy=y)


def _facts(scene: Scene, store: Store, number: dict[str, int], whole: bool) -> None:
    quotes: dict[tuple[Any, ...], int] = {}
    docs: dict[str, int] = {}
    met: set[str] = set()
    for fact in read_facts(store) if whole else _facts_about(store, number):
        things = sorted({number[iri] for iris in fact.things.values() for iri in iris if iri in number})
        if not things or fact.iri in met:
            continue
        met.add(fact.iri)
        row: dict[str, Any] = {"iri": fact.iri, "layer": fact.layer, "things": things}
        for lang in ("zh", "en"):
            row[lang] = sentence(fact, lambda iri, lang=lang: store.label(NamedNode(iri), lang), lang)  # type: ignore[misc]
        row.update(
            {key: fact.values[key] for key in ("begin", "end", "date", "status") if key in fact.values}
        )
        row["quotes"] = [_quote(scene, quote, quotes, docs) for quote in fact.quotes]
        scene.facts.append(row)


def _facts_about(store: Store, number: dict[str, int]) -> Any:
    for iri in number:
        yield from read_facts(store, NamedNode(iri))


def _quote(scene: Scene, quote: Quote, known: dict[tuple[Any, ...], int], docs: dict[str, int]) -> int:
    key = (quote.document, quote.start, quote.end, quote.anchors)
    if key not in known:
        if quote.document not in docs:
            docs[quote.document] = len(scene.docs)
            scene.docs.append({"file": quote.file, "title": quote.title, "iri": quote.document})
        known[key] = len(scene.quotes)
        row: dict[str, Any] = {
            "doc": docs[quote.document], "start": quote.start, "end": quote.end, "exact": quote.exact,
            "before": quote.prefix[-60:], "after": quote.suffix[:60], "rule": quote.rule,
        }  # fmt: skip
        if quote.anchors:
            row["zh"] = [anchor_words(note, "zh") for note in quote.anchors]
            row["en"] = [anchor_words(note, "en") for note in quote.anchors]
        scene.quotes.append(row)
    return known[key]
