"""A ledger's whole history, line by line as the ledger format holds it, in flat memory and short transactions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical import parse
from claimtrack.errors import BadInput
from claimtrack.formats.history import ChangeLine, EntryLine, Header, Line
from claimtrack.ledger import migrate
from claimtrack.ledger.dialect import select_in
from claimtrack.ledger.envelope import now_text
from claimtrack.ledger.ledger import Ledger
from claimtrack.ledger.restricted import OPEN, RESTRICTED

PAGE = 2_000

_ENTRIES = (
    "SELECT change, pos, envelope, salt, body FROM entry WHERE (change, pos) > (:change, :pos) AND change <= :last"
    " ORDER BY change, pos LIMIT :page"
)
_CHANGES = (
    "SELECT seq, digest, prev, ledger, at, by, why, kind, merged, entries FROM change"
    " WHERE seq > :after AND seq <= :upto ORDER BY seq"
)


def export_history(ledger: Ledger, *, include_restricted: bool = False) -> Iterator[Line]:
    """The header, then every change up to the one that the ledger shows now, each followed by its entries.

    A history cannot leave in part, or its digests would not fit: when it holds off-record or embargoed assertions,
    BadInput is raised at once unless `include_restricted`.
    """
    last = ledger.last_change()
    with ledger.reading() as connection:
        if not include_restricted and (count := restricted_in_history(connection, now_text(ledger.now()))):
            raise BadInput(
                f"this ledger holds {count} off-record or embargoed assertions, and a history leaves whole or not",
                "Give --include-restricted, or export another format.",
            )
        seq = {"seq": last}
        head = connection.execute(text("SELECT digest FROM change WHERE seq = :seq"), seq).scalar_one_or_none()
        entries = connection.execute(text("SELECT COUNT(*) FROM entry WHERE change <= :seq"), seq).scalar_one()
        header = Header(str(migrate.meta(connection, "ledger")), last, int(entries), head or "")
    return _lines(ledger, header, last)


def restricted_in_history(connection: Connection, now: str) -> int:
    """How many assertions were off-record, or embargoed beyond `now` (27-character UTC), and have not been released."""
    ever = connection.execute(text(f"SELECT DISTINCT id FROM assertion_v WHERE {RESTRICTED}"), {"now": now}).all()
    released = select_in(
        connection, f"SELECT id FROM assertion WHERE id IN :values AND {OPEN}", [row.id for row in ever], now=now
    )
    return len({row.id for row in ever} - {row.id for row in released})


def _lines(ledger: Ledger, header: Header, last: int) -> Iterator[Line]:
    yield header
    change, pos, told = 0, -1, 0
    while True:
        with ledger.reading() as connection:
            rows = connection.execute(text(_ENTRIES), {"change": change, "pos": pos, "last": last, "page": PAGE}).all()
            upto = rows[-1].change if rows else last
            changes = connection.execute(text(_CHANGES), {"after": told, "upto": upto}).all()
        waiting = iter(changes)
        for row in rows:
            while told < row.change:
                made = next(waiting)
                told = made.seq
                yield _change(made)
            body = None if row.body is None else parse(row.body)
            yield EntryLine(parse(row.envelope), row.salt, body)
        yield from (_change(made) for made in waiting)
        if len(rows) < PAGE:
            return
        change, pos = rows[-1].change, rows[-1].pos


def _change(row: Any) -> ChangeLine:
    return ChangeLine(change_fields(row), row.digest, row.entries)


def change_fields(row: Any) -> dict[str, Any]:
    """What a change's digest covers besides the digests of its entries, from its row."""
    return {
        "seq": row.seq,
        "ledger": row.ledger,
        "at": row.at,
        "by": row.by,
        "why": row.why,
        "kind": row.kind,
        "prev": row.prev,
        "merged": None if row.merged is None else parse(row.merged),
    }
