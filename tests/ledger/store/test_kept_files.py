"""What keeps connections to SQLite files among the tests: nobody sees by one what a new one would not show."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.store import engine
from tests.cli.program import done, run
from tests.support.kept_files import MOST, KeptFiles, _file


def used(path: Path) -> object:
    """Read a ledger's stories as the program does: the driver's connection."""
    with open_ledger(path).reading() as connection:
        connection.execute(text("SELECT name FROM story")).all()
        return connection.connection.dbapi_connection


@pytest.fixture
def path(sqlite_url: str) -> Path:
    """A ledger with a story."""
    done("--db", sqlite_url, "story", "add", "Flood")
    return Path(sqlite_url)


def test_one_is_used_again(path: Path) -> None:
    """After it read, and after it wrote."""
    assert used(path) is used(path)
    done("--db", str(path), "story", "add", "Fire")
    assert done("--db", str(path), "story", "list").count("\n") == 3
    assert used(path) is used(path)


def test_a_damaged_file_is_read_anew(path: Path) -> None:
    """Whoever damaged it, however soon, and if its times are set back."""
    before = path.stat()
    done("--db", str(path), "story", "list")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Flood", b"Blood"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "Blood" in done("--db", str(path), "story", "list")


def test_a_file_damaged_within_a_tick_is_read_anew(path: Path, keeping_files: KeptFiles) -> None:
    """Where nothing tells that it was."""
    done("--db", str(path), "story", "list")
    path.write_bytes(path.read_bytes().replace(b"Flood", b"Blood"))
    for kept in keeping_files._idle:
        kept.left = _file(path)
    first = used(path)
    assert "Blood" in done("--db", str(path), "story", "list")
    assert used(path) is first


def test_another_file_in_its_place_is_opened(path: Path, tmp_path: Path) -> None:
    """And where none is there any more, none."""
    other = tmp_path / "other.db"
    done("--db", str(other), "story", "add", "Fire")
    other.replace(path)
    assert "Fire" in done("--db", str(path), "story", "list")
    path.unlink()
    assert run("--db", str(path), "story", "list").status == 3


def test_nothing_is_left_of_what_was_set(path: Path) -> None:
    """Neither settings nor views."""
    for statement in ("PRAGMA secure_delete = OFF", "CREATE TEMPORARY VIEW story AS SELECT 1 AS name"):
        with engine.make_engine(engine.Location.read(path)).connect() as connection:
            connection.exec_driver_sql(statement)
            changed = connection.connection.dbapi_connection
            connection.commit()
        with engine.make_engine(engine.Location.read(path)).connect() as connection:
            assert connection.connection.dbapi_connection is not changed


def test_few_are_kept(path: Path, tmp_path: Path, keeping_files: KeptFiles) -> None:
    """The oldest goes."""
    for number in range(MOST + 3):
        copy = tmp_path / f"{number}.db"
        copy.write_bytes(path.read_bytes())
        used(copy)
    assert [kept.path.name for kept in keeping_files._idle] == [f"{number}.db" for number in range(3, MOST + 3)]
