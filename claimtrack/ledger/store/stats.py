"""Statistics: how much a ledger holds, since when, and where its chain ends."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.ledger.ledger import LedgerDatabase
from claimtrack.ledger.store import migrations


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many records of one type there are, by state."""

    type: str
    live: int
    void: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Stats:
    """A ledger in numbers. Instants are 27-character UTC, None while nothing was recorded."""

    ledger: str
    """The ledger's random id."""
    location: str
    """Where it is, without any password."""
    revision: str
    """The revision of its tables."""
    size: int
    """Bytes on disk: of the file, or of the whole PostgreSQL database."""
    types: tuple[TypeCount, ...]
    """The types of which there are records, in the order of the vocabulary."""
    changes: int
    entries: int
    first_at: str | None
    last_at: str | None
    head: str | None
    """The digest of the last change, None when there is none."""

    @property
    def records(self) -> int:
        """How many live records there are."""
        return sum(one.live for one in self.types)


def stats(ledger: LedgerDatabase) -> Stats:
    """Count what a ledger holds; under as-of what it held then, but for its size."""
    last = ledger.last_change()
    with ledger.reading() as connection:
        counts = {
            (row.type, row.state): row.number
            for row in connection.execute(
                text("SELECT type, state, COUNT(*) AS number FROM record GROUP BY type, state ORDER BY type, state")
            )
        }
        history = connection.execute(
            text(
                "SELECT COUNT(*) AS changes, SUM(entries) AS entries, MIN(at) AS first_at, MAX(at) AS last_at"
                " FROM change WHERE seq <= :last"
            ),
            {"last": last},
        ).one()
        head = connection.execute(text("SELECT digest FROM change WHERE seq = :last"), {"last": last})
        path = ledger.location.path
        size = (
            path.stat().st_size
            if path is not None
            else connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        )
        return Stats(
            ledger=str(migrations.meta(connection, "ledger")),
            location=ledger.shown,
            revision=str(migrations.revision_of(connection)),
            size=int(size),
            types=tuple(
                TypeCount(one, *(counts.get((one, state), 0) for state in ("live", "void", "withheld")))
                for one in RECORD_TYPES
                if any(kind == one for kind, _ in counts)
            ),
            changes=int(history.changes),
            entries=int(history.entries or 0),
            first_at=history.first_at,
            last_at=history.last_at,
            head=head.scalar_one_or_none(),
        )
