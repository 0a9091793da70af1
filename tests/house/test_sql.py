"""All SQL can run on a PostgreSQL that is distributed over nodes, which takes no subquery that looks outside itself.

What PostgreSQL says that a statement means is looked at, not its words: each statement of a ledger that is written and
read whole is shown by the server with the views in it put in place, and a column of the query around it is marked as
such. That no statement is missed is held against the texts in the modules: each piece of SQL has been run.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.store.tables import READING_VIEWS
from tests.cli.program import done, run
from tests.support.tree import PACKAGE, python_files
from tests.support.whole_surface import answered, ask_in_python, reading_lines, record_demo, write_everything

FOLDERS = ("analysis", "rules", "queries", "ledger")
ELSEWHERE = {
    "queries/site/staging.py": "a temporary SQLite file",
    "queries/site/collect.py": "a temporary SQLite file",
    "queries/site/site.py": "in part a temporary SQLite file",
    "ledger/transfer/merge.py": "in part a temporary SQLite file",
    "ledger/projection/hiding.py": "in part for SQLite alone",
    "ledger/store": "what the database itself is asked, and SQLite",
    "ledger/maintenance.py": "SQLite in part",
    "ledger/audit.py": "only of faults",
}
"""Modules whose pieces of SQL are not all for a ledger on PostgreSQL, or not all for one without faults."""

NOT_RUN = (
    # SQLite's own.
    "id IN (SELECT unnamed FROM unnamed_now)",
    "SELECT term, group_concat(doc) FROM temp.search_terms_held GROUP BY term",
    "SELECT number, line, pointer, lines, data FROM item WHERE rank = ? AND number > ? ORDER BY number LIMIT ?",
    "v JOIN record_body r ON r.id = v.id WHERE v.",
    # After a COMMIT that nobody answered; of names that fit several; of what is refused; of pages of texts.
    "SELECT 1 FROM change WHERE digest =",
    "SELECT id, type, label, body FROM record_body WHERE id IN",
    "SELECT id, label, body FROM record_body WHERE id IN",
    "SELECT id, name FROM source WHERE id IN",
    "SELECT id, qualifier FROM source WHERE id IN",
    "SELECT DISTINCT h.source FROM hop h JOIN claim c ON c.id = h.claim WHERE h.source IN",
    "AND c.story =",
    "SELECT DISTINCT id FROM assertion_history WHERE",
    "SELECT id FROM assertion WHERE id IN",
    "SELECT id, target AS named FROM request WHERE id IN",
    "SELECT id, target AS named FROM allow WHERE id IN",
    "SELECT 1 AS found FROM assertion a JOIN hop h ON h.assertion = a.id AND h.claim = a.claim"
    " JOIN source s ON s.id = h.source WHERE a.document IN",
    "AND (s.confidential = 1 OR a.release = 'background')",
)
"""Pieces of SQL that are not run here: read by eye. None holds a subquery that looks outside, or any."""

_OUTER = re.compile(r":(?:varlevelsup|agglevelsup) [1-9]")
_RECURSIVE = ":hasRecursive true"


class Seen:
    """Every statement that the server was given, and what of it looks outside a subquery."""

    def __init__(self) -> None:
        self.statements: dict[str, bool] = {}
        self._now = ""

    def running(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        """Take note of a statement before it runs."""
        self._now = " ".join(statement.split())
        self.statements.setdefault(self._now, False)

    def connected(self, driver: Any, _record: Any) -> None:
        """Ask the server to show what each statement of this connection means."""
        if not hasattr(driver, "add_notice_handler"):
            return
        driver.add_notice_handler(self._told)
        driver.execute("SET debug_pretty_print = off")
        driver.execute("SET debug_print_rewritten = on")
        driver.execute("SET client_min_messages = log")
        driver.commit()

    def _told(self, notice: Any) -> None:
        tree = notice.message_detail or ""
        if _OUTER.search(tree) or _RECURSIVE in tree:
            self.statements[self._now] = True


@pytest.fixture(scope="module")
def seen(pg_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """All that a ledger was asked which was written and read with every verb."""
    from tests.support.postgres import Databases

    databases = Databases(pg_server)
    db, folder = databases.new(), tmp_path_factory.mktemp("surface")
    found = Seen()
    history = record_demo(folder)
    event.listen(Engine, "connect", found.connected)
    event.listen(Engine, "before_cursor_execute", found.running)
    try:
        done("--db", db, "--user", "desk", "import", str(history))
        before = write_everything(db)
        for line in reading_lines(db, folder, before):
            assert answered(db, line)[0] in (0, 1), line
        done("--db", db, "export", "--format", "site", "-o", str(folder / "site"))
        ask_in_python(db, before)
        done("--db", db, "db", "rebuild")
        _damage(db)
        run("--db", db, "audit")
        yield found
    finally:
        event.remove(Engine, "connect", found.connected)
        event.remove(Engine, "before_cursor_execute", found.running)
        databases.drop()


def _damage(db: str) -> None:
    """Make something for an audit to look into: a row and a text of no record, and a text whose terms are others."""
    with open_ledger(db).maintaining() as connection:
        connection.exec_driver_sql("INSERT INTO search_terms VALUES (5, ARRAY['stray'])")
        connection.exec_driver_sql("INSERT INTO story_history VALUES ('stray', 'Stray', 1, 2147483647)")


def _of_a_ledger(statement: str) -> bool:
    """Whether a statement asks for more than what the database itself is."""
    return "pg_" not in statement.replace("pg_temp", "")


@pytest.mark.whole
def test_no_statement_looks_outside_its_subqueries(seen: Seen) -> None:
    assert len(seen.statements) > 400
    assert [text for text, outward in seen.statements.items() if outward and _of_a_ledger(text)] == []


@pytest.mark.whole
def test_every_piece_of_sql_was_run(seen: Seen) -> None:
    """Else the other test would not know of it."""
    whole = "\n".join(re.sub(r"%\(\w+\)s(?:::\w+)?", "%", text).replace("%%", "%") for text in seen.statements)
    missed = [
        f"{path.relative_to(PACKAGE)}: {piece}"
        for folder in FOLDERS
        for path in python_files(PACKAGE / folder)
        if not str(path.relative_to(PACKAGE)).startswith(tuple(ELSEWHERE))
        for piece in _pieces(path)
        if piece not in whole and piece not in NOT_RUN
    ]
    assert not missed, "\n".join(missed)


def _pieces(path: Path) -> Iterator[str]:
    """The pieces of SQL in a module's texts: what stands between parameters and what is put in."""
    for text in _texts(ast.parse(path.read_text("utf-8"))):
        if re.search(r"\b(SELECT|FROM|JOIN|WHERE|UNION)\b [a-z\"{(*]", text):
            for piece in re.split(r":\w+|\{[^}]*\}|%", text):
                if len(words := " ".join(piece.split())) > 12:
                    yield words


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts in a piece of code, docstrings left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        yield from _texts(child)


