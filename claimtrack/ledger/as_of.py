"""Moments of a ledger: which change was its last at an instant, and which change a digest names."""

from __future__ import annotations

from datetime import tzinfo

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.dates import DateError, read_when, utc_text
from claimtrack.errors import BadInput
from claimtrack.ledger.store.dialect import select_with


def instant_of(when: str, zone: tzinfo, option: str, *, first: bool = False) -> str:
    """The last instant that WHEN means, or the `first` (a bare date is a day in `zone`): 27-character UTC text.

    `option` is what it was given with. Raises BadInput for no date, and for one without that end.
    """
    try:
        read = read_when(when, zone)
    except DateError as error:
        raise BadInput(f"{option} {when!r}: {error.why}", error.accepted) from None
    instant = read.earliest if first else read.latest
    if instant is None:
        raise BadInput(
            f"{option} {when!r} has no {'beginning' if first else 'end'}",
            "Give a date or an instant, such as 2026-01-31 or 2026-01-31T18:00Z.",
        )
    return utc_text(instant)


def change_at(connection: Connection, instant: str) -> int:
    """The number of the last change at or before an instant (27-character UTC), 0 when there was none."""
    ((seq,),) = select_with(connection, "SELECT MAX(seq) FROM change WHERE at <= :at", {"at": instant})
    return int(seq or 0)


def is_past(connection: Connection, seq: int) -> bool:
    """Whether there is a change after number `seq`."""
    return any(select_with(connection, "SELECT 1 FROM change WHERE seq > :seq LIMIT 1", {"seq": seq}))


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
