"""Comparing the projection with what the entries give: what an audit does while it reads the history.

Entries are taken page by page in the order of the ledger; a record is compared when its last entry comes. What is left
over in the tables then, and in the search index, belongs to nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import tzinfo
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.entries.versions import Version
from claimtrack.ledger.projection import rebuild
from claimtrack.ledger.projection.bodies import INVOLVED, groups, history
from claimtrack.ledger.projection.project import COLUMNS, owner
from claimtrack.ledger.projection.rows import ROWS, VIEWS
from claimtrack.ledger.projection.search_index import IndexCheck
from claimtrack.ledger.store.dialect import driver_rows, is_sqlite, select_rows

Reading = Callable[[], AbstractContextManager[Connection]]
_Rows = list[tuple[Any, ...]]

_TYPES: dict[str, list[str]] = defaultdict(list)
for _type in ROWS:
    for _view in ("record", "search_row", *VIEWS.get(_type, (_type,))):
        _TYPES[_view].append(_type)


class ProjectionCheck:
    """Compares the query tables with the entries that it is given. Bare dates are days in `zone`."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._counts: Counter[str] = Counter()
        self._index = IndexCheck()
        self._scattered: Counter[str] = Counter()
        """View -> on how many pages more its rows did not lie together than did."""
        self._named: set[tuple[str, str]] = set()
        """The records whose rows in a view were found to differ."""

    def take(
        self, connection: Connection, page: Sequence[tuple[Any, Version]], several: Mapping[str, int]
    ) -> Iterator[str]:
        """Where the rows of the records whose last entry is on this page differ, a few words each.

        `page` holds rows of `stored.SELECT`, each with the version that it is, read in the transaction of `connection`,
        so that a writer does no harm. `several` are those of its records with more than one entry, each with the
        number of the last.
        """
        batch = [rebuild.history_of(row, version) for row, version in page if row.record not in several]
        ending = [row.record for row, _ in page if several.get(row.record) == row.number]
        changed = rebuild.histories(connection, ending)
        yield from self._rows(connection, batch, several)
        yield from self._rows(connection, changed, None)
        yield from self._texts(connection, [*batch, *changed])

    def _rows(
        self,
        connection: Connection,
        batch: Sequence[rebuild.RecordHistory],
        between: Container[str] | None,
        views: Container[str] = COLUMNS,
    ) -> Iterator[str]:
        """Where the rows of these records differ in some views.

        They are looked for where they lie together, but for rows of the records `between`; None when they do not.
        """
        expected: dict[str, _Rows] = defaultdict(list)
        ids: dict[str, list[str]] = defaultdict(list)
        for record in batch:
            for view in ("record", *VIEWS.get(record.type, (record.type,))):
                ids[view].append(record.id)
            rebuild.add_rows(expected, record, self._zone)
        types = {record.id: record.type for record in batch}
        for view, ids_of_view in ids.items():
            wanted = expected[view]
            if view not in views:
                continue
            if between is not None and self._found_together(connection, view, wanted, between):
                continue
            actual = _actual(connection, view, ids_of_view, owner(view))
            self._counts[view] += len(actual)
            for record_id in _differing(view, wanted, actual):
                if (view, record_id) not in self._named:
                    self._named.add((view, record_id))
                    yield f"{view} rows of {types.get(record_id, 'record')} {record_id}"

    def _found_together(self, connection: Connection, view: str, wanted: _Rows, between: Container[str]) -> bool:
        """Whether these rows lie together as they are wanted; no longer tried where they mostly do not."""
        if self._scattered[view] > 0:
            return False
        found = _together(connection, view, wanted, between) == wanted
        self._scattered[view] += -1 if found else 1
        if found:
            self._counts[view] += len(wanted)
        return found

    def _texts(self, connection: Connection, batch: Sequence[rebuild.RecordHistory]) -> Iterator[str]:
        """Compare the rows that number the paragraphs of documents, and expect every text in the search index."""
        sql = "SELECT record, part, since, until, id FROM search_row_history WHERE record IN :values ORDER BY id DESC"
        documents = [record.id for record in batch if record.type in PARAGRAPHS]
        actual: dict[str, _Rows] = defaultdict(list)
        for row in select_rows(connection, sql, documents):
            actual[row[0]].append(row)
        self._counts["search_row"] += sum(map(len, actual.values()))
        for record in batch:
            if record.type not in PARAGRAPHS:
                for searched in rebuild.search_texts(record):
                    self._index.expect(searched.number, searched.terms)
                continue
            texts = list(rebuild.search_texts(record))
            rows = actual.get(record.id, [])
            wanted = [(record.id, text.part, text.since, text.until) for text in texts if text.part]
            rows.sort(key=lambda row: (row[2], -row[4]))
            if [row[:4] for row in rows] != wanted:
                yield f"search rows of {record.type} {record.id}"
                continue
            numbers = iter([row[4] for row in rows])
            for searched in texts:
                self._index.expect(next(numbers) if searched.part else searched.number, searched.terms)

    def finish(self, reading: Reading, last: int) -> Iterator[str]:
        """What the tables and the search index hold besides, once the entries of all changes up to `last` are taken."""
        left: list[str] = []
        with reading() as connection:
            faults = [*self._strays(connection, left), *self._index.differences(connection, last)]
            faults += _canonical_sources(connection)
        yield from faults
        after: str | None = "" if left else None
        while after is not None:
            with reading() as connection:
                batch = rebuild.page(connection, after)
                faults = list(self._rows(connection, batch, None, left))
            yield from faults
            after = batch[-1].id if batch else None

    def _strays(self, connection: Connection, left: list[str]) -> Iterator[str]:
        """Rows of records that are not there, or not of a type that has such rows; looked for where rows are left.

        The views of these rows are added to `left`: rows of a record may also be there twice.
        """
        for view in COLUMNS:
            if view == "canonical_source":
                sql = (
                    "SELECT DISTINCT source FROM canonical_source_history"
                    f" WHERE source NOT IN ({INVOLVED}) ORDER BY source LIMIT 1"
                )
            elif connection.execute(text(f'SELECT COUNT(*) FROM "{view}_history"')).scalar_one() == self._counts[view]:
                continue
            else:
                left.append(view)
                listed = ", ".join(f"'{record_type}'" for record_type in _TYPES[view])
                sql = (
                    f'SELECT v.{owner(view)} FROM "{view}_history" v LEFT JOIN (SELECT DISTINCT record FROM entry'
                    f" WHERE type IN ({listed})) e ON e.record = v.{owner(view)} WHERE e.record IS NULL"
                    f" ORDER BY v.{owner(view)} LIMIT 1"
                )
            stray = connection.execute(text(sql)).scalar_one_or_none()
            if stray is not None:
                yield f"{view} rows of {stray}, which has none"


