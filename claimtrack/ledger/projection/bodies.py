"""Canonical records (what merged ones are read as) and top bodies (whom a source speaks for in the end).

Kept in `canonical_source`, one row a source and period; a merged document, question or story has one too. A change to
a source's bodies or to merges recomputes every source below it in the same change. A ring of bodies is refused when it
is written; one born of a merge is cut at its earliest edge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.projection.project import COLUMNS, close_rows, delete_rows, reopen_rows
from claimtrack.ledger.projection.rows import OPEN_END
from claimtrack.ledger.store.dialect import chunks, insert_rows, is_sqlite, select_in
from claimtrack.ledger.store.tables import CURRENT, worked_out

Segment = tuple[str, str, str]
"""valid_from, valid_to, top_body."""

CanonicalRow = tuple[str, str, str, str, str, int]
"""A row of canonical_source without since and until: source, canonical, top_body, valid_from, valid_to, newest."""


@dataclass(frozen=True, slots=True)
class BodyEdge:
    """One body a source speaks for, from and to as projected.

    `made` orders edges by when their source was last written.
    """

    source: str
    body: str
    valid_from: str
    valid_to: str
    made: str


@dataclass(slots=True)
class BodyGraph:
    """Sources linked by whom they speak for and by merges: (at, entry, kept, merged)."""

    edges: dict[str, list[BodyEdge]] = field(default_factory=lambda: defaultdict(list))
    merges: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    known: set[str] = field(default_factory=set)


def _load(connection: Connection, start: Iterable[str]) -> BodyGraph:
    """Everything linked to `start` at present by speaks_for, in either direction, or by a merge."""
    graph = BodyGraph()
    frontier = set(start)
    seen_edges: set[BodyEdge] = set()
    seen_merges: set[tuple[str, str, str, str]] = set()
    while frontier:
        graph.known |= frontier
        linked: set[str] = set()
        for column in ("source", "body"):
            sql = (
                "SELECT m.source, m.body, m.valid_from, m.valid_to, r.last_at FROM membership m"
                f" JOIN record r ON r.id = m.source WHERE m.kind = 'speaks_for' AND m.{column} IN :values"
            )
            for row in select_in(connection, sql, frontier):
                edge = BodyEdge(row.source, row.body, row.valid_from, row.valid_to, row.last_at)
                if edge not in seen_edges:
                    seen_edges.add(edge)
                    graph.edges[edge.source].append(edge)
                    linked |= {edge.source, edge.body}
        for column in ("kept", "merged"):
            sql = f"SELECT kept, merged, at, entry FROM merge WHERE {column} IN :values"
            for row in select_in(connection, sql, frontier):
                link = (row.at, row.entry, row.kept, row.merged)
                if link not in seen_merges:
                    seen_merges.add(link)
                    graph.merges[row.kept].append(link)
                    graph.merges[row.merged].append(link)
                    linked |= {row.kept, row.merged}
        frontier = linked - graph.known
    return graph


def _canonical_of(graph: BodyGraph) -> dict[str, str]:
    """Each source's canonical source: the kept side of the latest live merge of its component, else itself."""
    canonical_of: dict[str, str] = {}
    for source in graph.known:
        if source in canonical_of:
            continue
        component, stack = {source}, [source]
        links: set[tuple[str, str, str, str]] = set()
        while stack:
            for link in graph.merges.get(stack.pop(), ()):
                links.add(link)
                for other in link[2:]:
                    if other not in component:
                        component.add(other)
                        stack.append(other)
        canonical = max(links)[2] if links else source
        canonical_of.update(dict.fromkeys(component, canonical))
    return canonical_of


def ring(connection: Connection, start: Iterable[str]) -> list[str] | None:
    """A ring of speaks_for through `start`, merges left aside, as ids in order; None when there is none."""
    graph = _load(connection, start)
    edges = {source: [edge.body for edge in body_edges] for source, body_edges in graph.edges.items()}
    return _ring(edges)


