"""A graph in layers, origins first: edges lead onward, few of them cross, and no two nodes touch.

Nodes that go round in a circle share a layer.

Long edges are drawn through places of their own in the layers between (after Sugiyama, Tagawa and Toda, 1981). The
same graph gives the same layers, in whatever order it is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimtrack.render.html.drawing.reach import circles
from claimtrack.render.html.drawing.spread import spread

SWEEPS = 12
"""How often the layers are ordered by their neighbours, forward and back."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands, or (`node` None) where an edge passes: its layer, and the middle of its room across."""

    node: str | None
    layer: int
    across: float


@dataclass(frozen=True, slots=True)
class Layers:
    """A layout of `count` layers, `size` across. `routes` are the places an edge leads through, its ends included.

    `within` are the edges between nodes of one layer, in a circle: their routes are their two ends.
    """

    count: int
    size: float
    nodes: dict[str, Place]
    routes: dict[tuple[str, str], tuple[Place, ...]]
    within: frozenset[tuple[str, str]]


def layers(
    nodes: Sequence[str],
    edges: Mapping[tuple[str, str], int],
    *,
    rooms: Mapping[str, float],
    passing: float,
    last: frozenset[str],
) -> Layers:
    """The layout of nodes and weighted edges.

    A node takes its room across, a passing edge `passing`. Of the nodes without an edge onward, those in `last`
    stand in the last layer. The order of `nodes` decides between what is equal.
    """
    rank = {one: place for place, one in enumerate(nodes)}
    weights = {
        edge: weight for edge, weight in edges.items() if edge[0] in rank and edge[1] in rank and edge[0] != edge[1]
    }
    ring = circles(weights)
    within = {(tail, head) for tail, head in weights if tail in ring and ring[tail] == ring.get(head)}
    onward = set(weights) - within
    layer = _ranked(nodes, onward, ring, last)
    count = max(layer.values(), default=0) + 1
    grid: list[list[str]] = [[] for _ in range(count)]
    for one in nodes:
        grid[layer[one]].append(one)
    chains: dict[tuple[str, str], list[str]] = {}
    for tail, head in sorted(onward, key=lambda edge: (rank[edge[0]], rank[edge[1]])):
        chain = [tail]
        for between in range(layer[tail] + 1, layer[head]):
            chain.append(f"{len(chains)}\0{between}")
            grid[between].append(chain[-1])
        chains[tail, head] = [*chain, head]
    links: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (tail, head), chain in chains.items():
        weight = weights[tail, head]
        for one, other in pairwise(chain):
            links[one].append((other, weight))
            links[other].append((one, weight))
    at = {one: place for place, line in enumerate(grid) for one in line}
    _order(grid, links, at)
    across = _across(grid, links, at, {one: rooms.get(one, passing) for one in at})
    places = {one: Place(one if one in rank else None, at[one], across[one]) for one in at}
    routes = {edge: tuple(places[one] for one in chains.get(edge, edge)) for edge in weights}
    size = max((across[one] + rooms[one] / 2 for one in rank), default=0.0)
    return Layers(count, size, {one: places[one] for one in rank}, routes, frozenset(within))


def _ranked(
    nodes: Sequence[str], edges: set[tuple[str, str]], ring: Mapping[str, int], last: frozenset[str]
) -> dict[str, int]:
    """The layer of every node: behind all that lead to it, the last ones at the end."""

    def group(one: str) -> str:
        return f"\0{ring[one]}" if one in ring else one

    into: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for tail, head in edges:
        into[group(head)].add(group(tail))
        after[group(tail)].add(group(head))
    groups = list(dict.fromkeys(map(group, nodes)))
    layer: dict[str, int] = {}
    ready = [one for one in groups if not into[one]]
    waiting = {one: len(into[one]) for one in groups}
    while ready:
        one = ready.pop()
        layer[one] = max((layer[before] + 1 for before in into[one]), default=0)
        for head in after[one]:
            waiting[head] -= 1
            if not waiting[head]:
                ready.append(head)
    end = max(layer.values(), default=0)
    layer.update({group(one): end for one in nodes if one in last and not after[group(one)]})
    return {one: layer[group(one)] for one in nodes}


def _order(grid: list[list[str]], links: Mapping[str, Sequence[tuple[str, int]]], at: Mapping[str, int]) -> None:
    """Each layer in the order of its neighbours' middle, forward and back in turn; the best order seen is kept."""
    best, fewest = [list(line) for line in grid], _crossings(grid, links, at)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for place in range(1, len(grid)) if forward else range(len(grid) - 2, -1, -1):
            beside = place - 1 if forward else place + 1
            index = {one: float(where) for where, one in enumerate(grid[beside])}
            own = {one: where for where, one in enumerate(grid[place])}
            middles = {one: _middle(one, links, index, own[one]) for one in grid[place]}
            grid[place].sort(key=lambda one: (middles[one], own[one]))
        crossing = _crossings(grid, links, at)
        if crossing < fewest:
            best, fewest = [list(line) for line in grid], crossing
    grid[:] = best


def _middle(one: str, links: Mapping[str, Sequence[tuple[str, int]]], index: Mapping[str, float], own: float) -> float:
    held = [index[other] for other, _ in links.get(one, ()) if other in index]
    return sum(held) / len(held) if held else own


def _crossings(grid: list[list[str]], links: Mapping[str, Sequence[tuple[str, int]]], at: Mapping[str, int]) -> int:
    total = 0
    for place in range(len(grid) - 1):
        index = {one: where for where, one in enumerate(grid[place + 1])}
        seen: list[int] = []
        for one in grid[place]:
            ends = sorted(index[other] for other, _ in links.get(one, ()) if at[other] == place + 1)
            total += sum(before > end for end in ends for before in seen)
            seen.extend(ends)
    return total


def _across(
    grid: list[list[str]],
    links: Mapping[str, Sequence[tuple[str, int]]],
    at: Mapping[str, int],
    rooms: Mapping[str, float],
) -> dict[str, float]:
    """Where everything stands: near the weighted middle of its neighbours, in order, nothing on another's room."""
    across: dict[str, float] = {}
    for line in grid:
        places = spread([0.0] * len(line), [rooms[one] for one in line])
        across.update(zip(line, places, strict=True))
    for sweep in range(SWEEPS):
        for place in range(len(grid)) if sweep % 2 else range(len(grid) - 1, -1, -1):
            line = grid[place]
            wanted = []
            for one in line:
                held = [(across[other], weight) for other, weight in links.get(one, ())]
                total = sum(weight for _, weight in held)
                wanted.append(sum(where * weight for where, weight in held) / total if total else across[one])
            across.update(zip(line, spread(wanted, [rooms[one] for one in line]), strict=True))
    least = min((across[one] - rooms[one] / 2 for one in across), default=0.0)
    return {one: where - least for one, where in across.items()}
