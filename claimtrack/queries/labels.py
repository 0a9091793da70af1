"""What records are called: one short line for each."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch, portions


def labels(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What records are called, by id, not yet made safe to show; those that are not there are left out."""
    found: dict[str, str] = {}
    for portion in portions(sorted(set(ids))):
        rows = fetch(connection, "SELECT id, label FROM record WHERE id IN :ids ORDER BY id", {"ids": portion})
        found.update((row.id, row.label) for row in rows)
    return found
