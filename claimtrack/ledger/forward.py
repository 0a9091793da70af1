"""Forward references: ids named before the record they belong to was met, as a file may hold them in any order.

They are believed at first and looked for when the whole file is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from claimtrack.domain.nodes import Place
from claimtrack.ledger.dialect import select_in
from claimtrack.problem import Problem

OWNING = frozenset({("assertion", "claim"), ("rating", "source"), ("side", "source")})
"""(type, field) of the references without which a record is nothing; a `target` is one in every type."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A reference to a record not yet met. `types` may stand there, separated by spaces ("*" = any)."""

    id: str
    types: str
    at: Place
    believed: bool
    """Whether it may lead nowhere: a record that carries its own id was exported, and what it refers to may have been
    voided or withheld where it comes from."""


class Forward:
    """The references of one import that lead ahead."""

    def __init__(self) -> None:
        self.awaited: list[Awaited] = []
        self.dangling = 0
        """How many led nowhere and were believed all the same."""

    def add(self, record: str, types: str, at: Place, *, owner: str, field: str, has_id: bool) -> None:
        """Remember that `field` of a record of type `owner`, which carries its own id or not, names `record`."""
        owning = field == "target" or (owner, field) in OWNING
        self.awaited.append(Awaited(record, types, at, has_id and not owning))

    def check(self, connection: Connection) -> list[Problem]:
        """Look for all of them in the ledger as it now is; what is there not, or of another type, is a problem."""
        sql = "SELECT id, type FROM record WHERE id IN :values"
        known = {row.id: row.type for row in select_in(connection, sql, (each.id for each in self.awaited))}
        found: list[Problem] = []
        for each in self.awaited:
            kind = known.get(each.id)
            if kind is None and each.believed:
                self.dangling += 1
            elif kind is None:
                found.append(_problem(each, f"there is no {_or(each.types)} with this id", "unknown-id"))
            elif each.types != "*" and kind not in each.types.split():
                found.append(_problem(each, f"this names a {kind}, where a {_or(each.types)} belongs", "wrong-type"))
        self.awaited = []
        return found


def _problem(each: Awaited, message: str, code: str) -> Problem:
    return Problem(each.at.file, each.at.line, each.at.pointer, message, each.id, None, code)


def _or(types: str) -> str:
    return "record" if types == "*" else " or ".join(types.split())
