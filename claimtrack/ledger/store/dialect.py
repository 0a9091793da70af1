"""SQL that differs between SQLite and PostgreSQL, and statements that take lists: inserts, IN, the search index."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

_T = TypeVar("_T")
Values = Iterable[str] | Iterable[int] | Iterable[bytes]

CHUNK = 400
"""How many values one `IN (...)` holds: well below every limit of both databases."""


sqlite3.register_adapter(type(None), dict[None, None]().get)
sqlite3.register_adapter(bytes, bytes)
"""What gives NULL and bytes as they are: without one, Python looks for it at each value, which takes as long again."""


def is_sqlite(connection: Connection) -> bool:
    """Whether the connection is to SQLite (else it is PostgreSQL)."""
    return connection.dialect.name == "sqlite"


def lock_head(connection: Connection) -> None:
    """Wait until no other writer is at work, and keep others out until this transaction ends.

    On SQLite the transaction itself does.
    """
    if not is_sqlite(connection):
        connection.execute(text("SELECT value FROM meta WHERE name = 'head' FOR UPDATE"))


def insert_rows(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: list[tuple[Any, ...]],
    constants: Mapping[str, int] | None = None,
) -> None:
    """Insert `rows`, tuples in the order of `columns`, in one prepared statement; `constants` are the same for all."""
    if not rows:
        return
    same = constants or {}
    if len(rows) >= COPIED and not is_sqlite(connection):
        _copy_rows(connection, table, (*columns, *same), rows, tuple(same.values()))
        return
    named = ", ".join(f'"{column}"' for column in (*columns, *same))
    mark = "?" if is_sqlite(connection) else "%s"
    marks = ", ".join([*[mark] * len(columns), *map(str, same.values())])
    connection.exec_driver_sql(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', rows)


COPIED = 50
"""As many rows or more are copied into PostgreSQL, which costs a twentieth of inserting them."""

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]], same: tuple[int, ...]
) -> None:
    """Insert rows with COPY, in its text format; each row ends with `same`."""
    named = ", ".join(f'"{column}"' for column in columns)
    end = "".join(f"\t{value}" for value in same) + "\n"
    sql = f'COPY "{table}" ({named}) FROM STDIN'
    driver: Any = connection.connection.dbapi_connection
    module: Any = connection.dialect.loaded_dbapi
    try:
        with driver.cursor() as cursor, cursor.copy(sql) as copy:
            for some in chunks(rows, 1000):
                copy.write("".join(["\t".join(map(_copied, row)) + end for row in some]))
    except module.Error as error:
        raise DBAPIError.instance(sql, None, error, module.Error, dialect=connection.dialect) from error


def _copied(value: Any) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return "\\N"
    if type(value) is str:
        return value.translate(_ESCAPED) if not value.isprintable() or "\\" in value else value
    if type(value) is bytes:
        return "\\\\x" + value.hex()
    if type(value) is list:
        return "{" + ",".join(f'"{term}"' for term in value) + "}"
    return str(value)


def insert_terms(connection: Connection, rows: list[tuple[int, list[str]]]) -> None:
    """Index texts: the number of each, and the terms it is found by."""
    if not rows:
        return
    if is_sqlite(connection):
        insert_rows(
            connection, "search_terms", ("rowid", "terms"), [(number, " ".join(terms)) for number, terms in rows]
        )
    else:
        insert_rows(connection, "search_terms", ("id", "terms"), rows)


def delete_terms(connection: Connection, rows: Iterable[tuple[int, list[str]]]) -> None:
    """Take texts out of the index for good; SQLite, which keeps no copy of them, must be told their terms."""
    if is_sqlite(connection):
        sql = "INSERT INTO search_terms (search_terms, rowid, terms) VALUES ('delete', ?, ?)"
        for number, terms in rows:
            connection.exec_driver_sql(sql, (number, " ".join(terms)))
    else:
        execute_in(connection, "DELETE FROM search_terms WHERE id IN :values", [number for number, _ in rows])


def terms_match(connection: Connection, words: Sequence[str], *, any_of: bool = False) -> tuple[str, str, Any]:
    """How to ask the index for rows that hold all of these words, or `any_of` them.

    The column of `search_terms` (as `t`) with the text's number, the condition on it, and the value of its
    parameter `words`.
    """
    if is_sqlite(connection):
        return "rowid", "search_terms MATCH :words", (" OR " if any_of else " AND ").join(f'"{word}"' for word in words)
    return "id", f"t.terms {'&&' if any_of else '@>'} CAST(:words AS text[])", list(words)


def forget_terms(connection: Connection) -> None:
    """Merge the search index into one piece: until then SQLite keeps the terms of deleted rows in it."""
    if is_sqlite(connection):
        connection.execute(text("INSERT INTO search_terms (search_terms) VALUES ('optimize')"))


def chunks(items: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some


@lru_cache(maxsize=256)
def with_lists(sql: str, *names: str) -> TextClause:
    """A statement whose parameters `names` are lists, for `IN :name`."""
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in names))


def select_in(connection: Connection, sql: str, values: Values, **more: Any) -> Iterator[Any]:
    """Rows of `sql`, which holds `IN :values`, asked in chunks of the distinct values: ordered within each at most."""
    for some in chunks(dict.fromkeys(values)):
        yield from _rows(connection, *_in_driver_sql(connection, sql, some, more))


def select_with(connection: Connection, sql: str, **parameters: Any) -> Iterator[Any]:
    """Rows of `sql` with these parameters."""
    yield from _rows(connection, *_in_driver_sql(connection, sql, (), parameters))


def select_all(connection: Connection, asked: Iterable[tuple[str, Values]]) -> Iterator[Any]:
    """The rows of several statements with the same columns, each with `IN :values` and its values, in no order.

    They are asked together as far as their values are few: most of what a short statement costs is being asked.
    """
    together: list[tuple[str, list[Any]]] = []
    for sql, values in asked:
        for some in chunks(dict.fromkeys(values)):
            if sum(len(known) for _, known in together) + len(some) > CHUNK:
                yield from _all_rows(connection, together)
                together = []
            together.append((sql, some))
    yield from _all_rows(connection, together)


def _all_rows(connection: Connection, asked: Sequence[tuple[str, list[Any]]]) -> Iterator[Any]:
    """The rows of several statements in one."""
    parts = [_in_driver_sql(connection, sql, some, {}, f"part_{at}") for at, (sql, some) in enumerate(asked)]
    if not parts:
        return
    statement = " UNION ALL ".join([sql for sql, _ in parts])
    if is_sqlite(connection):
        yield from _rows(connection, statement, tuple([value for _, values in parts for value in values]))
    else:
        yield from _rows(connection, statement, {name: one[name] for _, one in parts for name in one})


def _rows(connection: Connection, statement: str, parameters: Any) -> Iterator[Any]:
    """The rows of a statement of the driver: tuples whose members have the names of the columns.

    SQLite is asked directly: what SQLAlchemy does around a short statement takes longer than the statement.
    """
    if not is_sqlite(connection):
        yield from connection.exec_driver_sql(statement, parameters)
        return
    driver: Any = connection.connection.dbapi_connection
    try:
        cursor = driver.execute(statement, parameters)
        yield from map(_row_type(tuple([column[0] for column in cursor.description])), cursor)
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error, dialect=connection.dialect) from error


@lru_cache(maxsize=512)
def _row_type(names: tuple[str, ...]) -> type[tuple[Any, ...]]:
    """A type of tuple whose members have these names; made much faster than a NamedTuple."""
    members = {name: property(itemgetter(number)) for number, name in enumerate(names)}
    return type("Row", (tuple,), {"__slots__": (), **members})


_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")


def _in_driver_sql(
    connection: Connection, sql: str, values: Sequence[Any], more: Mapping[str, Any], called: str = "values"
) -> tuple[str, Any]:
    """A statement with `IN :values` as the driver takes it, and its parameters, the values `called` so.

    SQLAlchemy would compile it anew for each number of values: most of what a short list costs. SQLite, which looks a
    named parameter up among all others, is given them in order.
    """
    if is_sqlite(connection):
        statement, wanted = _of_sqlite(sql)
        parameters: list[Any] = []
        for name in wanted:
            parameters += values if name == "values" else (more[name],)
        return statement.replace("\0", ", ".join("?" * len(values))), tuple(parameters)
    names = [f"{called}_{number}" for number in range(len(values))]
    listed = ", ".join([f"%({name})s" for name in names])
    return _of_postgresql(sql).replace("\0", listed), {**dict(zip(names, values, strict=True)), **more}


@lru_cache(maxsize=512)
def _of_sqlite(sql: str) -> tuple[str, list[str]]:
    """A statement with the parameters of its driver, and NUL inside the list of `:values`; their names, in order."""
    names = _PARAMETER.findall(sql)
    return _PARAMETER.sub("?", sql.replace(":values", "(\0)")), names


@lru_cache(maxsize=512)
def _of_postgresql(sql: str) -> str:
    """A statement with the parameters of its driver, and NUL inside the list that `:values` is."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%").replace(":values", "(\0)"))


