"""Connections: how a database is opened, and a transaction begun and committed, on SQLite and on PostgreSQL.

SQLite keeps its rollback journal with `synchronous=EXTRA`: an acknowledged change survives a power cut, on network
folders too. Every write begins with BEGIN IMMEDIATE; only the COMMIT is retried when a reader is in the way.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL, Connection, Engine, ExceptionContext, RootTransaction, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import NullPool, Pool, QueuePool

from claimtrack.domain.urls import means_a_database
from claimtrack.errors import BadInput, CommitInDoubt, DatabaseTrouble
from claimtrack.ledger.store.dialect import asked_once, forget_answers
from claimtrack.ledger.store.tls import required_sslmode
from claimtrack.safe_files import DATABASE, expanded

registry.register("postgresql.claimtrack", "claimtrack.ledger.store.postgresql_dialect", "PostgresqlDialect")

BUSY_SECONDS = 30
"""How long a writer waits for another before it gives up."""
SYNCHRONOUS = "EXTRA"
"""When SQLite waits for the disk: a change that was acknowledged survives a power cut."""
MOST_PREPARED = 512
"""How many statements a connection to SQLite keeps prepared: more than a report asks, where one follows another."""
IDLE_SECONDS = 1.0
"""How long a connection that is kept may be idle and be used again: the file or the server behind it may be another."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a ledger is: a file (`path`) or a PostgreSQL `url`; exactly one of the two is set."""

    path: Path | None
    url: URL | None

    @classmethod
    def read(cls, text: str | os.PathLike[str]) -> Location:
        """A path, `postgres://...` or `postgresql://...`.

        Raises BadInput for what is meant as anything else, without its text: a password may stand anywhere in it.
        """
        written = os.fspath(text)
        if "\0" in written or not written.strip():
            raise BadInput("the name of the database is empty or holds a NUL", "Give a file name or a PostgreSQL URL.")
        if not means_a_database(written):
            return cls(expanded(written), None)
        scheme, _, rest = written.strip().partition("://")
        if not rest or scheme.lower().split("+")[0] not in ("postgres", "postgresql"):
            raise _not_a_location(scheme.lower() if rest else "", written)
        try:
            url = make_url("postgresql+psycopg://" + rest)
        except (ArgumentError, ValueError):
            raise BadInput(
                "the database URL cannot be read", "Write it as postgresql://user:password@host:5432/name."
            ) from None
        return cls(None, url)

    @property
    def shown(self) -> str:
        """The location as it may be printed: never a password."""
        if self.url is None:
            return str(self.path)
        secret = {name: "***" for name in self.url.query if "password" in name.lower()}
        shown = self.url.set(drivername="postgresql").update_query_dict(secret)
        return shown.render_as_string(hide_password=True)


def _not_a_location(scheme: str, written: str) -> BadInput:
    """Why what was written is refused: its scheme ("" for none) may be named, if it can be no more than that."""
    if written.strip().lower().startswith("sqlite"):
        return BadInput("a ledger in a file is named by its path, not by a URL", "Give the path alone: --db claims.db")
    if scheme.isalnum():
        return BadInput(
            f"claimtrack does not keep ledgers in {scheme!r} databases",
            "Give a file name, or a URL such as postgresql://desk@host/claims.",
        )
    return BadInput(
        "the name of the database is neither a file name nor a database URL",
        "Write a URL as postgresql://user:password@host:5432/name. A file of such a name is given as ./NAME.",
    )


def make_engine(location: Location, *, read_only: bool = False, keep: bool = False) -> Engine:
    """An engine for `location`. Connects to nothing yet, and never makes a SQLite file.

    With `read_only` the database refuses to write: `allow_views` lifts that where a transaction needs views of its own.
    With `keep` one connection is kept for the next use, until the engine is disposed of; else none is. Only what was
    rolled back at the end may be kept: with it goes what a transaction made for itself, such as temporary views. What
    commits, or sets something, detaches its connection.
    """
    pool: dict[str, Any] = {"poolclass": NullPool}
    if keep:
        pool = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": -1}
    if location.url is not None:
        engine = _postgresql(location.url, pool, read_only=read_only)
    else:
        assert location.path is not None
        engine = _sqlite(location.path, pool, mode="ro" if read_only else "rw")
    if keep:
        _keep(engine.pool, location.path)
    event.listen(engine, "before_cursor_execute", _changing)
    return engine


