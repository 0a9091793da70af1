"""What the ledger has of a file's claims and the file has not: shown in a dry run, for it is no retraction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from claimtrack.ledger.dialect import select_in
from claimtrack.ledger.outcome import Recorded

CHILDREN = (
    ("assertion", "claim"),
    ("evidence", "target"),
    ("request", "target"),
    ("assessment", "target"),
    ("note", "target"),
    ("tag", "target"),
)
"""Views of what may belong to a claim, and the column that names it."""

MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Absent:
    """A record of the ledger that belongs to a claim of the file, and is not in the file."""

    claim: str
    type: str
    id: str
    label: str


class AbsentFinder:
    """Hears of every record an import meets; holds the ids of those the ledger had before."""

    def __init__(self) -> None:
        self._claims: dict[str, None] = {}
        self._met: set[str] = set()
        self._children = {record_type for record_type, _ in CHILDREN}

    def hear(self, recorded: Recorded) -> None:
        """Take note of one record as it was met."""
        if recorded.what in ("created", "stub", "void"):
            return
        if recorded.type == "claim":
            self._claims[recorded.id] = None
        elif recorded.type in self._children:
            self._met.add(recorded.id)

    def find(self, connection: Connection) -> tuple[list[Absent], int]:
        """The first 10,000 records that were not met, by claim, type and id, and how many there are of them."""
        found: list[Absent] = []
        count = 0
        for view, column in CHILDREN:
            sql = (
                f"SELECT v.{column} AS claim, r.id, r.label FROM {view} v JOIN record r ON r.id = v.id"
                f" WHERE v.{column} IN :values"
            )
            for row in select_in(connection, sql, self._claims):
                if row.id not in self._met:
                    count += 1
                    if len(found) < MOST_KEPT:
                        found.append(Absent(row.claim, view, row.id, row.label))
        return sorted(found), count
