"""Judgement that remembers: what was worked out for all claims is kept, and only what changed since is worked out anew.

A part of judgement (the statuses, the disagreements, the findings of a rule) gives a value for claims or for questions,
which follows from them and from what `affected` finds. Nothing is kept of a small ledger, nor of the past. What is
hidden from a connection is treated like a change: the claims that it affects are judged as the connection shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.engine import Connection

from claimtrack.analysis.affected import Affected, affected_by, affected_since
from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch, merged_with, portions
from claimtrack.ledger.restricted.records import hidden_records
from claimtrack.ledger.store.judgement_cache import (
    CachedPart,
    CacheUpdate,
    cached_part,
    cached_rows,
    is_large,
    is_remembering,
    last_change,
    remember,
)
from claimtrack.ledger.store.shown import shown_change

LEAST = 1_000
"""Of a ledger with fewer claims nothing is kept: judging them takes no longer than looking it up."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Part(Generic[Value]):
    """A part of judgement: how its values are worked out for the claims of a scope, by claim or question.

    A value is kept as the text that `pack` makes of it, which `unpack` reads. A claim or question of which there is
    nothing to say has no value. When a record of a type in `anew_on` changes, all is worked out anew.
    """

    name: str
    work_out: Callable[[Connection, ClaimScope], Mapping[str, Value]]
    pack: Callable[[Value], str]
    unpack: Callable[[str, str], Value]
    anew_on: frozenset[str] = frozenset()


def recall(conn: Connection, part: Part[Value], *, story: str | None = None) -> Mapping[str, Value]:
    """The values of a part for a story (with what it is merged with) or the whole ledger, by claim or question."""
    scope = ClaimScope() if story is None else ClaimScope(stories=merged_with(conn, story))
    if not is_remembering(conn) or not is_large(conn, LEAST):
        return part.work_out(conn, scope)
    last = _last_change(conn)
    cached = cached_part(conn, part.name)
    fallen = None if cached is None or cached.seq > last else _fallen(conn, cached, last)
    if fallen is None or part.anew_on & fallen.types:
        return _worked_out(conn, part, scope, last)
    assert cached is not None
    wanted = None if story is None else _subjects(conn, scope)
    values = _kept(conn, part, cached, wanted, fallen)
    fresh: dict[str, Value] = {}
    for portion in portions(sorted(fallen.claims)):
        fresh.update(part.work_out(conn, ClaimScope(claims=portion)))
    if cached.seq != last and not _hidden(conn):
        remember(conn, CacheUpdate(part.name, last, _packed(part, fresh), cached.seq, fallen.subjects))
    values.update(fresh if wanted is None else {one: value for one, value in fresh.items() if one in wanted})
    return values


def differing(conn: Connection, part: Part[Value]) -> list[str]:
    """The claims and questions of which a part keeps what the records do not give, in order; it is all worked out anew.

    None where nothing is kept that would be used.
    """
    last = _last_change(conn)
    cached = cached_part(conn, part.name)
    fallen = None if cached is None or cached.seq > last else _fallen(conn, cached, last)
    if cached is None or fallen is None or part.anew_on & fallen.types:
        return []
    kept = dict(cached_rows(conn, cached))
    given = dict(_packed(part, part.work_out(conn, ClaimScope())))
    subjects = (kept.keys() | given.keys()) - fallen.subjects
    return sorted(subject for subject in subjects if kept.get(subject) != given.get(subject))


def is_kept(conn: Connection, part: Part[Any]) -> bool:
    """Whether the values of a part were worked out and kept, so that asking for all of them costs little."""
    return is_remembering(conn) and cached_part(conn, part.name) is not None


def _worked_out(conn: Connection, part: Part[Value], scope: ClaimScope, last: int) -> Mapping[str, Value]:
    """The values worked out anew: all of them, to be kept, where most are wanted."""
    if not scope.whole and not _is_most(conn, scope):
        return part.work_out(conn, scope)
    values = part.work_out(conn, ClaimScope())
    if not _hidden(conn):
        remember(conn, CacheUpdate(part.name, last, _packed(part, values)))
    if scope.whole:
        return values
    wanted = _subjects(conn, scope)
    return {subject: value for subject, value in values.items() if subject in wanted}


def _packed(part: Part[Value], values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    return ((subject, part.pack(values[subject])) for subject in sorted(values))


def _kept(
    conn: Connection, part: Part[Value], cached: CachedPart, wanted: frozenset[str] | None, fallen: Affected
) -> dict[str, Value]:
    gone = fallen.subjects
    return {
        subject: part.unpack(subject, value)
        for subject, value in cached_rows(conn, cached, wanted)
        if subject not in gone
    }


def _last_change(conn: Connection) -> int:
    """The number of the change that the connection shows the ledger after."""
    shown = shown_change(conn)
    return last_change(conn) if shown is None else shown


def _hidden(conn: Connection) -> frozenset[str]:
    """The records that the connection's views hide, and those of which they hide something."""
    hidden = hidden_records(conn)
    return frozenset() if hidden is None else hidden.ids.union(hidden.parts, hidden.texts)


def _fallen(conn: Connection, cached: CachedPart, last: int) -> Affected | None:
    """What does not hold any more of what was worked out after a change, as the connection shows the ledger."""
    hidden = _hidden(conn)
    known: dict[Any, Affected | None] = conn.info.setdefault("claimtrack_affected", {})
    key = (cached.seq, last, hidden)
    if key not in known:
        since = affected_since(conn, cached.seq, last)
        concealed = affected_by(conn, hidden) if hidden else Affected()
        known[key] = None if since is None or concealed is None else since.joined(concealed)
    return known[key]


def _is_most(conn: Connection, scope: ClaimScope) -> bool:
    """Whether a scope has more than half of all claims."""
    counts = fetch(conn, f"SELECT COUNT(*) FROM claim UNION ALL SELECT COUNT(*) FROM claim {scope.where}", scope.params)
    inside, every = sorted(int(row[0]) for row in counts)
    return 2 * inside > every


def _subjects(conn: Connection, scope: ClaimScope) -> frozenset[str]:
    """The claims of a scope and the questions they answer, as these are read after merges."""
    sql = """SELECT s.claim, COALESCE(f.canonical, s.question) AS question
FROM scope s LEFT JOIN read_as f ON f.id = s.question"""
    rows = fetch(conn, composed((scope.cte(), READ_AS), sql), scope.params)
    return frozenset(one for row in rows for one in row if one is not None)