def test_a_subquery_that_looks_outside_would_be_seen(pg_url: str) -> None:
    """Alone, in a view, and as a query that refers to itself."""
    found = Seen()
    event.listen(Engine, "connect", found.connected)
    event.listen(Engine, "before_cursor_execute", found.running)
    outward = "SELECT id FROM claim c WHERE EXISTS (SELECT 1 FROM tag t WHERE t.target = c.id)"
    inward = "SELECT id FROM claim c WHERE c.id IN (SELECT target FROM tag)"
    recursive = "WITH RECURSIVE n AS (SELECT 1 AS i UNION SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n"
    try:
        with open_ledger(pg_url, create=True).reading() as connection:
            connection.exec_driver_sql(f"CREATE TEMPORARY VIEW tagged AS {outward}")
            for statement in (outward, inward, recursive, "SELECT * FROM tagged"):
                connection.exec_driver_sql(statement)
            for view in READING_VIEWS:
                connection.exec_driver_sql(f"SELECT * FROM {view}")
    finally:
        event.remove(Engine, "connect", found.connected)
        event.remove(Engine, "before_cursor_execute", found.running)
    marked = [text for text, outward in found.statements.items() if outward and _of_a_ledger(text)]
    assert marked == [outward, recursive, "SELECT * FROM tagged"]
