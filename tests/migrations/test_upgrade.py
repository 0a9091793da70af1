"""Bringing an older ledger up to date: its history is kept to the byte, its projection is made anew, all or nothing."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from claimtrack.errors import DatabaseTrouble
from claimtrack.ledger.audit import audit
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.maintenance import upgrade
from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.tables import SCHEMA_REVISION
from claimtrack.resources import migrations_folder
from tests.ledger.random_changes import core, differences, stored
from tests.ledger.support import UNREST, new_ledger, take

NEWER = "9999_later"
REVISION = '''
"""A later revision: a core column more, and a projection table made anew."""
import sqlalchemy as sa
from alembic import op

revision = "9999_later"
down_revision = "0001_ledger"


def upgrade():
    op.add_column("meta", sa.Column("more", sa.Text()))
    op.execute("DROP VIEW note")
    op.execute("DROP TABLE note_history")
    op.create_table(
        "note_history",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "target", "text")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("since", "until")),
    )
    op.execute('CREATE VIEW "note" AS SELECT id, target, text FROM note_history WHERE until = 0')
    op.execute("UPDATE meta SET value = 'stale' WHERE name = 'projection'")
    FAULT
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program one revision ahead; the path of that revision."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations_folder(), folder)
    path = folder / "versions" / f"{NEWER}.py"
    path.write_text(REVISION.replace("FAULT", ""))
    monkeypatch.setattr(migrations, "migrations_folder", lambda: folder)
    monkeypatch.setattr(migrations, "SCHEMA_REVISION", NEWER)
    return path


@pytest.fixture
def older_url(db_url: str) -> str:
    take(new_ledger(db_url), UNREST)
    return db_url


def test_an_older_ledger_is_refused_then_upgraded(older_url: str, request: pytest.FixtureRequest) -> None:
    ledger = open_ledger(older_url)
    before, history, head = stored(ledger), core(ledger), audit(ledger).head
    request.getfixturevalue("later")
    with pytest.raises(DatabaseTrouble, match="older claimtrack") as refused:
        open_ledger(older_url)
    assert refused.value.todo == "Run: claimtrack db upgrade"
    assert upgrade(open_ledger(older_url, check=False)) == (SCHEMA_REVISION, NEWER, True)
    now = open_ledger(older_url)
    assert differences(before, stored(now)) == {}
    for table in ("entry", "change"):
        assert core(now)[table] == history[table]
    assert audit(now, head=head).findings == []
    assert upgrade(now) == (NEWER, NEWER, False)


def test_an_upgrade_that_fails_leaves_everything(older_url: str, later: Path) -> None:
    later.write_text(REVISION.replace("FAULT", "raise RuntimeError('half way')"))
    ledger = open_ledger(older_url, check=False)
    before, history = stored(ledger), core(ledger)
    with pytest.raises(RuntimeError, match="half way"):
        upgrade(ledger)
    assert differences(before, stored(ledger)) == {}
    assert core(ledger) == history
    with ledger.reading() as connection:
        assert migrations.revision_of(connection) == SCHEMA_REVISION


def test_a_newer_ledger_is_refused(older_url: str, later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert later.exists()
    upgrade(open_ledger(older_url, check=False))
    monkeypatch.undo()
    for attempt in (lambda: open_ledger(older_url), lambda: upgrade(open_ledger(older_url, check=False))):
        with pytest.raises(DatabaseTrouble, match="newer claimtrack"):
            attempt()


def test_what_is_no_ledger_is_not_upgraded(db_url: str) -> None:
    new_ledger(db_url)
    ledger = open_ledger(db_url)
    with ledger.maintaining() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(DatabaseTrouble, match="not a claimtrack ledger"):
        upgrade(open_ledger(db_url, check=False))
