"""The records whose ids begin as typed: what a shell offers to complete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.engine import Connection

MOST = 50


def begun(connection: Connection, beginning: str, types: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(id, what it is called) of the live records whose id begins so, the latest written first, at most MOST.

    `types` are those wanted (() = any). Labels are not yet made safe to show.
    """
    values: dict[str, Any] = {"low": beginning.casefold(), "high": beginning.casefold() + "~", "most": MOST}
    one_of = " AND type IN :types" if types else ""
    statement = text(
        "SELECT id, label FROM record WHERE state = 'live' AND id >= :low AND id < :high"
        f"{one_of} ORDER BY last_at DESC, id LIMIT :most"
    )
    if types:
        statement = statement.bindparams(bindparam("types", expanding=True))
        values["types"] = list(types)
    return [(row.id, row.label) for row in connection.execute(statement, values)]
