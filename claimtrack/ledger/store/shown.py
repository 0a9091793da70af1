"""What a connection shows of its ledger: as which change left it, and to whom.

Whoever opens the connection, or puts views in place, says so here; whoever reads by it asks.
"""

from __future__ import annotations

from sqlalchemy.engine import Connection

_CHANGE, _OUTSIDER = "claimtrack_as_of", "claimtrack_outsider"


def show_change(connection: Connection, seq: int | None) -> None:
    """Note that the connection's views are bounded at a change (None: at none)."""
    connection.execution_options(**{_CHANGE: seq})


def shown_change(connection: Connection) -> int | None:
    """The number of the change that the connection's as-of views are bounded at; None without any."""
    change: int | None = connection.get_execution_options().get(_CHANGE)
    return change


def show_to_outsider(connection: Connection, outsider: bool) -> None:
    """Note whether the connection reads for somebody who may see nothing that was said in confidence."""
    connection.execution_options(**{_OUTSIDER: outsider})


def is_outsider(connection: Connection) -> bool:
    """Whether the connection reads for somebody who may see nothing that was said in confidence."""
    return bool(connection.get_execution_options().get(_OUTSIDER))
