"""Publications: that a piece went out, and what the ledger held when it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claimtrack.actions.claims import HERE
from claimtrack.domain.dates import with_offset
from claimtrack.ledger import lookup
from claimtrack.ledger.change import Change
from claimtrack.ledger.ledger import LedgerDatabase, Written
from claimtrack.ledger.projection.as_of import change_at, digest_of, moment
from claimtrack.ledger.write.context import Outcome
from claimtrack.ledger.write.identity import natural_id
from claimtrack.schema.nesting import expand


@dataclass(frozen=True, slots=True)
class Published:
    """What recording a publication came to: its id, the change it is pinned to and the digest of that change.

    Both are None where the ledger held nothing yet, and where the publication was recorded before.
    """

    id: str
    change: int | None
    head: str | None
    outcome: Outcome


def publish(
    ledger: LedgerDatabase, story: str, *, url: str, at: str | None = None, by: str, why: str | None = None
) -> Written[Published]:
    """Record that a piece on a story (an id) was published at `url`, and pin what the ledger held then.

    `at` is a date or an instant (a bare date: its end); None is now. Raises BadInput for no time.
    """

    def action(change: Change) -> Published:
        when = at if at is not None else change.at
        seq = change_at(change.conn, min(moment(when, change.zone, "--at"), change.at))
        head = digest_of(change.conn, seq)
        item: dict[str, Any] = {"story": story, "url": url, "at": when}
        recorded = _recorded(change, item)
        if head is not None and not recorded:
            item["head"] = head
        outcome = change.record(expand("publication", item, HERE))
        (made,) = (root for root in outcome.roots if root is not None)
        return Published(made, None if head is None or recorded else seq, head, outcome)

    return ledger.write(action, by=by, kind="publish", why=why)


def _recorded(change: Change, item: dict[str, Any]) -> bool:
    """Whether this publication is in the ledger, void or not: what was pinned then stays."""
    told = {**item, "at": with_offset(item["at"], change.zone)}
    return lookup.exists(change.conn, natural_id({"type": "publication", **told}))
