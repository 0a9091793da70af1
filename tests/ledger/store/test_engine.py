"""What PostgreSQL says is not there is told apart: a database, a role, a table, a column."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.store.engine import Location, explain, make_engine, reading, writing
from tests.ledger.support import new_ledger
from tests.support.tree import ROOT

EXTRA = 3
"""The number that SQLite gives for `synchronous = EXTRA`."""
HERE = Location.read("postgresql://desk/ledger")


def trouble(url: str) -> str:
    """Why a ledger cannot be opened."""
    with pytest.raises(DatabaseTrouble) as caught:
        open_ledger(url, create=True)
    return str(caught.value)


def test_no_such_database(pg_url: str) -> None:
    url = make_url(pg_url).set(database="nowhere_at_all").render_as_string(hide_password=False)
    assert trouble(url).startswith("there is no such database: ")


def test_no_such_role() -> None:
    """A server that asks for no password names the role; the driver gives no state with it."""
    refused = Exception(
        'connection failed: connection to server at "::1", port 5432 failed: FATAL:  role "x" does not exist'
    )
    assert str(explain(DBAPIError(None, None, refused), HERE)) == "there is no such user at postgresql://desk/ledger"


@pytest.mark.parametrize(
    ("sql", "what", "word"),
    [
        ("SELECT id FROM nothing_of_the_kind", "a table is missing from ", "nothing_of_the_kind"),
        ("SELECT colour FROM entry", "a column is missing from ", "colour"),
    ],
)
def test_what_a_statement_asks_for(pg_url: str, sql: str, what: str, word: str) -> None:
    ledger = new_ledger(pg_url)
    with pytest.raises(DatabaseTrouble) as caught, ledger.reading() as connection:
        connection.execute(text(sql))
    assert str(caught.value).startswith(what)
    assert word in str(caught.value)


def test_anything_else_is_given_as_it_is() -> None:
    """A function that is not there is neither, and the database's own words say so."""

    class Undefined(Exception):
        sqlstate = "42883"

    error = DBAPIError("SELECT f()", {}, Undefined("function f() does not exist"))
    told = str(explain(error, HERE))
    assert told == "the database postgresql://desk/ledger answered: function f() does not exist"


def test_sqlite_waits_for_the_disk(tmp_path: Path) -> None:
    """A change that was acknowledged survives a power cut. In a process of its own: in this one nothing waits."""
    lines = (
        "from claimtrack.ledger.database import open_ledger",
        "with open_ledger('claims.db', create=True).reading() as connection:",
        "    print(connection.exec_driver_sql('PRAGMA synchronous').scalar_one())",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    printed = subprocess.check_output([sys.executable, "-c", "\n".join(lines)], cwd=tmp_path, env=environment)
    assert int(printed) == EXTRA


def test_an_interrupted_write_leaves_no_journal(tmp_path: Path) -> None:
    """Ctrl-C within a statement while another is being read: the transaction is rolled back all the same."""

    class Interrupting:
        def __conform__(self, _protocol: object) -> str:
            raise KeyboardInterrupt

    path = tmp_path / "claims.db"
    new_ledger(str(path))
    engine = make_engine(Location(path, None))
    reads = []

    def write() -> None:
        with writing(engine) as connection:
            connection.execute(text("UPDATE meta SET value = 'other'"))
            reads.append(connection.execute(text("SELECT name FROM meta"), execution_options={"yield_per": 1}))
            connection.execute(text("UPDATE meta SET value = :value"), {"value": Interrupting()})

    with pytest.raises(KeyboardInterrupt):
        write()
    assert reads
    assert [file.name for file in tmp_path.iterdir()] == ["claims.db"]
    with reading(engine) as connection:
        assert "other" not in connection.execute(text("SELECT value FROM meta")).scalars().all()


def test_a_server_is_not_asked_what_its_driver_knows(pg_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first statement of ours: each takes as long. What is known so is what the server would say."""
    import psycopg

    asked: list[str] = []
    execute = psycopg.Cursor.execute

    def noting(cursor: Any, statement: Any, *values: Any, **options: Any) -> Any:
        asked.append(str(statement))
        return execute(cursor, statement, *values, **options)

    monkeypatch.setattr(psycopg.Cursor, "execute", noting)
    engine = make_engine(Location.read(pg_url))
    with reading(engine) as connection:
        number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
        level = connection.exec_driver_sql("SHOW transaction_isolation").scalar_one()
    kept = "SET SESSION AUTHORIZATION DEFAULT"  # a connection that another test had is put back before it is given
    settings, *rest = [statement for statement in asked if not statement.startswith(kept)]
    assert settings.startswith("SET lock_timeout")
    assert rest == ["SHOW server_version_num", "SHOW transaction_isolation"]
    dialect: Any = engine.dialect
    assert dialect.server_version_info == (number // 10_000, number % 10_000)
    assert (level, dialect._backslash_escapes) == ("repeatable read", False)
    with writing(engine) as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "read committed"


FAILS_AMONG_MANY = """
import sys
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from claimtrack.ledger.store.engine import Location, make_engine

with make_engine(Location.read(sys.argv[1])).connect() as connection:
    connection.execute(text("CREATE TEMPORARY TABLE numbers (number INTEGER PRIMARY KEY)"))
    try:
        connection.execute(text("INSERT INTO numbers VALUES (:n)"), [{"n": n % 1000} for n in range(3000)])
    except IntegrityError:
        print("refused")
"""


def test_the_driver_says_nothing_of_its_own(pg_url: str) -> None:
    """Of rows that are refused on their way to the server the caller is told, and standard error has no line of it."""
    command = [sys.executable, "-c", FAILS_AMONG_MANY, pg_url]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "refused\n", "")
