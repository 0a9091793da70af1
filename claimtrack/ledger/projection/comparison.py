"""Comparing the projection with what the entries give: what an audit does while it reads the history.

Entries are taken page by page in the order of the ledger; a record is compared when its last entry comes. What is left
over in the tables then, and in the search index, belongs to nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from claimtrack.ledger.store.dialect import select_rows

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
        batch += rebuild.histories(connection, ending)
        expected: dict[str, _Rows] = defaultdict(list)
        ids: dict[str, list[str]] = defaultdict(list)
        for record in batch:
            for view in ("record", *VIEWS.get(record.type, (record.type,))):
                ids[view].append(record.id)
            rebuild.add_rows(expected, record, self._zone)
        types = {record.id: record.type for record in batch}
        for view, ids_of_view in ids.items():
            actual = _actual(connection, view, ids_of_view, owner(view))
            self._counts[view] += len(actual)
            for record_id in _differing(view, expected[view], actual):
                yield f"{view} rows of {types.get(record_id, 'record')} {record_id}"
        yield from self._texts(connection, batch)

    def _texts(self, connection: Connection, batch: Sequence[rebuild.RecordHistory]) -> Iterator[str]:
        sql = "SELECT record, part, since, until, id FROM search_row_history WHERE record IN ({marks}) ORDER BY id DESC"
        documents = [record.id for record in batch if record.type in PARAGRAPHS]
        actual: dict[str, _Rows] = defaultdict(list)
        for row in select_rows(connection, sql, documents):
            actual[row[0]].append(row)
        self._counts["search_row"] += sum(map(len, actual.values()))
        for record in batch:
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
        with reading() as connection:
            faults = [*self._strays(connection), *self._index.differences(connection, last)]
            faults += _canonical_sources(connection)
        yield from faults

    def _strays(self, connection: Connection) -> Iterator[str]:
        """Rows of records that are not there, or not of a type that has such rows; looked for where rows are left."""
        for view in COLUMNS:
            if view == "canonical_source":
                sql = (
                    "SELECT DISTINCT source FROM canonical_source_history"
                    f" WHERE source NOT IN ({INVOLVED}) ORDER BY source LIMIT 1"
                )
            elif connection.execute(text(f'SELECT COUNT(*) FROM "{view}_history"')).scalar_one() == self._counts[view]:
                continue
            else:
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
    named = ", ".join(f'"{name}"' for name in COLUMNS[view])
    return select_rows(connection, f'SELECT {named} FROM "{view}_history" WHERE {column} IN ({{marks}})', ids)


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
