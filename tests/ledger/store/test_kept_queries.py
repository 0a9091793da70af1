"""What the tests keep of connections to PostgreSQL is as good as new, and reads what a new one would."""

from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.store.dialect import first_row
from claimtrack.ledger.store.engine import reading, writing
from tests.cli.program import done

SQL = "SELECT COUNT(*) AS number FROM story"
NAMES = "SELECT name, statement FROM pg_prepared_statements"


def counted(connection: Connection) -> int:
    row = first_row(connection, SQL)
    assert row is not None
    return int(row.number)


def prepared(connection: Connection) -> list[Any]:
    """The queries that the server holds prepared for the count."""
    return [row for row in connection.exec_driver_sql(NAMES) if row.statement == SQL]


def test_a_query_is_prepared_once_and_no_view_is_passed_by(pg_url: str) -> None:
    """Neither while a temporary view stands before its table nor once that is gone."""
    done("--db", pg_url, "story", "add", "Fire")
    engine = open_ledger(pg_url)._engine
    with reading(engine) as connection:
        assert counted(connection) == 1
        first = prepared(connection)
    for _ in range(2):  # at the first view of a connection its server looks for all tables anew
        with reading(engine) as connection:
            assert counted(connection) == 1
            connection.exec_driver_sql("CREATE TEMPORARY VIEW story AS SELECT 1 AS id WHERE 1 = 0")
            assert counted(connection) == 0
    done("--db", pg_url, "story", "add", "Flood")
    with reading(engine) as connection:
        assert counted(connection) == 2
        assert prepared(connection) == first
        assert len(first) == 1


def test_nothing_is_left_of_what_was_set(pg_url: str) -> None:
    """Neither settings nor locks nor what is temporary."""
    done("--db", pg_url, "story", "add", "Fire")
    engine = open_ledger(pg_url)._engine
    left = (
        "SELECT (SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'),"
        " (SELECT COUNT(*) FROM pg_class WHERE relname = 'scratch'), current_setting('work_mem')"
    )
    with engine.connect() as connection:
        usual = connection.exec_driver_sql(left).one()
        connection.exec_driver_sql("SET work_mem = '77MB'")
        connection.exec_driver_sql("SELECT pg_advisory_lock(77)")
        connection.exec_driver_sql("CREATE TEMPORARY TABLE scratch (id TEXT)")
        connection.commit()
        assert list(connection.exec_driver_sql(left).one()) == [1, 1, "77MB"]
    with engine.connect() as connection:
        assert connection.exec_driver_sql(left).one() == usual
    assert list(usual[:2]) == [0, 0]


def test_a_table_that_was_altered_is_read_as_it_is(pg_url: str) -> None:
    """By a connection that had read it before, too."""
    done("--db", pg_url, "story", "add", "Fire")
    engine = open_ledger(pg_url)._engine
    sql = "SELECT * FROM story_history"
    with reading(engine) as connection:
        before = first_row(connection, sql)
        with writing(engine) as other:
            pass
    with writing(engine) as other:
        other.exec_driver_sql("ALTER TABLE story_history ADD COLUMN colour TEXT")
    for _ in range(2):
        with reading(engine) as connection:
            row = first_row(connection, sql)
            assert row is not None
            assert before is not None
            assert len(row) == len(before) + 1
