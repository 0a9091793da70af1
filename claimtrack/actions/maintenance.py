"""Keeping the ledger: letting a flag pass, auditing, upgrading, rebuilding and backing up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.domain.records import FilePosition, Record

if TYPE_CHECKING:
    from claimtrack.ledger.change import Change
    from claimtrack.ledger.ledger import LedgerDatabase, Written
    from claimtrack.ledger.write.context import Recorded


def allow_flag(ledger: LedgerDatabase, code: str, record: str, why: str, *, by: str) -> Written[Recorded]:
    """Let the flag of rule `code` on `record` (as typed) pass. Raises BadInput when there is no such rule or record."""
    from claimtrack.ledger import lookup
    from claimtrack.rules.run import chosen

    (rule,) = chosen((code,))

    def record_it(change: Change) -> Recorded:
        target = lookup.find(change.conn, record)
        allow = Record("allow", {"rule": rule.code, "target": target, "why": why}, FilePosition())
        return change.record([allow]).records[-1]

    return ledger.write(record_it, by=by, why=why, kind="allow")


def where(location: str) -> tuple[str, bool]:
    """Where a ledger is, fit to be printed (never a password), and whether there is anything; a URL is taken to be."""
    from claimtrack.ledger.store.engine import Location

    place = Location.read(location)
    return place.shown, place.path is None or place.path.exists()


def upgrade_ledger(location: str, *, zone: str | None = None) -> tuple[str, str, bool]:
    """Bring an older ledger up to date.

    Returns its revision before and after, and whether its query tables were made anew. `zone` is an IANA name.
    """
    from claimtrack.domain.dates import read_zone
    from claimtrack.ledger.ledger import open_ledger
    from claimtrack.ledger.maintenance import upgrade

    return upgrade(open_ledger(location, zone=read_zone(zone or "UTC"), check=False))


def rebuild_ledger(location: str, *, zone: str | None = None) -> int:
    """Make a ledger's query tables anew from its history, in its `zone` (an IANA name); how many records it has."""
    from claimtrack.domain.dates import read_zone
    from claimtrack.errors import DatabaseTrouble
    from claimtrack.ledger.ledger import open_ledger
    from claimtrack.ledger.projection.rebuild import rebuild
    from claimtrack.ledger.store import migrations
    from claimtrack.ledger.store.tables import SCHEMA_REVISION

    ledger = open_ledger(location, zone=read_zone(zone or "UTC"), check=False)
    with ledger.maintaining() as connection:
        revision = migrations.revision_of(connection)
        migrations.refuse_foreign(revision, ledger.location)
        if revision != SCHEMA_REVISION:
            raise DatabaseTrouble(
                f"the ledger {ledger.shown} was made by an older claimtrack", "Run: claimtrack db upgrade"
            )
        count = rebuild(connection, ledger.zone)
    ledger.compact()
    return count
