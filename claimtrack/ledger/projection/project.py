"""The projection: query tables filled from the entries, kept in step with them, and shown as they stood.

A change to a record closes its current rows (`until`) and writes the new ones (`since`), in the same transaction. As-of
reading puts temporary views of the same names in place, bounded at one change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text
from claimtrack.domain.dates import DateError, read_when, utc_text
from claimtrack.domain.text import key
from claimtrack.errors import BadInput
from claimtrack.ledger.entries.versions import Settled
from claimtrack.ledger.projection.rows import OWNER, ROWS, VIEWS, Context, Rows, label, story_of
from claimtrack.ledger.projection.search import texts_of
from claimtrack.ledger.store.dialect import delete_terms, execute_in, insert_rows, insert_terms, is_sqlite, select_in
from claimtrack.ledger.store.tables import FOREVER, PROJECTED

COLUMNS: dict[str, tuple[str, ...]] = {
    view: tuple(column.name for column in table.columns) for view, table in PROJECTED.items()
}
"""View -> the columns of its `_history` table, `since` and `until` last."""

SEARCH_BITS = 24
"""A search row's number is the change it came with, and within the change a count of this many bits."""

SORT_KEY_WIDTH = 200
WITHHELD_LABEL = "withheld"


@dataclass(frozen=True, slots=True)
class State:
    """What a record came to in a change. `fresh`: it has no rows yet."""

    id: str
    type: str
    settled: Settled
    fresh: bool


class Projector:
    """Writes the rows of the records that one change touched. Bare dates are days in `zone`."""

    def __init__(self, connection: Connection, zone: tzinfo, seq: int) -> None:
        self.connection = connection
        self.zone = zone
        self.seq = seq
        self._searched = 0
        self.forgot = False
        """Whether content was taken out for good: then the file is compacted once the change is committed."""

    def project(self, states: Sequence[State]) -> None:
        """Close the current rows of these records and write those that stand from this change on."""
        self._close(states)
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        search: list[tuple[int, list[str]]] = []
        ends = (self.seq, FOREVER)
        for state in states:
            for view, view_rows in rows_of(state, self.zone).items():
                rows[view].extend([row + ends for row in view_rows])
            for part, terms in terms_of(state):
                number = (self.seq << SEARCH_BITS) | self._next()
                rows["search_row"].append((number, state.id, state.type, part, *ends))
                search.append((number, terms))
        for view, made_rows in rows.items():
            insert_rows(self.connection, f"{view}_history", COLUMNS[view], made_rows)
        insert_terms(self.connection, search)

    def _next(self) -> int:
        self._searched += 1
        if self._searched >> SEARCH_BITS:
            raise OverflowError("more than 16 million texts in one change")
        return self._searched

    def _close(self, states: Iterable[State]) -> None:
        touched: dict[str, list[str]] = defaultdict(list)
        for state in states:
            if not state.fresh:
                touched[state.type].append(state.id)
        for kind, ids in touched.items():
            for view in ("record", "search_row", *VIEWS.get(kind, (kind,))):
                close_rows(self.connection, view, owner(view), ids, self.seq)

    def forget(self, record_type: str, ids: Sequence[str]) -> None:
        """Take every version of these records' content out of the projection: for what is withheld."""
        self.forgot = True
        rows = select_in(self.connection, "SELECT id FROM search_row_history WHERE record IN :values", ids)
        delete_terms(self.connection, [row.id for row in rows])
        for view in ("search_row", *VIEWS.get(record_type, (record_type,))):
            delete_rows(self.connection, view, owner(view), ids)
        sql = (
            "UPDATE record_history SET state = 'withheld', entry = NULL, body = NULL, conflict = NULL, story = NULL,"
            " label = :label, sort_key = :label WHERE id IN :values"
        )
        execute_in(self.connection, sql, ids, label=WITHHELD_LABEL)


def rows_of(state: State, zone: tzinfo) -> Rows:
    """The rows of a record in this state, by view, without `since` and `until`; search and roots apart."""
    rows: Rows = {"record": [_record_row(state)]}
    settled = state.settled
    if settled.state == "live" and settled.body is not None:
        context = Context(zone, settled.first_at, settled.last_at, settled.by, settled.entry or settled.heads[-1])
        rows.update(ROWS[state.type](settled.body, context))
    return rows


def terms_of(state: State) -> Iterable[tuple[int, list[str]]]:
    """The texts a record in this state is found by: (0, terms) for itself, (n, terms) for paragraph n of its text."""
    settled = state.settled
    return texts_of(settled.body) if settled.state == "live" and settled.body is not None else ()


def _record_row(state: State) -> tuple[str | None, ...]:
    settled = state.settled
    body = settled.body
    shown = label(body) if body is not None else WITHHELD_LABEL
    return (
        state.id,
        state.type,
        settled.state,
        settled.entry,
        canonical_text(body) if body is not None and settled.entry is None else None,
        " ".join(settled.heads),
        canonical_text(settled.conflict) if settled.conflict else None,
        shown,
        key(shown)[:SORT_KEY_WIDTH],
        story_of(body) if body is not None else None,
        settled.first_at,
        settled.last_at,
        settled.by,
    )


def owner(view: str) -> str:
    """The column of `view` that holds the id of the record a row belongs to."""
    return "record" if view == "search_row" else OWNER.get(view, "id")


