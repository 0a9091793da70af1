"""What the database itself holds: its tables, views, indexes and triggers against those that the migrations make.

A ledger's history may fit while a view or a trigger changes what is read from it. The expected schema is made by
running the migrations: on SQLite in memory, on PostgreSQL as temporary tables that are rolled back, so that both sides
are described by the same database. Tables, views and indexes that somebody added are left alone; triggers are not.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.dialect import is_sqlite
from claimtrack.ledger.store.distribution import distribute, misplaced

CORE = ("meta", "change", "entry")
"""Tables that hold the history: they are never made anew."""

_REBUILD = "run claimtrack db rebuild"
_CREATE = re.compile(r'CREATE (?:UNIQUE |VIRTUAL )?(?:TABLE|VIEW|INDEX) "?(\w+)"?')
_SHADOW = "search_terms_"
"""What the names of the tables begin with that SQLite makes for its search index, each version in its own words."""


class Relation(NamedTuple):
    """A table, view or index; `table` is that of an index, else ""; `definition` is as the database words it."""

    kind: str
    table: str
    definition: str


class Trigger(NamedTuple):
    """A trigger (on PostgreSQL also a rewrite rule) on one of the tables or views."""

    kind: str
    name: str
    table: str


@dataclass(frozen=True, slots=True)
class Schema:
    """The relations of a database by name, its triggers, and, where migrations made it, the statements that do."""

    relations: dict[str, Relation]
    triggers: list[Trigger]
    statements: dict[str, str]


_EXPECTED: dict[str, Schema] = {}
"""Revision, database and its version -> the schema that the migrations make on it."""


def schema_faults(connection: Connection) -> Iterator[str]:
    """Where the schema is not what the migrations make, in plain words; needs the tables seen without as-of views."""
    try:
        expected = expected_schema(connection)
    except DBAPIError as error:
        reason = str(error.orig).strip().split("\n")[0]
        yield (
            f"the tables and views could not be compared with those that claimtrack makes ({reason}):"
            " audit as a user who may make temporary tables"
        )
        return
    actual = _described(connection, expected)
    for name, relation in expected.relations.items():
        there = actual.relations.get(name)
        if there != relation:
            state = "is missing" if there is None else "is not as claimtrack makes it"
            whose = f" of {relation.table}" if relation.table else ""
            todo = "restore a backup" if name in CORE else _REBUILD
            yield f"the {relation.kind} {name}{whose} {state}: {todo}"
    for trigger in actual.triggers:
        yield f"there is a {trigger.kind} {trigger.name} on {trigger.table}, and a ledger has none: {_REBUILD}"
    for table in misplaced(connection):
        yield f"the table {table} is not distributed as the others are: run claimtrack db distribute"


def restore_schema(connection: Connection) -> None:
    """Drop triggers, and make anew what is missing or not as the migrations make it. The history's tables stay."""
    expected = expected_schema(connection)
    actual = _described(connection, expected)
    sqlite = is_sqlite(connection)
    for trigger in actual.triggers:
        on = "" if sqlite else f" ON {_quoted(trigger.table)}"
        connection.exec_driver_sql(f"DROP {trigger.kind.upper()} {_quoted(trigger.name)}{on}")
    for name, relation in expected.relations.items():
        there = actual.relations.get(name)
        if there not in (None, relation) and name not in CORE and not name.startswith(_SHADOW):
            _drop(connection, name, there.kind)
    missing = _described(connection, expected).relations
    for name, statement in expected.statements.items():
        if name not in missing:
            connection.exec_driver_sql(statement)
    if misplaced(connection):
        distribute(connection)


def remake(connection: Connection, name: str) -> None:
    """Drop one table, damaged or not, and make it anew, empty."""
    _drop(connection, name, "table")
    connection.exec_driver_sql(expected_schema(connection).statements[name])


