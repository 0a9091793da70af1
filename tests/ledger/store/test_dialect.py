"""Rows as they are written are rows as they are read, however many, on both databases."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.store import dialect
from claimtrack.ledger.store.dialect import (
    MANY,
    MOST_KEPT,
    asked_once,
    execute_in,
    insert_rows,
    insert_terms,
    run_all,
    select_all,
    select_in,
    select_rows,
    select_tuples,
    select_with,
)
from claimtrack.ledger.store.tables import PLACE_BITS
from tests.ledger.support import new_ledger
from tests.support.effort import FIXTURE, examples

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
WORD = st.sampled_from(["set", "off-record", "007", "-", "null", "x"])
AWKWARD = st.sampled_from(["\\", "\\N", "\\.", "\t", "\n", "\r", "\x01\x02", "", "{}", '"', "\\x00"])
COLUMNS = ("digest", "type", "record", "op", "at", "more", "salt", "body", "number")


@pytest.mark.parametrize("many", [1, MANY])
def test_rows_come_back_as_they_were_written(db_url: str, many: int) -> None:
    ledger = new_ledger(db_url)

    @settings(max_examples=examples(12), suppress_health_check=FIXTURE)
    @given(
        st.lists(st.lists(TEXT | AWKWARD | WORD, min_size=5, max_size=5), min_size=1, max_size=3),
        st.binary(max_size=20),
        st.lists(st.none() | TEXT | AWKWARD | WORD, min_size=1, max_size=2),
    )
    def holds(texts: list[list[str]], salt: bytes, more: list[str | None]) -> None:
        """What is the same in all rows, and what is not, in turn or in the last one alone."""
        rows: list[tuple[Any, ...]] = []
        for number in range(many):
            some, noted = texts[number % len(texts)], more[number == many - 1 and -1]
            rows.append((salt, *some[:4], noted, salt or None, some[4], (1 << PLACE_BITS) + number))
        with ledger.maintaining() as connection:
            connection.execute(text("DELETE FROM entry"))
            insert_rows(connection, "entry", COLUMNS, rows)
            named = ", ".join(COLUMNS)
            read = connection.execute(text(f"SELECT {named} FROM entry ORDER BY number")).all()
        assert [tuple(row) for row in read] == rows

    holds()


def test_constants_are_those_of_every_row(db_url: str) -> None:
    ledger = new_ledger(db_url)
    for many in (2, MANY):
        with ledger.maintaining() as connection:
            insert_rows(connection, "tag_history", ("id", "target", "name", "key"), [("i", "t", "n", "k")] * many, ENDS)
            sql = "SELECT DISTINCT since, until FROM tag_history"
            assert [tuple(row) for row in connection.execute(text(sql))] == [(7, 9)]


ENDS = {"since": 7, "until": 9}


def test_terms_are_copied_whole(pg_url: str) -> None:
    ledger = new_ledger(pg_url)
    with ledger.maintaining() as connection:
        insert_terms(connection, [(number, ["a", "x9c", str(number)]) for number in range(MANY)])
        rows = connection.execute(text("SELECT id, terms FROM search_terms ORDER BY id"))
        assert [tuple(row) for row in rows] == [(number, ["a", "x9c", str(number)]) for number in range(MANY)]


def test_what_the_database_refuses_is_told_in_its_words(pg_url: str) -> None:
    ledger = new_ledger(pg_url)
    rows = [(1, None)] * MANY
    with pytest.raises(DatabaseTrouble, match="null value in column"), ledger.maintaining() as connection:
        insert_rows(connection, "entry", ("number", "digest"), rows)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that the driver was given by `select_with` and the others."""
    statements: list[str] = []

    def noted(connection: Connection, statement: str, parameters: Any) -> Any:
        statements.append(statement)
        return ASKED(connection, statement, parameters)

    monkeypatch.setattr(dialect, "_asked", noted)
    return statements


ASKED = dialect._asked
TAGS = "SELECT id, name FROM tag_history WHERE id IN :ids ORDER BY id"
COLUMNS_OF_TAG = ("id", "target", "name", "key", "since", "until")


def tags(*numbers: int) -> list[tuple[Any, ...]]:
    return [(f"i{number}", "t", f"n{number}", "k", 1, 0) for number in numbers]


def test_a_question_is_asked_once_in_a_transaction(db_url: str, asked: list[str]) -> None:
    ledger = new_ledger(db_url)
    with ledger.reading() as connection:
        asked.clear()
        for values in (("a",), ("a",), ("b",), ("a", "b"), ("a",)):
            assert list(select_with(connection, TAGS, {"ids": values})) == []
            assert list(select_tuples(connection, TAGS, {"ids": values})) == []
        assert len(asked) == 3
    with ledger.reading() as connection:
        assert list(select_with(connection, TAGS, {"ids": ("a",)})) == []
    assert len(asked) == 4


