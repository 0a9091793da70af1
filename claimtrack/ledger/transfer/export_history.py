"""Exporting a history: the changes of a ledger with all their entries, for another ledger to take over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.domain.english import plural
from claimtrack.errors import BadInput
from claimtrack.formats.ledger_history import ChangeLine, EntryLine, Header, Line
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.envelope import change_fields, now_text
from claimtrack.ledger.entries.stored import SELECT, body_of, envelope_of
from claimtrack.ledger.restricted.visibility import OPEN, RESTRICTED
from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.tables import PLACE_BITS

CHANGES_A_PAGE = 2_000

_ENTRIES = f"{SELECT} WHERE e.number >= :number AND e.number < :high ORDER BY e.number LIMIT :page"
_CHANGES = (
    "SELECT seq, digest, prev, ledger, at, by, why, kind, merged, entries FROM change"
    " WHERE seq > :after AND seq <= :upto ORDER BY seq"
)


def export_history(ledger: LedgerDatabase, *, restricted: bool = False) -> Iterator[Line]:
    """The header, then every change up to the one that the ledger shows now, each followed by its entries.

    A history cannot leave in part, or its digests would not fit: when the ledger holds off-record or embargoed
    assertions now, also of later changes, BadInput is raised at once unless `restricted`. An earlier history
    may hold the texts and names that have become restricted by these.
    """
    last = ledger.last_change()
    with ledger.reading(views=False) as connection:
        if not restricted and (count := restricted_in_history(connection, now_text(ledger.now()))):
            held = plural(count, "off-record or embargoed assertion")
            raise BadInput(
                f"this ledger holds {held}, and a history leaves whole or not",
                "Give --include-restricted, or export another format.",
            )
        seq = {"seq": last}
        head = connection.execute(text("SELECT digest FROM change WHERE seq = :seq"), seq).scalar_one_or_none()
        entries = connection.execute(
            text("SELECT COUNT(*) FROM entry WHERE number < :high"), {"high": (last + 1) << PLACE_BITS}
        ).scalar_one()
        header = Header(str(migrations.meta(connection, "ledger")), last, int(entries), head or "")
    return _lines(ledger, header, last)


def restricted_in_history(connection: Connection, now: str) -> int:
    """How many assertions were ever off-record, or embargoed beyond `now` (27-character UTC), and are not open."""
    ever = connection.execute(text(f"SELECT DISTINCT id FROM assertion_history WHERE {RESTRICTED}"), {"now": now}).all()
    released = select_in(
        connection, f"SELECT id FROM assertion WHERE id IN :values AND {OPEN}", [row.id for row in ever], now=now
    )
    return len({row.id for row in ever} - {row.id for row in released})


def _lines(ledger: LedgerDatabase, header: Header, last: int) -> Iterator[Line]:
    """The lines, read in short transactions: a page of entries with the changes up to the last of them."""
    yield header
    number, last_seq = 0, 0
    while True:
        with ledger.reading() as connection:
            values = {"number": number, "high": (last + 1) << PLACE_BITS, "page": CHANGES_A_PAGE}
            rows = connection.execute(text(_ENTRIES), values).all()
            upto = rows[-1].number >> PLACE_BITS if len(rows) == CHANGES_A_PAGE else last
            changes = connection.execute(text(_CHANGES), {"after": last_seq, "upto": upto}).all()
        waiting = iter(changes)
        for row in rows:
            while last_seq < row.number >> PLACE_BITS:
                change_row = next(waiting)
                last_seq = change_row.seq
                yield _change(change_row)
            body_text = body_of(row)
            body = None if body_text is None else parse(body_text)
            yield EntryLine(envelope_of(row, body_text, body), None if row.salt is None else row.salt.hex(), body)
        yield from map(_change, waiting)
        if len(rows) < CHANGES_A_PAGE:
            return
        number = rows[-1].number + 1


def _change(row: Any) -> ChangeLine:
    return ChangeLine(change_fields(row), row.digest, row.entries)