def _changing(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    """What was answered before does not hold after a statement that does not only read."""
    if not statement.lstrip().startswith(("SELECT", "WITH")):
        forget_answers(connection)


def _keep(pool: Pool, path: Path | None) -> None:
    """Use a kept connection again only while it is that of a new one: to the same file, and not idle for long."""

    def connected(_driver: Any, record: Any) -> None:
        record.info[_FILE] = _identity(path)

    def returned(_driver: Any, record: Any) -> None:
        file = record.info.get(_FILE)
        record.info.clear()  # what was noted down of it holds for one use
        record.info.update({_FILE: file, _RETURNED: time.monotonic()})

    def taken(_driver: Any, record: Any, _proxy: Any) -> None:
        since = record.info.pop(_RETURNED, None)
        if since is None:
            return
        if time.monotonic() - since > IDLE_SECONDS or record.info[_FILE] != _identity(path):
            raise DisconnectionError

    event.listen(pool, "connect", connected)
    event.listen(pool, "checkin", returned)
    event.listen(pool, "checkout", taken)


_FILE = "claimtrack_file"
_RETURNED = "claimtrack_returned"


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file stands at `path`; None where there is none."""
    with suppress(OSError):
        if path is not None:
            status = path.stat()
            return status.st_dev, status.st_ino
    return None


def _postgresql(url: URL, pool: dict[str, Any], *, read_only: bool) -> Engine:
    try:
        engine = create_engine(
            url.set(drivername="postgresql+claimtrack"),
            **pool,
            isolation_level="READ COMMITTED",
            # A statement that the server keeps would go on reading a table before which a temporary view is put later.
            connect_args={"connect_timeout": 10, "prepare_threshold": None},
            use_native_hstore=False,
        )
    except ImportError:
        raise DatabaseTrouble(
            "this installation cannot talk to PostgreSQL", "Install the extra: pip install 'claimtrack[postgres]'."
        ) from None
    event.listen(engine, "do_connect", _require_tls)
    event.listen(engine, "connect", _prepare_postgresql)
    if read_only:
        event.listen(engine, "connect", _refuse_writes)
    return engine


def _require_tls(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    if (mode := required_sslmode(options)) is not None:
        options["sslmode"] = mode


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        # The last is for Citus: what was written on one connection to a machine can be read on that one alone.
        cursor.execute(
            f"SET lock_timeout = '{BUSY_SECONDS}s'; SET TIME ZONE 'UTC';"
            " SET citus.multi_shard_modify_mode = 'sequential'"
        )
    connection.commit()


def _refuse_writes(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    connection.commit()


def allow_views(connection: Connection, allowed: bool) -> None:
    """Let a transaction of a read-only engine make temporary views, before it reads; not `allowed`: not from now on.

    SQLite always allows it; PostgreSQL takes it for writing.
    """
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"SET TRANSACTION READ {'WRITE' if allowed else 'ONLY'}")


def _sqlite(path: Path, pool: dict[str, Any], *, mode: str) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: connect_sqlite(path, mode), **pool)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _keep_when_interrupted)
    return engine


def _keep_when_interrupted(error: ExceptionContext) -> None:
    """Keep a connection that Ctrl-C came over: its transaction is rolled back then.

    Where it is given up, its journal stays beside the file, and the file copied without the journal could be damaged.
    """
    if not isinstance(error.original_exception, Exception):
        error.is_disconnect = False


def connect_sqlite(path: Path, mode: str) -> sqlite3.Connection:
    """A new connection to a file that is there: to read and write (`mode` "rw"), or to read only ("ro")."""
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(
        uri,
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=MOST_PREPARED,
    )
    connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def refuse_other_file(path: Path) -> None:
    """Refuse a file that is something else: SQLite takes one of less than a page for an empty database."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(DATABASE))
    except OSError:
        return
    if begins and begins != DATABASE:
        raise DatabaseTrouble(f"{path} is not a database", "Give another file with --db.")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("claimtrack_plain", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("claimtrack_write", False) else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection in a short read transaction, rolled back at the end. All its statements see one state."""
    with engine.connect() as connection:
        see_one_state(connection)
        with connection.begin() as transaction:
            with asked_once(connection):
                yield connection
            transaction.rollback()


def see_one_state(connection: Connection) -> None:
    """Let all statements of each transaction of a connection see one state, as in SQLite they always do."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a write transaction: committed at the end, rolled back when anything is raised.

    Raises CommitInDoubt when the COMMIT is not answered.
    """
    with engine.connect() as plain:
        plain.detach()
        connection = plain.execution_options(claimtrack_write=True)
        transaction = connection.begin()
        try:
            yield connection
            _commit(connection, transaction)
        except BaseException:
            if transaction.is_active:
                transaction.rollback()
            raise


@contextmanager
def writing_if_free(engine: Engine) -> Iterator[Connection]:
    """The same for what is not worth waiting for: a DBAPIError as soon as anybody is in the way."""
    with engine.connect() as plain:
        plain.detach()
        connection = plain.execution_options(claimtrack_write=True)
        if engine.dialect.name == "sqlite":
            driver: Any = connection.connection.dbapi_connection
            driver.execute(f"PRAGMA busy_timeout = {IN_THE_WAY}")
        with connection.begin():
            if engine.dialect.name != "sqlite":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {IN_THE_WAY}")
            yield connection


IN_THE_WAY = 100
"""Milliseconds that `writing_if_free` waits for others."""


def _commit(connection: Connection, transaction: RootTransaction) -> None:
    try:
        if connection.dialect.name == "sqlite":
            _commit_sqlite(connection)
        transaction.commit()
    except DBAPIError as error:
        if _is_refused(error):
            raise
        raise CommitInDoubt from error


def _is_refused(error: DBAPIError) -> bool:
    """Whether the database answered a COMMIT by undoing the transaction; else it broke off, and nobody knows."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
            sqlite3.SQLITE_FULL,
        )
    state = sqlstate(error)
    return not error.connection_invalidated and state != "" and state[:2] not in ("08", "57", "58", "XX")


def _commit_sqlite(connection: Connection) -> None:
    """COMMIT, again and again for BUSY_SECONDS while a reader holds the file: the change itself is not repeated."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.exec_driver_sql("COMMIT")
        except OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > give_up:
                raise
            time.sleep(0.05)
        else:
            # The driver's own commit, which SQLAlchemy calls next, finds nothing open and does nothing.
            return


def vacuum(engine: Engine) -> None:
    """Rewrite a SQLite file whole, without what was deleted from it; PostgreSQL does that by itself, in time."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect().execution_options(claimtrack_plain=True) as connection:
        connection.detach()  # the next line holds for this use alone
        connection.exec_driver_sql("PRAGMA temp_store = FILE")
        connection.exec_driver_sql("VACUUM")


def gather_statistics(engine: Engine, tables: Iterable[str]) -> None:
    """Let PostgreSQL look at what these tables hold: until it does, a minute later, it plans as if that were nothing.

    In a transaction of its own, which Citus asks for; where somebody is in the way it is left to the server. SQLite
    plans without.
    """
    if engine.dialect.name == "sqlite":
        return
    with suppress(DBAPIError), writing_if_free(engine) as connection:
        connection.exec_driver_sql("ANALYZE " + ", ".join(f'"{table}"' for table in tables))


RETRIED = ("40001", "40P01")
"""PostgreSQL's states for serialisation failure and deadlock: the action is run again."""


def sqlstate(error: DBAPIError) -> str:
    """The SQLSTATE of a PostgreSQL error, "" for others."""
    return getattr(error.orig, "sqlstate", None) or ""


def explain(error: DBAPIError, location: Location) -> DatabaseTrouble:
    """A database error as one plain sentence and what to do about it."""
    raw = str(error.orig or error).strip().split("\n")[0]
    low = raw.lower()
    where = location.shown
    for sign, what, todo in _PLAIN:
        if sign in low:
            return DatabaseTrouble(what.format(where=where), todo)
    if (missing := _MISSING.get(_what_is_missing(sqlstate(error), low))) is not None:
        what, todo = missing
        return DatabaseTrouble(what.format(where=where, raw=raw), todo)
    if sqlstate(error) == "55P03":
        return DatabaseTrouble(
            f"somebody else has been writing to {where} for {BUSY_SECONDS} seconds", "Try again in a moment."
        )
    return DatabaseTrouble(
        f"the database {where} answered: {raw}", "Nothing was changed. 'claimtrack audit' checks the ledger."
    )


def _what_is_missing(state: str, answer: str) -> str:
    """A key of `_MISSING`, "" for none. Of a refused connection the driver gives only PostgreSQL's words, no state."""
    refused = re.search(r'(database|role) ".*" does not exist', answer) if not state or state == "28000" else None
    return {"3D000": "database", "42P01": "table", "42703": "column"}.get(state, refused[1] if refused else "")


_NOT_A_LEDGER = "Is it a ledger, and of this version? 'claimtrack db upgrade' makes its tables those of this version."
_MISSING = {
    "database": ("there is no such database: {where}", "Check the URL, or have the database made."),
    "role": ("there is no such user at {where}", "Check the user name in the URL, or have the user made."),
    "table": ("a table is missing from {where}: {raw}", _NOT_A_LEDGER),
    "column": ("a column is missing from {where}: {raw}", _NOT_A_LEDGER),
}
"""What PostgreSQL says is not there -> what happened and what to do."""

_PLAIN = (
    ("file is not a database", "{where} is not a SQLite database", "Give the path of a ledger with --db."),
    ("malformed", "the file {where} is damaged", "Restore a backup; 'claimtrack audit' names what does not fit."),
    (
        "unable to open database file",
        "the ledger {where} cannot be opened",
        "Check that the folder exists and may be written to.",
    ),
    ("readonly database", "the ledger {where} is read-only", "Ask for write access, or write to a copy."),
    ("read-only", "the ledger {where} is read-only", "Ask for write access, or write to a copy."),
    ("disk is full", "the disk that holds {where} is full", "Nothing was changed. Free some space and try again."),
    ("no space left", "the disk that holds {where} is full", "Nothing was changed. Free some space and try again."),
    ("database is locked", "somebody else has been writing to {where} for 30 seconds", "Try again in a moment."),
    ("lock timeout", "somebody else has been writing to {where} for 30 seconds", "Try again in a moment."),
    ("password authentication failed", "{where} refused the user name or password", "Check the URL."),
    (
        "connection refused",
        "no PostgreSQL server answers at {where}",
        "Check that it runs and that the address is right.",
    ),
    (
        "permission denied",
        "{where} may not be used by this user",
        "Ask whoever runs the database for the right to read in it, and to write where you record.",
    ),
    (
        "does not support ssl",
        "{where} does not encrypt its connections, and it is on another machine",
        "Have TLS set up on the server. Where the network itself is safe, add sslmode=prefer to the URL.",
    ),
    ("could not translate host", "the host of {where} is not known", "Check the URL."),
    ("failed to resolve host", "the host of {where} is not known", "Check the URL."),
    ("timeout expired", "no PostgreSQL server answers at {where}", "Check that it runs and that the address is right."),
    (
        "connection timeout",
        "no PostgreSQL server answers at {where}",
        "Check that it runs and that the address is right.",
    ),
)
