"""The indexes of an empty ledger that a large import fills: made at the end, which costs a fifth of keeping them.

Only on SQLite, where nobody reads while a ledger is written; on PostgreSQL the server keeps them. What an import itself
looks up stays; whoever needs more of them meanwhile asks for all with `make_indexes`.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.store.dialect import is_sqlite

PUT_OFF = (
    *("entry", "record_history", "name_history", "document_history", "question_history", "claim_history"),
    *("claim_about_history", "assertion_history", "hop_history", "evidence_given_history", "evidence_history"),
    *("request_history", "assessment_history", "note_history", "tag_history", "search_row_history"),
)
"""The tables whose indexes are put off."""
KEPT = ("ix_record_history_id", "ix_name_history_key_type", "ix_claim_history_name_key")
"""Indexes of these tables that an import looks things up by."""

_WAITING = "claimtrack_indexes"


def put_off_indexes(connection: Connection) -> None:
    """Drop the indexes of empty tables until `make_indexes` is called in the same transaction."""
    if not is_sqlite(connection):
        return
    sql = text("SELECT name, tbl_name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    rows = [row for row in connection.execute(sql) if row.tbl_name in PUT_OFF and row.name not in KEPT]
    statements = {row.name: row.sql for row in rows}
    for name in statements:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    connection.info[_WAITING] = list(statements.values())


def make_indexes(connection: Connection) -> None:
    """Make the indexes that were put off, if any were.

    SQLite sorts each in memory: its cache is given back before.
    """
    waiting = connection.info.pop(_WAITING, ())
    if not waiting:
        return
    size = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql("PRAGMA cache_size = -8192")
    connection.exec_driver_sql("PRAGMA shrink_memory")
    for statement in waiting:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA cache_size = {size}")
