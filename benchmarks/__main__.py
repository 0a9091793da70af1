"""Measure the budgets and print them as a table: `python -m benchmarks [--claims N] [--runs N] [--only NAME ...]`.

Each figure is a ratio of whole processes run in turn, so that it means the same on another machine. Data and ledgers
are kept in a temporary folder and removed at the end. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import data
from benchmarks.timing import memory, pair, run, seconds

PYTHON = sys.executable
PROGRAM = (PYTHON, "-m", "claimtrack")
QUESTIONS = "SELECT question, COUNT(*), MIN(low_n), MAX(high_n) FROM claim_history GROUP BY question"


@dataclass
class Bench:
    """What the measurements share: the folder, the size, how often each pair runs, and what has been made so far."""

    folder: Path
    claims: int
    runs: int
    environment: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def lines(self, claims: int) -> Path:
        """The data as JSON Lines."""
        return data.write(self.folder / f"claims-{claims}.jsonl", claims)

    def ledger(self, claims: int) -> Path:
        """A ledger that holds the data, made once."""
        path = self.folder / f"ledger-{claims}.db"
        if not path.exists():
            run((*PROGRAM, "--db", str(path), "--user", "bench", "import", str(self.lines(claims))), self.environment)
        return path

    def fresh(self, name: str) -> Path:
        """A path at which no database is."""
        path = self.folder / name
        for each in self.folder.glob(name + "*"):
            each.unlink()
        return path

    def add(self, work: str, against: str, measured: str, budget: str) -> None:
        """Note a row of the table, and print it as it comes."""
        self.rows.append((work, against, measured, budget))
        print(f"| {work} | {against} | {measured} | {budget} |", flush=True)


def help_time(bench: Bench) -> None:
    """`--help` against importing click."""
    found = pair(lambda: (*PROGRAM, "--help"), lambda: (PYTHON, "-c", "import click"), bench.runs, bench.environment)
    bench.add("`claimtrack --help`", '`python -c "import click"`', f"{found.ratio:.2f}x its time", "at most 1.5x")


def add_time(bench: Bench) -> None:
    """One `add` on a large ledger against importing sqlalchemy."""
    ledger = bench.ledger(bench.claims)
    numbers: Iterator[int] = iter(range(10**6))

    def command() -> tuple[str, ...]:
        words = f"Bench claim {next(numbers)}"
        return (
            *PROGRAM,
            "--db",
            str(ledger),
            "--user",
            "bench",
            "add",
            words,
            "-s",
            "Source 2",
            "-i",
            "https://news.example/3",
        )

    found = pair(command, lambda: (PYTHON, "-c", "import sqlalchemy"), bench.runs, bench.environment)
    bench.add(
        f"`claimtrack add` on {bench.claims:,} claims",
        '`python -c "import sqlalchemy"`',
        f"{found.ratio:.2f}x its time",
        "at most 2x",
    )


def _import(bench: Bench, claims: int) -> Callable[[], tuple[str, ...]]:
    lines = bench.lines(claims)
    return lambda: (*PROGRAM, "--db", str(bench.fresh("import.db")), "--user", "bench", "import", str(lines))


def import_time(bench: Bench) -> None:
    """Import against sqlite-utils with full-text search, and against a bare script."""
    lines = bench.lines(bench.claims)
    peer = (
        "import sys; from sqlite_utils.cli import cli; db, lines = sys.argv[1:];"
        "cli(['insert', db, 'c', lines, '--nl', '--alter'], standalone_mode=False);"
        "cli(['enable-fts', db, 'c', 'text'], standalone_mode=False)"
    )
    found = pair(
        _import(bench, bench.claims),
        lambda: (PYTHON, "-c", peer, str(bench.fresh("peer.db")), str(lines)),
        max(1, bench.runs // 2),
        bench.environment,
    )
    bench.add(
        f"import of {bench.claims:,} claims ({seconds(found.a):.1f} s, {memory(found.a):.0f} MiB)",
        f"`sqlite-utils insert --nl` + `enable-fts` ({seconds(found.b):.1f} s)",
        f"{1 / found.ratio:.2f}x its speed",
        "at least 1.5x",
    )
    found = pair(
        _import(bench, bench.claims),
        lambda: (PYTHON, "-m", "benchmarks.bare", str(lines), str(bench.fresh("bare.db"))),
        max(1, bench.runs // 2),
        bench.environment,
    )
    bench.add(
        "the same", f"bare script ({seconds(found.b):.1f} s)", f"{1 / found.ratio:.2f}x its speed", "at least 0.5x"
    )


def export_time(bench: Bench) -> None:
    """Export against sqlite-utils rows of the same lines."""
    ledger = bench.ledger(bench.claims)
    peer_db = bench.folder / "rows.db"
    code = "import sys; from sqlite_utils.cli import cli; cli(sys.argv[1:], standalone_mode=False)"
    if not peer_db.exists():
        run(
            (PYTHON, "-c", code, "insert", str(peer_db), "c", str(bench.lines(bench.claims)), "--nl", "--alter"),
            bench.environment,
        )
    found = pair(
        lambda: (*PROGRAM, "--db", str(ledger), "export", "--format", "lines"),
        lambda: (PYTHON, "-c", code, "rows", str(peer_db), "c", "--nl"),
        max(1, bench.runs // 2),
        bench.environment,
    )
    bench.add(
        f"export of {bench.claims:,} claims ({seconds(found.a):.1f} s, {memory(found.a):.0f} MiB)",
        f"`sqlite-utils rows --nl` ({seconds(found.b):.1f} s)",
        f"{1 / found.ratio:.2f}x its speed",
        "at least 2x",
    )


def judgement_time(bench: Bench) -> None:
    """Each rule, and all disagreements, against one GROUP BY over every claim."""
    ledger = bench.ledger(bench.claims)
    codes = _rule_codes()
    plain = f"import sqlite3, sys; print(len(sqlite3.connect(sys.argv[1]).execute({QUESTIONS!r}).fetchall()))"
    start = run((*PROGRAM, "--db", str(ledger), "rule"), bench.environment).seconds
    bare = run((PYTHON, "-c", "import sqlite3"), bench.environment).seconds
    base = max(0.001, seconds([run((PYTHON, "-c", plain, str(ledger)), bench.environment) for _ in range(3)]) - bare)
    worst: list[tuple[float, str]] = []
    for name, arguments in (
        *((code, ("flags", "--select", code, "--exit-zero", "--jsonl")) for code in codes),
        ("disagreements", ("disagreements", "--jsonl")),
    ):
        took = run((*PROGRAM, "--db", str(ledger), *arguments), bench.environment).seconds - start
        worst.append((took / base, name))
    worst.sort(reverse=True)
    for ratio, name in worst[:4]:
        bench.add(
            f"`{name}` on {bench.claims:,} claims", "one full-table `GROUP BY`", f"{ratio:.1f}x its time", "at most 10x"
        )
    rest = worst[4:]
    if rest:
        bench.add(f"the other {len(rest)} rules", "the same", f"{rest[-1][0]:.1f}x to {rest[0][0]:.1f}x", "at most 10x")


def _rule_codes() -> list[str]:
    from claimtrack.rules.ledger import LEDGER_RULES

    return [rule.code for rule in LEDGER_RULES]


def growth(bench: Bench) -> None:
    """How import and export grow from a tenth to the whole: the exponent of time, and the memory."""
    small = bench.claims // 10
    for name, command in (
        ("import", lambda n: _import(bench, n)()),
        ("export", lambda n: (*PROGRAM, "--db", str(bench.ledger(n)), "export", "--format", "lines")),
    ):
        few, many = run(command(small), bench.environment), run(command(bench.claims), bench.environment)
        exponent = math.log(many.seconds / few.seconds) / math.log(10)
        bench.add(
            f"growth of {name}, {small:,} to {bench.claims:,} claims",
            "",
            f"exponent {exponent:.2f}, {few.memory:.0f} to {many.memory:.0f} MiB",
            "at most 1.1, 300 MiB",
        )


def site(bench: Bench) -> None:
    """A story as a site, from a tenth of the claims to the whole: the exponent of time, the memory, the pages."""
    small = bench.claims // 10
    runs = []
    for claims in (small, bench.claims):
        folder = bench.folder / f"site-{claims}"
        command = (*PROGRAM, "--db", str(bench.ledger(claims)), "export", "--format", "site", "-o", str(folder))
        runs.append(run(command, bench.environment))
        pages = sum(len(names) for _, _, names in os.walk(folder))
        shutil.rmtree(folder)
    few, many = runs
    exponent = math.log(many.seconds / few.seconds) / math.log(10)
    bench.add(
        f"site of {small:,} to {bench.claims:,} claims ({pages:,} files, {many.seconds:.0f} s)",
        "",
        f"exponent {exponent:.2f}, {few.memory:.0f} to {many.memory:.0f} MiB",
        "at most 1.1, 300 MiB",
    )


MEASURES: dict[str, Callable[[Bench], None]] = {
    "help": help_time,
    "add": add_time,
    "import": import_time,
    "export": export_time,
    "judgement": judgement_time,
    "growth": growth,
    "site": site,
}


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=list(MEASURES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimtrack-bench-") as folder:
        environment = {
            **os.environ,
            "HOME": folder,
            "XDG_CONFIG_HOME": folder,
            "XDG_DATA_HOME": folder,
            "PYTHONPATH": str(Path.cwd()),
        }
        bench = Bench(Path(folder), options.claims, options.runs, environment)
        print(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors\n")
        print("| work | against | measured | budget |\n| --- | --- | --- | --- |")
        for name in options.only or MEASURES:
            MEASURES[name](bench)


if __name__ == "__main__":
    main()
