"""Comparing the projection with what the entries give, record by record: what an audit does after the history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import tzinfo
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.projection import rebuild
from claimtrack.ledger.projection.bodies import INVOLVED, groups, history
from claimtrack.ledger.projection.project import COLUMNS, owner
from claimtrack.ledger.projection.rows import ROWS, VIEWS
from claimtrack.ledger.store.dialect import select_in, terms_of

Reading = Callable[[], AbstractContextManager[Connection]]
_Rows = Counter[tuple[Any, ...]]

_TYPES: dict[str, list[str]] = defaultdict(list)
for _type in ROWS:
    for _view in ("record", "search_row", *VIEWS.get(_type, (_type,))):
        _TYPES[_view].append(_type)


def differences(reading: Reading, zone: tzinfo) -> Iterator[str]:
    """Where the projection is not what the entries give, a few words each; nothing when it is.

    Each batch of records is compared within one transaction, so that a writer between two does no harm.
    """
    after = ""
    while True:
        with reading() as connection:
            batch = rebuild.page(connection, after)
            faults = list(_compare(connection, batch, zone))
        yield from faults
        if not batch:
            break
        after = batch[-1].id
    with reading() as connection:
        faults = [*_strays(connection), *_canonical_sources(connection)]
    yield from faults


def _compare(connection: Connection, batch: Sequence[rebuild.RecordHistory], zone: tzinfo) -> Iterator[str]:
    expected: dict[str, dict[str, _Rows]] = defaultdict(lambda: defaultdict(Counter))
    ids: dict[str, list[str]] = defaultdict(list)
    for record in batch:
        ids["record"].append(record.id)
        for view in VIEWS.get(record.type, (record.type,)):
            ids[view].append(record.id)
        for view, rows in rebuild.rows(record, zone).items():
            expected[view][record.id].update(rows)
    types = {record.id: record.type for record in batch}
    for view, ids_of_view in ids.items():
        actual = _actual(connection, view, ids_of_view, owner(view))
        for record_id in ids_of_view:
            if actual[record_id] != expected[view][record_id]:
                yield f"{view} rows of {types[record_id]} {record_id}"
    yield from _compare_search(connection, batch)


def _actual(connection: Connection, view: str, ids: Sequence[str], column: str) -> dict[str, _Rows]:
    columns = COLUMNS[view]
    position = columns.index(column)
    named = ", ".join(f'"{column}"' for column in columns)
    rows_by_record: dict[str, _Rows] = defaultdict(Counter)
    for row in select_in(connection, f'SELECT {named} FROM "{view}_history" WHERE {column} IN :values', ids):
        rows_by_record[row[position]][tuple(row)] += 1
    return rows_by_record


def _compare_search(connection: Connection, batch: Sequence[rebuild.RecordHistory]) -> Iterator[str]:
    rows = list(
        select_in(
            connection,
            "SELECT id, record, type, part, since, until FROM search_row_history WHERE record IN :values",
            (record.id for record in batch),
        )
    )
    terms = terms_of(connection, [row.id for row in rows])
    actual: dict[str, _Rows] = defaultdict(Counter)
    for row in rows:
        actual[row.record][(row.type, row.part, terms.get(row.id), row.since, row.until)] += 1
    for record in batch:
        expected = Counter(
            (searched.type, searched.part, " ".join(searched.terms), searched.since, searched.until)
            for searched in rebuild.search_texts(record)
        )
        if actual[record.id] != expected:
            yield f"search rows of {record.type} {record.id}"


def _strays(connection: Connection) -> Iterator[str]:
    """Rows of records that are not there, or not of a type that has such rows."""
    for view in COLUMNS:
        if view == "canonical_source":
            sql = (
                "SELECT DISTINCT source FROM canonical_source_history"
                f" WHERE source NOT IN ({INVOLVED}) ORDER BY source LIMIT 1"
            )
        else:
            listed = ", ".join(f"'{record_type}'" for record_type in _TYPES[view])
            sql = (
                f'SELECT v.{owner(view)} FROM "{view}_history" v WHERE NOT EXISTS (SELECT 1 FROM entry e'
                f" WHERE e.record = v.{owner(view)} AND e.type IN ({listed})) ORDER BY v.{owner(view)} LIMIT 1"
            )
        stray = connection.execute(text(sql)).scalar_one_or_none()
        if stray is not None:
            yield f"{view} rows of {stray}, which has none"
    rows = connection.execute(text("SELECT COUNT(*) FROM search_row_history")).scalar_one()
    terms = connection.execute(text("SELECT COUNT(*) FROM search_terms")).scalar_one()
    if rows != terms:
        yield f"{terms} texts in the search index, where {rows} belong"


def _canonical_sources(connection: Connection) -> Iterator[str]:
    for group in groups(connection):
        expected = Counter(history(connection, group))
        actual = sum(_actual(connection, "canonical_source", sorted(group), "source").values(), Counter())
        for row in sorted(((expected - actual) + (actual - expected)), key=str)[:1]:
            yield f"canonical_source rows of source {row[0]}"
