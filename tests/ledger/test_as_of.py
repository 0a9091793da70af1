"""As-of shows the ledger as it was then, whatever happened since; withholding alone reaches into the past."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import text

from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger.database import open_ledger
from tests.ledger.random_changes import (
    NO_WITHHOLD,
    Step,
    act,
    differences,
    examples,
    play,
    shown,
    start,
    steps,
    stored,
    typed,
)
from tests.ledger.support import START, do, new_ledger, wiped
from tests.support.effort import FIXTURE


def test_as_of_is_the_ledger_as_it_was(db_url: str) -> None:
    ledger = new_ledger(db_url)

    @settings(max_examples=examples(db_url, 25, 6), suppress_health_check=FIXTURE)
    @given(steps(NO_WITHHOLD, most=10))
    def holds(plan: list[Step]) -> None:
        fresh = wiped(ledger)
        start(fresh)
        seen = {fresh.last_change(): shown(fresh)}
        for step in plan:
            try:
                fresh.write(lambda change, step=step: act(change, step), by="desk", kind="edit")
            except (BadInput, NeedsPerson):
                continue
            seen[fresh.last_change()] = shown(fresh)
        with fresh.reading() as connection:
            instants = {row.seq: row.at for row in connection.execute(text("SELECT seq, at FROM change"))}
        for seq, was in seen.items():
            then = open_ledger(db_url, as_of=instants[seq])
            assert differences(was, shown(then)) == {}, f"as of change {seq}"
            assert then.last_change() == seq

    holds()


def test_before_the_first_change_there_is_nothing(db_url: str) -> None:
    start(new_ledger(db_url))
    then = open_ledger(db_url, as_of="2021")
    assert then.last_change() == 0
    assert not any(shown(then).values())


def test_a_bare_date_is_the_end_of_that_day(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    assert open_ledger(db_url, as_of=START.date().isoformat()).last_change() == 1
    assert open_ledger(db_url, as_of=(START - timedelta(days=1)).date().isoformat()).last_change() == 0
    assert open_ledger(db_url, as_of="2022-01").last_change() == 1


def test_the_past_is_not_written_to(db_url: str) -> None:
    start(new_ledger(db_url))
    with pytest.raises(BadInput, match="past"):
        do(open_ledger(db_url, as_of="2022-01"), lambda change: change.record([typed("story", name="New")]))


@pytest.mark.parametrize("when", ["2022-13", "yesterday", "2022/..", ""])
def test_an_as_of_without_an_end_is_refused(sqlite_url: str, when: str) -> None:
    start(new_ledger(sqlite_url))
    with pytest.raises(BadInput, match="as-of"):
        open_ledger(sqlite_url, as_of=when)


def test_what_is_withheld_is_withheld_in_the_past_too(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    then = ledger.last_change()
    with ledger.reading() as connection:
        source = connection.execute(text("SELECT id FROM source WHERE name = 'Aigul'")).scalar_one()
        body = connection.execute(text("SELECT id FROM source WHERE name = 'Ministry'")).scalar_one()
    do(ledger, lambda change: change.edit(source, {"speaks_for": [{"source": body}]}))
    do(ledger, lambda change: change.withhold(source, why="an order"))
    for change in (then, then + 1):
        with ledger.reading(change=change) as connection:
            row = connection.execute(text("SELECT state, label FROM record WHERE id = :id"), {"id": source}).one()
            assert tuple(row) == ("withheld", "withheld")
            for view, column in (
                ("source", "id"),
                ("name", "record"),
                ("membership", "source"),
                ("canonical_source", "source"),
            ):
                sql = f"SELECT COUNT(*) FROM {view} WHERE {column} = :id"
                assert connection.execute(text(sql), {"id": source}).scalar_one() == 0, view


def test_reading_at_a_change_holds_still(new_db_url: Callable[[], str]) -> None:
    ledger = new_ledger(new_db_url())
    play(ledger, [("source", 1, 1), ("edit", 2, 2)])
    at = ledger.last_change()
    before = stored_at(ledger, at)
    play_on(ledger)
    assert stored_at(ledger, at) == before
    assert stored(ledger)["source"]


def stored_at(ledger: Any, change: int) -> Counter[Any]:
    with ledger.reading(change=change) as connection:
        return Counter(tuple(row) for row in connection.execute(text("SELECT * FROM record")))


def play_on(ledger: Any) -> None:
    for step in (("edit", 1, 3), ("note", 2, 0), ("source", 5, 3)):
        do(ledger, lambda change, step=step: act(change, step))
