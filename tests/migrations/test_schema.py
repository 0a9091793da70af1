"""The tables the migrations make are the tables the program believes in, on both databases, to the last index."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table, Text, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlalchemy.types import BigInteger, LargeBinary

from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.entries.stored import BODY
from claimtrack.ledger.projection.project import COLUMNS
from claimtrack.ledger.projection.rows import ROWS
from claimtrack.ledger.store.dialect import is_sqlite
from claimtrack.ledger.store.engine import Location, make_engine, reading, writing
from claimtrack.ledger.store.migrations import revision_of
from claimtrack.ledger.store.tables import (
    CURRENT,
    PARTIAL_INDEXES,
    PROJECTED,
    READING_VIEWS,
    SCHEMA_REVISION,
    SHARD_KEYS,
)
from claimtrack.resources import migrations_folder
from claimtrack.safe_files import make_private_file
from tests.support.tables import metadata

ONLY_MIGRATED = ("alembic_version", "search_terms")


def described(connection: Connection) -> dict[str, Any]:
    """Every table as the database itself describes it."""
    found = inspect(connection)
    return {
        name: {
            "columns": [
                (one["name"], str(one["type"].compile(connection.dialect)), one["nullable"], one["default"])
                for one in found.get_columns(name)
            ],
            "key": (found.get_pk_constraint(name)["name"], found.get_pk_constraint(name)["constrained_columns"]),
            "indexes": sorted(
                (one["name"], tuple(one["column_names"]), bool(one["unique"])) for one in found.get_indexes(name)
            ),
            "unique": found.get_unique_constraints(name),
            "checks": found.get_check_constraints(name),
            "foreign": found.get_foreign_keys(name),
        }
        for name in found.get_table_names()
        if not name.startswith(ONLY_MIGRATED)
    }


def dumped(connection: Connection) -> list[str]:
    """Every statement that SQLite keeps of the schema, white space and quotes put aside."""
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')")
    )
    return sorted(" ".join(row.sql.replace('"', "").split()) for row in rows if not row.name.startswith(ONLY_MIGRATED))


def as_migrated(sqlite: bool) -> MetaData:
    """The program's tables, with the indexes that hold some of their rows only, and PostgreSQL's longer keys."""
    tables = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        copied = table.to_metadata(tables)
        if not sqlite and table.name in SHARD_KEYS:
            (key,) = copied.primary_key
            tables.remove(copied)
            longer = PrimaryKeyConstraint(key.name, SHARD_KEYS[table.name])
            columns = [Column(one.name, one.type, nullable=one.nullable, autoincrement=False) for one in table.columns]
            indexes = [Index(None, *index.columns.keys()) for index in table.indexes]
            copied = Table(table.name, tables, *columns, longer, *indexes)
        for column, rows in PARTIAL_INDEXES.get(table.name, {}).items():
            Index(None, copied.c[column], sqlite_where=text(rows), postgresql_where=text(rows))
    return tables


def test_migrated_tables_are_the_programs(new_db_url: Any) -> None:
    migrated, direct = new_db_url(), new_db_url()
    open_ledger(migrated, create=True)
    if "://" not in direct:
        make_private_file(Path(direct))
    engine = make_engine(Location.read(direct))
    with writing(engine) as connection:
        as_migrated(connection.dialect.name == "sqlite").create_all(connection)
    with reading(make_engine(Location.read(migrated))) as one, reading(engine) as other:
        assert described(one) == described(other)
        assert len(described(one)) == len(metadata.tables)
        if one.dialect.name == "sqlite":
            assert dumped(one) == dumped(other)


def test_alembic_makes_what_is_made_without_it(new_db_url: Any) -> None:
    """A new ledger is made without alembic; a developer, who runs it on an empty database, gets the same."""
    made, migrated = new_db_url(), new_db_url()
    open_ledger(made, create=True)
    if "://" not in migrated:
        make_private_file(Path(migrated))
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    with writing(make_engine(Location.read(migrated))) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    with reading(make_engine(Location.read(made))) as one, reading(make_engine(Location.read(migrated))) as other:
        assert described(one) == described(other)
        assert revision_of(one) == revision_of(other) == SCHEMA_REVISION
        if is_sqlite(one):
            sql = text("SELECT type, name, tbl_name, sql FROM sqlite_master")
            assert one.execute(sql).all() == other.execute(sql).all()


def test_every_view_shows_the_current_rows_of_its_table(db_url: str) -> None:
    ledger = open_ledger(db_url, create=True)
    with ledger.reading() as connection:
        found = inspect(connection)
        assert sorted(found.get_view_names()) == sorted([*PROJECTED, *READING_VIEWS, "record_body"])
        for view, columns in COLUMNS.items():
            assert tuple(one["name"] for one in found.get_columns(view)) == columns[:-2]
            definition = " ".join(str(found.get_view_definition(view)).split())
            assert f"until = {CURRENT}" in definition
            assert f"{view}_history" in definition
        if is_sqlite(connection):
            sql = "SELECT sql FROM main.sqlite_master WHERE name = 'record_body'"
            assert BODY in connection.execute(text(sql)).scalar_one()


def test_text_sorts_by_code_point(db_url: str) -> None:
    ledger = open_ledger(db_url, create=True)
    words = ["b", "B", "a", "é", "z", "Z", "_", "ß", "𝒜", "�"]
    with ledger.maintaining() as connection:
        for at, word in enumerate(words):
            connection.execute(
                text("INSERT INTO meta (name, value) VALUES (:name, :value)"), {"name": word, "value": at}
            )
        rows = connection.execute(text("SELECT name FROM meta WHERE value < '99' AND length(name) = 1 ORDER BY name"))
        assert [row.name for row in rows] == sorted(words)


def test_every_type_of_record_has_its_tables() -> None:
    assert set(ROWS) == set(RECORD_TYPES)
    for table in metadata.tables.values():
        for column in table.columns:
            assert isinstance(column.type, Text | BigInteger | LargeBinary), column


def test_the_program_reads_the_newest_revision() -> None:
    revisions = sorted(path.stem for path in (migrations_folder() / "versions").glob("*.py"))
    assert revisions[-1] == SCHEMA_REVISION


def test_no_revision_imports_the_program() -> None:
    for path in (migrations_folder() / "versions").glob("*.py"):
        assert "import claimtrack" not in path.read_text("utf-8")
        assert "from claimtrack" not in path.read_text("utf-8")


def test_a_difference_would_be_seen(db_url: str) -> None:
    open_ledger(db_url, create=True)
    engine = make_engine(Location.read(db_url))
    with writing(engine) as connection:
        before = described(connection)
        connection.execute(text("DROP INDEX ix_claim_history_story"))
        assert described(connection) != before
        changed = Table(
            "x",
            metadata.__class__(),
            Column("a", Text().with_variant(postgresql.TEXT(), "postgresql")),
            PrimaryKeyConstraint("a"),
        )
        changed.create(connection)
        assert "x" in described(connection)