def select_rows(connection: Connection, sql: str, values: Values) -> list[tuple[Any, ...]]:
    """The rows of `sql`, which holds `IN ({marks})`, as plain tuples: for very many rows."""
    mark = "?" if is_sqlite(connection) else "%s"
    rows: list[tuple[Any, ...]] = []
    for some in chunks(values):
        statement = sql.format(marks=", ".join([mark] * len(some)))
        rows.extend(driver_rows(connection, connection.exec_driver_sql(statement, tuple(some))))
    return rows


def driver_rows(connection: Connection, result: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a result as the driver gives them, one after the other: a thousand are in memory together."""
    module: Any = connection.dialect.loaded_dbapi
    try:
        while rows := result.cursor.fetchmany(1000):
            yield from rows
    except module.Error as error:
        raise DBAPIError.instance(None, None, error, module.Error, dialect=connection.dialect) from error
    result.close()


def execute_in(connection: Connection, sql: str, values: Values, **more: Any) -> None:
    """Run `sql`, which holds `IN :values` and gives no rows, in chunks of the values."""
    for some in chunks(values):
        connection.exec_driver_sql(*_in_driver_sql(connection, sql, some, more))


def run_all(connection: Connection, statements: Iterable[str]) -> None:
    """Run statements that take no parameters and give no rows; PostgreSQL is asked once for all of them."""
    if not is_sqlite(connection):
        connection.exec_driver_sql("; ".join(statements), execution_options={"no_parameters": True})
        return
    driver: Any = connection.connection.dbapi_connection
    sql = ""
    try:
        for sql in statements:
            driver.execute(sql)
    except sqlite3.Error as error:
        raise DBAPIError.instance(sql, None, error, sqlite3.Error, dialect=connection.dialect) from error


def read_stored(connection: Connection, sql: str, read: Callable[[Iterable[tuple[Any, ...]]], _T]) -> _T:
    """What `read` makes of the rows of `sql`, which come one after the other: for very many, of large texts.

    Where a text is no UTF-8, as in a damaged SQLite file, it is asked again, with texts `as_stored`.
    """
    if not is_sqlite(connection):
        rows = connection.execute(text(sql), execution_options={"yield_per": FETCHED})
        try:
            return read(map(tuple, rows))
        finally:
            rows.close()
    driver: Any = connection.connection.dbapi_connection
    try:
        return read(driver.execute(sql))
    except sqlite3.Error as error:
        if "decode" not in str(error):
            raise DBAPIError.instance(sql, None, error, sqlite3.Error, dialect=connection.dialect) from error
    with as_stored(connection):
        return read(driver.execute(sql))


FETCHED = 50
"""Rows that PostgreSQL hands over at a time: their bodies are in memory together."""


@contextmanager
def as_stored(connection: Connection) -> Iterator[None]:
    """Read text even where its bytes are no UTF-8, as in a damaged SQLite file: `stored_bytes` gives them back."""
    if not is_sqlite(connection):
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    before = driver.text_factory
    driver.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before


def stored_bytes(value: Any) -> bytes:
    """The bytes of a text that was read `as_stored`."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")
