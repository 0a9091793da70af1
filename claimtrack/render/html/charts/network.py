"""The graph of sources as drawn: in columns from left to right on a wide page; on a phone its table stands instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from claimtrack.domain.english import capitalized, join_list, number_word, plural, plural_in_words, quoted
from claimtrack.queries.report.compose import ReportPage
from claimtrack.render.html.charts import svg
from claimtrack.render.html.charts.citation_graph import (
    NOBODY,
    OWN,
    CitationEdge,
    CitationGraph,
    GraphNode,
    Layers,
    citation_graph,
    largest_part,
    layers,
)
from claimtrack.render.html.charts.svg import tenth
from claimtrack.render.report.blocks import Grid
from claimtrack.render.report.wording import refs

SHARED, RING = "◆", "↻"
"""The signs of a shared carrier and of a circle."""

BOX, LINE, APART, PASSING, HEAD = 42, 16, 12, 15, 30
"""Height of a node, of a second line of its name, space between nodes, room of an edge that passes, and of heads."""

WIDE = svg.DrawingFrame("wide", 720, False)
BROAD = svg.DrawingFrame("wide broad", 960, False)
WIDE_COLUMNS, MOST_COLUMNS, LOOP = 3, 6, 48
"""Columns for which a tablet, and a page, has room, and the room of circles beside the first and the last."""
COLUMN, GAP = 212.0, 72
"""Width of a column, where that is enough, and the least room between two."""

TEXT_NAME, INSET = 13.5, 10
"""Font size of names of nodes, and free space left and right of them."""


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """The columns of a layout: where each begins, and how wide all are."""

    frame: svg.DrawingFrame
    starts: tuple[float, ...]
    width: float


def column_layout(layout: Layers, graph: CitationGraph) -> ColumnLayout:
    """The columns in which a layout is drawn: no wider than most names need, unless one would be cut."""
    frame = WIDE if layout.count <= WIDE_COLUMNS else BROAD
    around = {layout.nodes[tail].layer for tail, _ in layout.within}
    left, right = LOOP * (0 in around), frame.width - LOOP * (layout.count - 1 in around)
    room = (right - left - GAP * (layout.count - 1)) / layout.count
    cut = any(name_lines(graph.nodes[node], COLUMN)[-1].endswith("…") for node in layout.nodes)
    width = room if cut else min(COLUMN, room)
    step = (right - left - width) / max(layout.count - 1, 1)
    return ColumnLayout(frame, tuple(left + step * layer for layer in range(layout.count)), width)


def name_lines(node: GraphNode, width: float) -> tuple[str, ...]:
    """The name of a node as it stands in a column of this width."""
    return svg.fit_two_lines(node.name, width - 2 * INSET, TEXT_NAME, bold=True)


def node_height(node: GraphNode, width: float) -> float:
    """The room that a node takes in a column of this width: more where its name needs two lines."""
    return BOX + APART + LINE * (len(name_lines(node, width)) - 1)


def layer_titles(graph: CitationGraph, layout: Layers) -> list[str]:
    """What stands above each layer: the last one holds publishers, where there are any."""
    titles = ["Who said it", *["Who passed it on"] * (layout.count - 1)]
    last = {node for node, place in layout.nodes.items() if place.layer == layout.count - 1}
    if layout.count > 1 and any(graph.nodes[node].publishes for node in last):
        titles[-1] = "Who published it"
    return titles


def _columns(graph: CitationGraph, layout: Layers) -> svg.Drawing:
    """The graph as drawn: those who said it on the left, those who published it on the right."""
    across = column_layout(layout, graph)
    width = across.width
    boxes = []
    for node_id, place in layout.nodes.items():
        node = graph.nodes[node_id]
        height = node_height(node, width) - APART
        x, y = across.starts[place.layer], HEAD + place.across - height / 2
        words = list(_words(node, x + INSET, y + 18, width))
        boxes.append(_box(node, words, x=tenth(x), y=tenth(y), width=tenth(width), height=height))
    titles = layer_titles(graph, layout)
    heads = [
        svg.text(x, 14, title, "quiet")
        for x, title, above in zip(across.starts, titles, ["", *titles], strict=False)
        if title != above
    ]
    bottom = HEAD + layout.size
    key = list(_key(graph, bottom + 26))
    lines = list(_curves(graph, layout, across.starts, width))
    height = tenth(bottom + 12 + 20 * len(key))
    return {"frame": across.frame, "height": height, "heads": heads, "lines": lines, "boxes": boxes, "key": key}


def _box(node: GraphNode, words: list[svg.DrawnText], **place: float) -> dict[str, Any]:
    """A node as drawn: its box, and the words in it."""
    style = " ".join([node.kind, *(["shared"] if node.shared else []), *(["circular"] if node.ring else [])])
    return {"style": style, "words": words, "whole": f"{node.phrase}: {node_details(node)}", **place}


def _line(graph: CitationGraph, edge: CitationEdge, path: str, arrow: str, thick: float) -> dict[str, Any]:
    """An edge as drawn: its path, that of its arrow ("" for none), how thick, and its style: flow, ring or past."""
    style = "ring" if edge.ring else "past" if edge.hidden else "flow"
    words = f"{graph.nodes[edge.tail].phrase} to {graph.nodes[edge.head].phrase}: {plural(len(edge.claims), 'claim')}"
    whole = f"{words}, in a circle" if edge.ring else words
    return {"path": path, "arrow": arrow, "thick": thick, "style": style, "whole": whole}


def _curves(graph: CitationGraph, layout: Layers, starts: Sequence[float], width: float) -> Iterator[dict[str, Any]]:
    """The lines between boxes, those of many claims first; round a column where both ends stand in it."""
    most = max((len(edge.claims) for edge in graph.edges.values()), default=1)
    ports = _ports(layout)
    routes = sorted(layout.routes.items(), key=lambda item: (-len(graph.edges[item[0]].claims), item[0]))
    for (tail, head), route in routes:
        edge = graph.edges[tail, head]
        heights = [HEAD + place.across for place in route]
        thick = tenth(1.5 + 11.5 * (len(edge.claims) - 1) / max(most - 1, 3))
        if (tail, head) in layout.within:
            down = heights[1] > heights[0]
            x = starts[route[0].layer] + (width if down else 0)
            yield _line(graph, edge, *_loop(x, heights[0], heights[1], 1 if down else -1), min(thick, 3))
            continue
        heights[0] += ports[tail, head][0]
        heights[-1] += ports[tail, head][1]
        path = f"M{tenth(starts[route[0].layer] + width)} {tenth(heights[0])}"
        for index, place in enumerate(route[1:], 1):
            x1, x2 = starts[place.layer - 1] + width, starts[place.layer]
            bend, before, height = tenth((x1 + x2) / 2), tenth(heights[index - 1]), tenth(heights[index])
            path += f"C{bend} {before} {bend} {height} {tenth(x2)} {height}"
            if place.node is None:
                path += f"H{tenth(x2 + width)}"
        yield _line(graph, edge, path, "", thick)


def _loop(x: float, begin: float, end: float, side: int) -> tuple[str, str]:
    """A path from one box to another of the same column, round their side, and its arrow."""
    turn = -8 if end > begin else 8
    first, second = begin - turn, end + turn
    out = x + side * (14 + min(abs(end - begin) * 0.2, LOOP * 1.1 - 14) * 1.2)
    bend, begins, ends = tenth(out), tenth(first), tenth(second)
    path = f"M{tenth(x)} {begins}C{bend} {begins} {bend} {ends} {tenth(x + side * 8)} {ends}"
    return path, f"M{tenth(x)} {tenth(second)}l{side * 11} -6v12z"


def _ports(layout: Layers) -> dict[tuple[str, str], tuple[float, float]]:
    """How far above or below the middle of its node every edge begins and ends, so that they lie side by side."""
    sides: dict[tuple[str, int], list[tuple[float, tuple[str, str], int]]] = defaultdict(list)
    for (tail, head), route in layout.routes.items():
        if (tail, head) not in layout.within:
            sides[tail, 1].append((route[1].across, (tail, head), 0))
            sides[head, -1].append((route[-2].across, (tail, head), 1))
    offsets: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for edge_ends in sides.values():
        apart = min(7.0, (BOX - 14) / max(len(edge_ends) - 1, 1))
        for place, (_, edge, end) in enumerate(sorted(edge_ends)):
            offsets[edge][end] = (place - (len(edge_ends) - 1) / 2) * apart
    return {edge: (ends[0], ends[1]) for edge, ends in offsets.items()}


def node_details(node: GraphNode) -> str:
    """What stands below a node's name: how many claims, and whether it is a shared carrier or in a circle.

    Of one that did more than one thing: how many claims it said, passed on and published.
    """
    details = ["own voice"] if node.kind == OWN else []
    if _did_several(node):
        details += [f"{words} {len(claims):,}" for words, claims in _done(node) if claims]
    else:
        details.append(plural(len(node.claims), "claim"))
    if node.shared:
        details.append(f"{SHARED} {len(node.origins):,} origins")
    if node.ring:
        details.append(f"{RING} circle")
    return " · ".join(details)


def _done(node: GraphNode) -> tuple[tuple[str, set[int]], ...]:
    """What a source may have done -> the claims it did that with."""
    return ("said", node.begins), ("passed on", node.carries), ("published", node.publishes)


def _did_several(node: GraphNode) -> bool:
    return sum(1 for _, claims in _done(node) if claims) > 1


def _words(node: GraphNode, x: float, y: float, width: float) -> Iterator[svg.DrawnText]:
    """A node's name, on two lines where one is too short, and its details on the line below."""
    room = width - 2 * INSET
    for line in name_lines(node, width):
        yield svg.text(x, y, line, "name")
        y += LINE
    details = node_details(node)
    if svg.text_width(details, svg.SMALL) > room:  # then the signs alone
        details = details.replace(" origins", "").replace(" circle", "").replace(" · ", " ")
    yield svg.text(x, y, svg.fit_text(details, room, svg.SMALL), "quiet glyph")


