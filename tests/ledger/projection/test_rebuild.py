"""Rebuilding changes nothing: the projection is the entries' own doing, whatever happened to them."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from sqlalchemy import text

from claimtrack.actions.ledger import rebuild_ledger
from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.audit import audit
from claimtrack.ledger.database import MUCH, LedgerDatabase, open_ledger
from claimtrack.ledger.maintenance import upgrade
from claimtrack.ledger.projection.project import COLUMNS
from claimtrack.ledger.projection.rebuild import rebuild
from claimtrack.ledger.search import search
from claimtrack.ledger.store import migrations
from tests.ledger.random_changes import Step, act, core, differences, examples, play, steps, stored
from tests.ledger.support import UNREST, do, merge, new_ledger, take, wiped
from tests.support.effort import FIXTURE


def rebuilt(ledger: LedgerDatabase) -> int:
    with ledger.maintaining() as connection:
        return rebuild(connection, ledger.zone)


def test_rebuilding_changes_nothing(db_url: str) -> None:
    ledger = new_ledger(db_url)

    @settings(max_examples=examples(db_url, 40, 8), suppress_health_check=FIXTURE)
    @given(steps())
    def holds(plan: list[Step]) -> None:
        fresh = wiped(ledger)
        play(fresh, plan)
        before = stored(fresh)
        assert audit(fresh).findings == []
        rebuilt(fresh)
        assert differences(before, stored(fresh)) == {}
        assert audit(fresh).findings == []

    holds()


def test_nor_after_imports(new_db_url: Callable[[], str]) -> None:
    ledger, other = new_ledger(new_db_url()), new_ledger(new_db_url(), ahead=3)
    take(ledger, UNREST)
    take(other, UNREST)
    play(other, [("source", 1, 2), ("speaks", 1, 2), ("withhold", 4, 0), ("void", 6, 0), ("edit", 3, 3)])
    play(ledger, [("merges", 0, 1), ("edit", 3, 2), ("edit", 1, 1), ("document", 1, 2)])
    merge(ledger, other)
    merge(other, ledger)
    for one in (ledger, other):
        before, history = stored(one), core(one)
        rebuilt(one)
        assert differences(before, stored(one)) == {}
        assert core(one) == history
        assert audit(one).findings == []


def test_an_edit_on_top_of_a_void_leaves_it_void(db_url: str) -> None:
    ledger = new_ledger(db_url)
    play(ledger, [("void", 2, 0), ("aside", 2, 1)])
    with ledger.reading() as connection:
        states = (
            connection.execute(text("SELECT state FROM record_history WHERE since > 1 ORDER BY since")).scalars().all()
        )
    assert states == ["void", "void"]
    before = stored(ledger)
    rebuilt(ledger)
    assert differences(before, stored(ledger)) == {}
    assert audit(ledger).clean


def test_an_emptied_projection_comes_back(db_url: str) -> None:
    ledger = new_ledger(db_url)
    take(ledger, UNREST)
    before = stored(ledger)
    with ledger.maintaining() as connection:
        for view in COLUMNS:
            connection.execute(text(f'DELETE FROM "{view}_history"'))
        sqlite = connection.dialect.name == "sqlite"
        emptied = (
            "INSERT INTO search_terms (search_terms) VALUES ('delete-all')" if sqlite else "DELETE FROM search_terms"
        )
        connection.execute(text(emptied))
    assert not audit(ledger).clean
    assert rebuilt(ledger) == before["record"].total()
    assert differences(before, stored(ledger)) == {}
    assert audit(ledger).clean


def test_one_goes_on_writing_after_it(db_url: str) -> None:
    ledger = new_ledger(db_url)
    take(ledger, UNREST)
    rebuilt(ledger)
    for step in (("note", 1, 0), ("edit", 5, 2), ("document", 1, 3), ("withhold", 4, 0)):
        do(ledger, lambda change, step=step: act(change, step))
    before = stored(ledger)
    assert audit(ledger).clean
    rebuilt(ledger)
    assert differences(before, stored(ledger)) == {}
    with ledger.reading() as connection:
        assert [hit.type for hit in search(connection, "Saule", limit=9)] == ["source", "document"]


def test_tables_of_another_layout_are_refused_until_upgraded(db_url: str) -> None:
    """Rows that this program takes for ended ones would open what is off the record."""
    take(new_ledger(db_url), UNREST)
    before = stored(open_ledger(db_url))
    with open_ledger(db_url).maintaining() as connection:
        connection.execute(text("UPDATE meta SET value = 'fresh' WHERE name = 'projection'"))
        connection.execute(text("UPDATE assertion_history SET until = 2147483647 WHERE until = 0"))
    with pytest.raises(DatabaseTrouble, match="not up to date"):
        open_ledger(db_url)
    assert upgrade(open_ledger(db_url, check=False))[2]
    assert differences(before, stored(open_ledger(db_url))) == {}


def test_a_stale_projection_is_refused_until_upgraded(db_url: str) -> None:
    take(new_ledger(db_url), UNREST)
    ledger = open_ledger(db_url)
    before = stored(ledger)
    with ledger.maintaining() as connection:
        connection.execute(text("UPDATE meta SET value = 'stale' WHERE name = 'projection'"))
        connection.execute(text("DELETE FROM claim_history"))
    with pytest.raises(DatabaseTrouble, match="not up to date") as refused:
        open_ledger(db_url)
    assert (refused.value.exit_status, "db upgrade" in refused.value.todo) == (3, True)
    stale = open_ledger(db_url, check=False)
    assert upgrade(stale) == (migrations.SCHEMA_REVISION, migrations.SCHEMA_REVISION, True)
    assert upgrade(stale) == (migrations.SCHEMA_REVISION, migrations.SCHEMA_REVISION, False)
    assert differences(before, stored(open_ledger(db_url))) == {}


def _record(ledger: LedgerDatabase, count: int) -> None:
    take(ledger, [{"type": "claim", "text": f"{number} boats sank"} for number in range(count)])


def test_the_server_knows_what_was_written(pg_url: str) -> None:
    """Of much that is written at once, and of a rebuilt projection: it would plan a search for empty tables, else."""

    def counted(made: LedgerDatabase) -> list[bool]:
        tables = ("entry", "search_terms", "record_history", "claim_history")
        sql = "SELECT reltuples > 0 FROM pg_class WHERE oid = CAST(:name AS regclass)"
        with made.reading() as connection:
            return [connection.execute(text(sql), {"name": name}).scalar_one() for name in tables]

    made = new_ledger(pg_url)
    _record(made, 1)
    assert counted(made) == [False] * 4
    assert rebuild_ledger(pg_url) == 1
    assert counted(made) == [True] * 4
    wiped(made)
    _record(made, MUCH)
    assert counted(made) == [True] * 4
