"""SQLAlchemy's dialect of PostgreSQL, without the questions that it asks a server before the first one of ours."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import IsolationLevel

# The driver logs what it raises too; where nothing is set up for it, Python would write that to standard error.
logging.getLogger("psycopg").addHandler(logging.NullHandler())


class PostgresqlDialect(PGDialect_psycopg):
    """Takes from the driver what the server said as it connected: each question takes a command as long as one of ours.

    Where SQLAlchemy comes to call these otherwise, it asks again.
    """

    supports_statement_cache = True

    def _get_server_version_info(self, connection: Connection) -> tuple[int, int]:
        number: int = _driver(connection).info.server_version
        return number // 10_000, number % 10_000

    def _get_default_schema_name(self, _connection: Connection) -> NoReturn:
        """None: tables are found where the server looks for them."""
        raise NotImplementedError

    def get_default_isolation_level(self, _driver_connection: Any) -> IsolationLevel:
        """The one that the engine is made with."""
        return "READ COMMITTED"

    def _set_backslash_escapes(self, connection: Connection) -> None:
        conforming = _driver(connection).info.parameter_status("standard_conforming_strings")
        self._backslash_escapes = conforming == "off"


def _driver(connection: Connection) -> Any:
    """The driver's own connection."""
    return connection.connection.dbapi_connection
