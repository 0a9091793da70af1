"""Making the tables of a test's ledger from the statements that the migrations ran once in this process.

Thousands of tests make a ledger, and alembic takes longer over it than most of them over all the rest.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection

from claimtrack.ledger.store import migrations


class Recording:
    """Stands for `migrations.upgrade`: runs it once for each kind of database, then on empty ones what it ran then."""

    def __init__(self, upgrade: Callable[[Connection], None]) -> None:
        """`upgrade` is the function that this stands for."""
        self._upgrade = upgrade
        self._statements: dict[tuple[str, str], list[tuple[str, Any]]] = {}

    def __call__(self, connection: Connection) -> None:
        """Bring the database up to date."""
        made_with = (connection.dialect.name, str(migrations.migrations_folder()))
        if migrations.revision_of(connection) is not None:
            self._upgrade(connection)
        elif made_with in self._statements:
            for statement, values in self._statements[made_with]:
                connection.exec_driver_sql(statement, values)
        else:
            self._statements[made_with] = self._recorded(connection)

    def _recorded(self, connection: Connection) -> list[tuple[str, Any]]:
        statements: list[tuple[str, Any]] = []

        def keep(*call: Any) -> None:
            statement, values = call[2:4]
            if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "WITH")):
                statements.append((statement, values or None))

        event.listen(connection, "before_cursor_execute", keep)
        try:
            self._upgrade(connection)
        finally:
            event.remove(connection, "before_cursor_execute", keep)
        return statements
