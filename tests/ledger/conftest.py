"""Fixtures of the tests of ledgers."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
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
    keeping: AbstractContextManager[None] = nullcontext()
    if request.param == "postgres":
        server, template = request.getfixturevalue("pg_server"), request.getfixturevalue("pg_template")
        from tests.support.kept_connections import kept_connections
        from tests.support.postgres import Databases

        databases, keeping = Databases(server, template), kept_connections()

    def get(count: int) -> list[LedgerDatabase]:
        while len(made) < count:
            made.append(new_ledger(databases.new() if databases else str(folder / f"{len(made)}.db")))
        return [wiped(ledger, 60 * number) for number, ledger in enumerate(made[:count])]

    with keeping:
        yield get
    if databases:
        databases.drop()
