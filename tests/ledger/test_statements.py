"""No subquery of what a ledger is asked looks outside itself: distributed over nodes, PostgreSQL would refuse it.

What PostgreSQL says that a statement means is looked at, not its words: each statement of a ledger that is written and
read whole is shown by the server with the views in it put in place, and a column of the query around it is marked as
such. `tests/house/test_sql.py` looks at the words of those that are not run here.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.store.tables import READING_VIEWS
from tests.cli.program import done, run
from tests.support.whole_surface import answered, ask_in_python, reading_lines, record_demo, write_everything

_OUTER = re.compile(r":(?:varlevelsup|agglevelsup) [1-9]")
_RECURSIVE = ":hasRecursive true"


class Seen:
    """Every statement that the server was given, and what of it looks outside a subquery."""

    def __init__(self) -> None:
        self.statements: dict[str, bool] = {}
        self._now = ""

    def running(self, statement: str) -> None:
        """Take note of a statement before it runs."""
        self._now = " ".join(statement.split())
        self.statements.setdefault(self._now, False)

    def connected(self, driver: Any, _record: Any) -> None:
        """Ask the server to show what each statement of this connection means."""
        import psycopg

        if not isinstance(driver, psycopg.Connection):
            return
        found = self

        class NotingCursor(psycopg.Cursor[Any]):
            def execute(self, query: Any, *values: Any, **options: Any) -> Any:
                found.running(query)
                return super().execute(query, *values, **options)

            def executemany(self, query: Any, *values: Any, **options: Any) -> None:
                found.running(query)
                super().executemany(query, *values, **options)

        driver.cursor_factory = NotingCursor
        driver.add_notice_handler(self._told)
        driver.execute("SET debug_pretty_print = off")
        driver.execute("SET debug_print_rewritten = on")
        driver.execute("SET client_min_messages = log")
        driver.commit()

    def _told(self, notice: Any) -> None:
        tree = notice.message_detail or ""
        if _OUTER.search(tree) or _RECURSIVE in tree:
            self.statements[self._now] = True


@pytest.fixture(scope="module")
def seen(pg_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """All that a ledger was asked which was written and read with every verb."""
    from tests.support.postgres import Databases

    databases = Databases(pg_server)
    db, folder = databases.new(), tmp_path_factory.mktemp("surface")
    found = Seen()
    history = record_demo(folder)
    event.listen(Engine, "connect", found.connected)
    try:
        done("--db", db, "--user", "desk", "import", str(history))
        before = write_everything(db)
        for line in reading_lines(db, folder, before):
            assert answered(db, line)[0] in (0, 1), line
        done("--db", db, "export", "--format", "site", "-o", str(folder / "site"))
        ask_in_python(db, before)
        done("--db", db, "db", "rebuild")
        _damage(db)
        run("--db", db, "audit")
        yield found
    finally:
        event.remove(Engine, "connect", found.connected)
        databases.drop()


def _damage(db: str) -> None:
    """Make something for an audit to look into: a row and a text of no record, and a text whose terms are others."""
    with open_ledger(db).maintaining() as connection:
        connection.exec_driver_sql("INSERT INTO search_terms VALUES (5, ARRAY['stray'])")
        connection.exec_driver_sql("INSERT INTO story_history VALUES ('stray', 'Stray', 1, 0)")


def _of_a_ledger(statement: str) -> bool:
    """Whether a statement asks for more than what the database itself is."""
    return "pg_" not in statement.replace("pg_temp", "")


@pytest.mark.whole
def test_no_statement_looks_outside_its_subqueries(seen: Seen) -> None:
    assert len(seen.statements) > 400
    assert [text for text, outward in seen.statements.items() if outward and _of_a_ledger(text)] == []


def test_a_subquery_that_looks_outside_would_be_seen(pg_url: str) -> None:
    """Alone, in a view, and as a query that refers to itself."""
    found = Seen()
    event.listen(Engine, "connect", found.connected)
    outward = "SELECT id FROM claim c WHERE EXISTS (SELECT 1 FROM tag t WHERE t.target = c.id)"
    inward = "SELECT id FROM claim c WHERE c.id IN (SELECT target FROM tag)"
    recursive = "WITH RECURSIVE n AS (SELECT 1 AS i UNION SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n"
    try:
        with open_ledger(pg_url, create=True).reading() as connection:
            connection.exec_driver_sql(f"CREATE TEMPORARY VIEW tagged AS {outward}")
            for statement in (outward, inward, recursive, "SELECT * FROM tagged"):
                connection.exec_driver_sql(statement)
            for view in READING_VIEWS:
                connection.exec_driver_sql(f"SELECT * FROM {view}")
    finally:
        event.remove(Engine, "connect", found.connected)
    marked = [text for text, outward in found.statements.items() if outward and _of_a_ledger(text)]
    assert marked == [outward, recursive, "SELECT * FROM tagged"]
