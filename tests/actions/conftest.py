"""A ledger on which every action is run twice, the first time in vain, as a database may ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from claimtrack.ledger import lookup
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written, open_ledger

T = TypeVar("T")


class Twice(LedgerDatabase):
    """A ledger that undoes the first run of every action and runs it again; both must come to the same."""

    def write(
        self, action: Callable[[Change], T], *, by: str, kind: str, why: str | None = None, dry_run: bool = False
    ) -> Written[T]:
        """As a ledger's, with a first run that leaves no trace."""
        vain = super().write(action, by=by, kind=kind, why=why, dry_run=True)
        written = super().write(action, by=by, kind=kind, why=why, dry_run=dry_run)
        assert _shape(vain.value) == _shape(written.value)
        return written

    def body(self, record: str) -> dict[str, Any]:
        """A live record as it is stored."""
        with self.reading() as connection:
            found = lookup.get(connection, record)
        assert found is not None
        return found

    def children(self, record_type: str, column: str, record: str) -> list[dict[str, Any]]:
        """The live records of a type that refer to a record."""
        with self.reading() as connection:
            return lookup.children(connection, record_type, column, [record]).get(record, [])


def _shape(value: Any) -> Any:
    """What two runs must agree on: everything but ids, which may hold the instant of the run."""
    if is_dataclass(value):
        return {name: _shape(getattr(value, name)) for name in value.__dataclass_fields__ if name not in ("id", "hear")}
    if isinstance(value, list | tuple):
        return [_shape(one) for one in value]
    return len(value) if isinstance(value, str) and len(value) == 24 else repr(value)


@pytest.fixture
def ledger(db_url: str) -> Twice:
    """An empty ledger, whose clock goes on by a second whenever it is looked at."""
    now = [datetime(2026, 3, 2, 9, tzinfo=UTC)]

    def clock() -> datetime:
        now[0] += timedelta(seconds=1)
        return now[0]

    found = open_ledger(db_url, create=True, clock=clock)
    found.__class__ = Twice
    assert isinstance(found, Twice)
    return found
