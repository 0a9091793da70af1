"""The history of roots: every version of `source_root`, from the versions of memberships and merges alone.

What `roots.recompute` wrote change by change comes to the same; this is for rebuilding, auditing, and for forgetting
what a withheld record said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.dialect import chunks, insert_rows, select_in
from claimtrack.ledger.project import COLUMNS, delete_rows
from claimtrack.ledger.roots import Edge, Graph, RootRow, roots_of
from claimtrack.ledger.tables import FOREVER

Versioned = tuple[str, str, str, str, str, int, int, int]
"""A row of source_root_v."""

Merge = tuple[str, str, str, str]

INVOLVED = (
    "SELECT source AS id FROM membership_v WHERE kind = 'speaks_for'"
    " UNION SELECT body FROM membership_v WHERE kind = 'speaks_for'"
    " UNION SELECT kept FROM merge_v WHERE kind = 'source' UNION SELECT merged FROM merge_v WHERE kind = 'source'"
)
"""Every source that ever spoke for another, was spoken for, or was merged: only these can have roots."""

BATCH = 500


def involved(connection: Connection) -> list[str]:
    """The ids of all sources that can have roots, sorted."""
    return [row.id for row in connection.execute(text(f"SELECT id FROM ({INVOLVED}) linked ORDER BY id"))]


def linked(connection: Connection, start: Iterable[str]) -> set[str]:
    """These sources and all that were ever linked to them, by whom they speak for or by merges."""
    found: set[str] = set()
    frontier = set(start)
    while frontier:
        found |= frontier
        near: set[str] = set()
        for table, one, other in (("membership_v", "source", "body"), ("merge_v", "kept", "merged")):
            kind = "speaks_for" if table == "membership_v" else "source"
            for mine, theirs in ((one, other), (other, one)):
                sql = f"SELECT DISTINCT {theirs} AS id FROM {table} WHERE kind = '{kind}' AND {mine} IN :values"
                near |= {row.id for row in select_in(connection, sql, frontier)}
        frontier = near - found
    return found


def merge_sides(connection: Connection, merges: Iterable[str]) -> set[str]:
    """The sources that these merges ever made one."""
    sql = "SELECT kept, merged FROM merge_v WHERE kind = 'source' AND id IN :values"
    return {side for row in select_in(connection, sql, merges) for side in (row.kept, row.merged)}


def groups(connection: Connection) -> Iterator[set[str]]:
    """All sources that can have roots, in sets that no link leads out of, each of some hundreds or a single group."""
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
    """Every version of the roots of `sources`, a set that no link leads out of."""
    for group in _split(connection, sources):
        yield from group.rows()


def rewrite(connection: Connection, sources: Iterable[str]) -> None:
    """Write the roots of `sources`, a set that no link leads out of, anew, for all changes."""
    listed = sorted(sources)
    delete_rows(connection, "source_root", "source", listed)
    for some in chunks(history(connection, listed), 2000):
        insert_rows(connection, "source_root_v", COLUMNS["source_root"], some)


@dataclass(slots=True)
class _Group:
    """One group of linked sources, with every version of its links."""

    sources: set[str] = field(default_factory=set)
    edges: list[tuple[int, int, Any]] = field(default_factory=list)
    merges: list[tuple[int, int, Merge]] = field(default_factory=list)
    made: dict[str, list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> Iterator[Versioned]:
        """The versions of its roots: at every change that altered a link, those that came out different."""
        moments = {moment for link in (*self.edges, *self.merges) for moment in link[:2]}
        moments |= {moment for versions in self.made.values() for version in versions for moment in version[:2]}
        current: dict[str, tuple[int, list[RootRow]]] = {source: (0, []) for source in self.sources}
        for moment in sorted(moments - {FOREVER}):
            for source, wanted in roots_of(self._at(moment)).items():
                since, rows = current[source]
                if sorted(rows) != sorted(wanted):
                    yield from ((*row, since, moment) for row in rows)
                    current[source] = (moment, wanted)
        for since, rows in current.values():
            yield from ((*row, since, FOREVER) for row in rows)

    def _at(self, moment: int) -> Graph:
        graph = Graph(known=set(self.sources))
        made = {
            source: at for source, found in self.made.items() for since, until, at in found if since <= moment < until
        }
        for since, until, row in self.edges:
            if since <= moment < until:
                edge = Edge(row.source, row.body, row.valid_from, row.valid_to, made.get(row.source, ""))
                if edge not in graph.edges[row.source]:
                    graph.edges[row.source].append(edge)
        for since, until, merge in self.merges:
            if since <= moment < until:
                graph.merges[merge[2]].append(merge)
                graph.merges[merge[3]].append(merge)
        return graph


def _split(connection: Connection, sources: Iterable[str]) -> list[_Group]:
    listed = sorted(sources)
    ends = "since, until"
    edges = list(
        select_in(
            connection,
            f"SELECT source, body, valid_from, valid_to, {ends} FROM membership_v"
            " WHERE kind = 'speaks_for' AND source IN :values",
            listed,
        )
    )
    merges = list(
        select_in(
            connection,
            f"SELECT at, entry, kept, merged, {ends} FROM merge_v WHERE kind = 'source' AND kept IN :values",
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
    for row in select_in(connection, f"SELECT id, last_at, {ends} FROM record_v WHERE id IN :values", speaking):
        split[find(row.id)].made[row.id].append((row.since, row.until, row.last_at))
    return list(split.values())
