"""A COMMIT that breaks off: what was recorded is found out, and where it cannot be known, that is said."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from claimtrack.domain.records import FilePosition
from claimtrack.errors import CommitInDoubt, DatabaseTrouble
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.store import engine
from claimtrack.schema.nesting import expand
from tests.ledger.support import new_ledger

COMMIT = engine._commit


def record(ledger: LedgerDatabase) -> Written[None]:
    """Record a source."""

    def action(change: Change) -> None:
        change.record(expand("source", {"name": "Ines", "kind": "witness"}, FilePosition()))

    return ledger.write(action, by="ana", kind="add")


def doubt() -> CommitInDoubt:
    """What a COMMIT without an answer raises."""
    error = CommitInDoubt()
    error.__cause__ = OperationalError("COMMIT", {}, Exception("disk I/O error"))
    return error


def break_off(monkeypatch: pytest.MonkeyPatch, error: BaseException, *, made: bool) -> None:
    """Let every COMMIT break off with an error, before or after it is made."""

    def commit(connection: Any, transaction: Any) -> None:
        if made:
            COMMIT(connection, transaction)
        raise error

    monkeypatch.setattr(engine, "_commit", commit)


def test_made_but_not_answered(db_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change is found in the ledger: it was recorded, as if nothing had happened."""
    ledger = new_ledger(db_url)
    break_off(monkeypatch, doubt(), made=True)
    assert record(ledger).seq == 1
    assert (ledger.last_change(), ledger.recorded, ledger.in_doubt) == (1, [1], False)


def test_interrupted_after_it_was_made(db_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is broken off, and knows what it recorded."""
    ledger = new_ledger(db_url)
    break_off(monkeypatch, KeyboardInterrupt(), made=True)
    with pytest.raises(KeyboardInterrupt):
        record(ledger)
    assert (ledger.last_change(), ledger.recorded, ledger.in_doubt) == (1, [1], False)


def test_not_made(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a file of SQLite what is not there was not recorded."""
    ledger = new_ledger(sqlite_url)
    break_off(monkeypatch, doubt(), made=False)
    with pytest.raises(DatabaseTrouble, match="disk I/O error") as broken:
        record(ledger)
    assert broken.value.todo.startswith("Nothing was changed.")
    assert (ledger.last_change(), ledger.recorded, ledger.in_doubt) == (0, [], False)


def test_a_connection_that_is_lost(pg_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there yet may still come: it is not known, and it is said how to see."""
    ledger = new_ledger(pg_url)

    def commit(connection: Any, transaction: Any) -> None:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with ledger._engine.connect() as other:
            assert other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid}).scalar_one()
        COMMIT(connection, transaction)

    monkeypatch.setattr(engine, "_commit", commit)
    with pytest.raises(CommitInDoubt) as broken:
        record(ledger)
    assert "claimtrack log" in broken.value.todo
    assert (ledger.recorded, ledger.in_doubt) == ([], True)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), doubt()], ids=["interrupted", "unanswered"])
def test_not_made_and_the_ledger_cannot_be_read(
    sqlite_url: str, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is not known either."""
    ledger = new_ledger(sqlite_url)
    break_off(monkeypatch, error, made=False)

    def unreadable(_: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("disk I/O error"))

    monkeypatch.setattr("claimtrack.ledger.database.reading", unreadable)
    with pytest.raises(type(error)):
        record(ledger)
    assert (ledger.recorded, ledger.in_doubt) == ([], True)
