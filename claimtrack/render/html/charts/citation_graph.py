"""A graph in layers, origins first: edges lead onward, few of them cross, and no two nodes touch.

Nodes that go round in a circle share a layer.

Long edges are drawn through places of their own in the layers between (after Sugiyama, Tagawa and Toda, 1981). The
same graph gives the same layers, in whatever order it is given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import count, pairwise

from claimtrack.domain.vocabulary import AFFIRMING
from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.views import Attribution, Hop
from claimtrack.render.html.charts.axes import spread
from claimtrack.render.report.assertions import said_assertions
from claimtrack.render.source_names import UNNAMED, source_name
from claimtrack.render.terminal.width import shown


def reachable(start: str, after: Mapping[str, Iterable[str]]) -> set[str]:
    """All to which one leads; itself among them only where it is in a circle."""
    reached: set[str] = set()
    waiting = set(after.get(start, ()))
    while waiting:
        reached |= waiting
        waiting = {head for node in waiting for head in after.get(node, ())} - reached
    return reached


def cycles(edges: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The nodes that go round in circles, each with the number of the circle it is in, from 0."""
    after: dict[str, set[str]] = defaultdict(set)
    for tail, head in edges:
        after[tail].add(head)
    far = {node: reachable(node, after) for node in after}
    cycle_of: dict[str, int] = {}
    number = count()
    for node in sorted(after):
        if node in far[node] and node not in cycle_of:
            cycle_of |= dict.fromkeys((other for other in far[node] if node in far.get(other, ())), next(number))
    return cycle_of


DESCRIBED = "described "
"""What the id of a node begins with that is of who is not named."""
SOURCE, NOBODY, OWN = "source", "nobody", "own"
"""Kinds of node: a source; nobody is named; an outlet's own voice."""


@dataclass(slots=True)
class GraphNode:
    """A source, all who are described alike, nobody named, or the own voice of the outlet of that name (`kind`).

    `claims` are the numbers of those that pass through it: `begins` those it is the origin of, `carries` those it
    passed on, `publishes` those it published; `ring` those in which it is part of a circle. Where it carries,
    `origins` are those whose words those are.
    """

    id: str
    name: str
    kind: str
    claims: set[int] = field(default_factory=set)
    begins: set[int] = field(default_factory=set)
    carries: set[int] = field(default_factory=set)
    publishes: set[int] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    ring: set[int] = field(default_factory=set)

    @property
    def phrase(self) -> str:
        """What it is called in running text."""
        return f"{self.name} in its own voice" if self.kind == OWN else self.name

    @property
    def shared(self) -> bool:
        """Whether two or more origins come through it, other than as the publisher of what they say."""
        return len(self.origins) > 1


@dataclass(slots=True)
class CitationEdge:
    """That one passed on the words of another. `hidden`: only through sources that are not drawn."""

    tail: str
    head: str
    claims: set[int] = field(default_factory=set)
    ring: set[int] = field(default_factory=set)
    hidden: bool = False


@dataclass(slots=True)
class CitationGraph:
    """Nodes by id, edges by their ends, and the paths they come from: (claim number, ids from the origin outward).

    `origins` are those who said something first: of those who speak for one body, or only ever said it together, one.
    `otherwise` are the claims that somebody on a path denies, doubts, takes back or says neither of.
    `described_alike` are the descriptions of who is not named that begin several paths: of one source or of several.
    """

    nodes: dict[str, GraphNode] = field(default_factory=dict)
    edges: dict[tuple[str, str], CitationEdge] = field(default_factory=dict)
    paths: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    otherwise: set[int] = field(default_factory=set)

    @property
    def described_alike(self) -> set[str]:
        """See above."""
        begun = Counter(path[0] for _, path in self.paths if path[0].startswith(DESCRIBED))
        return {self.nodes[node].name for node, count in begun.items() if count > 1}


