"""Rebuilding: the projection made anew from the entries, in one write transaction, with flat memory."""

from __future__ import annotations

from collections import defaultdict
from datetime import tzinfo
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger import migrate, replay, root_history
from claimtrack.ledger.dialect import insert_rows, insert_terms, is_sqlite, lock_head
from claimtrack.ledger.ledger import Ledger
from claimtrack.ledger.project import COLUMNS


def rebuild(connection: Connection, zone: tzinfo) -> int:
    """Empty the projection and fill it from the entries, bare dates read in `zone`. Returns how many records there are.

    Needs a write transaction; takes the write lock. What withholding blanked stays blank. Raises nothing of its own: a
    ledger whose entries do not fit is for `audit` to name.
    """
    lock_head(connection)
    if is_sqlite(connection):
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for view in COLUMNS:
        connection.execute(text(f'DELETE FROM "{view}_v"'))
    connection.execute(text("DELETE FROM search_terms"))
    writer = _Writer(connection, zone)
    while batch := replay.page(connection, writer.last):
        writer.write(batch)
    for group in root_history.groups(connection):
        root_history.rewrite(connection, group)
    connection.execute(text("UPDATE meta SET value = 'fresh' WHERE name = 'projection'"))
    return writer.count


class _Writer:
    """Writes replayed records. Search rows are numbered from 1: below every number that a change will ever give."""

    def __init__(self, connection: Connection, zone: tzinfo) -> None:
        self.connection = connection
        self.zone = zone
        self.count = 0
        self.last = ""
        self._searched = 0

    def write(self, batch: list[replay.Record]) -> None:
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        terms: list[tuple[int, list[str]]] = []
        for record in batch:
            for view, made in replay.rows(record, self.zone).items():
                rows[view].extend(made)
            for found in replay.search_texts(record):
                self._searched += 1
                rows["search_row"].append(
                    (self._searched, found.record, found.type, found.part, found.since, found.until)
                )
                terms.append((self._searched, found.terms))
        for view, made in rows.items():
            insert_rows(self.connection, f"{view}_v", COLUMNS[view], made)
        insert_terms(self.connection, terms)
        self.count += len(batch)
        self.last = batch[-1].id


def upgrade(ledger: Ledger) -> tuple[str, str, bool]:
    """Bring an older ledger up to date: every missing revision, then one rebuild if the projection is stale.

    `ledger` was opened with `check=False`. Returns the revision before and after, and whether it was rebuilt. Raises
    DatabaseTrouble when it is no ledger, or one of a newer version.
    """
    with ledger.maintaining() as connection:
        before = migrate.revision_of(connection)
        migrate.refuse_foreign(before, ledger.location)
        migrate.upgrade(connection)
        after = str(migrate.revision_of(connection))
        stale = before != after or migrate.meta(connection, "projection") != "fresh"
        if stale:
            rebuild(connection, ledger.zone)
        return str(before), after, stale
