"""Withholding: the one exception to "nothing is updated". A body is blanked; its digest, and every chain, stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import bindparam, text
from sqlalchemy.engine import Connection

from claimtrack.ledger.projection.bodies import linked, merge_sides, rewrite
from claimtrack.ledger.projection.project import Projector
from claimtrack.ledger.store.dialect import chunks, forget_terms, is_sqlite


def blank(connection: Connection, projector: Projector, records: Mapping[str, str]) -> None:
    """Blank body and salt of all versions of these records (id -> type); take their content out of the projection."""
    if not records:
        return
    if is_sqlite(connection):
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for some in chunks(records):
        statement = text("UPDATE entry SET body = NULL, salt = NULL WHERE record IN :ids").bindparams(
            bindparam("ids", expanding=True)
        )
        connection.execute(statement, {"ids": some})
    by_type: dict[str, list[str]] = defaultdict(list)
    for record, record_type in records.items():
        by_type[record_type].append(record)
    sources = linked(connection, [*by_type["source"], *merge_sides(connection, by_type["merge"])])
    for record_type, ids in by_type.items():
        projector.forget(record_type, ids)
    rewrite(connection, sources)
    forget_terms(connection)
