"""Keeping a ledger: how much it holds, a whole copy of its file, and bringing an older one up to date."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from sqlalchemy import text

from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.projection.rebuild import rebuild
from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.distribution import distributed_size
from claimtrack.ledger.store.engine import BUSY_SECONDS
from claimtrack.ledger.store.tables import FRESH
from claimtrack.safe_files import expanded, refuse_ledger_file, refuse_other_database, replacing


def backup(ledger: LedgerDatabase, to: str | PathLike[str], *, replace: bool = False) -> int:
    """Copy the ledger, as its last change left it, to the file `to`. Returns its size in bytes.

    A folder stands for a file in it of the ledger's own name. Raises BadInput when `to` is there already (unless
    `replace`), is the ledger itself or another one, or the ledger is on PostgreSQL; DatabaseTrouble when the copy
    cannot be made.
    """
    source = ledger.location.path
    if source is None:
        raise BadInput(
            "a ledger on PostgreSQL is not one file that could be copied",
            "Use pg_dump, or: claimtrack export --format ledger -o FILE",
        )
    target = expanded(os.fspath(to))
    if target.is_dir():
        target = target / source.name
    refuse_ledger_file(target, source)
    if not replace and os.path.lexists(target):
        raise BadInput(f"{target} is there already", "Name another file, or remove it first.")
    _refuse_other_ledger(target, ledger.id)
    uri = f"{source.absolute().as_uri()}?mode=ro"
    try:
        with replacing(target) as part:
            with (
                closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)) as old,
                closing(sqlite3.connect(part)) as new,
            ):
                old.backup(new)
            return part.stat().st_size
    except (OSError, sqlite3.Error) as error:
        raise DatabaseTrouble(f"the ledger could not be copied to {target}: {error}", "Nothing was written.") from error


def _refuse_other_ledger(target: Path, ledger: str) -> None:
    """Raise BadInput when there is a database at `target` that is no copy of the ledger with this id."""
    try:
        refuse_other_database(target)
    except BadInput as error:
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)) as old,
        ):
            if old.execute("SELECT value FROM meta WHERE name = 'ledger'").fetchone() == (ledger,):
                return
        raise error from None


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
    """Bytes on disk: of the file, or of the whole PostgreSQL database, on every machine where it is distributed."""
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
        return sum(count.live for count in self.types)


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
            + distributed_size(connection)
        )
        return Stats(
            ledger=str(migrations.meta(connection, "ledger")),
            location=ledger.shown,
            revision=str(migrations.revision_of(connection)),
            size=int(size),
            types=tuple(
                TypeCount(record_type, *(counts.get((record_type, state), 0) for state in ("live", "void", "withheld")))
                for record_type in RECORD_TYPES
                if any(kind == record_type for kind, _ in counts)
            ),
            changes=int(history.changes),
            entries=int(history.entries or 0),
            first_at=history.first_at,
            last_at=history.last_at,
            head=head.scalar_one_or_none(),
        )


def upgrade(ledger: LedgerDatabase) -> tuple[str, str, bool]:
    """Bring an older ledger up to date: every missing revision, then one rebuild if the projection is stale.

    `ledger` was opened with `check=False`. Returns the revision before and after, and whether it was rebuilt. Raises
    DatabaseTrouble when it is no ledger, or one of a newer version.
    """
    with ledger.maintaining() as connection:
        before = migrations.revision_of(connection)
        migrations.refuse_foreign(before, ledger.location)
        migrations.upgrade(connection)
        after = str(migrations.revision_of(connection))
        stale = before != after or migrations.meta(connection, "projection") != FRESH
        if stale:
            rebuild(connection, ledger.zone)
    if stale:
        ledger.gather_statistics()
    return str(before), after, stale
