"""Fixtures of the tests of ledgers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from claimtrack.ledger.database import LedgerDatabase
from tests.ledger.support import new_ledger, wiped


@pytest.fixture(scope="module", params=("sqlite", "postgres"))
def empty_ledgers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[int], list[LedgerDatabase]]]:
    """A function that gives so many empty ledgers of one engine. The databases are made once for a module of tests."""
    made: list[LedgerDatabase] = []
    folder = tmp_path_factory.mktemp("ledgers")
    databases: Any = None
    if request.param == "postgres":
        server, template = request.getfixturevalue("pg_server"), request.getfixturevalue("pg_template")
        from tests.support.postgres import Databases

        databases = Databases(server, template)

    def get(count: int) -> list[LedgerDatabase]:
        while len(made) < count:
            made.append(new_ledger(databases.new() if databases else str(folder / f"{len(made)}.db")))
        return [wiped(ledger, 60 * number) for number, ledger in enumerate(made[:count])]

    yield get
    if databases:
        databases.drop()
