"""Several processes at one ledger, and processes that are killed: whole changes only, none lost, one chain."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from claimtrack.ledger.audit import audit
from claimtrack.ledger.database import open_ledger
from tests.support.tree import ROOT

pytestmark = pytest.mark.whole

WRITERS = 8
NAMES = [f"writer {number}" for number in range(WRITERS)]
EACH = 8
KILLS = {"sqlite": 30, "postgres": 25}

Process = subprocess.Popen[str]


@pytest.fixture
def run() -> Callable[..., Process]:
    def start(*arguments: str) -> Process:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.ledger.writer", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def ended(process: Process) -> str:
    out, err = process.communicate(timeout=800)
    assert err == ""
    assert process.returncode == 0
    return out


def changes(url: str) -> list[str]:
    with open_ledger(url).reading() as connection:
        return [row.digest for row in connection.execute(text("SELECT digest FROM change ORDER BY seq"))]


def test_eight_write_at_once_while_one_reads(db_url: str, tmp_path: Path, run: Callable[..., Process]) -> None:
    open_ledger(db_url, create=True)
    stop = tmp_path / "stop"
    reader = run("read", db_url, str(stop))
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    acknowledged = ended(run("add", db_url, str(EACH), *NAMES)).split()
    stop.touch()
    assert int(ended(reader)) > 0  # held up for half a minute, it would have ended with an error
    assert len(acknowledged) == WRITERS * EACH
    assert sorted(acknowledged) == sorted(changes(db_url))
    report = audit(open_ledger(db_url))
    assert report.findings == []
    assert report.changes == WRITERS * EACH
    with open_ledger(db_url).reading() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM claim")).scalar_one() == WRITERS * EACH
        assert connection.execute(text("SELECT COUNT(*) FROM source")).scalar_one() == 1


def test_eight_make_one_ledger_at_once(db_url: str, run: Callable[..., Process]) -> None:
    acknowledged = ended(run("add", db_url, "1", *NAMES)).split()
    assert len(acknowledged) == WRITERS
    assert sorted(acknowledged) == sorted(changes(db_url))
    assert audit(open_ledger(db_url)).findings == []


@pytest.mark.parametrize("engine", KILLS)
def test_killed_at_any_moment(engine: str, request: pytest.FixtureRequest, run: Callable[..., Process]) -> None:
    url = str(request.getfixturevalue({"sqlite": "sqlite_url", "postgres": "pg_url"}[engine]))
    acknowledged = ended(run("killed", url, str(KILLS[engine]), "7")).split()
    report = audit(open_ledger(url))
    assert report.findings == []
    there = changes(url)
    assert len(acknowledged) > 5
    assert set(acknowledged) <= set(there)
    assert len(there) - len(acknowledged) <= KILLS[engine], "more than one change a writer that nobody heard of"
    with open_ledger(url).reading() as connection:
        sql = "SELECT COUNT(*) FROM claim c WHERE NOT EXISTS (SELECT 1 FROM assertion a WHERE a.claim = c.id)"
        assert connection.execute(text(sql)).scalar_one() == 0
