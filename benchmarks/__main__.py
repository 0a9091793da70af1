"""Measure the budgets and print them: `python -m benchmarks [--claims N ...] [--runs N] [--only NAME ...]`.

Each work is measured at each size as the user CPU of a whole process, beside what it is held against in the same run,
so that the ratio means the same on another machine. An exponent is that of CPU over the number of claims, from the
smallest size to the largest. Data and ledgers are kept in a temporary folder and removed at the end. Nothing here
passes or fails.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import math
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import data
from benchmarks.timing import Pair, Run, cpu, pair, run
from tests.support.postgres import Databases, Provider

PYTHON = sys.executable
PROGRAM = (PYTHON, "-m", "claimtrack")
SQLALCHEMY = (PYTHON, "-c", "import sqlalchemy")
SQLITE_UTILS = "import sys; from sqlite_utils.cli import cli; cli(sys.argv[1:], standalone_mode=False)"
PEER = (
    "import sys; from sqlite_utils.cli import cli; db, lines = sys.argv[1:];"
    "cli(['insert', db, 'c', lines, '--nl', '--alter'], standalone_mode=False);"
    "cli(['enable-fts', db, 'c', 'text'], standalone_mode=False)"
)
GROUPED = {
    "claims by question": "SELECT question, COUNT(*), MIN(low_n), MAX(high_n) FROM claim GROUP BY question",
    "assertions by claim": "SELECT claim, COUNT(*), MIN(origin), MAX(origin) FROM assertion GROUP BY claim",
}
"""A `GROUP BY` of each table that rules read; the ratios of rules are to the first, which costs less."""
FROM_ASSERTIONS = ("statuses", "disagreements", "unverified", "one-origin-only", "figure-updated")
"""What is worked out from assertions: its ratios are to both."""


@dataclass
class Bench:
    """What the measurements share: the folder, the sizes, how often each pair runs, and what has been made so far."""

    folder: Path
    sizes: tuple[int, ...]
    runs: int
    environment: dict[str, str] = field(default_factory=dict)
    started: float | None = None

    def lines(self, claims: int) -> Path:
        """The data as JSON Lines."""
        return data.write(self.folder / f"claims-{claims}.jsonl", claims)

    def ledger(self, claims: int) -> Path:
        """A ledger that holds the data, made once."""
        path = self.folder / f"ledger-{claims}.db"
        if not path.exists():
            self.run("--db", str(path), "--user", "bench", "import", str(self.lines(claims)))
        return path

    def copy(self, claims: int) -> Path:
        """A copy of that ledger, to be written to."""
        path = self.fresh("copy.db")
        shutil.copy(self.ledger(claims), path)
        return path

    def fresh(self, name: str) -> Path:
        """A path at which no database is."""
        path = self.folder / name
        for found in self.folder.glob(name + "*"):
            found.unlink()
        return path

    def run(self, *arguments: str) -> Run:
        """Run the program."""
        return run((*PROGRAM, *arguments), self.environment)

    def on(self, claims: int, *arguments: str) -> Run:
        """Run the program on the ledger of that size."""
        return self.run("--db", str(self.ledger(claims)), *arguments)

    def pair(self, a: Callable[[], Sequence[str]], b: Callable[[], Sequence[str]]) -> Pair:
        """Two commands in turn."""
        return pair(a, b, self.runs, self.environment)

    def measure(self, work: str, command: Callable[[int], Run], reach: str = "") -> list[Run]:
        """Measure a work at every size, print its row (CPU, exponent, memory, budget); the median run of each size."""
        runs = []
        for claims in self.sizes:
            taken = sorted((command(claims) for _ in range(self.runs)), key=lambda one: one.cpu)
            runs.append(taken[len(taken) // 2])
        times = " | ".join(f"{one.cpu:.2f} s" for one in runs)
        memory = max(one.memory for one in runs)
        print(f"| {work} | {times} | {self.exponent(runs)} | {memory:.0f} | {reach} |", flush=True)
        return runs

    def ratio(self, work: str, runs: Sequence[Run], beside: Sequence[Run], reach: str) -> None:
        """Print how many times the CPU of another work one takes, at each size."""
        ratios = " | ".join(f"{a.cpu / max(b.cpu, 0.001):.2f}x" for a, b in zip(runs, beside, strict=True))
        print(f"| {work} | {ratios} |  |  | {reach} |", flush=True)

    def exponent(self, runs: Sequence[Run]) -> str:
        """How CPU grows with the number of claims, the start of Python and of the program taken off."""
        if len(runs) < 2:
            return ""
        start = self.start()
        few, many = (max(0.001, one.cpu - start) for one in (runs[0], runs[-1]))
        return f"{math.log(many / few) / math.log(self.sizes[-1] / self.sizes[0]):.2f}"

    def start(self) -> float:
        """The CPU of starting without doing anything, measured once."""
        if self.started is None:
            self.started = cpu([run(SQLALCHEMY, self.environment) for _ in range(3)])
        return self.started

    def head(self, title: str) -> None:
        """Print the head of a table."""
        sizes = " | ".join(f"{claims:,}" for claims in self.sizes)
        print(f"\n## {title}\n\n| work | {sizes} | exponent | MiB | reach |")
        print("| --- " * (len(self.sizes) + 4) + "|", flush=True)


def start(bench: Bench) -> None:
    """What a small question costs on the largest ledger: help, one `add`, and questions before and after one."""
    claims = bench.sizes[-1]
    ledger = str(bench.copy(claims))
    numbers = iter(range(10**6))

    def on(*arguments: str) -> tuple[str, ...]:
        return (*PROGRAM, "--db", ledger, "--user", "bench", *arguments)

    def add() -> tuple[str, ...]:
        said = ("-s", "Source 2", "-i", "https://news.example/3", "--story", data.STORY)
        return on("add", f"Bench claim {next(numbers)}", *said)

    def after_add(*arguments: str) -> Callable[[], tuple[str, ...]]:
        def prepared() -> tuple[str, ...]:
            run(add(), bench.environment)
            return on(*arguments)

        return prepared

    few = ("list", "--limit", "50")
    allowed = ("flags", "--select", "no-reply-sought", "--exit-zero", "--jsonl")
    run(on(*allowed), bench.environment)
    report = ("report", "--story", data.SMALL_STORY)
    print(
        f"\n## A small question ({claims:,} claims)\n\n| work | against | measured | reach |\n| --- | --- | --- | --- |"
    )
    for work, command, against, name, reach in (
        ("`--help`", lambda: (*PROGRAM, "--help"), (PYTHON, "-c", "import click"), "import click", "1.5x"),
        ("`add`", add, SQLALCHEMY, "import sqlalchemy", "2x"),
        ("`list --limit 50`", lambda: on(*few), SQLALCHEMY, "import sqlalchemy", "2x"),
        ("the same after an `add`", after_add(*few), SQLALCHEMY, "import sqlalchemy", "2x"),
        ("`flags` that finds nothing, after an `add`", after_add(*allowed), SQLALCHEMY, "import sqlalchemy", "2x"),
        ("`report` of 100 claims", lambda: on(*report), SQLALCHEMY, "import sqlalchemy", "2x and what is printed"),
        ("the same after an `add`", after_add(*report), SQLALCHEMY, "import sqlalchemy", "2x and what is printed"),
    ):
        found = bench.pair(command, lambda against=against: against)
        print(f'| {work} | `python -c "{name}"` | {found.ratio:.2f}x | at most {reach} |', flush=True)


def bulk(bench: Bench) -> None:
    """Import, the same file again, export, audit, faults by the thousand, bytes a record."""
    bench.head("In bulk")

    def bring_in(claims: int) -> Run:
        return bench.run("--db", str(bench.fresh("import.db")), "--user", "bench", "import", str(bench.lines(claims)))

    def bare(claims: int) -> Run:
        database = str(bench.fresh("bare.db"))
        return run((PYTHON, "-m", "benchmarks.bare", str(bench.lines(claims)), database), bench.environment)

    def peer(claims: int) -> Run:
        return run((PYTHON, "-c", PEER, str(bench.fresh("peer.db")), str(bench.lines(claims))), bench.environment)

    def again(claims: int) -> Run:
        return bench.run("--db", str(bench.copy(claims)), "--user", "bench", "import", str(bench.lines(claims)))

    def rows(claims: int) -> Run:
        database = bench.folder / f"rows-{claims}.db"
        if not database.exists():
            lines = str(bench.lines(claims))
            run((PYTHON, "-c", SQLITE_UTILS, "insert", str(database), "c", lines, "--nl", "--alter"), bench.environment)
        return run((PYTHON, "-c", SQLITE_UTILS, "rows", str(database), "c", "--nl"), bench.environment)

    plain = bench.measure("bare script (`benchmarks/bare.py`)", bare)
    bench.measure("`sqlite-utils insert --nl` and `enable-fts`", peer)
    imported = bench.measure("import", bring_in, "300 MiB, exponent 1.05")
    bench.ratio("import beside the bare script", imported, plain, "2x")
    repeated = bench.measure("the same file again", again)
    bench.ratio("the same beside the import", repeated, imported, "1.2x")
    exported = bench.measure("export as JSON Lines", lambda n: bench.on(n, "export", "--format", "lines"), "300 MiB")
    printed = bench.measure("`sqlite-utils rows --nl`", rows)
    bench.ratio("export beside `sqlite-utils rows`", exported, printed, "1.5x")
    audited = bench.measure("audit", lambda n: bench.on(n, "audit"), "300 MiB")
    bench.ratio("audit beside the import", audited, imported, "1x")
    faulty = bench.measure("import of a file with a fault on every line", lambda n: _faulty(bench, n))
    bench.ratio("the same beside the import of the good file", faulty, imported, "2x")
    _bytes_a_record(bench)
    _on_postgresql(bench, imported)


def _faulty(bench: Bench, claims: int) -> Run:
    path = bench.folder / f"faulty-{claims}.jsonl"
    if not path.exists():
        with bench.lines(claims).open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
            for line in lines:
                out.write('{"colour":"red",' + line[1:])
    ledger = str(bench.fresh("faulty.db"))
    return run((*PROGRAM, "--db", ledger, "--user", "bench", "import", str(path)), bench.environment, allowed=(2,))


def _bytes_a_record(bench: Bench) -> None:
    sizes = []
    for claims in bench.sizes:
        path = bench.ledger(claims)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            records = connection.execute("SELECT COUNT(*) FROM record").fetchone()[0]
        sizes.append(f"{path.stat().st_size / records:,.0f}")
    print(f"| bytes a record | {' | '.join(sizes)} |  |  |  | 800 |", flush=True)


def _on_postgresql(bench: Bench, imported: Sequence[Run]) -> None:
    """The same import into PostgreSQL: the CPU of the client, without the server's."""

    provider = Provider(os.environ.get("CLAIMTRACK_TEST_PG"))
    url = provider.url()
    if url is None:
        print(f"(no PostgreSQL here: {provider.reason})")
        return
    databases = Databases(url)
    try:
        runs = bench.measure("import into PostgreSQL, the client", lambda claims: _into(bench, databases, claims))
        bench.ratio("the same beside SQLite", runs, imported, "1.5x")
    finally:
        databases.drop()
        provider.stop()


