"""A temporary SQLite database: for what is too large for memory while it is read, checked or put in order.

It is made and read by one process and thrown away: nothing in it is meant to last.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from claimtrack.errors import DatabaseTrouble

PAGE = 200
"""How many rows `paged` reads at a time."""


class Staging:
    """A database with these tables. A context manager: leaving it closes and removes the database.

    Without `path` SQLite keeps it in memory, and in the system's temporary folder once it is larger than its cache;
    a file at `path` must not be there yet. Making it and leaving it raise DatabaseTrouble in place of an error of
    SQLite: the temporary file cannot be written.
    """

    def __init__(self, tables: str, path: Path | None = None) -> None:
        self._path = path
        self.database = sqlite3.connect(path or "", isolation_level=None)
        try:
            self.database.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;" + tables
            )
        except sqlite3.Error as error:
            self.__exit__(type(error), error, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.database.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            elsewhere = "set TMPDIR to another folder" if self._path is None else "name a place on another disk"
            raise DatabaseTrouble(
                f"a temporary file cannot be written: {error}", f"Free some space, or {elsewhere}."
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing when it raises."""
        self.database.execute("BEGIN")
        try:
            yield
        except BaseException:
            if self.database.in_transaction:  # a full disk has ended it already
                self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement, one after the other."""
        yield from self.database.execute(sql, values)

    def one(self, sql: str, *values: object) -> Any:
        """The first value of the first row of a statement, None without one."""
        row = self.database.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def paged(self, sql: str, *values: object, after: int = 0) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement that begins with a number and asks for those after `?`, a page at a time."""
        while page := self.database.execute(f"{sql} LIMIT {PAGE}", (*values, after)).fetchall():
            yield from page
            after = page[-1][0]
