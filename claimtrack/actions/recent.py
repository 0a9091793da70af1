"""What a writer did last: for `--again`, `--continues` and `undo`."""

from __future__ import annotations

from typing import Any

from claimtrack.ledger import read
from claimtrack.ledger.connection import Connection
from claimtrack.ledger.recent import assertions_of_last, last_change


def last_assertions(connection: Connection, by: str) -> list[dict[str, Any]]:
    """The assertions of the last change in which this writer made any, in order; empty when there are none."""
    ids = assertions_of_last(connection, by)
    return list(read.bodies(connection, ids).values())


def last_change_of(connection: Connection, by: str, before: int | None = None) -> int | None:
    """The number of the writer's last change that is not itself an undo or already undone; None when there is none.

    Only those below `before`, when it is given.
    """
    return last_change(connection, by, before)