def _into(bench: Bench, databases: Databases, claims: int) -> Run:
    return bench.run("--db", databases.new(), "--user", "bench", "import", str(bench.lines(claims)))


def judgement(bench: Bench) -> None:
    """All flags, each rule, all disagreements, status of all: the first time, and after one `add`."""
    bench.head("Judgement of the whole ledger")
    quiet = ("--jsonl", "--exit-zero")

    def first(claims: int, *arguments: str) -> Run:
        return bench.run("--db", str(bench.copy(claims)), *arguments)

    def after_add(claims: int, *arguments: str) -> Run:
        first(claims, *arguments)
        ledger = ("--db", str(bench.folder / "copy.db"), "--user", "bench")
        said = ("-s", "Source 2", "-i", "https://news.example/3", "--story", data.STORY)
        bench.run(*ledger, "add", "One claim more", *said)
        return bench.run(*ledger, *arguments)

    opened = cpu([run((PYTHON, "-c", "import sqlite3"), bench.environment) for _ in range(3)])
    by_table = {}
    for name, sql in GROUPED.items():
        by_table[name] = [_grouped(bench, claims, sql, opened) for claims in bench.sizes]
        seconds = " | ".join(f"{one.cpu:.3f} s" for one in by_table[name])
        print(f"| one full-table `GROUP BY`, of {name} | {seconds} |  |  |  |", flush=True)
    plain = by_table["claims by question"]
    _worked_out(bench, by_table)
    all_flags = bench.measure("`flags`, first time", lambda n: first(n, "flags", *quiet), "exponent 1.05, 300 MiB")
    bench.measure("`flags`, after an `add`", lambda n: after_add(n, "flags", *quiet))
    bench.ratio(
        "first time beside the `GROUP BY`, for each of the rules",
        [Run((one.cpu - bench.start()) / len(_rule_codes()), 0, 0) for one in all_flags],
        plain,
        "10x",
    )
    bench.measure(
        "`disagreements`, first time", lambda n: first(n, "disagreements", "--jsonl"), "exponent 1.05, 300 MiB"
    )
    bench.measure("`disagreements`, after an `add`", lambda n: after_add(n, "disagreements", "--jsonl"))
    bench.measure("`list`, all, first time", lambda n: first(n, "list", "--jsonl"), "exponent 1.05, 300 MiB")
    bench.measure("`list`, all, after an `add`", lambda n: after_add(n, "list", "--jsonl"))
    nothing = first(bench.sizes[0], "flags", "--select", "void-and-edited", *quiet).cpu
    for code in _rule_codes():
        runs = [first(claims, "flags", "--select", code, *quiet) for claims in bench.sizes]
        ratios = " | ".join(
            f"{max(0, one.cpu - nothing) / base.cpu:.1f}x" for one, base in zip(runs, plain, strict=True)
        )
        print(
            f"| `{code}` beside the `GROUP BY`, output counted | {ratios} | {bench.exponent(runs)} |  | 10x |",
            flush=True,
        )


