"""The disagreement that a person means, detected or recorded, and the record that settling it is stored in."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.detect import disagreements
from claimtrack.analysis.disagreements.positions import Disagreement
from claimtrack.domain.ids import PREFIX_LENGTH
from claimtrack.errors import BadInput, NeedsPerson


def find_disagreement(connection: Connection, typed: str) -> Disagreement:
    """The disagreement whose id is, or alone begins with, `typed`. Raises BadInput or NeedsPerson."""
    wanted = typed.strip().casefold()
    fits = []
    if len(wanted) >= PREFIX_LENGTH:
        fits = [found for found in disagreements(connection) if found.id.startswith(wanted)]
    if not fits:
        raise BadInput(f"there is no disagreement {typed!r}", "'claimtrack disagreements' lists them.")
    if len(fits) > 1:
        lines = [f"{found.id}  {found.kind}  {found.text}" for found in fits]
        raise NeedsPerson(f"{typed!r} fits {len(fits)} disagreements", "Give more of the id.", lines)
    return fits[0]


def settled_item(found: Disagreement) -> dict[str, Any]:
    """What a detected disagreement is stored as when it is settled: its id, kind, and what it is on."""
    item: dict[str, Any] = {"id": found.id, "kind": found.kind, "strength": found.strength, "state": "open"}
    if found.recorded:
        item |= {"recorded": True, "claims": list(found.claims)}
    elif found.subject is not None:
        item["on"] = found.subject
    if found.origin is not None:
        item["origin"] = found.origin
    return item
