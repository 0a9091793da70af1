"""The latest of one writer's changes: read from the end, so that it costs the same in a large ledger."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Connection


def assertions_of_last(connection: Connection, by: str) -> list[str]:
    """Ids of the assertions written in this writer's last change that wrote any, in the order written."""
    row = connection.execute(
        text(
            "SELECT e.change FROM change c JOIN entry e ON e.change = c.seq"
            " WHERE c.by = :by AND e.type = 'assertion' AND e.op = 'set' AND c.kind IN ('add', 'attribute')"
            " ORDER BY c.seq DESC LIMIT 1"
        ),
        {"by": by},
    ).one_or_none()
    if row is None:
        return []
    rows = connection.execute(
        text("SELECT record FROM entry WHERE change = :seq AND type = 'assertion' AND op = 'set' ORDER BY pos"),
        {"seq": row.change},
    )
    return list(dict.fromkeys(found.record for found in rows))


def last_change(connection: Connection, by: str, before: int | None = None) -> int | None:
    """The number of this writer's last change that is not an undo and was not undone; None when there is none.

    Only those below `before`, when it is given. An undo says in its reason which change it undid: "undo of change 12".
    """
    undone: set[int] = set()
    rows = connection.execute(
        text("SELECT seq, kind, why FROM change WHERE by = :by ORDER BY seq DESC LIMIT 1000"), {"by": by}
    )
    for row in rows:
        if row.kind == "undo":
            undone.add(int((row.why or "0").rsplit(" ", 1)[-1]))
        elif row.seq not in undone and (before is None or row.seq < before):
            return int(row.seq)
    return None
