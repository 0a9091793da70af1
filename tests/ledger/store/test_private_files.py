"""A ledger and what lies beside it is its owner's alone, whatever the umask; and no folder is made unasked."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.maintenance import backup
from claimtrack.ledger.store.engine import writing
from claimtrack.safe_files import make_private_folder


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """The umask that hides nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    """The permission bits of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_ledger_and_its_journal(tmp_path: Path) -> None:
    place = tmp_path / "claims.db"
    ledger = open_ledger(place, create=True)
    assert rights(place) == 0o600
    with writing(ledger._engine) as connection:
        connection.execute(text("UPDATE meta SET value = 'x' WHERE name = 'head'"))
        assert rights(tmp_path / "claims.db-journal") == 0o600


def test_a_new_ledger_by_a_link(tmp_path: Path) -> None:
    """What a link leads to is made, and is as private."""
    (tmp_path / "link.db").symlink_to("claims.db")
    open_ledger(tmp_path / "link.db", create=True)
    assert rights(tmp_path / "claims.db") == 0o600
    assert (tmp_path / "link.db").is_symlink()


def test_the_rights_of_a_ledger_that_is_there_stay(tmp_path: Path) -> None:
    """A desk may have given its group the right to read it."""
    place = tmp_path / "claims.db"
    open_ledger(place, create=True)
    place.chmod(0o640)
    open_ledger(place, create=True)
    assert rights(place) == 0o640


def test_a_folder_of_ours(tmp_path: Path) -> None:
    """One that is there keeps its rights; those that are made above it are as private as itself."""
    make_private_folder(tmp_path / "data")
    assert rights(tmp_path / "data") == 0o700
    (tmp_path / "data").chmod(0o750)
    make_private_folder(tmp_path / "data" / "reviews" / "gate")
    assert rights(tmp_path / "data") == 0o750
    assert rights(tmp_path / "data" / "reviews") == 0o700
    assert rights(tmp_path / "data" / "reviews" / "gate") == 0o700


@pytest.mark.parametrize("replace", [False, True])
def test_a_backup(tmp_path: Path, replace: bool) -> None:
    copy = tmp_path / "copy.db"
    if replace:
        copy.write_bytes(b"old")
    backup(open_ledger(tmp_path / "claims.db", create=True), copy, replace=replace)
    assert rights(copy) == 0o600


@pytest.mark.parametrize("place", ["none/claims.db", "none/deeper/claims.db", "file/claims.db", "link.db"])
def test_a_missing_folder_is_not_made(tmp_path: Path, place: str) -> None:
    """It is said which folder is missing; a mistyped path leaves nothing behind."""
    (tmp_path / "file").touch()
    (tmp_path / "link.db").symlink_to("none/claims.db")
    before = set(tmp_path.rglob("*"))
    with pytest.raises(DatabaseTrouble, match="there is no folder") as refused:
        open_ledger(tmp_path / place, create=True)
    assert refused.value.todo == "Make the folder first, or give another with --db."
    assert set(tmp_path.rglob("*")) == before


def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    """The system's reason is given."""
    with pytest.raises(DatabaseTrouble, match="cannot be made: "):
        open_ledger("/proc/claims.db", create=True)
