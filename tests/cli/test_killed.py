"""Real commands, killed at random moments or left unread: whole changes, every acknowledged one, nobody blocked."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from claimtrack.ledger.database import open_ledger
from tests.cli import program
from tests.cli.program import wait_until_full
from tests.support.tree import ROOT

pytestmark = pytest.mark.whole

CLAIMS = 1_500


def start(db: str, *arguments: str) -> subprocess.Popen[str]:
    """A claimtrack process of its own, its output piped."""
    return subprocess.Popen(
        [sys.executable, "-m", "claimtrack", "--db", db, "--user", "desk", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(db: str, *arguments: str) -> str:
    """Run a command in this process, which must succeed; its stdout. Only what is killed or waits is one apart."""
    return program.done("--db", db, "--user", "desk", *arguments)


def killed(db: str, after: float, *arguments: str) -> tuple[bool, str]:
    """Start a command and kill it after so many seconds. Whether it had ended well before, and what it had printed."""
    process = start(db, *arguments)
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    process.kill()
    out, _ = process.communicate(timeout=300)
    return process.returncode == 0, out


def lines(path: Path, number: int) -> Path:
    """A file of JSON Lines with CLAIMS claims that no other file has."""
    with path.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"type": "story", "name": f"Story {number}"}) + "\n")
        for n in range(CLAIMS):
            claim = {"type": "claim", "text": f"Claim {n} of file {number}", "assertions": [{"chain": ["Somebody"]}]}
            out.write(json.dumps(claim) + "\n")
    return path


def test_add_killed_at_random_moments(db_url: str) -> None:
    """Eight kills on each database: what was acknowledged is there, and the chain fits."""
    done(db_url, "story", "add", "Storm")
    chance = random.Random(5)
    acknowledged = []
    for n in range(8):
        ended, out = killed(db_url, chance.uniform(0.2, 1.4), "add", f"Claim number {n}", "-s", "Mayor Ruiz")
        if ended or len(out.strip()) == 24:
            acknowledged.append(out.strip())
    known = {row["id"] for row in json.loads(done(db_url, "list", "--json"))}
    assert set(acknowledged) <= known
    done(db_url, "audit")


def test_import_killed_at_random_moments(db_url: str, tmp_path: Path) -> None:
    """Seven kills on each database: a file is taken whole or not at all."""
    done(db_url, "story", "add", "Storm")
    chance = random.Random(11)
    taken = 0
    for n in range(7):
        file = lines(tmp_path / f"{n}.jsonl", n)
        ended, _ = killed(db_url, chance.uniform(0.3, 2.6), "import", str(file))
        counted = _claims(db_url, f"Story {n}")
        assert counted in (0, CLAIMS)
        assert counted == CLAIMS or not ended
        taken += counted
        if n == 3:
            done(db_url, "import", str(file))
            taken += CLAIMS - counted
    assert len(json.loads(done(db_url, "list", "--json"))) == taken
    done(db_url, "audit")


def _claims(db: str, story: str) -> int:
    """How many claims a story has, which need not be there."""
    sql = "SELECT COUNT(*) FROM claim c JOIN story s ON s.id = c.story WHERE s.name = :name"
    with open_ledger(db).reading() as connection:
        return int(connection.execute(text(sql), {"name": story}).scalar_one())


def test_a_reader_who_does_not_read_blocks_nobody(db_url: str, tmp_path: Path) -> None:
    """`list | less` stays open on page one while others write and read."""
    done(db_url, "import", str(lines(tmp_path / "many.jsonl", 0)))
    reader = start(db_url, "list")
    wait_until_full(reader)
    for n in range(3):
        done(db_url, "add", f"Written meanwhile {n}", "-s", "Mayor Ruiz", "--story", "Story 0")
    assert "Written meanwhile 2" in done(db_url, "list", "--source", "Mayor Ruiz")
    out, _ = reader.communicate(timeout=300)
    assert reader.returncode == 0
    assert "Claim 7 of file 0" in out
