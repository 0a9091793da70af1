"""The attribution graph: from origins through carriers to publishers, shared carriers and circles marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claimtrack.queries.report import Page
from claimtrack.render.html.drawing.chart import PASSING, RING, SHARED, columns, drawings, room_of
from claimtrack.render.html.drawing.graph import NOBODY, OWN, Graph, Node, graph, heaviest
from claimtrack.render.html.drawing.layers import Layers, layers
from claimtrack.render.html.drawing.phrases import brief, counted, spelled, table
from claimtrack.render.html.environment import drawn
from claimtrack.render.html.picture import Picture
from claimtrack.render.phrases import capital, listed
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import plural, refs

ID = "network"
MOST = 30
"""Nodes of a drawing; the others are in the table."""

MOST_TOLD = 4


def draw(page: Page) -> Iterator[Picture]:
    """The graph of who passed on whose words; none where fewer than three have a part in it."""
    whole = graph(page)
    if len(whole.nodes) < 3 or not whole.edges:
        return
    cut = heaviest(whole, MOST)
    nodes = _order(cut.nodes.values())
    last = frozenset(path[-1] for _, path in whole.paths if len(path) > 1)
    layout = _layout(cut, nodes, last, 0)
    layout = _layout(cut, nodes, last, columns(layout).width)
    title, says = _title(whole), _says(whole)
    svg = drawn("pictures/network.svg.jinja", id=ID, title=title, says=says, drawings=list(drawings(cut, layout)))
    left = len(whole.nodes) - len(cut.nodes)
    note = (
        f"{plural(left, 'source')} with fewer claims {'is' if left == 1 else 'are'} only in the table." if left else ""
    )
    yield Picture(ID, title, says, svg, _table(whole), note)


def _layout(cut: Graph, nodes: Sequence[Node], last: frozenset[str], width: float) -> Layers:
    """The layout, with the room that names need in columns of this width (0: not known yet)."""
    return layers(
        [node.id for node in nodes],
        {ends: len(edge.claims) for ends, edge in cut.edges.items()},
        rooms={node.id: room_of(node, width) for node in nodes},
        passing=PASSING,
        last=last,
    )


def _order(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (-len(node.claims), node.name, node.id))


def _shared(whole: Graph) -> list[Node]:
    found = [node for node in whole.nodes.values() if node.shared]
    return sorted(found, key=lambda node: (-len(node.origins), -len(node.claims), node.name, node.id))


def _rings(whole: Graph) -> list[tuple[int, list[str]]]:
    """Every claim with a circle, and the names in it."""
    claims = sorted({claim for node in whole.nodes.values() for claim in node.ring})
    return [(claim, sorted(node.name for node in whole.nodes.values() if claim in node.ring)) for claim in claims]


def _title(whole: Graph) -> str:
    origins = [node for node in whole.nodes.values() if node.begins and node.kind not in (NOBODY, OWN)]
    ends = {path[-1] for _, path in whole.paths if len(path) > 1}
    begin = f"{capital(counted(len(origins), 'origin'))} and {counted(len(ends), 'publisher')}"
    rings, shared = _rings(whole), _shared(whole)
    told = []
    if rings:
        told.append(f"{counted(len(rings), 'claim')} go{'es' if len(rings) == 1 else ''} round in a circle")
    if shared:
        told.append(f"{spelled(len(shared[0].origins))} origins depend on {brief(shared[0].name)}")
    return f"{begin}: {listed(told) if told else 'no two origins share a carrier'}"


def _says(whole: Graph) -> str:
    told = ["From those who said it, through those who passed it on, to those who published it. Thick: many claims."]
    shared = _shared(whole)
    told += [
        f"{SHARED} {node.name} is a shared carrier: {plural(len(node.origins), 'origin')} come through it."
        for node in shared[:MOST_TOLD]
    ]
    if len(shared) > MOST_TOLD:
        told.append(f"{plural(len(shared) - MOST_TOLD, 'more shared carrier')}.")
    rings = _rings(whole)
    told += [f"{RING} C{claim}: {listed(names)} are cited to one another." for claim, names in rings[:MOST_TOLD]]
    if len(rings) > MOST_TOLD:
        told.append(f"{plural(len(rings) - MOST_TOLD, 'more circle')}.")
    nobody = whole.nodes.get(NOBODY)
    if nobody is not None:
        told.append(f"Behind {plural(len(nobody.begins), 'claim')} nobody is named.")
    own = {claim for node in whole.nodes.values() if node.kind == OWN for claim in node.begins}
    if own:
        told.append(f"{plural(len(own), 'claim')} {'is' if len(own) == 1 else 'are'} in an outlet's own voice.")
    return " ".join(told)


def _table(whole: Graph) -> Grid:
    rows: list[Sequence[str]] = []
    edges = sorted(
        whole.edges.values(),
        key=lambda edge: (
            -len(edge.claims),
            whole.nodes[edge.tail].name,
            whole.nodes[edge.head].name,
            edge.tail,
            edge.head,
        ),
    )
    for edge in edges:
        tail, head = whole.nodes[edge.tail], whole.nodes[edge.head]
        marks = [f"{RING} in a circle: {refs(edge.ring)}"] if edge.ring else []
        marks += [f"{SHARED} {one.name}: {plural(len(one.origins), 'origin')}" for one in (tail, head) if one.shared]
        claims = refs(edge.claims, most=len(edge.claims))
        rows.append((tail.told, head.told, f"{len(edge.claims):,}", claims, "; ".join(marks)))
    joined = {one for ends in whole.edges for one in ends}
    for node in _order([node for node in whole.nodes.values() if node.id not in joined]):
        rows.append((node.told, "", f"{len(node.claims):,}", refs(node.claims, most=len(node.claims)), ""))
    return table(("From", "To", "Claims", "Which", "What it is"), rows, right=("Claims",))
