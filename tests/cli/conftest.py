"""A desk to type at, on SQLite (`bare_desk`, `desk`) or on each database (`any_desk`)."""

from pathlib import Path

import pytest

from tests.cli.support import Desk


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
