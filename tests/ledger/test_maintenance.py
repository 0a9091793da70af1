"""Backups, statistics and the log."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from claimtrack.actions.results import MOST_CHANGES
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.audit import audit
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from claimtrack.ledger.log import ENTRIES, log
from claimtrack.ledger.maintenance import TypeCount, backup, stats
from claimtrack.ledger.store.tables import PLACE_BITS, SCHEMA_REVISION
from tests.ledger.random_changes import aside, core, start, typed
from tests.ledger.support import UNREST, do, merge, new_ledger, take


def source(ledger: LedgerDatabase, name: str = "Aigul") -> str:
    with ledger.reading() as connection:
        return str(connection.execute(text("SELECT id FROM source WHERE name = :name"), {"name": name}).scalar_one())


# Backups


def test_a_backup_is_the_whole_ledger(sqlite_url: str, tmp_path: Path) -> None:
    ledger = new_ledger(sqlite_url)
    take(ledger, UNREST)
    size = backup(ledger, tmp_path / "copy.db")
    copy = open_ledger(tmp_path / "copy.db")
    assert size == (tmp_path / "copy.db").stat().st_size
    assert core(copy) == core(ledger)
    assert audit(copy, head=audit(ledger).head).clean
    do(ledger, lambda change: change.record([typed("story", name="Later")]))
    assert core(copy) != core(ledger)


def test_a_folder_takes_the_ledgers_own_name(sqlite_url: str, tmp_path: Path) -> None:
    ledger = new_ledger(sqlite_url)
    (tmp_path / "safe").mkdir()
    backup(ledger, tmp_path / "safe")
    assert [path.name for path in (tmp_path / "safe").iterdir()] == [Path(sqlite_url).name]


def test_nothing_is_overwritten_unless_asked(sqlite_url: str, tmp_path: Path) -> None:
    ledger = new_ledger(sqlite_url)
    start(ledger)
    there = tmp_path / "there.db"
    there.write_text("mine")
    with pytest.raises(BadInput, match="there already"):
        backup(ledger, there)
    assert there.read_text() == "mine"
    backup(ledger, there, replace=True)
    assert audit(open_ledger(there)).changes == 1
    with pytest.raises(BadInput, match="itself"):
        backup(ledger, sqlite_url, replace=True)


def test_a_backup_that_fails_leaves_nothing(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = new_ledger(sqlite_url)
    folder = tmp_path / "safe"
    folder.mkdir()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DatabaseTrouble, match="No space left"):
        backup(ledger, folder / "copy.db")
    assert list(folder.iterdir()) == []
    with pytest.raises(DatabaseTrouble, match="could not be copied"):
        backup(ledger, tmp_path / "missing" / "copy.db")


def test_a_backup_is_made_while_others_write(sqlite_url: str, tmp_path: Path) -> None:
    ledger = new_ledger(sqlite_url)
    start(ledger)
    writer = sqlite3.connect(sqlite_url, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM meta")
    backup(ledger, tmp_path / "copy.db")
    writer.execute("ROLLBACK")
    writer.close()
    assert audit(open_ledger(tmp_path / "copy.db")).clean


def test_postgresql_says_what_to_use_instead(pg_url: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        backup(new_ledger(pg_url), tmp_path / "copy.db")
    assert "pg_dump" in refused.value.todo
    assert "claimtrack export --format ledger" in refused.value.todo
    assert list(tmp_path.glob("copy*")) == []


# Statistics


def test_stats_count_what_there_is(db_url: str) -> None:
    ledger = new_ledger(db_url)
    empty = stats(ledger)
    assert (empty.types, empty.changes, empty.entries, empty.head, empty.first_at) == ((), 0, 0, None, None)
    start(ledger)
    do(ledger, lambda change: change.void(source(ledger, "Bulat")))
    do(ledger, lambda change: change.withhold(source(ledger, "Ministry"), why="an order"))
    found = stats(ledger)
    rows = core(ledger)
    assert found.types == (TypeCount("story", 1, 0, 0), TypeCount("source", 3, 1, 1), TypeCount("document", 1, 0, 0))
    assert (found.changes, found.entries, found.records) == (3, len(rows["entry"]), 5)
    assert (found.first_at, found.last_at, found.head) == (
        rows["change"][0][4],
        rows["change"][-1][4],
        rows["change"][-1][1],
    )
    assert found.revision == SCHEMA_REVISION
    assert found.ledger == ledger.id
    assert found.size > 10_000
    then = stats(open_ledger(db_url, as_of=rows["change"][0][4]))
    assert (then.changes, then.entries, then.head) == (1, 7, rows["change"][0][1])
    assert then.types[1] == TypeCount("source", 4, 0, 1)


def test_stats_never_show_a_password(pg_url: str) -> None:
    assert ":***@" in stats(new_ledger(pg_url)).location


# The log


def entries(ledger: LedgerDatabase, record: str | None = None, **options: Any) -> list[Any]:
    with ledger.reading() as connection:
        return log(connection, record, **{"limit": MOST_CHANGES, **options})


def test_the_log_is_newest_first(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    aigul = source(ledger)
    ledger.write(lambda change: change.edit(aigul, {"role": "clerk"}), by="ann", kind="edit", why="she was promoted")
    found = entries(ledger)
    rows = core(ledger)["change"]
    assert [(one.seq, one.at, one.digest) for one in found] == [(row[0], row[4], row[1]) for row in reversed(rows)]
    assert (found[0].by, found[0].kind, found[0].why, found[0].count, found[0].merged) == (
        "ann",
        "edit",
        "she was promoted",
        1,
        None,
    )
    (entry,) = found[0].entries
    assert (entry.op, entry.type, entry.record, entry.label, entry.fields) == (
        "set",
        "source",
        aigul,
        "Aigul",
        ("role",),
    )
    assert (entry.by, entry.why, entry.changes) == ("ann", "she was promoted", {})
    assert len(found[1].entries) == found[1].count == 7


def test_a_records_own_log_tells_old_and_new(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    aigul = source(ledger)
    do(ledger, lambda change: change.edit(aigul, {"role": "clerk"}))
    do(ledger, lambda change: change.record([typed("story", name="Beside the point")]))
    do(ledger, lambda change: change.edit(aigul, {"role": "judge", "described_as": "a judge"}))
    do(ledger, lambda change: change.void(aigul))
    do(ledger, lambda change: aside(change, aigul, 0))
    found = entries(ledger, aigul)
    assert [one.seq for one in found] == [6, 5, 4, 2, 1]
    assert [[entry.op for entry in one.entries] for one in found] == [["set"], ["void"], ["set"], ["set"], ["set"]]
    assert [one.entries[0].changes for one in found] == [
        {"role": ("judge", "killed")},
        {},
        {"described_as": (None, "a judge"), "role": ("clerk", "judge")},
        {"role": (None, "clerk")},
        {"kind": (None, "organisation"), "name": (None, "Aigul")},
    ]
    assert [one.entries[0].first for one in found] == [False, False, False, False, True]


def test_a_withheld_records_log_tells_nothing_of_it(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    aigul = source(ledger)
    do(ledger, lambda change: change.edit(aigul, {"role": "clerk"}))
    do(ledger, lambda change: change.withhold(aigul, why="an order"))
    found = entries(ledger, aigul)
    assert [entry.label for one in found for entry in one.entries] == ["withheld"] * 3
    assert all(entry.changes == {} for one in found for entry in one.entries)
    assert "Aigul" not in str(entries(ledger))


def test_the_log_is_paged_and_bounded(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    for n in range(6):
        do(ledger, lambda change, n=n: change.record([typed("story", name=f"Story {n}")]))
    assert [one.seq for one in entries(ledger, limit=3)] == [7, 6, 5]
    assert [one.seq for one in entries(ledger, limit=3, before=5)] == [4, 3, 2]
    assert [one.seq for one in entries(ledger, since=core(ledger)["change"][4][4])] == [7, 6, 5]
    assert entries(ledger, "a" * 24) == []


def test_every_change_lists_its_own_first_entries(db_url: str) -> None:
    """Whatever stands beside it: changes with few entries, as many as are listed, and more."""
    ledger = new_ledger(db_url)
    sizes = (1, 3, 9 * ENTRIES, ENTRIES, 1, ENTRIES + 1, ENTRIES, 2)
    for n, size in enumerate(sizes):
        stories = [typed("story", name=f"Story {n} {one}") for one in range(size)]
        do(ledger, lambda change, stories=stories: change.record(stories))
    rows = core(ledger)["entry"]
    for options in ({}, {"before": 7}, {"limit": 4}):
        for one in entries(ledger, **options):
            assert one.count == sizes[one.seq - 1]
            digests = [row[1].hex() for row in rows if row[0] >> PLACE_BITS == one.seq]
            assert [entry.digest for entry in one.entries] == digests[:ENTRIES]


def test_an_import_lists_its_first_entries_and_whose_they_are(new_db_url: Any) -> None:
    ledger, other = new_ledger(new_db_url()), new_ledger(new_db_url(), ahead=5)
    take(other, UNREST, by="colleague")
    report = merge(ledger, other)
    (found,) = entries(ledger)
    assert report is not None
    assert len(found.entries) == ENTRIES < found.count
    assert {entry.by for entry in found.entries} == {"colleague"}
    assert found.by == "desk"
    assert found.merged == {"ledger": other.id, "head": audit(other).head, "count": found.count}
