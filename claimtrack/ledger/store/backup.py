"""Backing up: a whole copy of a SQLite ledger while others write to it, that appears complete or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from os import PathLike
from pathlib import Path

from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.ledger import LedgerDatabase
from claimtrack.ledger.store.engine import BUSY_SECONDS
from claimtrack.safe_files import replacing


def backup(ledger: LedgerDatabase, to: str | PathLike[str], *, replace: bool = False) -> int:
    """Copy the ledger, as its last change left it, to the file `to`. Returns its size in bytes.

    A folder stands for a file in it of the ledger's own name. Raises BadInput when `to` is there already (unless
    `replace`), is the ledger itself, or the ledger is on PostgreSQL; DatabaseTrouble when the copy cannot be made.
    """
    source = ledger.location.path
    if source is None:
        raise BadInput(
            "a ledger on PostgreSQL is not one file that could be copied",
            "Use pg_dump, or: claimtrack export --format ledger -o FILE",
        )
    target = Path(to).expanduser()
    if target.is_dir():
        target = target / source.name
    if target.exists():
        if target.samefile(source):
            raise BadInput(f"{target} is the ledger itself", "Name another file.")
        if not replace:
            raise BadInput(f"{target} is there already", "Name another file, or remove it first.")
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