PARAGRAPHS = ("document",)
"""Types whose text is searched by paragraph."""


def _actual(connection: Connection, view: str, ids: Sequence[str], column: str) -> _Rows:
    return select_rows(connection, f'SELECT {_named(view)} FROM "{view}_history" WHERE {column} IN :values', ids)


def _together(connection: Connection, view: str, wanted: _Rows, between: Container[str]) -> _Rows | None:
    """The rows that lie between the first and the last owner of these, but for those of other records, in order.

    On SQLite rows lie in the order in which they were written, and are read so in half the time. None on PostgreSQL.
    That no owner has more rows elsewhere is not seen here, but by counting all.
    """
    if not wanted:
        return []
    if not is_sqlite(connection):
        return None
    column = owner(view)
    position = COLUMNS[view].index(column)
    table = f'"{view}_history"'
    ends = (wanted[0][position], wanted[-1][position])
    sql = f"SELECT MIN(rowid), MAX(rowid) FROM {table} WHERE {column} IN (?, ?)"
    low, high = connection.exec_driver_sql(sql, ends).one()
    sql = f"SELECT {_named(view)} FROM {table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ?"
    result = connection.exec_driver_sql(sql, (low, high, 2 * len(wanted) + 1000))
    return [row for row in driver_rows(connection, result) if row[position] not in between]


def _named(view: str) -> str:
    return ", ".join(f'"{name}"' for name in COLUMNS[view])


def _differing(view: str, expected: _Rows, actual: _Rows) -> list[str]:
    """The owners of rows that only one of the two holds, or holds more often, sorted."""
    if len(expected) == len(actual) and set(expected) == set(actual):
        return []
    wanted, held = Counter(expected), Counter(actual)
    position = COLUMNS[view].index(owner(view))
    return sorted({row[position] for row in (*(wanted - held), *(held - wanted))})


def _canonical_sources(connection: Connection) -> Iterator[str]:
    for group in groups(connection):
        expected = Counter(history(connection, group))
        actual = Counter(_actual(connection, "canonical_source", sorted(group), "source"))
        for row in sorted(((expected - actual) + (actual - expected)), key=str)[:1]:
            yield f"canonical_source rows of {row[0]}"
