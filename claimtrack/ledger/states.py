"""Records as they stand while a change is being made: read in batches, remembered, updated as entries are appended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical import parse
from claimtrack.ledger.dialect import select_in
from claimtrack.ledger.heads import Settled, Version

SHARED = frozenset({"story", "source", "document", "question"})
"""Types that many claims refer to: kept between batches."""
LONG_TEXT = 2_000
MOST_KEPT = 20_000

_CURRENT = (
    "SELECT r.id, r.type, r.state, r.entry, r.heads, r.first_at, r.last_at, r.by, COALESCE(r.body, e.body) AS body"
    " FROM record r LEFT JOIN entry e ON e.digest = r.entry WHERE r.id IN :values"
)
_VERSIONS = (
    "SELECT record, digest, op, at, envelope, body FROM entry WHERE record IN :values ORDER BY record, change, pos"
)


class States:
    """What the records of one change come to at this point of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, tuple[str, Settled] | None] = {}

    def load(self, ids: Iterable[str]) -> None:
        """Read these records at once; those that are not in the ledger are remembered as absent."""
        missing = [record for record in dict.fromkeys(ids) if record not in self._known]
        for record in missing:
            self._known[record] = None
        for row in select_in(self._connection, _CURRENT, missing):
            body = None if row.body is None else parse(row.body)
            heads = tuple(row.heads.split(" "))
            settled = Settled(row.state, body, row.entry, heads, row.first_at, row.last_at, row.by)
            self._known[row.id] = (row.type, settled)

    def get(self, record: str) -> Settled | None:
        """The record as it stands, None when there is none."""
        if record not in self._known:
            self.load([record])
        known = self._known[record]
        return known[1] if known is not None else None

    def body(self, record: str) -> dict[str, Any]:
        """Its body; empty when it is absent or withheld."""
        settled = self.get(record)
        return settled.body if settled is not None and settled.body is not None else {}

    def put(self, record: str, record_type: str, settled: Settled) -> None:
        """Remember what a record has come to in this change."""
        self._known[record] = (record_type, settled)

    def forget(self) -> None:
        """Drop what later batches of an import hardly ask for again, so that memory stays flat."""
        kept: dict[str, tuple[str, Settled] | None] = {
            record: known
            for record, known in self._known.items()
            if known is not None and known[0] in SHARED and not (known[1].body or {}).get("text", "")[LONG_TEXT:]
        }
        self._known = kept if len(kept) <= MOST_KEPT else {}


def versions(connection: Connection, ids: Iterable[str]) -> dict[str, list[Version]]:
    """All versions of these records, by record, in the order the ledger holds them."""
    found: dict[str, list[Version]] = {}
    for row in select_in(connection, _VERSIONS, ids):
        envelope = parse(row.envelope)
        body = None if row.body is None else parse(row.body)
        version = Version(
            row.digest, row.op, tuple(envelope["prev"]), tuple(envelope["changed"]), row.at, envelope["by"], body
        )
        found.setdefault(row.record, []).append(version)
    return found
