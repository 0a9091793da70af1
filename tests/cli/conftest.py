"""A desk to type at, on SQLite (`bare_desk`, `desk`) or on each database (`any_desk`); what `make leaks` looks at."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import claimtrack.actions.hypothesis as annotation_server
from tests.cli.support import Desk
from tests.support.effort import SOAKED


@pytest.fixture
def bare_desk(sqlite_url: str) -> Desk:
    """A desk without a ledger yet."""
    return Desk(sqlite_url, Path.cwd())


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """A desk with a story and an article in use."""
    bare_desk.furnish()
    return bare_desk


@pytest.fixture
def any_bare_desk(db_url: str) -> Desk:
    """A desk without a ledger yet, once for SQLite and once for PostgreSQL."""
    return Desk(db_url, Path.cwd())


@pytest.fixture
def any_desk(db_url: str) -> Desk:
    """A desk with a story and an article in use, once on SQLite and once on PostgreSQL."""
    made = Desk(db_url, Path.cwd())
    made.furnish()
    return made


@pytest.fixture
def nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group on Hypothesis that has nothing yet."""
    monkeypatch.setattr(annotation_server, "_annotations", lambda _: ([], 0))


@pytest.fixture(scope="module")
def looked_at(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How often each form of output was looked at: said at the end of `make leaks`."""
    counted: Counter[str] = Counter()
    yield counted
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if SOAKED and reporter is not None:
        reporter.write_line("")
        for form, times in sorted(counted.items()):
            reporter.write_line(f"{times:7,} {form}")