def _ring(edges: dict[str, list[str]]) -> list[str] | None:
    """A ring in a graph of source -> bodies, as ids in order, looked for depth first; None when there is none."""
    done: set[str] = set()
    for first in sorted(edges):
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(first, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(node)
                done.add(node)
                continue
            if node in on_path:
                return path[path.index(node) :]
            if node in done:
                continue
            path.append(node)
            on_path.add(node)
            stack.append((node, True))
            stack.extend((body, False) for body in sorted(edges.get(node, ()), reverse=True))
    return None


def _upward(graph: BodyGraph, canonical_of: dict[str, str]) -> dict[str, list[BodyEdge]]:
    """Canonical source -> the bodies it speaks for (canonical ones), by time; rings cut at their earliest edge."""
    upward: dict[str, list[BodyEdge]] = defaultdict(list)
    for source, edges in graph.edges.items():
        for edge in edges:
            body = canonical_of.get(edge.body, edge.body)
            if body != canonical_of[source]:
                upward[canonical_of[source]].append(
                    BodyEdge(canonical_of[source], body, edge.valid_from, edge.valid_to, edge.made)
                )
    while (
        round_trip := _ring({canonical: [edge.body for edge in edges] for canonical, edges in upward.items()})
    ) is not None:
        members = set(round_trip)
        on_ring = [edge for canonical in members for edge in upward[canonical] if edge.body in members]
        cut = min(on_ring, key=lambda edge: (edge.made, edge.source, edge.body))
        upward[cut.source].remove(cut)
    for edges in upward.values():
        edges.sort(key=lambda edge: (edge.valid_from, edge.made, edge.body))
    return upward


def _segments(canonical: str, upward: dict[str, list[BodyEdge]], done: dict[str, list[Segment]]) -> list[Segment]:
    """When and for whom `canonical` speaks in the end; nothing where it speaks for itself. No two segments overlap.

    Bodies are worked out before those that speak for them, however long the line of bodies is.
    """
    waiting = [canonical]
    while waiting:
        source = waiting[-1]
        unknown = [edge.body for edge in upward.get(source, ()) if edge.body not in done]
        if unknown:
            waiting.extend(unknown)
            continue
        waiting.pop()
        if source not in done:
            done[source] = _own_segments(upward.get(source, ()), done)
    return done[canonical]


def _own_segments(edges: Sequence[BodyEdge], done: dict[str, list[Segment]]) -> list[Segment]:
    """When and for whom a source with these bodies, by time, speaks in the end; those of each body are in `done`."""
    segments: list[Segment] = []
    covered = ""
    for edge in edges:
        start = max(edge.valid_from, covered)
        if start >= edge.valid_to or covered == OPEN_END:
            continue
        segments.extend(_within(start, edge.valid_to, edge.body, done[edge.body]))
        covered = edge.valid_to
    return segments


def _within(start: str, end: str, body: str, above: list[Segment]) -> list[Segment]:
    """The top bodies of `body` between start and end: those above it, and itself in between."""
    segments: list[Segment] = []
    reached = start
    for since, until, top_body in above:
        if until <= reached or since >= end:
            continue
        if since > reached:
            segments.append((reached, since, body))
        segments.append((max(since, reached), min(until, end), top_body))
        reached = min(until, end)
    if reached < end:
        segments.append((reached, end, body))
    return segments


def top_bodies_of(graph: BodyGraph) -> dict[str, list[CanonicalRow]]:
    """The rows of every source the graph knows; none for one that is its own canonical source and its own top body."""
    canonical_of = _canonical_of(graph)
    upward = _upward(graph, canonical_of)
    done: dict[str, list[Segment]] = {}
    wanted: dict[str, list[CanonicalRow]] = {}
    for source in sorted(graph.known):
        canonical = canonical_of[source]
        segments = _segments(canonical, upward, done)
        rows = [(source, canonical, top_body, since, until, 0) for since, until, top_body in segments]
        if not rows and canonical != source:
            rows = [(source, canonical, canonical, "", OPEN_END, 0)]
        if rows:
            rows[-1] = (*rows[-1][:5], 1)
        wanted[source] = rows
    return wanted


def recompute(connection: Connection, touched: Iterable[str], seq: int) -> None:
    """Write the top_bodies of the touched sources, of all that speak for them and all merged with these, from `seq` on.

    A source whose top_bodies this same change altered and then put back keeps the rows it had.
    """
    wanted = top_bodies_of(_load(connection, touched))
    before: dict[str, list[CanonicalRow]] = defaultdict(list)
    current: dict[str, list[CanonicalRow]] = defaultdict(list)
    columns = COLUMNS["canonical_source"]
    sql = (
        f"SELECT {', '.join(columns)} FROM canonical_source_history WHERE source IN :values"
        f" AND (until = {CURRENT} OR until = :seq)"
    )
    for row in select_in(connection, sql, wanted, seq=seq):
        if row.until == CURRENT:
            current[row.source].append(tuple(row[:6]))
        if row.since < seq:
            before[row.source].append(tuple(row[:6]))
    back = [s for s, rows in wanted.items() if sorted(rows) != sorted(current[s]) and sorted(rows) == sorted(before[s])]
    changed = [
        s for s, rows in wanted.items() if sorted(rows) != sorted(current[s]) and sorted(rows) != sorted(before[s])
    ]
    close_rows(connection, "canonical_source", "source", [*changed, *back], seq)
    reopen_rows(connection, "canonical_source", "source", back, seq)
    insert_rows(
        connection,
        "canonical_source_history",
        columns,
        [(*row, seq, CURRENT) for source in changed for row in wanted[source]],
    )


Versioned = tuple[str, str, str, str, str, int, int, int]
"""A row of canonical_source_history."""

Merge = tuple[str, str, str, str]

INVOLVED = (
    "SELECT source AS id FROM membership_history WHERE kind = 'speaks_for'"
    " UNION SELECT body FROM membership_history WHERE kind = 'speaks_for'"
    " UNION SELECT kept FROM merge_history"
    " UNION SELECT merged FROM merge_history"
)
"""Every source that ever spoke for another or was spoken for, and what was merged: only these can have rows here."""

BATCH = 500


def involved(connection: Connection) -> list[str]:
    """The ids of all sources that can have rows here, sorted."""
    return [row.id for row in connection.execute(text(f"SELECT id FROM ({INVOLVED}) linked ORDER BY id"))]


def linked(connection: Connection, start: Iterable[str]) -> set[str]:
    """These sources and all that were ever linked to them, by whom they speak for or by merges."""
    reached: set[str] = set()
    frontier = set(start)
    while frontier:
        reached |= frontier
        near: set[str] = set()
        for table, left, right, where in (
            ("membership_history", "source", "body", "kind = 'speaks_for' AND"),
            ("merge_history", "kept", "merged", ""),
        ):
            for mine, theirs in ((left, right), (right, left)):
                sql = f"SELECT DISTINCT {theirs} AS id FROM {table} WHERE {where} {mine} IN :values"
                near |= {row.id for row in select_in(connection, sql, frontier)}
        frontier = near - reached
    return reached


def merge_sides(connection: Connection, merges: Iterable[str]) -> set[str]:
    """The records that these merges ever made one."""
    sql = "SELECT kept, merged FROM merge_history WHERE id IN :values"
    return {side for row in select_in(connection, sql, merges) for side in (row.kept, row.merged)}


def groups(connection: Connection) -> Iterator[set[str]]:
    """All sources that can have rows here, in sets that no link leads out of, each of some hundreds or one group."""
    waiting = involved(connection)
    seen: set[str] = set()
    while waiting:
        start: list[str] = []
        while waiting and len(start) < BATCH:
            source = waiting.pop()
            if source not in seen:
                start.append(source)
        if start:
            group = linked(connection, start)
            seen |= group
            yield group


def history(connection: Connection, sources: Iterable[str]) -> Iterator[Versioned]:
    """Every version of the top_bodies of `sources`, a set that no link leads out of."""
    for group in _split(connection, sources):
        yield from group.rows()


def rewrite(connection: Connection, sources: Iterable[str]) -> None:
    """Write the top_bodies of `sources`, a set that no link leads out of, anew, for all changes."""
    listed = sorted(sources)
    delete_rows(connection, "canonical_source", "source", listed)
    for rows in chunks(history(connection, listed), 2000):
        insert_rows(connection, "canonical_source_history", COLUMNS["canonical_source"], rows)


@dataclass(slots=True)
class _Group:
    """One group of linked sources, with every version of its links."""

    sources: set[str] = field(default_factory=set)
    edges: list[tuple[int, int, Any]] = field(default_factory=list)
    merges: list[tuple[int, int, Merge]] = field(default_factory=list)
    made: dict[str, list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> Iterator[Versioned]:
        """The versions of its top_bodies: at every change that altered a link, those that came out different."""
        moments = {moment for link in (*self.edges, *self.merges) for moment in link[:2]}
        moments |= {moment for versions in self.made.values() for version in versions for moment in version[:2]}
        current: dict[str, tuple[int, list[CanonicalRow]]] = {source: (0, []) for source in self.sources}
        for moment in sorted(moments - {CURRENT}):
            for source, wanted in top_bodies_of(self._at(moment)).items():
                since, rows = current[source]
                if sorted(rows) != sorted(wanted):
                    yield from ((*row, since, moment) for row in rows)
                    current[source] = (moment, wanted)
        for since, rows in current.values():
            yield from ((*row, since, CURRENT) for row in rows)

    def _at(self, moment: int) -> BodyGraph:
        """The sources, with their bodies and merges, as they stood after change number `moment`."""
        graph = BodyGraph(known=set(self.sources))
        made = {
            source: at
            for source, versions in self.made.items()
            for since, until, at in versions
            if _stood(since, until, moment)
        }
        for since, until, row in self.edges:
            if _stood(since, until, moment):
                edge = BodyEdge(row.source, row.body, row.valid_from, row.valid_to, made.get(row.source, ""))
                if edge not in graph.edges[row.source]:
                    graph.edges[row.source].append(edge)
        for since, until, merge in self.merges:
            if _stood(since, until, moment):
                graph.merges[merge[2]].append(merge)
                graph.merges[merge[3]].append(merge)
        return graph


def _stood(since: int, until: int, moment: int) -> bool:
    """Whether a row with these bounds was current after change number `moment`."""
    return since <= moment and (moment < until or until == CURRENT)


def _split(connection: Connection, sources: Iterable[str]) -> list[_Group]:
    """The history of these sources in groups that nothing ever joined: neither a body nor a merge."""
    listed = sorted(sources)
    ends = "since, until"
    edges = list(
        select_in(
            connection,
            f"SELECT source, body, valid_from, valid_to, {ends} FROM membership_history"
            " WHERE kind = 'speaks_for' AND source IN :values",
            listed,
        )
    )
    merges = list(
        select_in(
            connection,
            f"SELECT at, entry, kept, merged, {ends} FROM merge_history WHERE kept IN :values",
            listed,
        )
    )
    top = {source: source for source in listed}

    def find(source: str) -> str:
        while top[source] != source:
            top[source] = top[top[source]]
            source = top[source]
        return source

    for one, other in [*((row.source, row.body) for row in edges), *((row.kept, row.merged) for row in merges)]:
        top[find(one)] = find(other)
    split: dict[str, _Group] = defaultdict(_Group)
    for source in listed:
        split[find(source)].sources.add(source)
    for row in edges:
        split[find(row.source)].edges.append((row.since, row.until, row))
    for row in merges:
        split[find(row.kept)].merges.append((row.since, row.until, (row.at, row.entry, row.kept, row.merged)))
    speaking = {row.source for row in edges}
    columns, joined = worked_out("record", sqlite=is_sqlite(connection))
    made = f"SELECT id, {columns['last_at']} AS last_at, {ends} FROM record_history{joined} WHERE id IN :values"
    for row in select_in(connection, made, speaking):
        split[find(row.id)].made[row.id].append((row.since, row.until, row.last_at))
    return list(split.values())