def _drop(connection: Connection, name: str, kind: str) -> None:
    cascade = "" if is_sqlite(connection) else " CASCADE"
    connection.exec_driver_sql(f"DROP {kind.upper()} IF EXISTS {_quoted(name)}{cascade}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def expected_schema(connection: Connection) -> Schema:
    """What the migrations make on this kind of database; made once for a process, and nothing of it stays."""
    version = f"{migrations.newest()} {connection.dialect.name} {connection.dialect.server_version_info}"
    if version not in _EXPECTED:
        _EXPECTED[version] = _expected_sqlite() if is_sqlite(connection) else _expected_postgresql(connection)
    return _EXPECTED[version]


def _expected_sqlite() -> Schema:
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            return _migrated(connection)
    finally:
        engine.dispose()


def _expected_postgresql(connection: Connection) -> Schema:
    nested = connection.begin_nested()
    try:
        connection.execute(text("SET LOCAL search_path = pg_temp"))
        return _migrated(connection)
    finally:
        nested.rollback()


def _migrated(connection: Connection) -> Schema:
    """Run the migrations, and describe what they made."""
    statements: dict[str, str] = {}

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if (create := _CREATE.match(statement.strip())) and create[1] != "alembic_version":
            statements.pop(create[1], None)
            statements[create[1]] = statement

    event.listen(connection, "before_cursor_execute", note)
    try:
        migrations.upgrade(connection)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    made = _described(connection, Schema({}, [], statements))
    left = {name: statement for name, statement in statements.items() if name in made.relations}
    return Schema({name: made.relations[name] for name in [*left, *(made.relations.keys() - left)]}, [], left)


def _described(connection: Connection, wanted: Schema) -> Schema:
    """The relations that `wanted` has statements for, with what belongs to them, and all triggers, as they are."""
    if is_sqlite(connection):
        return _described_sqlite(connection)
    names = {"names": list(wanted.statements)}
    relations = {
        row.name: Relation(_KINDS.get(row.kind, row.kind), "", row.definition or "")
        for row in connection.execute(text(_PG_TABLES), names)
    }
    for row in connection.execute(text(_PG_INDEXES), names):
        relations[row.name] = Relation("index", row.table, row.definition)
    triggers = [Trigger(*row) for row in connection.execute(text(_PG_TRIGGERS), names)]
    return Schema(relations, triggers, {})


def _described_sqlite(connection: Connection) -> Schema:
    relations: dict[str, Relation] = {}
    triggers: list[Trigger] = []
    rows = connection.execute(text("SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY name"))
    for kind, name, table, sql in rows:
        if kind == "trigger":
            triggers.append(Trigger(kind, name, table))
        elif not name.startswith(("sqlite_", "alembic_version")):
            definition = "" if name.startswith(_SHADOW) else " ".join((sql or "").split())
            relations[name] = Relation(kind, table if kind == "index" else "", definition)
    return Schema(relations, triggers, {})


_KINDS = {"r": "table", "v": "view", "m": "materialized view", "f": "foreign table", "p": "table"}
"""PostgreSQL's letters for kinds of relations."""

_PG_NAMED = "(SELECT to_regclass(quote_ident(name)) AS oid FROM unnest(CAST(:names AS text[])) AS name)"
_PG_TABLES = f"""SELECT c.relname AS name, CAST(c.relkind AS text) AS kind,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid)
  ELSE (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), l.collname,
    CASE WHEN a.attnotnull THEN 'NOT NULL' END, CAST(a.attgenerated AS text), CAST(a.attidentity AS text),
    pg_get_expr(d.adbin, d.adrelid)), ', ' ORDER BY a.attnum)
    FROM pg_attribute a LEFT JOIN pg_collation l ON l.oid = a.attcollation
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
  END || CASE WHEN c.relrowsecurity THEN ' row security' ELSE '' END AS definition
FROM pg_class c JOIN {_PG_NAMED} n ON n.oid = c.oid WHERE c.relkind NOT IN ('i', 'I') ORDER BY c.relname"""
_PG_INDEXES = f"""SELECT i.relname AS name, c.relname AS table,
  replace(replace(pg_get_indexdef(i.oid), ' ON ' || quote_ident(s.nspname) || '.', ' ON '), ' ON pg_temp.', ' ON ')
  || CASE WHEN x.indisvalid THEN '' ELSE ' invalid' END AS definition
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace s ON s.oid = c.relnamespace JOIN {_PG_NAMED} n ON n.oid = c.oid ORDER BY i.relname"""
_PG_TRIGGERS = f"""SELECT 'trigger' AS kind, t.tgname AS name, c.relname AS table
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN {_PG_NAMED} n ON n.oid = c.oid WHERE NOT t.tgisinternal
UNION ALL SELECT 'rule', r.rulename, c.relname
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN {_PG_NAMED} n ON n.oid = c.oid
WHERE r.rulename <> '_RETURN' ORDER BY 1, 2, 3"""


def file_faults(connection: Connection) -> Iterator[str]:
    """Where the pages of a SQLite file, its indexes or its search index are damaged; nothing on PostgreSQL.

    Works on a copy, so that nobody waits: the search index can only be checked by a connection that may write. In a
    write transaction, of which no copy can be made, on the file itself.
    """
    if not is_sqlite(connection):
        return
    driver: Any = connection.connection.dbapi_connection
    if connection.get_execution_options().get("claimtrack_write", False):
        yield from _check_file(driver)
        return
    try:
        with closing(sqlite3.connect("")) as copy:
            driver.backup(copy)
            yield from _check_file(copy)
    except sqlite3.Error as error:
        raise DatabaseTrouble(
            f"the search index could not be checked: {error}", "Is there room for a copy of the ledger in TMPDIR?"
        ) from error


def _check_file(database: sqlite3.Connection) -> Iterator[str]:
    answers = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
    if answers != ["ok"]:
        yield f"the file is damaged: restore a backup ({' '.join(answers[0].split())})"
    try:
        database.execute("INSERT INTO search_terms (search_terms) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        yield f"the search index does not hold the texts it was given: {_REBUILD}"