def citation_graph(page: ReportPage) -> CitationGraph:
    """The graph of all that is said on a page; what was judged never to have been said is left out."""
    graph = CitationGraph()
    ids = {row.name: row.id for row in page.report.sources if row.id is not None}
    for claim in page.report.claims:
        rows = [(row.attribution, row.body) for row in said_assertions(claim)]
        paths = [(path, row, body) for row, body in rows if (path := _path(graph, row, ids))]
        steps = {pair for path, _, _ in paths for pair in pairwise(path)}
        rings = cycles(steps)
        together: dict[frozenset[str | None], str] = {}
        for path, row, body in paths:
            parties = frozenset((*row.joint, row.hops[0].name))
            own = path[0] if body is None else f"body {body}"
            origin = together.setdefault(parties, own) if row.joint else own
            if graph.nodes[path[0]].kind == SOURCE:
                graph.origins.add(origin)
            _add(graph, claim.number, path, origin, published=row.publisher is not None)
            graph.paths.append((claim.number, path))
            if row.stance not in AFFIRMING:
                graph.otherwise.add(claim.number)
        for tail, head in steps:
            if tail in rings and rings[tail] == rings.get(head):
                graph.edges[tail, head].ring.add(claim.number)
                graph.nodes[tail].ring.add(claim.number)
                graph.nodes[head].ring.add(claim.number)
    return graph


