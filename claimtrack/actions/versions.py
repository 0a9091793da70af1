"""New versions of records: edit, void, restore, withhold, undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from claimtrack.domain.text import key
from claimtrack.errors import BadInput
from claimtrack.ledger import lookup
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.log import last_change


def fields_to_edit(ledger: LedgerDatabase, record: str) -> dict[str, Any]:
    """The fields of a live record (an id), by name. Raises BadInput when it is void or withheld."""
    with ledger.reading() as connection:
        body = lookup.get(connection, record)
    if body is None:
        raise BadInput(
            f"{record} is not in use, so it cannot be edited",
            f"claimtrack restore {record} brings a voided record back.",
        )
    return body


def fields_of(record_type: str) -> dict[str, Any]:
    """The fields that records of a type may have: name -> its JSON Schema."""
    from claimtrack.schema.loader import fields, schema

    return fields(record_type, schema(record_type))


Changes = dict[str, tuple[Any, Any]]


def edit(
    ledger: LedgerDatabase, record: str, fields: Mapping[str, Any], *, by: str, why: str | None = None
) -> Written[Changes]:
    """Set fields of a record (None clears). A source renamed keeps its old name as an alias."""

    def action(change: Change) -> Changes:
        body = change.current(record).body or {}
        wanted = dict(fields)
        renamed = body.get("type") == "source" and isinstance(fields.get("name"), str)
        if renamed and key(fields["name"]) != key(body["name"]):
            given = fields.get("aliases") or body.get("aliases", ())
            aliases = [*([given] if isinstance(given, str) else given), body["name"]]
            wanted["aliases"] = sorted({alias for alias in aliases if key(alias) != key(fields["name"])})
        return change.edit(record, wanted)

    return ledger.write(action, by=by, kind="edit", why=why)


def void(ledger: LedgerDatabase, records: Sequence[str], *, by: str, why: str | None = None) -> Written[None]:
    """Take records out of use, in one change."""

    def action(change: Change) -> None:
        for record in records:
            change.void(record)

    return ledger.write(action, by=by, kind="void", why=why)


def restore(ledger: LedgerDatabase, records: Sequence[str], *, by: str, why: str | None = None) -> Written[None]:
    """Bring voided records back, in one change."""

    def action(change: Change) -> None:
        for record in records:
            change.restore(record)

    return ledger.write(action, by=by, kind="restore", why=why)


def withhold(ledger: LedgerDatabase, record: str, *, by: str, why: str) -> Written[None]:
    """Blank a record's content for good. The reason stays readable, so there must be one."""
    if not why.strip():
        raise BadInput("a record is not withheld without a reason", "Give --why with the reason.")
    return ledger.write(lambda change: change.withhold(record, why=why), by=by, kind="withhold", why=why)


def undo(ledger: LedgerDatabase, *, by: str) -> Written[tuple[int, list[str]]]:
    """Undo the writer's last change that is neither an undo nor undone. Gives its number and the ids touched."""

    def action(change: Change) -> tuple[int, list[str]]:
        target = last_change(change.conn, by)
        while target is not None:
            change.appender.why = f"undo of change {target}"
            ids = change.undo(target)
            if change.appender.count:
                return target, ids
            target = last_change(change.conn, by, target)  # it left nothing that is not there without it
        raise BadInput(f"there is no change of {by} to undo", "'claimtrack log' shows the history.")

    return ledger.write(action, by=by, kind="undo")
