"""The connection that a command keeps: one for all that it does, and never one to what is not there any more."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Connection, Engine

import claimtrack
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from claimtrack.ledger.store import engine
from claimtrack.ledger.store.engine import writing_if_free
from tests.cli.program import done


@pytest.fixture
def connected() -> Iterator[list[object]]:
    """What was connected to, one for each time."""
    made: list[object] = []

    def note(driver: object, _record: object) -> None:
        made.append(driver)

    event.listen(Engine, "connect", note)
    yield made
    event.remove(Engine, "connect", note)


@pytest.fixture
def closed() -> Iterator[list[object]]:
    """What was closed again."""
    ended: list[object] = []

    def note(driver: object, *_: object) -> None:
        ended.append(driver)

    for name in ("close", "close_detached"):
        event.listen(Engine, name, note)
    yield ended
    for name in ("close", "close_detached"):
        event.remove(Engine, name, note)


@pytest.fixture
def kept(db_url: str, connected: list[object]) -> Iterator[LedgerDatabase]:
    """A ledger with two claims, opened to keep a connection."""
    done("--db", db_url, "story", "add", "Flood")
    done("--db", db_url, "add", "The gate gave way", "-s", "Ines Vale")
    ledger = open_ledger(db_url, keep=True)
    connected.clear()
    yield ledger
    ledger.close()


def claims(connection: Connection) -> int:
    """How many claims are seen."""
    return int(connection.execute(text("SELECT COUNT(*) FROM claim")).scalar_one())


def test_what_a_command_reads_it_reads_on_one_connection(
    db_url: str, connected: list[object], closed: list[object]
) -> None:
    """Where it writes too, it has one more; it has let go of both when it ends."""
    done("--db", db_url, "story", "add", "Flood")
    done("--db", db_url, "add", "The gate gave way", "-s", "Ines Vale")
    for most, line in (
        (2, ("add", "The gate stood open", "-s", "Ines Vale")),
        (1, ("list",)),
        (1, ("--as-of", "2100", "list")),
        (1, ("show", "The gate stood open")),
        (2, ("report", "--for", "public")),
        (1, ("report", "--for", "public")),
    ):
        connected.clear()
        closed.clear()
        done("--db", db_url, *line)
        assert len(connected) == len(closed) <= most, line


def test_a_ledger_opened_from_python_keeps_none(db_url: str, connected: list[object]) -> None:
    """As it says of itself."""
    ledger = claimtrack.open(db_url, user="desk")
    connected.clear()
    assert ledger.id == ledger.id
    assert len(connected) == 2


def test_it_is_closed_at_the_end(kept: LedgerDatabase, connected: list[object]) -> None:
    """And whoever goes on gets another."""
    assert kept.id == kept.id
    assert len(connected) == 0
    kept.close()
    assert kept.id == kept.id
    assert len(connected) == 1


def test_one_that_was_idle_for_long_is_not_used_again(
    kept: LedgerDatabase, connected: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may have been started anew meanwhile, or a copy of the ledger been put into its place."""
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.0)
    assert kept.id == kept.id
    assert len(connected) == 2


def test_a_file_put_in_the_place_of_another_is_read_at_once(tmp_path: Path) -> None:
    """What is written goes into the file that stands there, not into one that nobody sees any more."""
    for name in ("ours", "theirs"):
        done("--db", f"{name}.db", "story", "add", name)
    theirs = open_ledger("theirs.db").id
    ledger = open_ledger("ours.db", keep=True)
    assert ledger.id != theirs
    os.replace("theirs.db", "ours.db")  # noqa: PTH105
    assert ledger.id == theirs
    ledger.close()


def test_what_was_set_for_one_use_does_not_hold_for_the_next(kept: LedgerDatabase) -> None:
    """Neither the views of the past, nor that nobody is waited for, nor what was noted down of the connection."""
    with kept.pages(1) as page, page() as connection:
        assert claims(connection) == 0
    with kept.reading(change=1) as connection:
        assert claims(connection) == 0
        connection.info["claimtrack_noted"] = True
    with writing_if_free(kept._engine) as connection:
        waits = _lock_timeout(connection)
    with kept.reading() as connection:
        assert claims(connection) == 1
        assert "claimtrack_noted" not in connection.info
        assert _lock_timeout(connection) != waits


def _lock_timeout(connection: Connection) -> str:
    asked = "PRAGMA busy_timeout" if connection.dialect.name == "sqlite" else "SHOW lock_timeout"
    return str(connection.exec_driver_sql(asked).scalar_one())


def test_one_that_wrote_is_not_kept(kept: LedgerDatabase, connected: list[object]) -> None:
    """PostgreSQL may answer what was prepared before the COMMIT from the tables, past views that hide some of them."""
    with kept.maintaining() as connection:
        assert claims(connection) == 1
    assert connected == []
    with kept.reading():
        assert len(connected) == 1