def close_rows(connection: Connection, view: str, column: str, ids: Iterable[str], seq: int) -> None:
    """End the current rows of `ids` at change `seq`; those that this same change made are taken away."""
    records = list(ids)
    current = f"{column} IN :values AND until = {FOREVER}"
    made_now = f'FROM "{view}_history" WHERE {current} AND since = :seq'
    if view == "search_row":
        rows = select_in(connection, f"SELECT id {made_now}", records, seq=seq)
        delete_terms(connection, [row.id for row in rows])
    execute_in(connection, f"DELETE {made_now}", records, seq=seq)
    execute_in(connection, f'UPDATE "{view}_history" SET until = :seq WHERE {current}', records, seq=seq)


def delete_rows(connection: Connection, view: str, column: str, ids: Iterable[str]) -> None:
    """Take every version of the rows of `ids` away: only withholding does."""
    execute_in(connection, f'DELETE FROM "{view}_history" WHERE {column} IN :values', ids)


def reopen_rows(connection: Connection, view: str, column: str, ids: Iterable[str], seq: int) -> None:
    """Let the rows of `ids` that change `seq` ended be current again."""
    sql = f'UPDATE "{view}_history" SET until = {FOREVER} WHERE {column} IN :values AND until = :seq'
    execute_in(connection, sql, ids, seq=seq)


_BODY_VIEW = (
    "CREATE TEMPORARY VIEW record_body AS SELECT r.id, r.type, r.state, r.label, r.sort_key, r.story, r.first_at,"
    " r.last_at, r.by, COALESCE(r.body, e.body) AS body FROM {schema}record r LEFT JOIN entry e ON e.digest = r.entry"
)


def as_of_instant(when: str, zone: tzinfo, option: str = "--as-of") -> str:
    """The last instant that WHEN means (a bare date: the end of that day in `zone`), 27-character UTC.

    `option` is what it was given with. Raises BadInput.
    """
    try:
        read = read_when(when, zone)
    except DateError as error:
        raise BadInput(f"{option} {when!r}: {error.why}", error.accepted) from None
    latest: datetime | None = read.latest
    if latest is None:
        raise BadInput(
            f"{option} {when!r} has no end", "Give a date or an instant, such as 2026-01-31 or 2026-01-31T18:00Z."
        )
    return utc_text(latest)


def change_at(connection: Connection, instant: str) -> int:
    """The number of the last change at or before an instant (27-character UTC), 0 when there was none."""
    seq = connection.execute(text("SELECT MAX(seq) FROM change WHERE at <= :at"), {"at": instant}).scalar_one_or_none()
    return int(seq or 0)


def _whole(_view: str) -> tuple[Mapping[str, str], str]:
    return {}, ""


_UNNAMED = {"source": ("confidential", "1"), "assertion": ("release", "'background'")}
"""View -> the column that says that somebody may not be named, and its SQL value that does."""


def _unnamed_now(connection: Connection) -> dict[str, dict[str, str]]:
    """For views of the past, view -> column -> its SQL: who may not be named now is not named as of then either."""
    ids: list[str] = []
    for view, (column, value) in _UNNAMED.items():
        sql = f"SELECT id FROM {view}_history WHERE until = {FOREVER} AND {column} = {value}"
        ids += [row.id for row in connection.execute(text(sql))]
    collation = "" if is_sqlite(connection) else ' COLLATE "C"'
    connection.execute(text(f"CREATE TEMPORARY TABLE IF NOT EXISTS unnamed_now (id TEXT{collation})"))
    connection.execute(text("DELETE FROM unnamed_now"))
    if ids:
        connection.execute(text("INSERT INTO unnamed_now VALUES (:id)"), [{"id": one} for one in ids])
    same = "CASE WHEN id IN (SELECT id FROM unnamed_now) THEN {} ELSE {} END"
    return {view: {column: same.format(value, column)} for view, (column, value) in _UNNAMED.items()}


def set_views(
    connection: Connection,
    seq: int | None,
    shown: Callable[[str], tuple[Mapping[str, str], str]] = _whole,
) -> None:
    """Put temporary views in place that show the rows current after change `seq` (None: now); they go with it.

    `shown` may narrow a view: it gives the SQL of columns that are not read as they are, and a condition on its rows.
    """
    then = f"until = {FOREVER}" if seq is None else f"since <= {seq} AND until > {seq}"
    newest = connection.execute(text("SELECT MAX(seq) FROM change")).scalar_one_or_none() or 0
    unnamed = _unnamed_now(connection) if seq is not None and seq < newest else {}
    for view, columns in COLUMNS.items():
        instead, condition = shown(view)
        instead = {**unnamed.get(view, {}), **instead}
        named = ", ".join(instead.get(column, f'"{column}"') + f' AS "{column}"' for column in columns[:-2])
        where = f"{then} AND {condition}" if condition else then
        sql = f'CREATE TEMPORARY VIEW "{view}" AS SELECT {named} FROM "{view}_history" WHERE {where}'
        connection.execute(text(sql))
    connection.execute(text(_BODY_VIEW.format(schema="temp." if is_sqlite(connection) else "pg_temp.")))
    connection.execution_options(claimtrack_as_of=seq)


def digest_of(connection: Connection, seq: int) -> str | None:
    """The digest of change `seq`: the ledger's head when it was the last. None when there is no such change."""
    digest = connection.execute(text("SELECT digest FROM change WHERE seq = :seq"), {"seq": seq}).scalar_one_or_none()
    return None if digest is None else str(digest)


def change_of(connection: Connection, digest: str) -> int | None:
    """The number of the change with this digest; None when this ledger has none."""
    found = connection.execute(
        text("SELECT seq FROM change WHERE digest = :digest"), {"digest": digest}
    ).scalar_one_or_none()
    return None if found is None else int(found)
