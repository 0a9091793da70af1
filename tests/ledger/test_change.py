"""Changes: what leaves a trace and what leaves none, the clock, undoing, and what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from claimtrack.errors import BadInput, DatabaseTrouble, NeedsPerson
from claimtrack.ledger.audit import audit
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from claimtrack.ledger.lookup import get
from tests.ledger.random_changes import aside, core, shown, start, stored, typed
from tests.ledger.support import START, Clock, do, new_ledger


@pytest.fixture
def ledger(db_url: str) -> LedgerDatabase:
    made = new_ledger(db_url)
    start(made)
    return made


def found(ledger: LedgerDatabase, sql: str, **values: Any) -> Any:
    with ledger.reading() as connection:
        return connection.execute(text(sql), values).scalar_one_or_none()


def source(ledger: LedgerDatabase, name: str = "Aigul") -> str:
    return str(found(ledger, "SELECT id FROM source WHERE name = :name", name=name))


def body(ledger: LedgerDatabase, record: str) -> dict[str, Any] | None:
    with ledger.reading() as connection:
        return get(connection, record)


def test_a_dry_run_leaves_no_trace(ledger: LedgerDatabase) -> None:
    before = (core(ledger), stored(ledger))
    aigul = source(ledger)

    def action(change: Any) -> str:
        change.record([typed("story", name="Another"), typed("source", name="New", kind="person")])
        change.withhold(aigul, why="an order")
        return "seen"

    written = ledger.write(action, by="desk", kind="add", dry_run=True)
    assert (written.value, written.seq, written.digest) == ("seen", None, None)
    assert (core(ledger), stored(ledger)) == before


def test_an_action_that_writes_nothing_makes_no_change(ledger: LedgerDatabase) -> None:
    before = core(ledger)
    assert do(ledger, lambda change: change.record([typed("story", name="unrest")])).seq is None
    assert do(ledger, lambda change: change.edit(source(ledger), {"name": "Aigul"})).digest is None
    assert core(ledger) == before


def test_an_action_that_fails_leaves_no_trace(ledger: LedgerDatabase) -> None:
    before = (core(ledger), stored(ledger))

    def action(change: Any) -> None:
        change.record([typed("story", name="Another")])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do(ledger, action)
    assert (core(ledger), stored(ledger)) == before


def test_one_bad_record_of_several_leaves_no_trace(ledger: LedgerDatabase) -> None:
    before = (core(ledger), stored(ledger))
    with pytest.raises(BadInput) as refused:
        do(ledger, lambda change: change.record([typed("story", name="New"), typed("source", name="X", kind="planet")]))
    assert refused.value.problems
    assert (core(ledger), stored(ledger)) == before


def test_a_change_has_room_for_so_many_entries(ledger: LedgerDatabase) -> None:
    """The next one would bear a number of the next change."""
    before = core(ledger)

    def action(change: Change) -> None:
        change.appender.count = 2**24 - 1
        change.record([typed("story", name="The last that has room")])
        change.record([typed("story", name="One too many")])

    with pytest.raises(BadInput, match="at most 16,777,216 records"):
        do(ledger, action)
    assert core(ledger) == before


def test_nobody_cannot_write(ledger: LedgerDatabase) -> None:
    with pytest.raises(BadInput, match="nobody"):
        do(ledger, lambda change: change.void(source(ledger)), by="  ")


def test_the_head_and_every_link_are_kept(ledger: LedgerDatabase) -> None:
    written = [do(ledger, lambda change, n=n: change.record([typed("story", name=f"Story {n}")])) for n in range(3)]
    rows = core(ledger)
    assert [row[0] for row in rows["change"]] == [1, 2, 3, 4]
    assert [row[2] for row in rows["change"]][1:] == [row[1] for row in rows["change"]][:-1]
    assert [one.digest for one in written] == [row[1] for row in rows["change"]][1:]
    assert dict(rows["meta"])["head"] == written[-1].digest


def test_time_never_goes_back(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    first = found(ledger, "SELECT at FROM change WHERE seq = 1")
    slow = open_ledger(db_url, clock=lambda: START - timedelta(minutes=4))
    do(slow, lambda change: change.edit(source(slow), {"role": "clerk"}))
    assert found(ledger, "SELECT at FROM change WHERE seq = 2") == first
    sql = (
        "SELECT COUNT(DISTINCT COALESCE(e.at, c.at)) FROM entry e JOIN change c ON c.seq = e.number >> 24"
        " WHERE record = :id"
    )
    versions = found(ledger, sql, id=source(ledger))
    assert versions == 2
    assert audit(ledger).clean


def test_a_clock_five_minutes_behind_is_asked_about(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    before = core(ledger)
    slow = open_ledger(db_url, clock=lambda: START - timedelta(minutes=5))
    with pytest.raises(DatabaseTrouble, match="is this clock right") as refused:
        do(slow, lambda change: change.void(source(slow)))
    assert refused.value.exit_status == 3
    assert "--accept-clock" in refused.value.todo
    assert core(ledger) == before
    sure = open_ledger(db_url, clock=lambda: START - timedelta(minutes=5), accept_clock=True)
    assert do(sure, lambda change: change.void(source(sure))).seq == 2


def test_a_year_ahead_is_accepted_once(db_url: str) -> None:
    ledger = open_ledger(db_url, create=True, clock=lambda: START + timedelta(days=365))
    start(ledger)
    ahead = found(ledger, "SELECT at FROM change WHERE seq = 1")
    right = open_ledger(db_url, clock=Clock())
    with pytest.raises(DatabaseTrouble, match="is this clock right") as refused:
        do(right, lambda change: change.edit(source(right), {"role": "clerk"}))
    assert "until 2023-01-07 12:00 changes are then dated as that one, and nobody is asked again" in refused.value.todo
    with pytest.raises(RuntimeError, match="stop"):
        do(open_ledger(db_url, clock=Clock(), accept_clock=True), stop)
    with pytest.raises(DatabaseTrouble, match="is this clock right"):
        do(right, lambda change: change.edit(source(right), {"role": "clerk"}))
    accepted = open_ledger(db_url, clock=Clock(), accept_clock=True)
    do(accepted, lambda change: change.edit(source(accepted), {"role": "clerk"}))
    for role in ("judge", "minister"):
        do(right, lambda change, role=role: change.edit(source(right), {"role": role}))
    assert found(ledger, "SELECT COUNT(DISTINCT at) FROM change") == 1
    assert found(ledger, "SELECT MAX(at) FROM change") == ahead
    assert audit(ledger).clean
    further = open_ledger(db_url, clock=lambda: START + timedelta(days=400))
    do(further, lambda change: change.edit(source(further), {"role": "clerk"}))
    with pytest.raises(DatabaseTrouble, match="is this clock right"):
        do(right, lambda change: change.edit(source(right), {"role": "judge"}))


def stop(change: Change) -> None:
    raise RuntimeError("stop")


def test_a_zone_does_not_shift_what_is_recorded(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    assert found(ledger, "SELECT at FROM change") == "2022-01-07T12:00:01.000000Z"
    assert datetime(2022, 1, 7, 12, 0, 1, tzinfo=UTC) == START + timedelta(seconds=1)


def test_editing_tells_old_and_new(ledger: LedgerDatabase) -> None:
    aigul = source(ledger)
    assert do(ledger, lambda c: c.edit(aigul, {"role": "clerk"})).value == {"role": (None, "clerk")}
    assert do(ledger, lambda c: c.edit(aigul, {"role": None, "kind": "person"})).value == {
        "kind": ("organisation", "person"),
        "role": ("clerk", None),
    }
    assert body(ledger, aigul) == {"type": "source", "id": aigul, "name": "Aigul", "kind": "person"}


@pytest.mark.parametrize(
    "fields", [{"kind": "planet"}, {"type": "story"}, {"id": "a" * 24}, {"colour": "red"}, {"name": None}, {"name": ""}]
)
def test_a_bad_edit_is_refused_and_leaves_no_trace(ledger: LedgerDatabase, fields: dict[str, Any]) -> None:
    before = (core(ledger), stored(ledger))
    with pytest.raises(BadInput):
        do(ledger, lambda change: change.edit(source(ledger), fields))
    assert (core(ledger), stored(ledger)) == before


def test_void_and_restore(ledger: LedgerDatabase) -> None:
    aigul = source(ledger)
    was = body(ledger, aigul)
    do(ledger, lambda change: change.void(aigul))
    assert body(ledger, aigul) is None
    assert found(ledger, "SELECT COUNT(*) FROM source WHERE id = :id", id=aigul) == 0
    assert found(ledger, "SELECT state FROM record WHERE id = :id", id=aigul) == "void"
    for refused in (lambda c: c.void(aigul), lambda c: c.edit(aigul, {"role": "x"})):
        with pytest.raises(BadInput, match="void"):
            do(ledger, refused)
    do(ledger, lambda change: change.restore(aigul))
    assert body(ledger, aigul) == was
    with pytest.raises(BadInput, match="nothing to restore"):
        do(ledger, lambda change: change.restore(aigul))


def test_recording_what_somebody_voided_does_not_revive_it(ledger: LedgerDatabase) -> None:
    aigul = source(ledger)
    do(ledger, lambda change: change.void(aigul))
    again = typed("source", name="Aigul", kind="organisation")
    with pytest.raises((BadInput, NeedsPerson)):
        ledger.write(lambda change: change.record([again]), by="another", kind="add")
    assert found(ledger, "SELECT state FROM record WHERE id = :id", id=aigul) == "void"


def test_its_voider_revives_it_by_typing_it_again(ledger: LedgerDatabase) -> None:
    aigul = source(ledger)
    do(ledger, lambda change: change.void(aigul))
    do(ledger, lambda change: change.record([typed("source", name="Aigul", kind="organisation")]))
    assert found(ledger, "SELECT state FROM record WHERE id = :id", id=aigul) == "live"
    assert found(ledger, "SELECT kind FROM source WHERE id = :id", id=aigul) == "organisation"


def test_undo_puts_back_what_was_replaced_and_voids_what_was_made(ledger: LedgerDatabase) -> None:
    aigul, bulat = source(ledger), source(ledger, "Bulat")
    do(ledger, lambda change: change.void(bulat))
    before = shown(ledger)

    def action(change: Any) -> None:
        change.record([typed("source", name="New", kind="person")])
        change.edit(aigul, {"role": "clerk"})
        change.restore(bulat)
        change.edit(bulat, {"role": "judge"})

    do(ledger, action)
    do(ledger, lambda change: change.undo(3))
    after = shown(ledger)
    for view in ("source", "name", "membership", "search"):
        assert after[view] == before[view], view
    assert found(ledger, "SELECT state FROM record WHERE label = 'New'") == "void"
    assert found(ledger, "SELECT state FROM record WHERE id = :id", id=bulat) == "void"
    assert audit(ledger).clean
    do(ledger, lambda change: change.undo(4))
    assert (body(ledger, bulat) or {})["role"] == "judge"
    assert (body(ledger, aigul) or {})["role"] == "clerk"
    assert found(ledger, "SELECT state FROM record WHERE label = 'New'") == "live"


def test_undo_stops_at_what_was_written_since(ledger: LedgerDatabase) -> None:
    aigul = source(ledger)
    do(ledger, lambda change: change.edit(aigul, {"role": "clerk"}))
    do(ledger, lambda change: change.edit(aigul, {"role": "judge"}))
    before = core(ledger)
    with pytest.raises(NeedsPerson) as refused:
        do(ledger, lambda change: change.undo(2))
    assert refused.value.exit_status == 4
    assert aigul in refused.value.fits[0]
    assert core(ledger) == before


def test_there_is_nothing_to_undo_of_a_change_that_is_not_there_or_withheld(ledger: LedgerDatabase) -> None:
    ledger.write(lambda change: change.withhold(source(ledger), why="order"), by="desk", kind="withhold")
    for target in (0, 2, 99):
        with pytest.raises(BadInput, match="cannot be undone" if target == 2 else "nothing to undo"):
            do(ledger, lambda change, target=target: change.undo(target))


def test_a_conflict_is_flagged_and_the_next_edit_clears_it(ledger: LedgerDatabase) -> None:
    aigul = source(ledger)
    do(ledger, lambda change: change.edit(aigul, {"role": "clerk"}))
    do(ledger, lambda change: aside(change, aigul, 0))
    assert found(ledger, "SELECT conflict FROM record WHERE id = :id", id=aigul) == '{"role":["killed","clerk"]}'
    assert found(ledger, "SELECT heads FROM record WHERE id = :id", id=aigul) is not None
    assert (body(ledger, aigul) or {}) == {
        "type": "source",
        "id": aigul,
        "name": "Aigul",
        "kind": "organisation",
        "role": "killed",
    }
    do(ledger, lambda change: change.edit(aigul, {"role": "killed"}))
    assert found(ledger, "SELECT conflict FROM record WHERE id = :id", id=aigul) is None
    assert found(ledger, "SELECT heads FROM record WHERE id = :id", id=aigul) is None
    assert (body(ledger, aigul) or {})["role"] == "killed"
    assert audit(ledger).clean
