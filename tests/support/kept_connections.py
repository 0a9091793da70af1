"""Connections to PostgreSQL that are kept from one command of a test to its next.

Most commands connect several times, and to start a server process and to fill its caches takes longer than most
commands over all the rest. Between two uses a connection is made as good as new: `DISCARD ALL` takes settings,
temporary tables, locks and prepared statements from it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

CONNECT = PGDialect_psycopg.connect
CLOSE = PGDialect_psycopg.do_close


class KeptConnections:
    """The connections that nobody uses at the moment: those of this process, by what they were asked for with."""

    def __init__(self) -> None:
        """None yet."""
        self._idle: dict[object, list[psycopg.Connection[Any]]] = defaultdict(list)
        self._keys: dict[psycopg.Connection[Any], object] = {}

    def connect(self, dialect: PGDialect_psycopg, *arguments: Any, **options: Any) -> Any:
        """Stand for the driver's `connect`."""
        words = {name: value for name, value in options.items() if name != "context"}
        words |= {name: value for name, value in os.environ.items() if name.startswith("PG")}
        # A process that was forked off has connections of its own.
        key = (os.getpid(), arguments, tuple(sorted(words.items())))
        while self._idle[key]:
            connection = self._idle[key].pop()
            if _as_good_as_new(connection):
                return connection
            self._forget(connection)
        connection = CONNECT(dialect, *arguments, **options)
        self._keys[connection] = key
        return connection

    def close(self, dialect: PGDialect_psycopg, connection: Any) -> None:
        """Stand for the driver's `close`."""
        if connection in self._keys and not connection.closed:
            self._idle[self._keys[connection]].append(connection)
        else:
            self._keys.pop(connection, None)
            CLOSE(dialect, connection)

    def close_all(self) -> None:
        """Close those that nobody uses."""
        for connections in self._idle.values():
            while connections:
                self._forget(connections.pop())

    def _forget(self, connection: psycopg.Connection[Any]) -> None:
        self._keys.pop(connection)
        connection.close()


def _as_good_as_new(connection: psycopg.Connection[Any]) -> bool:
    """Whether the connection could be reset: not one that the server has ended meanwhile."""
    try:
        if connection.prepare_threshold is not None:
            connection.execute("SELECT 1")
            connection.rollback()  # with which the driver forgets what it has prepared
        connection.isolation_level = connection.read_only = connection.deferrable = None
        connection.autocommit = True
        connection.execute("DISCARD ALL")
        connection.autocommit = False
    except psycopg.Error:
        return False
    return True


@contextmanager
def kept_connections() -> Iterator[None]:
    """Keep the connections of this process to PostgreSQL, until the end."""
    kept = KeptConnections()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PGDialect_psycopg, "connect", lambda *them, **options: kept.connect(*them, **options))
        patch.setattr(PGDialect_psycopg, "do_close", lambda *them: kept.close(*them))
        yield
    kept.close_all()
