"""A deterministic layout: communities packed side by side, then relaxed by forces.

Fruchterman and Reingold's forces ("Graph drawing by force-directed placement", 1991) with their grid variant:
repulsion counts only between nodes that are near, so a pass is linear in the nodes. Pure Python on purpose:
networkx's own layouts need numpy and scipy, which the default installation does not have.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import networkx as nx

Point = tuple[float, float]
SPACING = 110.0  # wished distance between linked nodes, in the view's units (about pixels at scale 1)
_RELAXED = 6000  # above this the packed communities stand as they are: relaxing them takes too long
_GOLDEN = math.pi * (3 - math.sqrt(5))
_HALF_ROUND = ((0, 1), (1, -1), (1, 0), (1, 1))  # half of the cells round a cell: each pair of cells once


def communities(graph: nx.Graph) -> list[list[int]]:
    """Return the communities (Louvain) of a graph whose nodes are integers, largest first, each sorted."""
    if not graph.number_of_edges():
        return [[node] for node in sorted(graph)]
    found = nx.community.louvain_communities(graph, seed=7, resolution=1.0)
    return sorted((sorted(one) for one in found), key=lambda one: (-len(one), one))


def place(graph: nx.Graph, groups: Iterable[list[int]], weight: Mapping[int, float]) -> dict[int, Point]:
    """Return a position for every node.

    Args:
        graph: undirected, nodes are integers.
        groups: its communities; nodes without any edge may be groups of one.
        weight: importance by node; heavier nodes start nearer the middle of their group.
    """
    linked = [[node for node in group if graph.degree(node)] for group in groups]
    linked = [group for group in linked if group]
    spots: dict[int, Point] = {}
    centres = _pack(graph, linked)
    for group, (x, y) in zip(linked, centres, strict=True):
        order = sorted(group, key=lambda node: (-weight[node], node))
        for at, node in enumerate(order):
            radius = SPACING * 0.62 * math.sqrt(at)
            spots[node] = (x + radius * math.cos(at * _GOLDEN), y + radius * math.sin(at * _GOLDEN))
    rounds = 90 if len(spots) <= 400 else 30 if len(spots) <= 1500 else 15
    if len(spots) <= _RELAXED:
        _relax(graph, spots, rounds)
        _part(spots, 12 if len(spots) <= 1500 else 4)
    _ring(graph, spots)
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in sorted(spots.items())}


def _pack(graph: nx.Graph, groups: list[list[int]]) -> list[Point]:
    """Put one circle per community: each as near as it can to those it is linked with."""
    home = {node: at for at, group in enumerate(groups) for node in group}
    radii = [SPACING * (0.62 * math.sqrt(len(group)) + 0.5) for group in groups]
    links: list[dict[int, int]] = [{} for _ in groups]
    for start, end in graph.edges():
        a, b = home.get(start), home.get(end)
        if a is not None and b is not None and a != b:
            links[a][b] = links[a].get(b, 0) + 1
            links[b][a] = links[b].get(a, 0) + 1
    centres: list[Point] = []
    begun: dict[tuple[Point, float], int] = {}
    for at, radius in enumerate(radii):
        pulls = [(other, count) for other, count in sorted(links[at].items()) if other < at]
        total = sum(count for _, count in pulls)
        goal = (0.0, 0.0)
        if total:
            goal = (
                sum(centres[other][0] * count for other, count in pulls) / total,
                sum(centres[other][1] * count for other, count in pulls) / total,
            )
        # a spot that was taken stays taken: for the same goal and radius go on where the last search ended
        step, spot = _free_spot(goal, radius, centres, radii, begun.get((goal, radius), 0))
        begun[goal, radius] = step
        centres.append(spot)
    return centres


def _free_spot(
    goal: Point, radius: float, centres: list[Point], radii: list[float], step: int
) -> tuple[int, Point]:
    """Return the first spot, from a step on of a spiral round the goal, where a circle touches no other."""
    taken = [(x, y, (radius + r) ** 2) for (x, y), r in zip(centres, radii, strict=False)]
    last = (0.0, 0.0, -1.0)
    while True:
        reach = SPACING * 0.5 * math.sqrt(step)
        x, y = goal[0] + reach * math.cos(step * _GOLDEN) * 1.35, goal[1] + reach * math.sin(step * _GOLDEN)
        step += 1
        # the circle that stood in the way of one spot mostly stands in the way of the next: ask it first
        if (x - last[0]) ** 2 + (y - last[1]) ** 2 < last[2]:
            continue
        for circle in taken:
            if (x - circle[0]) ** 2 + (y - circle[1]) ** 2 < circle[2]:
                last = circle
                break
        else:
            return step, (x, y)


def _relax(graph: nx.Graph, spots: dict[int, Point], rounds: int) -> None:
    nodes = list(spots)
    number = {node: at for at, node in enumerate(nodes)}
    xs, ys = [spots[node][0] for node in nodes], [spots[node][1] for node in nodes]
    degree = [max(1, graph.degree(node)) for node in nodes]
    # Attraction is shared out by degree, so that hubs do not pull all their leaves onto themselves.
    edges = [
        (number[a], number[b], 0.35 / math.sqrt(min(degree[number[a]], degree[number[b]])))
        for a, b in sorted((min(a, b), max(a, b)) for a, b in graph.edges() if a in number and b in number)
        if a != b
    ]
    for turn in range(rounds):
        heat = SPACING * 0.6 * (1 - turn / rounds) + 1
        push_x, push_y = _repulsion(xs, ys)
        for a, b, share in edges:
            dx, dy = xs[b] - xs[a], ys[b] - ys[a]
            far = math.hypot(dx, dy) or 0.01
            pull = (far - SPACING * 0.8) / far * share
            dx *= pull
            dy *= pull
            push_x[a] += dx
            push_y[a] += dy
            push_x[b] -= dx
            push_y[b] -= dy
        for at, (x, y) in enumerate(zip(xs, ys, strict=True)):
            dx, dy = push_x[at] - x * 0.0025, push_y[at] - y * 0.009
            far = math.hypot(dx, dy) or 0.01
            shift = min(far, heat) / far
            xs[at] = x + dx * shift
            ys[at] = y + dy * shift
    spots.update((node, (x, y)) for node, x, y in zip(nodes, xs, ys, strict=True))


def _repulsion(xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """Return the push on each node from those within two spacings; each pair is looked at once."""
    reach = SPACING * 2
    limit, force = reach * reach, SPACING * SPACING * 0.32
    cells: dict[tuple[int, int], list[tuple[int, float, float]]] = {}
    for node, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells.setdefault((int(x // reach), int(y // reach)), []).append((node, x, y))
    push_x, push_y = [0.0] * len(xs), [0.0] * len(xs)
    for (column, row), here in cells.items():
        others = [one for i, j in _HALF_ROUND for one in cells.get((column + i, row + j), ())]
        for at, (node, x, y) in enumerate(here, 1):
            sum_x = sum_y = 0.0
            for other, other_x, other_y in here[at:] + others:
                dx, dy = x - other_x, y - other_y
                square = dx * dx + dy * dy
                if square < limit:
                    if square < 1:
                        dx, dy, square = (1.0 if node > other else -1.0), 0.5, 1.25
                    strength = force / square
                    dx *= strength
                    dy *= strength
                    sum_x += dx
                    sum_y += dy
                    push_x[other] -= dx
                    push_y[other] -= dy
            push_x[node] += sum_x
            push_y[node] += sum_y
    return push_x, push_y


def _part(spots: dict[int, Point], rounds: int) -> None:
    """Move nodes apart that still lie closer than a third of the spacing."""
    least = SPACING * 0.42
    for _ in range(rounds):
        cells: dict[tuple[int, int], list[int]] = {}
        for node, (x, y) in spots.items():
            cells.setdefault((int(x // least), int(y // least)), []).append(node)
        for node in spots:
            x, y = spots[node]
            column, row = int(x // least), int(y // least)
            near = (
                one for i in (-1, 0, 1) for j in (-1, 0, 1) for one in cells.get((column + i, row + j), ())
            )
            for other in near:
                dx, dy = x - spots[other][0], y - spots[other][1]
                far = math.hypot(dx, dy)
                if other != node and far < least:
                    if far < 0.01:
                        dx, dy, far = 1.0, 0.3 * (node % 7), 1.0
                    shift = (least - far) / far / 2
                    x, y = x + dx * shift, y + dy * shift
            spots[node] = (x, y)


def _ring(graph: nx.Graph, spots: dict[int, Point]) -> None:
    """Put the nodes without edges in rings round the picture."""
    alone = [node for node in sorted(graph) if node not in spots]
    if not alone:
        return
    wide = max((abs(x) for x, _ in spots.values()), default=0.0) + SPACING
    high = max((abs(y) for _, y in spots.values()), default=0.0) + SPACING
    at = 0
    while at < len(alone):
        room = max(1, int(math.pi * (wide + high) / (SPACING * 0.9)))
        ring = alone[at : at + room]
        for seat, node in enumerate(ring):
            angle = 2 * math.pi * seat / len(ring)
            spots[node] = (wide * math.cos(angle), high * math.sin(angle))
        at += room
        wide, high = wide + SPACING * 0.8, high + SPACING * 0.8
