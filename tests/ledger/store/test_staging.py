"""The temporary database: what it does when the disk is full."""

from pathlib import Path

import pytest

from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.store.staging import Staging

INSERT = "INSERT INTO a VALUES (?)"


def _fill(file: Path) -> None:
    with Staging("CREATE TABLE a (b TEXT);", file) as staging:
        staging.database.execute("PRAGMA max_page_count = 4")
        staging.database.execute(INSERT, ("x" * 100_000,))


def _fill_in_a_transaction(file: Path) -> None:
    with Staging("CREATE TABLE a (b TEXT);", file) as staging:
        staging.database.execute("PRAGMA max_page_count = 4")
        with staging.transaction():
            staging.database.execute(INSERT, ("x" * 100_000,))


@pytest.mark.parametrize("fill", [_fill, _fill_in_a_transaction])
def test_a_full_disk(tmp_path: Path, fill: object) -> None:
    """It is said in words, as of any file, and nothing is left behind."""
    assert callable(fill)
    with pytest.raises(DatabaseTrouble, match="full"):
        fill(tmp_path / "scratch")
    assert list(tmp_path.iterdir()) == []
