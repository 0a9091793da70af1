"""Making the tables of a test's ledger without alembic, which takes longer over it than most tests over all the rest.

A new SQLite file is the copy of one in which the migrations made the tables once in this process. On PostgreSQL a new
database of the tests is the copy of one in which they made them in a schema of their own: `public` is empty, and they
take its place. Wherever else tables are made in SQLite, the statements are run that the migrations ran once.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import NullPool

from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.engine import Location, make_engine, writing
from claimtrack.ledger.store.tables import SCHEMA_REVISION, TABLES

CREATE, UPGRADE = migrations.create, migrations.upgrade
MIGRATIONS = migrations.migrations_folder()
READY = "claimtrack_ready"
"""The schema in which the tables stand ready."""
_MAKE_READY = (
    f"ALTER SCHEMA public RENAME TO {READY}; CREATE SCHEMA public AUTHORIZATION pg_database_owner;"
    " GRANT USAGE ON SCHEMA public TO PUBLIC"
)
EMPTY = "; ".join(
    (
        *(f"DELETE FROM {table}" for table in (*TABLES, "search_terms", "alembic_version")),
        f"INSERT INTO alembic_version VALUES ('{SCHEMA_REVISION}')",
        _MAKE_READY,
    )
)
"""Makes a ledger's tables on PostgreSQL empty and ready again."""


def prepare_tables(database: str) -> None:
    """Make the tables of a ledger ready in an empty PostgreSQL database, given by its URL."""
    engine = create_engine(make_url(database).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        UPGRADE(connection)
        connection.exec_driver_sql(_MAKE_READY)


class QuickLedgers:
    """Makes the tables of ledgers as quickly as it can."""

    def __init__(self) -> None:
        """Nothing was made yet."""
        self._statements: dict[tuple[str, str], list[tuple[str, Any]]] = {}
        self._file = b""

    def create(self, engine: Engine, location: Location) -> None:
        """Stand for `migrations.create`."""
        path = location.path
        usual = migrations.migrations_folder() == MIGRATIONS and migrations.upgrade == self.upgrade
        if path is None or path.stat().st_size or not usual:
            CREATE(engine, location)
            return
        self._file = self._file or _file_with_tables()
        path.write_bytes(self._file)
        with writing(engine) as connection:
            migrations.begin(connection)

    def upgrade(self, connection: Connection) -> None:
        """Stand for `migrations.upgrade`: bring the database up to date."""
        made_with = (connection.dialect.name, str(migrations.migrations_folder()))
        if migrations.revision_of(connection) is not None:
            UPGRADE(connection)
        elif made_with == ("postgresql", str(MIGRATIONS)) and _is_ready(connection):
            connection.exec_driver_sql(f"DROP SCHEMA public; ALTER SCHEMA {READY} RENAME TO public")
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
            UPGRADE(connection)
        finally:
            event.remove(connection, "before_cursor_execute", keep)
        return statements


def _file_with_tables() -> bytes:
    """A SQLite file in which the migrations made the tables of a ledger that nobody began."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tables.db"
        path.touch()
        with writing(make_engine(Location(path, None))) as connection:
            UPGRADE(connection)
        return path.read_bytes()


def _is_ready(connection: Connection) -> bool:
    found = connection.execute(text("SELECT 1 FROM pg_namespace WHERE nspname = :name"), {"name": READY})
    return found.first() is not None
