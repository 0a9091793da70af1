"""What withholding opens: a record said in confidence may alone keep others in."""

from __future__ import annotations

from collections.abc import Iterable

from claimtrack.domain.dates import from_utc_text
from claimtrack.ledger.change import Change
from claimtrack.ledger.visibility import RestrictedRecords, find_restricted


def opened_by_withholding(change: Change, records: Iterable[str], *, why: str) -> list[str]:
    """Withhold records, and say what shows now that these alone kept in: a type and an id, or words and an id.

    Whoever calls it undoes the change if that is not wanted.
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
    return [f"{kind} {one}" for kind, ids in found.items() for one in sorted(ids.difference(blanked))]


def _restricted(change: Change) -> list[RestrictedRecords]:
    """What stays in at this point of a change: for the desk, and for whoever may see no confidence."""
    found = []
    for confidences in (False, True):
        change.conn.execution_options(claimtrack_confidences=confidences)
        found.append(find_restricted(change.conn, from_utc_text(change.at)))
    change.conn.execution_options(claimtrack_confidences=False)
    return found
