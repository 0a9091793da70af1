"""The projection: query tables filled from the entries and kept in step with them.

A change to a record closes its current rows (`until`) and writes the new ones (`since`), in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.domain.text import key
from claimtrack.ledger.entries.stored import BODY, BODY_JOIN, Stamp
from claimtrack.ledger.entries.versions import Settled
from claimtrack.ledger.projection.rows import OWNER, ROWS, VIEWS, Row, Rows, label, story_of
from claimtrack.ledger.projection.search_index import texts_of
from claimtrack.ledger.store import judgement_cache
from claimtrack.ledger.store.dialect import delete_terms, execute_in, insert_rows, insert_terms, select_in
from claimtrack.ledger.store.indexes import make_indexes
from claimtrack.ledger.store.tables import CURRENT, PLACE_BITS, PROJECTED

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


FIRST_COLUMNS = ("number", "id", "type", "state", "label", "sort_key", "story")
"""The columns of `record` in which the first version of a record has something; the rest is as its change says."""


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

    def project(self, made: Mapping[str, tuple[str, Settled]], states: Sequence[State]) -> None:
        """Close the current rows of these records and write those that stand from this change on.

        `made`: id -> type of each record that is new, and what it came to by its one version, which says nothing of
        when and by whom that its change does not.
        """
        self._close(states)
        rows: dict[str, list[Row]] = defaultdict(list)
        search: list[tuple[int, list[str]]] = []
        first: list[Row] = []
        for record, (record_type, settled) in made.items():
            body = settled.body
            assert body is not None
            number = settled.number
            called, sort_key = _called(label(body))
            first.append((number, record, record_type, "live", called, sort_key, story_of(body)))
            ROWS[record_type](rows, body, self.zone, settled)
            self._search(record, number, texts_of(body), search, rows)
        for state in states:
            add_state(rows, state, self.zone, self.stamp)
            self._search(state.id, state.number, terms_of(state), search, rows)
        ends = {"since": self.seq, "until": CURRENT}
        insert_rows(self.connection, "record_history", FIRST_COLUMNS, first, ends)
        for view, view_rows in rows.items():
            insert_rows(self.connection, f"{view}_history", COLUMNS[view][:-2], view_rows, ends)
        insert_terms(self.connection, search)

    def _search(
        self,
        record: str,
        number: int,
        texts: Iterable[tuple[int, list[str]]],
        search: list[tuple[int, list[str]]],
        rows: Rows,
    ) -> None:
        """Add the texts of a record to those that are searched, each with the number that it goes by."""
        for part, terms in texts:
            if part:
                self._paragraphs += 1
                number = paragraph_number(self.seq, self._paragraphs)
                rows["search_row"].append((number, record, part))
            search.append((number, terms))

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


def add_state(rows: Rows, state: State, zone: tzinfo, stamp: Stamp) -> None:
    """Add the rows of a record in this state, by view, without `since` and `until`; search and roots apart.

    `stamp` is of the change that it came to be so in.
    """
    rows["record"].append(_record_row(state, stamp))
    settled = state.settled
    if settled.state == "live" and settled.body is not None:
        ROWS[state.type](rows, settled.body, zone, settled)


def terms_of(state: State) -> Iterable[tuple[int, list[str]]]:
    """The texts a record in this state is found by: (0, terms) for itself, (n, terms) for paragraph n of its text."""
    settled = state.settled
    return texts_of(settled.body) if settled.state == "live" and settled.body is not None else ()


def _record_row(state: State, stamp: Stamp) -> Row:
    """The row of a record in the table of all; what can be worked out from its other columns is NULL."""
    settled = state.settled
    body = settled.body
    called, sort_key = _called(label(body) if body is not None else WITHHELD_LABEL)
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
        called,
        sort_key,
        story_of(body) if body is not None else None,
        None if settled.first_at == settled.last_at else settled.first_at,
        None if settled.last_at == stamp.at else settled.last_at,
        None if settled.by == stamp.by else settled.by,
    )


def _called(shown: str) -> tuple[str | None, str]:
    """The columns `label` and `sort_key` of a record with this label, which is tidy already."""
    sort_key = (shown.lower() if shown.isascii() else key(shown))[:SORT_KEY_WIDTH]
    return None if sort_key == shown else shown, sort_key


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
