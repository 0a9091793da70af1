"""The projection: query tables filled from the entries, kept in step with them, and shown as they stood.

A change to a record closes its current rows (`until`) and writes the new ones (`since`), in the same transaction. As-of
reading puts temporary views of the same names in place, bounded at one change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.domain.dates import DateError, read_when, utc_text
from claimtrack.domain.text import key
from claimtrack.errors import BadInput
from claimtrack.ledger.entries.stored import BODY, BODY_JOIN, Stamp
from claimtrack.ledger.entries.versions import Settled
from claimtrack.ledger.projection.rows import OWNER, ROWS, VIEWS, Context, Row, Rows, label, story_of
from claimtrack.ledger.projection.search import texts_of
from claimtrack.ledger.references import void_bodies
from claimtrack.ledger.store import judgement_cache
from claimtrack.ledger.store.dialect import (
    delete_terms,
    execute_in,
    forget_answers,
    insert_rows,
    insert_terms,
    is_sqlite,
    run_all,
    select_in,
    select_with,
)
from claimtrack.ledger.store.indexes import make_indexes
from claimtrack.ledger.store.shown import show_change
from claimtrack.ledger.store.tables import CURRENT, PLACE_BITS, PROJECTED, stood_at, worked_out

COLUMNS: dict[str, tuple[str, ...]] = {view: table.column_names for view, table in PROJECTED.items()}
"""View -> the columns of its `_history` table, `since` and `until` last."""

SORT_KEY_WIDTH = 200
WITHHELD_LABEL = "withheld"


@dataclass(slots=True)
class State:
    """What a record came to in a change.

    `fresh`: it has no rows yet. `number` is that of its last entry in the change.
    """

    id: str
    type: str
    settled: Settled
    fresh: bool
    number: int


class Projector:
    """Writes the rows of the records that one change touched. Bare dates are days in `zone`."""

    def __init__(self, connection: Connection, zone: tzinfo, seq: int, stamp: Stamp) -> None:
        self.connection = connection
        self.zone = zone
        self.seq = seq
        self.stamp = stamp
        """When, by whom and why the change is made."""
        self._paragraphs = 0
        self.forgot = False
        """Whether content was taken out for good: then the file is compacted once the change is committed."""

    def project(self, states: Sequence[State]) -> None:
        """Close the current rows of these records and write those that stand from this change on."""
        self._close(states)
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        search: list[tuple[int, list[str]]] = []
        for state in states:
            for view, view_rows in rows_of(state, self.zone, self.stamp).items():
                rows[view].extend(view_rows)
            for part, terms in terms_of(state):
                number = state.number
                if part:
                    self._paragraphs += 1
                    number = paragraph_number(self.seq, self._paragraphs)
                    rows["search_row"].append((number, state.id, part))
                search.append((number, terms))
        ends = {"since": self.seq, "until": CURRENT}
        for view, made_rows in rows.items():
            insert_rows(self.connection, f"{view}_history", COLUMNS[view][:-2], made_rows, ends)
        insert_terms(self.connection, search)

    def _close(self, states: Iterable[State]) -> None:
        touched: dict[str, list[str]] = defaultdict(list)
        for state in states:
            if not state.fresh:
                touched[state.type].append(state.id)
        if touched:
            make_indexes(self.connection)
        made_now = f"r.since = {self.seq} AND r.until = {CURRENT}"
        for kind, ids in touched.items():
            delete_terms(self.connection, _indexed(self.connection, ids, made_now))
            for view in ("record", "search_row", *VIEWS.get(kind, (kind,))):
                close_rows(self.connection, view, owner(view), ids, self.seq)

    def forget(self, record_type: str, ids: Sequence[str]) -> None:
        """Take every version of these records' content out of the projection: for what is withheld.

        Before their entries are blanked: the search index must be told what it is to forget.
        """
        self.forgot = True
        judgement_cache.empty(self.connection)
        delete_terms(self.connection, _indexed(self.connection, ids, "r.id = r.id"))
        for view in ("search_row", *VIEWS.get(record_type, (record_type,))):
            delete_rows(self.connection, view, owner(view), ids)
        sql = (
            "UPDATE record_history SET state = 'withheld', entry = NULL, body = NULL, conflict = NULL, story = NULL,"
            " label = NULL, sort_key = :label WHERE id IN :values"
        )
        execute_in(self.connection, sql, ids, label=WITHHELD_LABEL)


def paragraph_number(seq: int, count: int) -> int:
    """What paragraph number `count`, from 1, of those that change `seq` brought goes by in the search index."""
    return -((seq << PLACE_BITS) + count)


def _indexed(connection: Connection, ids: Sequence[str], rows: str) -> list[tuple[int, list[str]]]:
    """The texts that the search index holds of some rows of these records: the number and the terms of each."""
    paragraphs: dict[tuple[str, int], list[int]] = defaultdict(list)
    sql = "SELECT id, record, since FROM search_row_history WHERE record IN :values ORDER BY id DESC"
    for row in select_in(connection, sql, ids):
        paragraphs[(row.record, row.since)].append(row.id)
    sql = (
        f"SELECT r.id, r.number, r.since, COALESCE(r.body, {BODY}) AS body FROM record_history r {BODY_JOIN}"
        f" WHERE r.id IN :values AND r.state = 'live' AND {rows}"
    )
    texts: list[tuple[int, list[str]]] = []
    for row in select_in(connection, sql, ids):
        numbers = iter(paragraphs[(row.id, row.since)])
        for part, terms in texts_of(parse(row.body)):
            texts.append((next(numbers) if part else row.number, terms))
    return texts


def rows_of(state: State, zone: tzinfo, stamp: Stamp) -> Rows:
    """The rows of a record in this state, by view, without `since` and `until`; search and roots apart.

    `stamp` is of the change that it came to be so in.
    """
    rows: Rows = {"record": [_record_row(state, stamp)]}
    settled = state.settled
    if settled.state == "live" and settled.body is not None:
        context = Context(zone, settled.first_at, settled.last_at, settled.by, settled.entry or settled.heads[-1])
        rows.update(ROWS[state.type](settled.body, context))
    return rows


def terms_of(state: State) -> Iterable[tuple[int, list[str]]]:
    """The texts a record in this state is found by: (0, terms) for itself, (n, terms) for paragraph n of its text."""
    settled = state.settled
    return texts_of(settled.body) if settled.state == "live" and settled.body is not None else ()


def _record_row(state: State, stamp: Stamp) -> Row:
    settled = state.settled
    body = settled.body
    shown = label(body) if body is not None else WITHHELD_LABEL
    sort_key = key(shown)[:SORT_KEY_WIDTH]
    merged = body is not None and settled.entry is None
    alone = len(settled.heads) == 1 and settled.number == state.number
    return (
        state.number,
        state.id,
        state.type,
        settled.state,
        None if settled.entry is None or settled.number == state.number else settled.number,
        canonical_text(body) if merged else None,
        None if alone else " ".join(settled.heads),
        canonical_text(settled.conflict) if settled.conflict else None,
        None if sort_key == shown else shown,
        sort_key,
        story_of(body) if body is not None else None,
        None if settled.first_at == settled.last_at else settled.first_at,
        None if settled.last_at == stamp.at else settled.last_at,
        None if settled.by == stamp.by else settled.by,
    )


def owner(view: str) -> str:
    """The column of `view` that holds the id of the record a row belongs to."""
    return "record" if view == "search_row" else OWNER.get(view, "id")


def close_rows(connection: Connection, view: str, column: str, ids: Iterable[str], seq: int) -> None:
    """End the current rows of `ids` at change `seq`; those that this same change made are taken away."""
    records = list(ids)
    current = f"{column} IN :values AND until = {CURRENT}"
    execute_in(connection, f'DELETE FROM "{view}_history" WHERE {current} AND since = :seq', records, seq=seq)
    execute_in(connection, f'UPDATE "{view}_history" SET until = :seq WHERE {current}', records, seq=seq)


def delete_rows(connection: Connection, view: str, column: str, ids: Iterable[str]) -> None:
    """Take every version of the rows of `ids` away: only withholding does."""
    execute_in(connection, f'DELETE FROM "{view}_history" WHERE {column} IN :values', ids)


def reopen_rows(connection: Connection, view: str, column: str, ids: Iterable[str], seq: int) -> None:
    """Let the rows of `ids` that change `seq` ended be current again."""
    sql = f'UPDATE "{view}_history" SET until = {CURRENT} WHERE {column} IN :values AND until = :seq'
    execute_in(connection, sql, ids, seq=seq)


_BODY_VIEW = (
    "CREATE TEMPORARY VIEW record_body AS SELECT r.id, r.type, r.state, r.label, r.sort_key, r.story, r.first_at,"
    f" r.last_at, r.by, COALESCE(r.body, {BODY}) AS body FROM %s.record r {BODY_JOIN}"
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
    ((seq,),) = select_with(connection, "SELECT MAX(seq) FROM change WHERE at <= :at", {"at": instant})
    return int(seq or 0)


class ShownAs(NamedTuple):
    """How a view shows its table: column -> the SQL to read it with where that is not the column, and a condition.

    `joined` is what is joined to the table for these columns: on several nodes PostgreSQL takes joins, not subqueries.
    """

    columns: Mapping[str, str] = {}
    joined: str = ""
    condition: str = ""


HAS_RELEASE = f"until = {CURRENT} AND (release IS NOT NULL OR until_lo IS NOT NULL)"
"""Says nothing more of a current assertion that is restricted or on background, and lets the index of these be used."""

_UNNAMED = {"source": ("confidential", "1"), "assertion": ("release", "'background'")}
"""View -> the column that says that somebody may not be named, and its SQL value that does."""


def is_past(connection: Connection, seq: int) -> bool:
    """Whether there is a change after number `seq`."""
    return any(select_with(connection, "SELECT 1 FROM change WHERE seq > :seq LIMIT 1", {"seq": seq}))


def merged(connection: Connection, records: Iterable[str], *, now: bool = False) -> frozenset[str]:
    """These records and all that are merged with them, as the views show it; `now`: whatever moment they show."""
    view, condition = ("merge_history", f" AND until = {CURRENT}") if now else ("merge", "")
    sql = " UNION ALL ".join(
        f"SELECT {other} AS found FROM {view} WHERE {one} IN :values{condition}"
        for one, other in (("kept", "merged"), ("merged", "kept"))
    )
    found, fresh = set(records), set(records)
    while fresh:
        fresh = {row.found for row in select_in(connection, sql, fresh)} - found
        found |= fresh
    return frozenset(found)


def confidential_sources(connection: Connection) -> frozenset[str]:
    """The sources that are confidential now, void or not, or withheld; and those merged with one, now or then."""
    sql = f"SELECT id FROM source_history WHERE until = {CURRENT} AND confidential = 1"
    sources = {row.id for row in select_with(connection, sql, {})}
    sources |= {body["id"] for body in void_bodies(connection, ("source",)) if body.get("confidential")}
    sql = f"SELECT id FROM record_history WHERE until = {CURRENT} AND state <> 'live' AND state = 'withheld'"
    sources |= {row.id for row in select_with(connection, f"{sql} AND type = 'source'", {})}
    return merged(connection, merged(connection, sources, now=True))


def on_background(connection: Connection) -> set[str]:
    """The assertions that are on background now, void or not."""
    sql = f"SELECT id FROM assertion_history WHERE {HAS_RELEASE} AND release = 'background'"
    void = (body for body in void_bodies(connection, ("assertion",)) if body.get("release") == "background")
    return {row.id for row in select_with(connection, sql, {})}.union(body["id"] for body in void)


def _unnamed_now(connection: Connection, *, anew: bool) -> dict[str, ShownAs]:
    """How some views of the past are shown: who may not be named now is not named as of then either.

    Who that is is looked up `anew`, or where this connection did not do it yet.
    """
    collation = "" if is_sqlite(connection) else ' COLLATE "C"'
    if anew or not connection.info.get("claimtrack_unnamed"):
        ids = sorted(confidential_sources(connection) | on_background(connection))
        run_all(
            connection,
            (
                f"CREATE TEMPORARY TABLE IF NOT EXISTS unnamed_now (unnamed TEXT{collation})",
                "DELETE FROM unnamed_now",
            ),
        )
        insert_rows(connection, "unnamed_now", ("unnamed",), [(one,) for one in ids])
        connection.info["claimtrack_unnamed"] = True
    is_one, joined = "unnamed IS NOT NULL", " LEFT JOIN unnamed_now ON unnamed = id"
    if is_sqlite(connection):
        is_one, joined = "id IN (SELECT unnamed FROM unnamed_now)", ""
    return {
        view: ShownAs({column: f"CASE WHEN {is_one} THEN {value} ELSE {column} END"}, joined)
        for view, (column, value) in _UNNAMED.items()
    }


def set_views(connection: Connection, seq: int | None, narrowed: Mapping[str, ShownAs] | None = None) -> None:
    """Put temporary views in place that show the rows current after change `seq` (None: now); they go with it.

    With `narrowed` only these are made, each shown so, in place of those of that change, which are there.
    """
    then = stood_at(seq)
    views = COLUMNS if narrowed is None else narrowed
    if narrowed is not None and seq is not None:
        drop_views(connection, narrowed)
    past = seq is not None and is_past(connection, seq)
    unnamed = _unnamed_now(connection, anew=narrowed is None) if past else {}
    statements = []
    for view in views:
        columns = COLUMNS[view]
        shown, then_unnamed = ShownAs() if narrowed is None else narrowed[view], unnamed.get(view, ShownAs())
        usual, joined = worked_out(view, sqlite=is_sqlite(connection))
        instead = {**usual, **then_unnamed.columns, **shown.columns}
        joined += then_unnamed.joined + shown.joined
        named = ", ".join(instead.get(column, f'"{column}"') + f' AS "{column}"' for column in columns[:-2])
        where = f"{then} AND {shown.condition}" if shown.condition else then
        statements.append(
            f'CREATE TEMPORARY VIEW "{view}" AS SELECT {named} FROM "{view}_history"{joined} WHERE {where}'
        )
    if "record" in views:
        statements.append(_BODY_VIEW % ("temp" if is_sqlite(connection) else "pg_temp"))
    run_all(connection, statements)
    show_change(connection, seq)


def drop_views(connection: Connection, views: Collection[str] = COLUMNS.keys()) -> None:
    """Take temporary views away that `set_views` put in place: what the tables hold is seen again."""
    schema = "temp" if is_sqlite(connection) else "pg_temp"
    gone = (*(("record_body",) if "record" in views else ()), *views)
    run_all(connection, [f'DROP VIEW IF EXISTS {schema}."{view}"' for view in gone])


@contextmanager
def as_it_stands(connection: Connection, change: int | None) -> Iterator[None]:
    """See what the tables hold now, within views that were set to show them as `change` left them.

    Making the views takes PostgreSQL as long as all that is asked meanwhile: there they stay, and are looked for last.
    """
    if is_sqlite(connection):
        drop_views(connection)
        yield
        set_views(connection, change)
        return
    path = str(connection.exec_driver_sql("SELECT current_setting('search_path')").scalar_one())
    _search_in(connection, f"{path}, pg_temp" if path else "pg_temp")
    yield
    _search_in(connection, path)


def _search_in(connection: Connection, path: str) -> None:
    """Look names up in these schemas of PostgreSQL, until the transaction ends."""
    connection.exec_driver_sql("SELECT set_config('search_path', %s, true)", (path,))
    forget_answers(connection)


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
