"""What withholding opens: a record said in confidence may alone keep others in."""

from __future__ import annotations

from collections.abc import Iterable

from claimtrack.domain.dates import from_utc_text
from claimtrack.ledger.change import Change
from claimtrack.ledger.projection.rows import label
from claimtrack.ledger.visibility import RESTRICTED_NOTE, RestrictedRecords, find_restricted, opened


def opened_by_withholding(change: Change, records: Iterable[str], *, why: str) -> list[str]:
    """Withhold records, and say what shows now that these alone kept in: what it is, its id and what it is called.

    What may not be shown stands for what a record is called that is off the record or embargoed. Whoever calls it
    undoes the change if that is not wanted.
    """
    blanked = list(records)
    earlier = _restricted(change)
    for record in blanked:
        change.withhold(record, why=why)
    found: dict[str, set[str]] = {}
    for before, after in zip(earlier, _restricted(change), strict=True):
        for kind, ids in before.by_type.items():
            found.setdefault(kind, set()).update(ids - after.ids)
        found.setdefault("the text of document", set()).update(before.texts - after.texts)
        parts = {one for one, some in before.parts.items() if not some <= after.parts.get(one, frozenset())}
        found.setdefault("what is held back of", set()).update(parts - after.ids)
    return [
        f"{kind} {one} {_called(change, one, earlier[0])}"
        for kind, ids in found.items()
        for one in sorted(ids.difference(blanked))
    ]


def _called(change: Change, record: str, hidden: RestrictedRecords) -> str:
    """What a record is called, or what stands for that where it stays in."""
    body = change.current(record).body
    if body is None or record in hidden.ids:
        return RESTRICTED_NOTE
    return f"“{label(opened(body, hidden))}”"


def _restricted(change: Change) -> list[RestrictedRecords]:
    """What stays in at this point of a change: for the desk, and for whoever may see no confidence."""
    found = []
    for confidences in (False, True):
        change.conn.execution_options(claimtrack_confidences=confidences)
        found.append(find_restricted(change.conn, from_utc_text(change.at)))
    change.conn.execution_options(claimtrack_confidences=False)
    return found
