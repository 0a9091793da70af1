"""Kill real commands at random moments and count what is lost: `python -m benchmarks.kills [--seed N] [--only NAME]`.

200 `add` and 100 `import` on SQLite, and 60 clients of PostgreSQL (40 `add`, 20 `import`), each ended by SIGKILL at a
moment between half and the whole of the time that it takes undisturbed. What a command acknowledged, by printing the id
or by ending well, must be there afterwards; a file is taken whole or not at all; and the ledger must pass its audit.
The exit status is 1 where that does not hold. The server is that of CLAIMTRACK_TEST_PG, else one that is started here.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CLAIMS = 400
"""Claims of a file that is imported."""
AUDITED = 50
"""The ledger is audited after so many kills, and at the end."""


@dataclass
class Count:
    """What the kills of one command came to."""

    kills: int = 0
    """Commands that the signal ended; the others had ended before it."""
    ended: int = 0
    acknowledged: int = 0
    recorded: int = 0
    """Commands that had recorded what they were to, acknowledged or not."""
    lost: int = 0
    """Acknowledged, and not there."""
    parts: int = 0
    """Files of which some claims are there and some not."""
    audits: int = 0
    faulty_audits: int = 0

    @property
    def fine(self) -> bool:
        """Whether nothing was lost and every audit was clean."""
        return not (self.lost or self.parts or self.faulty_audits)

    def row(self, name: str) -> str:
        """A row of the table."""
        cells = (self.kills, self.ended, self.acknowledged, self.recorded, self.lost, self.parts)
        return (
            f"| {name} | " + " | ".join(map(str, cells)) + f" | {self.audits - self.faulty_audits} of {self.audits} |"
        )


HEAD = """\
| command | killed | ended before | acknowledged | recorded | acknowledged and lost | taken in part | audits clean |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def start(db: str, *arguments: str) -> subprocess.Popen[str]:
    """A claimtrack process of its own."""
    command = [sys.executable, "-m", "claimtrack", "--db", db, "--user", "desk", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def done(db: str, *arguments: str) -> str:
    """Run a command that must end well; its output."""
    process = start(db, *arguments)
    out, errors = process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"claimtrack {' '.join(arguments)} ended with {process.returncode}:\n{errors}")
    return out


def seconds(db: str, *arguments: str) -> float:
    """How long a command takes that nobody disturbs."""
    began = time.monotonic()
    done(db, *arguments)
    return time.monotonic() - began


def killed(db: str, after: float, *arguments: str) -> tuple[bool, str]:
    """Start a command and kill it after so many seconds: whether it had ended by itself, and what it had printed."""
    process = start(db, *arguments)
    try:
        out, _ = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
    return process.returncode == 0, out


def audit(db: str, count: Count) -> None:
    """Audit the ledger."""
    process = start(db, "audit")
    process.communicate()
    count.audits += 1
    count.faulty_audits += process.returncode != 0


def kill_adds(db: str, kills: int, chance: random.Random) -> Count:
    """Kill so many `add`."""
    count = Count()
    usual = seconds(db, "add", "Claim of the measurement", "-s", "Mayor Ruiz", "--story", "Storm")
    acknowledged: dict[str, str] = {}
    while count.kills < kills:
        number = count.kills + count.ended
        line = ("add", f"Claim number {number}", "-s", "Mayor Ruiz", "--story", "Storm")
        ended, out = killed(db, usual * chance.uniform(0.5, 1.0), *line)
        count.ended += ended
        count.kills += not ended
        if out.strip():
            acknowledged[out.strip()] = f"Claim number {number}"
        if count.kills % AUDITED == 0 and not ended:
            audit(db, count)
    claims = {row["id"]: row["text"] for row in json.loads(done(db, "list", "--json"))}
    count.acknowledged, count.recorded = len(acknowledged), len(claims) - 1
    count.lost = sum(claims.get(id) != text for id, text in acknowledged.items())
    return count


def kill_imports(db: str, kills: int, chance: random.Random, folder: Path) -> Count:
    """Kill so many imports of files of CLAIMS claims, each in a story of its own."""
    count = Count()
    usual = seconds(db, "import", str(lines(folder, -1)))
    acknowledged: list[int] = []
    while count.kills < kills:
        number = count.kills + count.ended
        ended, out = killed(db, usual * chance.uniform(0.5, 1.0), "import", str(lines(folder, number)))
        count.ended += ended
        count.kills += not ended
        if ended or out.strip():
            acknowledged.append(number)
        if count.kills % AUDITED == 0 and not ended:
            audit(db, count)
    counted = {row["name"]: row["claims"] for row in json.loads(done(db, "story", "list", "--json"))}
    whole = [counted.get(f"Story {number}", 0) for number in range(count.kills + count.ended)]
    count.acknowledged, count.recorded = len(acknowledged), sum(found > 0 for found in whole)
    count.lost = sum(whole[number] != CLAIMS for number in acknowledged)
    count.parts = sum(found not in (0, CLAIMS) for found in whole)
    return count


def lines(folder: Path, number: int) -> Path:
    """A file of JSON Lines with a story and CLAIMS claims that no other file has."""
    items: list[dict[str, object]] = [{"type": "story", "name": f"Story {number}"}]
    for n in range(CLAIMS):
        claim = {"type": "claim", "text": f"Claim {n} of file {number}", "story": f"Story {number}"}
        items.append({**claim, "assertions": [{"chain": ["Somebody"]}]})
    path = folder / "file.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    return path


@contextmanager
def server() -> Iterator[str]:
    """The URL of a fresh database on a PostgreSQL server."""
    from tests.support.postgres import Databases, Provider

    provider = Provider(os.environ.get("CLAIMTRACK_TEST_PG"))
    try:
        url = provider.url()
        if url is None:
            raise SystemExit(f"there is no PostgreSQL server to test with: {provider.reason}")
        databases = Databases(url)
        try:
            yield databases.new()
        finally:
            databases.drop()
    finally:
        provider.stop()


def main() -> int:
    """Kill, count and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["add", "import", "postgresql"])
    given = parser.parse_args()
    chance = random.Random(given.seed)
    fine = True
    print(HEAD, flush=True)

    def told(name: str, db: str, count: Count) -> bool:
        audit(db, count)
        print(count.row(name), flush=True)
        return count.fine

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.only in (None, "add"):
            db = str(folder / "add.db")
            done(db, "story", "add", "Storm")
            fine &= told("`add`, SQLite", db, kill_adds(db, 200, chance))
        if given.only in (None, "import"):
            db = str(folder / "import.db")
            fine &= told("`import`, SQLite", db, kill_imports(db, 100, chance, folder))
        if given.only in (None, "postgresql"):
            with server() as db:
                done(db, "story", "add", "Storm")
                fine &= told("`add`, PostgreSQL", db, kill_adds(db, 40, chance))
                fine &= told("`import`, PostgreSQL", db, kill_imports(db, 20, chance, folder))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
