"""Making the tables of a ledger, and bringing them up to date: the only module that imports alembic, when it must."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from threading import Lock
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from claimtrack.domain.ids import random_id
from claimtrack.errors import CommitInDoubt, DatabaseTrouble
from claimtrack.ledger.store.dialect import first_row, insert_rows
from claimtrack.ledger.store.engine import Location, writing
from claimtrack.ledger.store.tables import FRESH, SCHEMA_REVISION
from claimtrack.resources import migrations_folder

FIRST = "0001_ledger"
"""The revision that makes the first tables."""

_ONE_AT_A_TIME = Lock()
"""alembic keeps the running migration in a place that all threads of a process share."""


def revision_of(connection: Connection) -> str | None:
    """The alembic revision of a database; "" when it has tables but is no ledger, None when it has no table at all."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if "alembic_version" not in tables or "change" not in tables:
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")


def check(connection: Connection, location: Location) -> None:
    """Refuse, with what to do, a database that is not a ledger of this version whose projection is fresh."""
    revision = _quick_revision(connection)
    if revision is None:
        revision = revision_of(connection)
    where = location.shown
    if revision != SCHEMA_REVISION:
        refuse_foreign(revision, location)
        raise DatabaseTrouble(f"the ledger {where} was made by an older claimtrack", "Run: claimtrack db upgrade")
    if meta(connection, "projection") != FRESH:
        raise DatabaseTrouble(f"the query tables of {where} are not up to date", "Run: claimtrack db upgrade")


def refuse_foreign(revision: str | None, location: Location) -> None:
    """Refuse a revision (as `revision_of` gives it) that no migration of this version leads on from."""
    where = location.shown
    if revision is None:
        raise DatabaseTrouble(
            f"there is no ledger in {where} yet", "The first write makes one: claimtrack story add NAME."
        )
    if revision == "":
        raise DatabaseTrouble(f"{where} is a database, but not a claimtrack ledger", "Give another with --db.")
    if revision not in _revisions():
        raise DatabaseTrouble(
            f"the ledger {where} was made by a newer claimtrack", "Install the newer version to use it."
        )


def _quick_revision(connection: Connection) -> str | None:
    """The revision without asking for the list of tables; None when that must be asked."""
    nested = connection.begin_nested() if connection.dialect.name != "sqlite" else None
    try:
        row = first_row(connection, "SELECT version_num FROM alembic_version")
    except DBAPIError as error:
        if nested is not None:
            nested.rollback()
        low = str(error.orig).lower()
        if "no such table" in low or "does not exist" in low:
            return None
        raise
    if nested is not None:
        nested.commit()
    return None if row is None else str(row.version_num)


def newest() -> str:
    """The revision that this version makes."""
    return SCHEMA_REVISION


def _revisions() -> set[str]:
    return {path.stem for path in (migrations_folder() / "versions").glob("*.py")}


def create(engine: Engine, location: Location) -> None:
    """Make the ledger's tables where there are none, and give the ledger its random id. Safe to race: one wins."""
    try:
        with writing(engine) as connection:
            if revision_of(connection) is not None:
                return
            upgrade(connection)
            begin(connection)
    except (DBAPIError, CommitInDoubt):
        with engine.connect() as connection:
            if revision_of(connection) != SCHEMA_REVISION:
                raise
    del location


def begin(connection: Connection) -> None:
    """Give a ledger whose tables were just made its random id, and note that nothing is in it yet."""
    insert_rows(connection, "meta", ("name", "value"), [("ledger", random_id()), ("projection", FRESH), ("head", "")])


def upgrade(connection: Connection) -> None:
    """Run every revision that is missing, on an open write transaction.

    A ledger's first tables are made without alembic: it takes far longer to load than they take to make.
    """
    if _quick_revision(connection) is None:
        _make_first(connection)
        if SCHEMA_REVISION == FIRST:
            return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, "head")


def _make_first(connection: Connection) -> None:
    """Make what the first revision makes, and note, as alembic does, that it was run."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n"
        "\tCONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)"
    )
    spec = spec_from_file_location(FIRST, migrations_folder() / "versions" / f"{FIRST}.py")
    assert spec is not None
    assert spec.loader is not None
    revision = module_from_spec(spec)
    spec.loader.exec_module(revision)
    for statement in revision.statements(connection.dialect):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"INSERT INTO alembic_version (version_num) VALUES ('{FIRST}')")


def meta(connection: Connection, name: str) -> Any:
    """A fact about the ledger (see tables.meta), None when it is not there."""
    row = first_row(connection, "SELECT value FROM meta WHERE name = :name", {"name": name})
    return None if row is None else row.value
