"""Connections to SQLite files that are kept from one command of a test to its next.

To open a file, to read which tables it has and to prepare statements takes most commands longer than all the rest. A
connection is used again only while its file is the one that it left: a test may damage a file, or put another in its
place. One that has tables or views of its own, or on which something was set, is closed as without this.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from claimtrack.ledger.store import engine

CONNECT = engine.connect_sqlite
CLOSE = SQLiteDialect_pysqlite.do_close
ON_CONNECT = SQLiteDialect_pysqlite.on_connect
MOST = 8
"""So many are kept that nobody uses; the oldest is closed."""
SETTINGS = (
    *("busy_timeout", "cache_size", "max_page_count", "query_only", "secure_delete", "synchronous", "temp_store"),
    "writable_schema",
)
"""What may be set on a connection for the rest of its life."""


@dataclass(slots=True)
class Opened:
    """A connection that was opened here: with what, to which file, and how that was when it was given back."""

    connection: sqlite3.Connection
    key: tuple[object, ...]
    path: Path
    settings: tuple[object, ...]
    file: tuple[int, ...]
    left: tuple[int, ...] = ()
    prepared: bool = False


class KeptFiles:
    """Opens files, and keeps connections to them that nobody uses at the moment."""

    def __init__(self) -> None:
        """None yet."""
        self._opened: dict[sqlite3.Connection, Opened] = {}
        self._idle: list[Opened] = []

    def connect(self, path: Path, mode: str) -> sqlite3.Connection:
        """Stand for the program's `connect_sqlite`."""
        path = path.absolute()
        # A process that was forked off has connections of its own.
        key = (os.getpid(), path, mode, engine.SYNCHRONOUS)
        for kept in [one for one in reversed(self._idle) if one.key == key]:
            self._idle.remove(kept)
            if kept.left == _file(path):
                return kept.connection
            self._forget(kept)
        connection = CONNECT(path, mode)
        self._opened[connection] = Opened(connection, key, path, _settings(connection), _file(path)[:2])
        return connection

    def prepare(self, connection: sqlite3.Connection, prepare: Callable[[Any], None]) -> None:
        """Stand for what SQLAlchemy does to each connection; done again, it would have all statements prepared anew."""
        opened = self._opened.get(connection)
        if opened is None or not opened.prepared:
            prepare(connection)
        if opened is not None:
            opened.prepared = True

    def close(self, dialect: SQLiteDialect_pysqlite, connection: sqlite3.Connection) -> None:
        """Stand for the driver's `close`."""
        opened = self._opened.get(connection)
        left = () if opened is None else _file(opened.path)
        if opened is None or left[:2] != opened.file or not _is_as_good_as_new(opened):
            self._opened.pop(connection, None)
            CLOSE(dialect, connection)
            return
        opened.left = left
        self._idle.append(opened)
        if len(self._idle) > MOST:
            self._forget(self._idle.pop(0))

    def close_all(self) -> None:
        """Close those that nobody uses."""
        while self._idle:
            self._forget(self._idle.pop())

    def _forget(self, opened: Opened) -> None:
        del self._opened[opened.connection]
        opened.connection.close()


def _file(path: Path) -> tuple[int, ...]:
    """What tells whether the file at a path is another one, or was written to; () where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _settings(connection: sqlite3.Connection) -> tuple[object, ...]:
    return tuple(connection.execute(f"PRAGMA {name}").fetchone() for name in SETTINGS)


def _is_as_good_as_new(opened: Opened) -> bool:
    """Whether nothing is left of the use before but prepared statements: pages that were read are forgotten."""
    connection = opened.connection
    try:
        if connection.in_transaction or _settings(connection) != opened.settings:
            return False
        if connection.execute("SELECT 1 FROM sqlite_temp_master").fetchone():
            return False  # to drop them takes longer than to connect
        connection.execute("PRAGMA shrink_memory")  # a file's time has ticks: within one, damage is not seen by it
    except sqlite3.Error:
        return False
    return True


@contextmanager
def kept_files() -> Iterator[KeptFiles]:
    """Keep connections of this process to SQLite files, until the end."""
    kept = KeptFiles()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "connect_sqlite", kept.connect)
        patch.setattr(SQLiteDialect_pysqlite, "do_close", lambda *them: kept.close(*them))
        patch.setattr(
            SQLiteDialect_pysqlite,
            "on_connect",
            lambda dialect: lambda connection: kept.prepare(connection, ON_CONNECT(dialect)),
        )
        yield kept
    kept.close_all()