def _key(graph: CitationGraph, y: float) -> Iterator[svg.DrawnText]:
    signs = []
    if any(node.shared for node in graph.nodes.values()):
        signs.append(f"{SHARED} shared carrier of two origins or more")
    if any(node.ring for node in graph.nodes.values()):
        signs.append(f"{RING} circle: cited to one another, dashed")
    if any(edge.hidden for edge in graph.edges.values()):
        signs.append("dotted: only through sources not drawn here")
    for place, words in enumerate(signs):
        yield svg.text(0, y + 20 * place, words, "quiet glyph")


MOST = 30
"""Nodes of a drawing; the others are in the table."""

MOST_NAMED = 4


def draw(page: ReportPage) -> Iterator[svg.Chart]:
    """The graph of who passed on whose words; none where fewer than three have a part in it."""
    whole = citation_graph(page)
    if len(whole.nodes) < 3 or not whole.edges:
        return
    cut = largest_part(whole, MOST)
    nodes = _order(cut.nodes.values())
    last = frozenset(node.id for node in whole.nodes.values() if node.publishes)
    layout = _layout(cut, nodes, last, 0)
    layout = _layout(cut, nodes, last, column_layout(layout, cut).width)
    drawings = [_columns(cut, layout)] if layout.count <= MOST_COLUMNS else []
    left = len(whole.nodes) - len(cut.nodes)
    verb = "is" if left == 1 else "are"
    note = f"{plural(left, 'source')} with fewer claims {verb} only in the table." if left and drawings else ""
    yield svg.chart("network", "network", _title(whole), _says(whole), drawings, _table(whole), note)


