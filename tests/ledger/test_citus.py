"""claimtrack on a real Citus: the suite is run where CLAIMTRACK_TEST_CITUS names a database on its coordinator.

That database has the extension on every machine and knows its machines; each test has a schema of its own in it. Every
answer is held against that of the same ledger in a SQLite file.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.store.distribution import COPIED, SHARDED, count_nodes, misplaced
from claimtrack.ledger.store.tables import READING_VIEWS
from tests.cli.program import done, run
from tests.support.whole_surface import answered, ask_in_python, reading_lines, record_demo, write_everything

pytestmark = [pytest.mark.whole, pytest.mark.timeout(1_800)]

OF_THIS_LEDGER = re.compile(
    r'"ledger": \{[^}]*\}|\bLedger:.*|"(?:made_at|ledger|location)": "[^"]*"|"size": \d+|[0-9a-f]{16,64}'
    r"|\d{4}-\d\d-\d\d[T ][\d:.]+Z?|\(change \d+\)"
)
"""What two ledgers that hold the same records do not have in common."""


@pytest.fixture
def citus(new_citus_url: Callable[[], str]) -> str:
    """A place for a ledger on Citus."""
    return new_citus_url()


def assert_same(db: str, other: str, folder: Path, before: str) -> None:
    """The two ledgers answer every reading line alike; else each such line, and where its answers part."""
    differing = []
    for line in reading_lines(other, folder, before):
        if line[0] in ("log", "--as-of") or line[:3] == ("export", "--format", "ledger"):
            assert answered(db, line)[0] in (0, 1), line
            continue  # these tell of changes, which are others in a copy
        one, two = _told(db, line), _told(other, line)
        if one != two:
            place = next((at for at, pair in enumerate(zip(one[1], two[1], strict=False)) if len(set(pair)) > 1), 0)
            parts = (answer[1][max(place - 40, 0) : place + 60] for answer in (one, two))
            differing.append(f"{line}: {one[0]} {two[0]} {' | '.join(parts)!r}")
    assert not differing, "\n".join(differing)


def _told(db: str, line: tuple[str, ...]) -> tuple[int, str]:
    status, told = answered(db, line)
    told = re.sub(r"\d[\d,]* changes?", "changes", OF_THIS_LEDGER.sub("", told))
    if line[:1] == ("audit",):
        return status, told.splitlines()[0] if told else ""
    if line[:2] == ("db", "stats"):
        return status, json.dumps(json.loads(answered(db, line)[1])["types"])
    return status, told


def copied(db: str, folder: Path) -> str:
    """A SQLite ledger with the history of another."""
    other, history = folder / "copy.db", folder / "copy.ledger"
    done("--db", db, "export", "--format", "ledger", "--include-restricted", "-o", str(history))
    done("--db", str(other), "--user", "desk", "import", str(history))
    return str(other)


def test_a_new_ledger(citus: str, tmp_path: Path) -> None:
    """It is distributed while it is empty, and everything is written to it and read from it."""
    first, second = (run("--db", citus, "db", "distribute") for _ in range(2))
    assert (first.status, second.status) == (0, 0), first.err
    assert "nothing was to be done" in second.err
    done("--db", citus, "--user", "desk", "import", str(record_demo(tmp_path)))
    lines = (("list", "--json"), ("search", "harbour", "--json"), ("disagreements", "--json"))
    then, moment = [answered(citus, line) for line in lines], datetime.now(UTC).isoformat()
    claim = json.loads(then[0][1])[0]["id"]
    done("--db", citus, "--user", "desk", "edit", claim, "--set", "text=The harbour is somewhere else")
    assert answered(citus, lines[0]) != then[0]
    assert [answered(citus, ("--as-of", moment, *line)) for line in lines] == then
    before = write_everything(citus)
    ask_in_python(citus, before)
    assert done("--db", citus, "audit") == ""
    other = copied(citus, tmp_path)
    assert_same(citus, other, tmp_path, before)
    for db in (citus, other):
        done("--db", db, "export", "--format", "site", "-o", str(tmp_path / ("site-c" if db == citus else "site-o")))
    pages = [sorted(path.name for path in (tmp_path / name).rglob("*.html")) for name in ("site-c", "site-o")]
    assert pages[0] == pages[1] != []


def test_a_ledger_that_holds_records(citus: str, tmp_path: Path) -> None:
    """They move with their tables, and nothing else does; audit and rebuilding take it as it is."""
    done("--db", citus, "--user", "desk", "import", str(record_demo(tmp_path)))
    before = write_everything(citus)
    other = copied(citus, tmp_path)
    ran = run("--db", citus, "db", "distribute")
    assert ran.status == 0, ran.err
    assert f"{len(SHARDED) + len(COPIED)} tables moved" in ran.err
    with open_ledger(citus).reading() as connection:
        assert misplaced(connection) == []
        nodes = count_nodes(connection)
        for table in SHARDED:
            sql = (
                "SELECT COUNT(DISTINCT l.groupid) FROM pg_dist_shard s"
                " JOIN pg_dist_placement l ON l.shardid = s.shardid WHERE s.logicalrelid = CAST(:name AS regclass)"
            )
            assert connection.execute(text(sql), {"name": table}).scalar_one() == nodes
    assert run("--db", citus, "audit").status == 0
    assert_same(citus, other, tmp_path, before)
    done("--db", citus, "db", "rebuild")
    assert run("--db", citus, "audit").status == 0
    assert_same(citus, other, tmp_path, before)


def test_the_views_for_people(citus: str, tmp_path: Path) -> None:
    """Each gives the rows that it gives on SQLite."""
    done("--db", citus, "--user", "desk", "import", str(record_demo(tmp_path)))
    done("--db", citus, "db", "distribute")
    write_everything(citus)
    other = copied(citus, tmp_path)
    with open_ledger(citus).reading() as connection, closing(sqlite3.connect(other)) as file:
        for view in READING_VIEWS:
            if view in ("changes", "versions"):
                connection.execute(text(f"SELECT * FROM {view}")).all()
                continue
            sql = f"SELECT * FROM {view}"
            assert sorted(map(repr, map(tuple, connection.execute(text(sql))))) == sorted(map(repr, file.execute(sql)))


def test_a_table_that_is_lost_comes_back_where_it_belongs(citus: str, tmp_path: Path) -> None:
    done("--db", citus, "--user", "desk", "import", str(record_demo(tmp_path)))
    done("--db", citus, "db", "distribute")
    with open_ledger(citus).maintaining() as connection:
        connection.execute(text("DROP TABLE hop_history CASCADE"))
    assert run("--db", citus, "audit").status == 1
    done("--db", citus, "db", "rebuild")
    with open_ledger(citus).reading() as connection:
        assert misplaced(connection) == []
    assert run("--db", citus, "audit").status == 0


def test_a_file_of_many_claims(citus: str, tmp_path: Path) -> None:
    """It goes in by COPY, twice the same, and every judgement of it is the same as on SQLite."""
    lines = [json.dumps({"type": "story", "name": "Many"})]
    for number in range(1_100):  # as many as judgement is remembered of
        chain = [{"source": f"Source {number % 17}", "basis": "witnessed"}, f"Outlet {number % 5}"]
        answer = {"figure": str(number % 7)}
        claim = {"type": "claim", "story": "Many", "text": f"Claim {number}", "kind": "figure", "answer": answer}
        claim |= {"question": f"How many in {number % 40}?", "tags": [f"tag {number % 3}"]}
        lines.append(json.dumps({**claim, "assertions": [{"chain": chain, "quote": {"exact": f"words {number}"}}]}))
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    other = str(tmp_path / "many.db")
    done("--db", citus, "db", "distribute")
    for db in (citus, other):
        done("--db", db, "--user", "desk", "import", str(file))
        assert "unchanged" in run("--db", db, "--user", "desk", "import", str(file)).err
    for line in (("list", "--json"), ("flags", "--json"), ("disagreements", "--json"), ("search", "claim", "--json")):
        assert _told(citus, line) == _told(other, line)
    assert run("--db", citus, "audit").status == 0
