"""Rebuilding: the rows that the projection of a record must hold, every version of them, from its entries alone.

They are the rows that were written change by change: rebuilding writes them anew, auditing compares them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.entries.stored import SELECT, Stamp, version_of
from claimtrack.ledger.entries.versions import Settled, Version, settle, settle_next
from claimtrack.ledger.projection import bodies
from claimtrack.ledger.projection.project import COLUMNS, State, add_state, paragraph_number, terms_of
from claimtrack.ledger.projection.rows import Row
from claimtrack.ledger.store import judgement_cache
from claimtrack.ledger.store.dialect import insert_rows, insert_terms, is_sqlite, lock_head, select_in
from claimtrack.ledger.store.integrity import remake, restore_schema
from claimtrack.ledger.store.tables import CURRENT, FRESH, PLACE_BITS

PAGE_ROWS = 1_000
PAGE_BYTES = 16 << 20
FETCHED = 50
"""Rows that the database hands over at a time: their bodies are in memory together."""


@dataclass(slots=True)
class RecordHistory:
    """A record with all its entries, in the order the ledger holds them."""

    id: str
    type: str
    versions: list[Version] = field(default_factory=list)
    stamps: dict[int, Stamp] = field(default_factory=dict)
    """Change -> when, by whom and why it was made."""
    came_to: list[tuple[int, int, State]] = field(default_factory=list)
    """What `states` worked out, once it did."""


class SearchText(NamedTuple):
    """One text a record is found by, and the changes for which it was.

    `number` is what the text of the record itself goes by in the index.
    """

    record: str
    part: int
    terms: list[str]
    since: int
    until: int
    number: int


_BOUND = f"SELECT record FROM entry WHERE record > :after ORDER BY record LIMIT 1 OFFSET {PAGE_ROWS}"
_ENTRIES = f"{SELECT} WHERE e.record > :after AND e.record <= :last ORDER BY e.record, e.number"


def page(connection: Connection, after: str) -> list[RecordHistory]:
    """The next records by id after `after`, as many as memory can hold; none when there are no more."""
    last = connection.execute(text(_BOUND), {"after": after}).scalar_one_or_none() or "~"
    rows = connection.execute(text(_ENTRIES), {"after": after, "last": last}, execution_options={"yield_per": FETCHED})
    batch: list[RecordHistory] = []
    size = 0
    for record in _records(rows):
        batch.append(record)
        size += sum(_long_text(version.body) for version in record.versions)
        if size >= PAGE_BYTES:
            break
    rows.close()
    return batch


def entries_of(connection: Connection, record: str) -> RecordHistory | None:
    """One record with all its entries, None when there is none of this id."""
    sql = f"{SELECT} WHERE e.record = :record ORDER BY e.number"
    return next(_records(connection.execute(text(sql), {"record": record}).all()), None)


def histories(connection: Connection, records: Iterable[str]) -> list[RecordHistory]:
    """These records with all their entries."""
    return list(
        _records(select_in(connection, f"{SELECT} WHERE e.record IN :values ORDER BY e.record, e.number", records))
    )


def history_of(row: Any, version: Version) -> RecordHistory:
    """A record that has one entry: this row of `SELECT`, which is this version."""
    stamp = Stamp(row.change_at, row.change_by, row.change_why)
    return RecordHistory(row.record, row.type, [version], {row.number >> PLACE_BITS: stamp})


def _records(rows: Iterable[Any]) -> Iterator[RecordHistory]:
    record: RecordHistory | None = None
    for row in rows:
        if record is None or record.id != row.record:
            if record is not None:
                yield record
            record = RecordHistory(row.record, row.type)
        record.versions.append(version_of(row))
        record.stamps[row.number >> PLACE_BITS] = Stamp(row.change_at, row.change_by, row.change_why)
    if record is not None:
        yield record


def states(record: RecordHistory) -> list[tuple[int, int, State]]:
    """What the record came to: since, until, state, for each change that wrote it.

    A withheld record is withheld in all of them.
    """
    if not record.came_to:
        record.came_to.extend(_states(record))
    return record.came_to


def _states(record: RecordHistory) -> Iterator[tuple[int, int, State]]:
    """What `states` gives, worked out."""
    first, *more = record.versions
    if first.op == "set" and not more:  # as most are: what follows says the same at more length
        only = State(record.id, record.type, settle_next(None, first), fresh=False, number=first.number)
        yield first.number >> PLACE_BITS, CURRENT, only
        return
    withheld = any(version.op == "withhold" for version in record.versions)
    seqs = sorted(record.stamps)
    known: list[Version] = []
    settled: Settled | None = None
    place = 0
    for number, seq in enumerate(seqs):
        last = 0
        while place < len(record.versions) and record.versions[place].number >> PLACE_BITS == seq:
            version = record.versions[place]
            last = version.number
            known.append(version)
            settled = settle_next(settled, version) if _follows(settled, version) else settle(known)
            place += 1
        assert settled is not None
        shown = replace(settled, state="withheld", body=None, entry=None, conflict={}) if withheld else settled
        until = seqs[number + 1] if number + 1 < len(seqs) else CURRENT
        yield seq, until, State(record.id, record.type, shown, fresh=False, number=last)


def _follows(settled: Settled | None, version: Version) -> bool:
    """Whether this version knew all there was: then it is what the record has come to."""
    if settled is None:
        return version.op == "set"
    return set(version.prev) == set(settled.heads) and version.at > settled.last_at


def add_rows(by_view: dict[str, list[tuple[Any, ...]]], record: RecordHistory, zone: tzinfo) -> None:
    """Add the rows that a record must have to those of others, by view, `since` and `until` last.

    Search and roots come apart.
    """
    for since, until, state in states(record):
        rows: dict[str, list[Row]] = defaultdict(list)
        add_state(rows, state, zone, record.stamps[since])
        for view, view_rows in rows.items():
            by_view[view] += [(*row, since, until) for row in view_rows]


def search_texts(record: RecordHistory) -> Iterator[SearchText]:
    """The texts the record must be found by, in the order of changes and parts."""
    for since, until, state in states(record):
        for part, terms in terms_of(state):
            yield SearchText(record.id, part, terms, since, until, state.number)


def _long_text(body: Mapping[str, Any] | None) -> int:
    return len(body.get("text", "")) if body else 0


def rebuild(connection: Connection, zone: tzinfo) -> int:
    """Make tables, views and indexes what the migrations make, then fill the projection from the entries.

    Bare dates are read in `zone`. Returns how many records there are. Needs a write transaction; takes the write lock.
    What withholding blanked stays blank. Raises nothing of its own: a ledger whose entries do not fit is for `audit` to
    name.
    """
    lock_head(connection)
    if is_sqlite(connection):
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    restore_schema(connection)
    for view in COLUMNS:
        connection.execute(text(f'DELETE FROM "{view}_history"'))
    judgement_cache.empty(connection)
    if is_sqlite(connection):
        remake(connection, "search_terms")
    else:
        connection.execute(text("DELETE FROM search_terms"))
    writer = _Writer(connection, zone)
    while batch := page(connection, writer.last):
        writer.write(batch)
    for group in bodies.groups(connection):
        bodies.rewrite(connection, group)
    connection.execute(text("UPDATE meta SET value = :fresh WHERE name = 'projection'"), {"fresh": FRESH})
    return writer.count


class _Writer:
    """Writes replayed records."""

    def __init__(self, connection: Connection, zone: tzinfo) -> None:
        self.connection = connection
        self.zone = zone
        self.count = 0
        self.last = ""
        self._paragraphs: Counter[int] = Counter()

    def write(self, batch: list[RecordHistory]) -> None:
        by_view: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        terms: list[tuple[int, list[str]]] = []
        for record in batch:
            add_rows(by_view, record, self.zone)
            for searched in search_texts(record):
                number = searched.number
                if searched.part:
                    self._paragraphs[searched.since] += 1
                    number = paragraph_number(searched.since, self._paragraphs[searched.since])
                    row = (number, searched.record, searched.part, searched.since, searched.until)
                    by_view["search_row"].append(row)
                terms.append((number, searched.terms))
        for view, view_rows in by_view.items():
            insert_rows(self.connection, f"{view}_history", COLUMNS[view], view_rows)
        insert_terms(self.connection, terms)
        self.count += len(batch)
        self.last = batch[-1].id
