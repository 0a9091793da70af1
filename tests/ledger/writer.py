"""A program that writes to a ledger, for tests with several processes. `python -m tests.ledger.writer ROLE URL ...`.

`add URL COUNT NAME...` forks a process for each NAME, all at once. Each opens the ledger (makes it where there is none)
and makes COUNT changes, printing the digest of each once it is acknowledged. `read URL STOP` prints a line and reads
until the file STOP is there.
`killed URL KILLS SEED` forks a writer again and again and kills each with SIGKILL at a random moment; prints what was
acknowledged before.
"""

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from claimtrack.domain.records import FilePosition, Record
from claimtrack.ledger.audit import audit
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from claimtrack.ledger.store import engine
from claimtrack.ledger.write.write_context import Mode

LONGEST = 8
"""How many times what one change takes here a writer has at most, from when it begins to write."""


def write(ledger: LedgerDatabase, name: str, number: int, many: int = 1) -> str:
    """One change: some claims of one story by one source, each with its assertion and a note."""

    def claim(number_in_change: int) -> list[Record]:
        said = {"chain": [{"source": "AFP"}], "document": "https://example.org/a"}
        fields = {"text": f"{name} says {number}.{number_in_change}", "answer": {"figure": f"about {number}"}}
        outer = Record("claim", fields, FilePosition())
        return [outer, Record("assertion", said, FilePosition(), outer, "claim")]

    def action(change: Change) -> None:
        change.record([Record("source", {"name": "AFP", "kind": "news-agency"}, FilePosition())], mode=Mode.KEEP)
        change.record([record for part in range(many) for record in claim(part)], mode=Mode.KEEP)

    return str(ledger.write(action, by=name, kind="add").digest)


def add(url: str, count: str, *names: str) -> None:
    with TemporaryDirectory() as folder:  # a first ledger loads what all need: then they write at the same time
        write(open_ledger(str(Path(folder) / "first.db"), create=True), "parent", 0)
    context = get_context("fork")
    writers = [context.Process(target=_add, args=(url, int(count), name)) for name in names]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    sys.exit(max(abs(writer.exitcode or 0) for writer in writers))


def _add(url: str, count: int, name: str) -> None:
    engine.BUSY_SECONDS = 600  # on a slow machine the last of them waits long for its turn
    ledger = open_ledger(url, create=True)
    for number in range(count):
        acknowledge(sys.stdout.fileno(), write(ledger, name, number))


def acknowledge(pipe: int, digest: str) -> None:
    """Write a line in one piece: `print` writes its line break apart where Python does not buffer, and then two
    writers' lines become one."""
    os.write(pipe, digest.encode() + b"\n")


def read(url: str, stop: str) -> None:
    ledger = open_ledger(url)
    print("reading", flush=True)
    seen, reads = 0, 0
    while not Path(stop).exists():
        with ledger.reading() as connection:
            claims = connection.execute(text("SELECT COUNT(*) FROM claim")).scalar_one()
            made = connection.execute(text("SELECT COUNT(*) FROM entry WHERE type = 'claim'")).scalar_one()
        assert claims == made >= seen, (claims, made, seen)
        seen = claims
        reads += 1
        if reads % 10 == 0:
            report = audit(ledger)
            assert report.clean, report.findings
        time.sleep(0.01)
    print(reads, flush=True)


def killed(url: str, kills: str, seed: str) -> None:
    chance = random.Random(int(seed))
    # The first write loads what all need: then a child's life is spent writing.
    ledger = open_ledger(url, create=True)
    acknowledged = write(ledger, "parent", 0).encode() + b"\n"
    began = time.monotonic()
    acknowledged += write(ledger, "parent", 1).encode() + b"\n"
    longest = LONGEST * (time.monotonic() - began)
    for number in range(int(kills)):
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            ledger = open_ledger(url, clock=lambda: datetime.now(UTC))
            os.write(theirs, b"\n")
            for at in range(10_000):
                acknowledge(theirs, write(ledger, f"writer {number}", at, chance.choice((1, 1, 1, 60))))
            os._exit(1)
        os.close(theirs)
        os.read(ours, 1)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"the writer ended by itself: {status}"
        with os.fdopen(ours, "rb") as pipe:
            acknowledged += pipe.read()
    sys.stdout.write(acknowledged.decode())


if __name__ == "__main__":
    {"add": add, "read": read, "killed": killed}[sys.argv[1]](*sys.argv[2:])