def _path(graph: CitationGraph, row: Attribution, ids: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of an assertion's chain, its publisher last; nodes that were not there are made."""
    path: list[str] = []
    publisher = ids.get(row.publisher, f"name {row.publisher}") if row.publisher is not None else None
    for place, hop in enumerate(row.hops):
        node = _node(hop, ids)
        if place == 0 and node.id == publisher and len(row.hops) == 1:
            node = GraphNode(f"{OWN} {publisher}", node.name, OWN)
        graph.nodes.setdefault(node.id, node)
        if not path or path[-1] != node.id:
            path.append(node.id)
    if publisher is not None and row.publisher is not None:
        graph.nodes.setdefault(publisher, GraphNode(publisher, shown(row.publisher), SOURCE))
        if not path or path[-1] != publisher:
            path.append(publisher)
    return tuple(path)


def _node(hop: Hop, ids: Mapping[str, str]) -> GraphNode:
    if hop.name is not None:
        return GraphNode(hop.source or ids.get(hop.name, f"name {hop.name}"), shown(hop.name), SOURCE)
    name = source_name(hop)
    if name == UNNAMED:
        return GraphNode(NOBODY, "nobody named", NOBODY)
    return GraphNode(f"{DESCRIBED}{name}", name, SOURCE)


def _add(graph: CitationGraph, claim: int, path: Sequence[str], origin: str, *, published: bool) -> None:
    """Count a claim at everybody on its path, whose last is its publisher where it is `published`, else a carrier.

    `origin`: the first of those who said it together with the first on the path.
    """
    for place, node_id in enumerate(path):
        node = graph.nodes[node_id]
        node.claims.add(claim)
        if place == 0:
            node.begins.add(claim)
        elif published and place == len(path) - 1:
            node.publishes.add(claim)
        else:
            node.carries.add(claim)
            node.origins.add(origin)
    for tail, head in pairwise(path):
        graph.edges.setdefault((tail, head), CitationEdge(tail, head)).claims.add(claim)


def largest_part(whole: CitationGraph, most: int) -> CitationGraph:
    """The graph of the `most` nodes with the most claims; a path that leads through others goes past them."""
    if len(whole.nodes) <= most:
        return whole
    order = sorted(whole.nodes.values(), key=lambda node: (-bool(node.ring), -len(node.claims), node.name, node.id))
    kept = {node.id for node in order[:most]}
    cut = CitationGraph({node_id: node for node_id, node in whole.nodes.items() if node_id in kept})
    for claim, path in whole.paths:
        for tail, head, past in _edges_between_kept(path, kept):
            edge = cut.edges.setdefault((tail, head), CitationEdge(tail, head, hidden=True))
            edge.claims.add(claim)
            if not past:
                edge.hidden = False
                edge.ring |= whole.edges[tail, head].ring
    return cut


def _edges_between_kept(path: Sequence[str], kept: set[str]) -> Iterator[tuple[str, str, bool]]:
    places = [place for place, node_id in enumerate(path) if node_id in kept]
    for first, second in pairwise(places):
        if path[first] != path[second]:
            yield path[first], path[second], second - first > 1


Links = Mapping[str, Sequence[tuple[str, int]]]
"""The neighbours of every node, each with the weight of the edge between them."""
SWEEPS = 12
"""How often the layers are ordered by their neighbours, forward and back."""


@dataclass(frozen=True, slots=True)
class NodePosition:
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
    nodes: dict[str, NodePosition]
    routes: dict[tuple[str, str], tuple[NodePosition, ...]]
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
    weights = {ends: weight for ends, weight in edges.items() if rank.keys() >= set(ends) and ends[0] != ends[1]}
    ring = cycles(weights)
    within = {(tail, head) for tail, head in weights if tail in ring and ring[tail] == ring.get(head)}
    onward = set(weights) - within
    layer = _ranked(nodes, onward, ring, last)
    grid: list[list[str]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
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
    across = _across(grid, links, {one: rooms.get(one, passing) for one in at})
    places = {one: NodePosition(one if one in rank else None, at[one], across[one]) for one in at}
    routes = {edge: tuple(places[one] for one in chains.get(edge, edge)) for edge in weights}
    size = max((across[one] + rooms[one] / 2 for one in rank), default=0.0)
    return Layers(len(grid), size, {one: places[one] for one in rank}, routes, frozenset(within))


def _ranked(
    nodes: Sequence[str], edges: set[tuple[str, str]], ring: Mapping[str, int], last: frozenset[str]
) -> dict[str, int]:
    """The layer of every node: behind all that lead to it, the last ones at the end."""

    def group(one: str) -> str:
        return f"\0{ring[one]}" if one in ring else one

    into: dict[str, set[str]] = {group(one): set() for one in nodes}
    for tail, head in edges:
        into[group(head)].add(group(tail))
    layer: dict[str, int] = {}
    for one in TopologicalSorter(into).static_order():
        layer[one] = max((layer[before] + 1 for before in into[one]), default=0)
    end = max(layer.values(), default=0)
    leading_on = {group(tail) for tail, _ in edges}
    layer |= {group(one): end for one in nodes if one in last and group(one) not in leading_on}
    return {one: layer[group(one)] for one in nodes}


def _order(grid: list[list[str]], links: Links, at: Mapping[str, int]) -> None:
    """Each layer in the order of its neighbours' middle, forward and back in turn; the best order seen is kept."""
    best, fewest = [list(line) for line in grid], _crossings(grid, links, at)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for place in range(1, len(grid)) if forward else range(len(grid) - 2, -1, -1):
            beside = place - 1 if forward else place + 1
            index = {one: float(where) for where, one in enumerate(grid[beside])}
            own = {one: where for where, one in enumerate(grid[place])}
            near = {one: [index[other] for other, _ in links.get(one, ()) if other in index] for one in grid[place]}
            middles = {one: sum(places) / len(places) if places else own[one] for one, places in near.items()}
            grid[place].sort(key=lambda one: (middles[one], own[one]))
        crossing = _crossings(grid, links, at)
        if crossing < fewest:
            best, fewest = [list(line) for line in grid], crossing
    grid[:] = best


def _crossings(grid: list[list[str]], links: Links, at: Mapping[str, int]) -> int:
    total = 0
    for place in range(len(grid) - 1):
        index = {node: where for where, node in enumerate(grid[place + 1])}
        seen: list[int] = []
        for node in grid[place]:
            ends = sorted(index[other] for other, _ in links.get(node, ()) if at[other] == place + 1)
            total += sum(before > end for end in ends for before in seen)
            seen.extend(ends)
    return total


def _across(grid: list[list[str]], links: Links, rooms: Mapping[str, float]) -> dict[str, float]:
    """Where everything stands: near the weighted middle of its neighbours, in order, nothing on another's room."""
    across: dict[str, float] = {}
    for line in grid:
        across.update(zip(line, spread([0.0] * len(line), [rooms[one] for one in line]), strict=True))
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
