"""Keeping the ledger: letting a flag pass, auditing, upgrading, rebuilding and backing up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.domain.nodes import Node, Place

if TYPE_CHECKING:
    from claimtrack.ledger.change import Change
    from claimtrack.ledger.ledger import Ledger, Written
    from claimtrack.ledger.outcome import Recorded


def allow_flag(ledger: Ledger, code: str, record: str, why: str, *, by: str) -> Written[Recorded]:
    """Let the flag of rule `code` on `record` (as typed) pass. Raises BadInput when there is no such rule or record."""
    from claimtrack.flags.run import chosen
    from claimtrack.ledger import read

    (rule,) = chosen((code,))

    def record_it(change: Change) -> Recorded:
        target = read.find(change.conn, record)
        node = Node("allow", {"rule": rule.code, "target": target, "why": why}, Place())
        return change.record([node]).records[-1]

    return ledger.write(record_it, by=by, why=why, kind="allow")