def _layout(cut: CitationGraph, nodes: Sequence[GraphNode], last: frozenset[str], width: float) -> Layers:
    """The layout, with the room that names need in columns of this width (0: not known yet)."""
    return layers(
        [node.id for node in nodes],
        {ends: len(edge.claims) for ends, edge in cut.edges.items()},
        rooms={node.id: node_height(node, width) for node in nodes},
        passing=PASSING,
        last=last,
    )


def _order(nodes: Iterable[GraphNode]) -> list[GraphNode]:
    return sorted(nodes, key=lambda node: (-len(node.claims), node.name, node.id))


def _shared(whole: CitationGraph) -> list[GraphNode]:
    nodes = [node for node in whole.nodes.values() if node.shared]
    return sorted(nodes, key=lambda node: (-len(node.origins), -len(node.claims), node.name, node.id))


def _rings(whole: CitationGraph) -> list[tuple[int, list[str]]]:
    claims = sorted({claim for node in whole.nodes.values() for claim in node.ring})
    return [(claim, sorted(node.name for node in whole.nodes.values() if claim in node.ring)) for claim in claims]


def _title(whole: CitationGraph) -> str:
    publishers = [node for node in whole.nodes.values() if node.publishes]
    begin = capitalized(("at least " if whole.described_alike else "") + plural_in_words(len(whole.origins), "origin"))
    if publishers:
        begin += f" and {plural_in_words(len(publishers), 'publisher')}"
    rings, shared = _rings(whole), _shared(whole)
    remarks = []
    if rings:
        remarks.append(f"{plural_in_words(len(rings), 'claim')} go{'es' if len(rings) == 1 else ''} round in a circle")
    if shared:
        remarks.append(f"{number_word(len(shared[0].origins))} origins depend on {svg.short_name(shared[0].name)}")
    apart = "none of those named share a carrier" if whole.described_alike else "no two origins share a carrier"
    return f"{begin}: {join_list(remarks) if remarks else apart}"


