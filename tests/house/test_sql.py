"""The SQL of the modules holds nothing that a PostgreSQL distributed over nodes refuses, by its words.

That no subquery of what is run looks outside itself is held by `tests/ledger/test_statements.py`, which asks
PostgreSQL. Here each text in the modules is looked at, whether or not it is ever run.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.tree import PACKAGE, python_files

FOLDERS = ("analysis", "rules", "queries", "ledger", "checking", "actions")
NOT_OF_A_LEDGER = {
    "queries/site/site.py": "_SITE_SOURCES: a temporary SQLite file",
    "queries/site/staging.py": "a temporary SQLite file",
    "ledger/restricted/hidden_views.py": "shown_by_subqueries: SQLite's views",
    "ledger/store/integrity.py": "PostgreSQL's own tables",
    "ledger/store/judgement_cache.py": "a digest that is written: it looks at nothing outside",
    "rules/ledger/only_one_side_counts.py": "whether there is any side at all: it looks at nothing outside",
    "ledger/store/tables.py": "worked_out: SQLite's view of records",
}
"""Modules that hold such SQL for something else: what it is for."""

REFUSED = re.compile(r"\bEXISTS \(|\bRECURSIVE\b|\bLATERAL\b|\bGROUPING SETS\b|\bTABLESAMPLE\b")
A_VALUE = re.compile(r"(?<!\bFROM )(?<!\bJOIN )(?<!\bIN )(?<!\bAS )(?<!\bMATERIALIZED )\(SELECT\b")
"""A subquery that stands for a value, and not for rows that are joined or that something is among."""


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts in a piece of code, docstrings left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield " ".join(child.value.split("\n"))
        yield from _texts(child)


def refused(path: Path) -> list[str]:
    """The texts of a module that hold SQL which cannot run on several nodes."""
    texts = (re.sub(r" +", " ", text) for text in _texts(ast.parse(path.read_text("utf-8"))))
    return [text for text in texts if REFUSED.search(text) or A_VALUE.search(text)]


def test_no_module_holds_sql_that_several_nodes_refuse() -> None:
    found = {
        str(path.relative_to(PACKAGE)): texts
        for folder in FOLDERS
        for path in python_files(PACKAGE / folder)
        if (texts := refused(path))
    }
    assert {name: texts for name, texts in found.items() if name not in NOT_OF_A_LEDGER} == {}
    assert found.keys() == NOT_OF_A_LEDGER.keys(), "an exception that nothing needs"


def test_it_would_be_seen(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    for sql, seen in (
        ("SELECT 1 FROM a WHERE NOT EXISTS (SELECT 1 FROM b)", True),
        ("SELECT a.id, (SELECT COUNT(*) FROM b WHERE b.a = a.id) FROM a", True),
        ("SELECT id FROM a WHERE n = (SELECT MAX(n) FROM a)", True),
        ("WITH RECURSIVE x AS (SELECT 1) SELECT 1", True),
        ("WITH x AS (SELECT 1) SELECT 1 FROM x JOIN (SELECT 2) y ON 1 = 1 WHERE 1 IN (SELECT 3)", False),
        ("DROP TABLE IF EXISTS a", False),
    ):
        module.write_text(f'"""EXISTS (is in words here)."""\nSQL = """{sql}"""\n', "utf-8")
        assert bool(refused(module)) is seen, sql
