"""As-of: the ledger as it stood, by temporary views of the same names bounded at one change."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.dates import DateError, read_when, utc_text
from claimtrack.errors import BadInput
from claimtrack.ledger.projection.project import COLUMNS
from claimtrack.ledger.store.dialect import is_sqlite

_BODY_VIEW = (
    "CREATE TEMPORARY VIEW record_body AS SELECT r.id, r.type, r.state, r.label, r.sort_key, r.story, r.first_at,"
    " r.last_at, r.by, COALESCE(r.body, e.body) AS body FROM {schema}record r LEFT JOIN entry e ON e.digest = r.entry"
)


def moment(when: str, zone: tzinfo, option: str = "--as-of") -> str:
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
    found = connection.execute(
        text("SELECT MAX(seq) FROM change WHERE at <= :at"), {"at": instant}
    ).scalar_one_or_none()
    return int(found or 0)


def set_views(connection: Connection, seq: int) -> None:
    """Put temporary views in place that show the rows current after change `seq`. They go with the connection."""
    for view, columns in COLUMNS.items():
        named = ", ".join(f'"{column}"' for column in columns[:-2])
        then = f"since <= {seq} AND until > {seq}"
        connection.execute(text(f'CREATE TEMPORARY VIEW "{view}" AS SELECT {named} FROM "{view}_history" WHERE {then}'))
    connection.execute(text(_BODY_VIEW.format(schema="temp." if is_sqlite(connection) else "pg_temp.")))


def digest_of(connection: Connection, seq: int) -> str | None:
    """The digest of change `seq`: the ledger's head when it was the last. None when there is no such change."""
    found = connection.execute(text("SELECT digest FROM change WHERE seq = :seq"), {"seq": seq}).scalar_one_or_none()
    return None if found is None else str(found)


def change_of(connection: Connection, digest: str) -> int | None:
    """The number of the change with this digest; None when this ledger has none."""
    found = connection.execute(
        text("SELECT seq FROM change WHERE digest = :digest"), {"digest": digest}
    ).scalar_one_or_none()
    return None if found is None else int(found)