def _grouped(bench: Bench, claims: int, sql: str, opened: float) -> Run:
    """One `GROUP BY` of ten, without starting."""
    ten_times = (
        "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1]);"
        f"[connection.execute({sql!r}).fetchall() for _ in range(10)]"
    )
    ten = run((PYTHON, "-c", ten_times, str(bench.ledger(claims))), bench.environment)
    return Run(max(0.0001, (ten.cpu - opened) / 10), ten.seconds, ten.memory)


def _worked_out(bench: Bench, by_table: Mapping[str, Sequence[Run]]) -> None:
    """What follows from assertions, without starting, keeping and printing."""

    def part(claims: int, name: str) -> Run:
        return run((PYTHON, "-m", "benchmarks.worked_out", str(bench.ledger(claims)), name), bench.environment)

    for name in FROM_ASSERTIONS:
        runs = []
        for claims in bench.sizes:
            pairs = [(part(claims, name), part(claims, "nothing")) for _ in range(bench.runs)]
            taken = [Run(max(0.0, one.cpu - nothing.cpu), one.seconds, one.memory) for one, nothing in pairs]
            runs.append(sorted(taken, key=lambda one: one.cpu)[len(taken) // 2])
        seconds = " | ".join(f"{one.cpu:.2f} s" for one in runs)
        print(f"| all of {name}, worked out | {seconds} |  | {max(one.memory for one in runs):.0f} |  |", flush=True)
        for table, grouped in by_table.items():
            bench.ratio(f"the same beside the `GROUP BY` of {table}", runs, grouped, "10x")


def _rule_codes() -> list[str]:
    from claimtrack.rules.ledger import LEDGER_RULES

    return [rule.code for rule in LEDGER_RULES]


def drafts(bench: Bench) -> None:
    """A draft of about 1,000 words held against the ledger."""
    bench.head("A draft of 1,000 words")
    draft = bench.folder / "draft.md"
    said = (
        f"Source {n} said that {40 + n % 20} {data.WHAT[n % 5]} in {data.PLACES[n % 10]} on day {n}, and nothing more."
        for n in range(60)
    )
    draft.write_text("\n\n".join(said) + "\n", "utf-8")

    def first(claims: int) -> Run:
        return bench.run("--db", str(bench.copy(claims)), "check", str(draft), "--exit-zero")

    bench.measure("`check`, first time", first)
    for claims in bench.sizes:
        bench.on(claims, "check", str(draft), "--exit-zero")
    bench.measure("`check`", lambda n: bench.on(n, "check", str(draft), "--exit-zero"), "2x the smallest, 300 MiB")


def site(bench: Bench) -> None:
    """A story as a site: CPU, memory and the number of its pages."""
    bench.head("A site")
    pages = []

    def written(claims: int) -> Run:
        folder = bench.folder / "site"
        found = bench.on(claims, "export", "--format", "site", "--story", data.STORY, "-o", str(folder))
        pages.append(sum(len(names) for _, _, names in os.walk(folder)))
        shutil.rmtree(folder)
        return found

    bench.measure("`export --format site`", written, "300 MiB")
    print(f"| pages | {' | '.join(f'{count:,}' for count in pages[:: bench.runs])} |  |  |  |", flush=True)


def peers(bench: Bench) -> None:
    """Programs of a like job that are installed: the same claims validated and stored, then all read."""
    bench.head("Peers, where they are installed")
    for name, module in (("stix2, its file store", "stix2"), ("followthemoney, statements as CSV", "followthemoney")):
        if importlib.util.find_spec(module) is None:
            print(f"({module} is not installed here: not measured)")
            continue
        for step in ("store", "read"):

            def taken(claims: int, step: str = step, module: str = module) -> Run:
                folder = bench.folder / f"{module}-{claims}"
                if step == "store":
                    shutil.rmtree(folder, ignore_errors=True)
                    folder.mkdir()
                lines = str(bench.lines(claims))
                return run((PYTHON, "-m", "benchmarks.peers", module, step, lines, str(folder)), bench.environment)

            bench.measure(f"{name}: {step}", taken)


MEASURES: dict[str, Callable[[Bench], None]] = {
    "start": start,
    "bulk": bulk,
    "judgement": judgement,
    "drafts": drafts,
    "site": site,
    "peers": peers,
}


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[2_000, 20_000, 100_000], metavar="N")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=list(MEASURES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimtrack-bench-") as folder:
        environment = {
            # Compiled once, as an installed program is: a first run of each kind fills the folder.
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
            "HOME": folder,
            "XDG_CONFIG_HOME": folder,
            "XDG_DATA_HOME": folder,
            "PYTHONPATH": str(Path.cwd()),
        }
        bench = Bench(Path(folder), tuple(sorted(options.claims)), options.runs, environment)
        print(f"User CPU of whole processes; Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}.")
        for name in options.only or MEASURES:
            MEASURES[name](bench)


if __name__ == "__main__":
    main()