def test_what_was_answered_before_a_change_is_asked_anew(db_url: str) -> None:
    """Whatever makes it: rows written, a view put before a table, or a statement of SQLAlchemy's."""
    ledger = new_ledger(db_url)

    def seen(connection: Connection) -> list[str]:
        rows = [row.id for row in select_with(connection, TAGS, {"ids": ("i1", "i2", "i3")})]
        assert rows == [row[0] for row in select_rows(connection, BY_VALUES, ["i1", "i2", "i3"])]
        return rows

    with ledger.maintaining() as connection, asked_once(connection):
        assert seen(connection) == []
        insert_rows(connection, "tag_history", COLUMNS_OF_TAG, tags(1))
        assert seen(connection) == ["i1"]
        insert_rows(connection, "tag_history", COLUMNS_OF_TAG, tags(2, *range(100, 100 + MANY)))
        assert seen(connection) == ["i1", "i2"]
        execute_in(connection, "DELETE FROM tag_history WHERE id IN :values", ["i1"])
        assert seen(connection) == ["i2"]
        connection.execute(text("UPDATE tag_history SET id = 'i3' WHERE id = 'i2'"))
        assert seen(connection) == ["i3"]
        run_all(connection, ["CREATE TEMPORARY VIEW tag_history AS SELECT 'i1' AS id, 'n' AS name"])
        assert seen(connection) == ["i1"]
        run_all(connection, ["DROP VIEW tag_history"])
        assert seen(connection) == ["i3"]


BY_VALUES = "SELECT id FROM tag_history WHERE id IN :values ORDER BY id"


def test_long_answers_are_whole_and_not_kept(db_url: str, asked: list[str]) -> None:
    ledger = new_ledger(db_url)
    with ledger.maintaining() as connection:
        insert_rows(connection, "tag_history", COLUMNS_OF_TAG, tags(*range(MOST_KEPT + 1)))
        with asked_once(connection):
            asked.clear()
            for _ in range(2):
                rows = list(select_tuples(connection, "SELECT id FROM tag_history WHERE target = :t", {"t": "t"}))
                assert len(rows) == MOST_KEPT + 1
            ids = tuple(f"i{number}" for number in range(MOST_KEPT + 1))
            for _ in range(2):
                assert len(list(select_with(connection, TAGS, {"ids": ids}))) == MOST_KEPT + 1
            assert len(asked) == 4


def test_lists_are_as_long_as_they_are(db_url: str) -> None:
    """None of them holds nothing, and no text that looks like a parameter is one."""
    ledger = new_ledger(db_url)
    with ledger.maintaining() as connection:
        insert_rows(connection, "tag_history", COLUMNS_OF_TAG, tags(1, 2, 3))

        def found(condition: str, **values: Any) -> list[str]:
            sql = f"SELECT id FROM tag_history WHERE {condition} ORDER BY id"
            return [row.id for row in select_with(connection, sql, values)]

        assert found("id IN :ids", ids=()) == []
        assert found("id NOT IN :ids", ids=()) == ["i1", "i2", "i3"]
        assert found("id IN :ids AND name IN :names AND id <> :id", ids=("i1", "i2"), names=("n1", "n2"), id="i1") == [
            "i2"
        ]
        assert found("id IN :ids OR id IN :ids OR name = 'a:ids % 5'", ids=("i3",)) == ["i3"]
        assert list(select_in(connection, "SELECT id FROM tag_history WHERE id IN :values", [])) == []
        together = select_all(
            connection, [("SELECT id FROM tag_history WHERE id IN :values", [one]) for one in ("i2", "i9", "i1")]
        )
        assert sorted(row.id for row in together) == ["i1", "i2"]


def test_what_the_driver_refuses_is_told_as_sqlalchemy_tells_it(db_url: str) -> None:
    ledger = new_ledger(db_url)
    for ask in (select_with, select_tuples):
        with pytest.raises(DatabaseTrouble, match=r"a table is missing|no such table"), ledger.reading() as connection:
            list(ask(connection, "SELECT id FROM nowhere", {}))


def test_a_statement_that_was_asked_often_sees_the_views_made_since(db_url: str) -> None:
    """A driver that keeps statements on the server would have it read past what a view hides."""
    ledger = new_ledger(db_url)
    with ledger.maintaining() as connection:
        insert_rows(connection, "tag_history", COLUMNS_OF_TAG, tags(1))
        run_all(connection, ["CREATE TEMPORARY TABLE another (name TEXT)"])
        for _ in range(10):
            assert len(list(select_with(connection, TAGS, {"ids": ("i1",)}))) == 1
        run_all(connection, ["CREATE TEMPORARY VIEW tag_history AS SELECT 'i2' AS id, 'n' AS name"])
        assert list(select_with(connection, TAGS, {"ids": ("i1",)})) == []
