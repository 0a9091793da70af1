"""Who passed on whose words: the sources of a page as a graph, from origins through carriers to publishers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from claimtrack.queries.attribution import AttributionRow, Hop
from claimtrack.queries.report import Page
from claimtrack.render.html.drawing.reach import circles
from claimtrack.render.phrases import UNNAMED, called
from claimtrack.render.report.fairness import to_public
from claimtrack.render.width import shown

NOBODY, OWN = "nobody", "own"
"""Kinds of node that are no source: nobody is named; an outlet's own voice."""


@dataclass(slots=True)
class Node:
    """A source, nobody named, or the own voice of the outlet of that name (`kind`: source, nobody or own).

    `claims` are the numbers of those that pass through it, `begins` those it is the origin of, `ring` those in which
    it is part of a circle. Where it carries, `origins` are the nodes whose words those are.
    """

    id: str
    name: str
    kind: str
    claims: set[int] = field(default_factory=set)
    begins: set[int] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    ring: set[int] = field(default_factory=set)

    @property
    def told(self) -> str:
        """What it is called in running text."""
        return f"{self.name} in its own voice" if self.kind == OWN else self.name

    @property
    def shared(self) -> bool:
        """Whether two or more origins come through it, other than as the publisher of what they say."""
        return len(self.origins) > 1


@dataclass(slots=True)
class Edge:
    """That one passed on the words of another. `hidden`: only through sources that are not drawn."""

    tail: str
    head: str
    claims: set[int] = field(default_factory=set)
    ring: set[int] = field(default_factory=set)
    hidden: bool = False


@dataclass(slots=True)
class Graph:
    """Nodes by id, edges by their ends, and the paths they come from: (claim number, ids from the origin outward)."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    paths: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


def graph(page: Page) -> Graph:
    """The graph of all that is said on a page; what was judged never to have been said is left out."""
    found = Graph()
    ids = {row.name: row.id for row in page.report.sources if row.id is not None}
    for claim in page.report.claims:
        paths = [path for row in to_public(claim) if (path := _path(found, row.attribution, ids))]
        steps = {pair for path in paths for pair in pairwise(path)}
        rings = circles(steps)
        for path in paths:
            _add(found, claim.number, path)
            found.paths.append((claim.number, path))
        for tail, head in steps:
            if tail in rings and rings[tail] == rings.get(head):
                found.edges[tail, head].ring.add(claim.number)
                found.nodes[tail].ring.add(claim.number)
                found.nodes[head].ring.add(claim.number)
    return found


def _path(found: Graph, row: AttributionRow, ids: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of an assertion's chain, its publisher last; nodes that were not there are made."""
    path: list[str] = []
    publisher = ids.get(row.publisher, f"name {row.publisher}") if row.publisher is not None else None
    for place, hop in enumerate(row.hops):
        node = _node(hop, ids)
        if place == 0 and node.id == publisher and len(row.hops) == 1:
            node = Node(f"{OWN} {publisher}", node.name, OWN)
        found.nodes.setdefault(node.id, node)
        if not path or path[-1] != node.id:
            path.append(node.id)
    if publisher is not None and row.publisher is not None:
        found.nodes.setdefault(publisher, Node(publisher, shown(row.publisher), "source"))
        if not path or path[-1] != publisher:
            path.append(publisher)
    return tuple(path)


def _node(hop: Hop, ids: Mapping[str, str]) -> Node:
    if hop.name is not None:
        return Node(hop.source or ids.get(hop.name, f"name {hop.name}"), shown(hop.name), "source")
    name = called(hop)
    if name == UNNAMED:
        return Node(NOBODY, "nobody named", NOBODY)
    return Node(f"described {name}", name, "source")


def _add(found: Graph, claim: int, path: Sequence[str]) -> None:
    for place, one in enumerate(path):
        node = found.nodes[one]
        node.claims.add(claim)
        if place == 0:
            node.begins.add(claim)
        elif place < len(path) - 1:
            node.origins.add(path[0])
    for tail, head in pairwise(path):
        found.edges.setdefault((tail, head), Edge(tail, head)).claims.add(claim)


def heaviest(whole: Graph, most: int) -> Graph:
    """The graph of the `most` nodes with the most claims; a path that leads through others goes past them."""
    if len(whole.nodes) <= most:
        return whole
    order = sorted(whole.nodes.values(), key=lambda node: (-bool(node.ring), -len(node.claims), node.name, node.id))
    kept = {node.id for node in order[:most]}
    cut = Graph({one: node for one, node in whole.nodes.items() if one in kept})
    for claim, path in whole.paths:
        for tail, head, past in _past(path, kept):
            edge = cut.edges.setdefault((tail, head), Edge(tail, head, hidden=True))
            edge.claims.add(claim)
            if not past:
                edge.hidden = False
                edge.ring |= whole.edges[tail, head].ring
    return cut


def _past(path: Sequence[str], kept: set[str]) -> Iterator[tuple[str, str, bool]]:
    places = [place for place, one in enumerate(path) if one in kept]
    for first, second in pairwise(places):
        if path[first] != path[second]:
            yield path[first], path[second], second - first > 1