def _says(whole: CitationGraph) -> str:
    """What the picture shows, in words."""
    lines = ["From those who said it, through those who passed it on, to those who published it. Thick: many claims."]
    several = sum(_did_several(node) for node in whole.nodes.values())
    if several:
        lines.append(
            f"{plural(several, 'source')} did more than one of these and {'stands' if several == 1 else 'stand'} "
            "in one place: the line below the name counts what each did."
        )
    shared = _shared(whole)
    lines += [
        f"{SHARED} {node.name} is a shared carrier: {plural(len(node.origins), 'origin')} come through it."
        for node in shared[:MOST_NAMED]
    ]
    if len(shared) > MOST_NAMED:
        lines.append(f"{plural(len(shared) - MOST_NAMED, 'more shared carrier')}.")
    rings = _rings(whole)
    lines += [f"{RING} C{claim}: {join_list(names)} are cited to one another." for claim, names in rings[:MOST_NAMED]]
    if len(rings) > MOST_NAMED:
        lines.append(f"{plural(len(rings) - MOST_NAMED, 'more circle')}.")
    if whole.described_alike:
        names = join_list(quoted(name) for name in sorted(whole.described_alike))
        lines.append(f"Who is not named is drawn as described: {names} may be one source or several.")
    nobody = whole.nodes.get(NOBODY)
    if nobody is not None:
        lines.append(f"Behind {plural(len(nobody.begins), 'claim')} nobody is named.")
    if whole.otherwise:
        lines.append(f"Who denies or doubts a claim, or takes it back, is drawn too: {refs(whole.otherwise, most=5)}.")
    own = {claim for node in whole.nodes.values() if node.kind == OWN for claim in node.begins}
    if own:
        lines.append(f"{plural(len(own), 'claim')} {'is' if len(own) == 1 else 'are'} in an outlet's own voice.")
    return " ".join(lines)


def _table(whole: CitationGraph) -> Grid:
    """The same as rows: from whom to whom, in how many and which claims."""

    def order(edge: CitationEdge) -> tuple[object, ...]:
        names = (whole.nodes[edge.tail].name, whole.nodes[edge.head].name)
        return -len(edge.claims), *names, edge.tail, edge.head

    rows: list[Sequence[str]] = []
    for edge in sorted(whole.edges.values(), key=order):
        tail, head = whole.nodes[edge.tail], whole.nodes[edge.head]
        marks = [f"{RING} in a circle: {refs(edge.ring)}"] if edge.ring else []
        marks += [
            f"{SHARED} {carrier.name}: {plural(len(carrier.origins), 'origin')}"
            for carrier in (tail, head)
            if carrier.shared
        ]
        claims = refs(edge.claims, most=len(edge.claims))
        rows.append((tail.phrase, head.phrase, f"{len(edge.claims):,}", claims, "; ".join(marks)))
    joined = {carrier for ends in whole.edges for carrier in ends}
    for node in _order([node for node in whole.nodes.values() if node.id not in joined]):
        rows.append((node.phrase, "", f"{len(node.claims):,}", refs(node.claims, most=len(node.claims)), ""))
    return svg.table(("From", "To", "Claims", "Which", "What it is"), rows, right=("Claims",))
