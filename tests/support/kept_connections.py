"""Connections to PostgreSQL that are kept from one command of a test to its next, with the queries they prepared.

Most commands connect several times, and to start a server process, to fill its caches and to plan each query anew takes
longer than most commands over all the rest. Between two uses a connection is made as good as new: settings, temporary
tables and locks are taken from it.

The program asks its driver to prepare nothing; only such connections are kept. What the driver prepares it forgets at
each ROLLBACK, which ends all reading, and has no other way to be told: so its own list of queries is replaced.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg._preparing import Prepare, PrepareManager
from psycopg._queries import PostgresQuery
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import make_url

CONNECT = PGDialect_psycopg.connect
CLOSE = PGDialect_psycopg.do_close
RESET = (
    "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all();"
    " DISCARD TEMP; DISCARD SEQUENCES; SET plan_cache_mode = force_generic_plan"
)
"""DISCARD ALL but for what is prepared."""


class KeptConnections:
    """The connections that nobody uses at the moment: those of this process, by what they were asked for with."""

    def __init__(self) -> None:
        """None yet."""
        self._idle: dict[object, list[psycopg.Connection[Any]]] = defaultdict(list)
        self._keys: dict[psycopg.Connection[Any], object] = {}

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Keep here what is closed meanwhile."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PGDialect_psycopg, "connect", lambda *them, **options: self.connect(*them, **options))
            patch.setattr(PGDialect_psycopg, "do_close", lambda *them: self.close(*them))
            yield

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
        if connection.prepare_threshold is None:
            connection._prepared = KeptQueries()
            self._keys[connection] = key
        return connection

    def close(self, dialect: PGDialect_psycopg, connection: Any) -> None:
        """Stand for the driver's `close`."""
        if connection in self._keys and not connection.closed:
            self._idle[self._keys[connection]].append(connection)
        else:
            self._keys.pop(connection, None)
            CLOSE(dialect, connection)

    def reset(self, url: str) -> list[int]:
        """Make those to the database at a URL as good as new that nobody uses: the server's processes for them."""
        found = self._to(url)
        for connection in found:
            if not _as_good_as_new(connection):
                self._forget(connection)
        return [connection.info.backend_pid for connection in found if not connection.closed]

    def close_all(self, url: str | None = None) -> None:
        """Close those that nobody uses: all, or those to the database at a URL."""
        for connection in self._to(url):
            self._forget(connection)

    def _to(self, url: str | None) -> list[psycopg.Connection[Any]]:
        name = None if url is None else make_url(url).database
        return [
            connection
            for connections in self._idle.values()
            for connection in connections
            if name is None or connection.closed or connection.info.dbname == name
        ]

    def _forget(self, connection: psycopg.Connection[Any]) -> None:
        idle = self._idle[self._keys.pop(connection)]
        if connection in idle:
            idle.remove(connection)
        connection.close()


class KeptQueries(PrepareManager):
    """The queries that a connection has prepared: each when it is first asked, until any connection alters tables.

    Where anything temporary was made, none is used until it is gone: it would go on reading the table that a view of
    the same name stands before.
    """

    alterations = 0
    """How often this process altered tables."""

    def __init__(self) -> None:
        """None yet."""
        super().__init__()
        self.prepare_threshold = 0
        self.prepared_max = 1_000
        self.beside_temporary = False
        self._made_after = KeptQueries.alterations

    def get(self, query: PostgresQuery, prepare: bool | None = None) -> tuple[Prepare, bytes]:
        """Whether a query is or should be prepared, and its name."""
        if b"TEMPORARY" in query.query or b"pg_temp." in query.query:
            self.beside_temporary = True
        elif query.query.startswith((b"ALTER", b"CREATE", b"DROP")):
            KeptQueries.alterations += 1
        if self._made_after != KeptQueries.alterations:
            self._made_after = KeptQueries.alterations
            super().clear()
            return Prepare.NO, b""
        if self.beside_temporary or not query.query.startswith((b"SELECT", b"WITH")):
            return Prepare.NO, b""
        return super().get(query, prepare)

    def clear(self) -> bool:
        """Keep them: the server does, whatever becomes of a transaction."""
        return False


def _as_good_as_new(connection: psycopg.Connection[Any]) -> bool:
    """Whether the connection could be reset: not one that the server has ended meanwhile."""
    if connection.cursor_factory is not psycopg.Cursor:
        return False
    try:
        connection.isolation_level = connection.read_only = connection.deferrable = None
        connection.autocommit = True
        connection.execute(RESET)
        connection.autocommit = False
        connection._prepared.beside_temporary = False
    except psycopg.Error:
        return False
    return True


@contextmanager
def kept_connections() -> Iterator[None]:
    """Keep the connections of this process to PostgreSQL, until the end."""
    kept = KeptConnections()
    with kept.keeping():
        yield
    kept.close_all()
