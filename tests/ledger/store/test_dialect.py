"""Rows as they are written are rows as they are read, however many, on both databases."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.store.dialect import COPIED, insert_rows, insert_terms
from claimtrack.ledger.store.tables import PLACE_BITS
from tests.ledger.support import new_ledger
from tests.support.effort import examples

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
AWKWARD = st.sampled_from(["\\", "\\N", "\\.", "\t", "\n", "\r", "\x01\x02", "", "{}", '"', "\\x00"])
COLUMNS = ("digest", "type", "record", "op", "at", "more", "salt", "body", "number")


@pytest.mark.parametrize("many", [1, COPIED])
def test_rows_come_back_as_they_were_written(db_url: str, many: int) -> None:
    ledger = new_ledger(db_url)

    @settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(TEXT | AWKWARD, min_size=5, max_size=5), st.binary(max_size=20), st.none() | TEXT | AWKWARD)
    def holds(texts: list[str], salt: bytes, more: str | None) -> None:
        rows: list[tuple[Any, ...]] = [
            (salt, texts[0], texts[1], texts[2], texts[3], more, salt or None, texts[4], (1 << PLACE_BITS) + number)
            for number in range(many)
        ]
        with ledger.maintaining() as connection:
            connection.execute(text("DELETE FROM entry"))
            insert_rows(connection, "entry", COLUMNS, rows)
            named = ", ".join(COLUMNS)
            read = connection.execute(text(f"SELECT {named} FROM entry ORDER BY number")).all()
        assert [tuple(row) for row in read] == rows

    holds()


def test_constants_are_those_of_every_row(db_url: str) -> None:
    ledger = new_ledger(db_url)
    for many in (2, COPIED):
        with ledger.maintaining() as connection:
            insert_rows(connection, "tag_history", ("id", "target", "name", "key"), [("i", "t", "n", "k")] * many, ENDS)
            sql = "SELECT DISTINCT since, until FROM tag_history"
            assert [tuple(row) for row in connection.execute(text(sql))] == [(7, 9)]


ENDS = {"since": 7, "until": 9}


def test_terms_are_copied_whole(pg_url: str) -> None:
    ledger = new_ledger(pg_url)
    with ledger.maintaining() as connection:
        insert_terms(connection, [(number, ["a", "x9c", str(number)]) for number in range(COPIED)])
        rows = connection.execute(text("SELECT id, terms FROM search_terms ORDER BY id"))
        assert [tuple(row) for row in rows] == [(number, ["a", "x9c", str(number)]) for number in range(COPIED)]


def test_what_the_database_refuses_is_told_in_its_words(pg_url: str) -> None:
    ledger = new_ledger(pg_url)
    rows = [(1, None)] * COPIED
    with pytest.raises(DatabaseTrouble, match="null value in column"), ledger.maintaining() as connection:
        insert_rows(connection, "entry", ("number", "digest"), rows)
