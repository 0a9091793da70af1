"""What `resolve` and `dismiss` share: finding the disagreement, detected or recorded, and storing what was decided."""

from __future__ import annotations

from claimtrack.cli.session import Session
from claimtrack.domain.text import safe


def settle(session: Session, typed: str, state: str, *, why: str, claim: str | None, as_json: bool) -> None:
    """Settle the disagreement that `typed` (an id or its beginning) means."""
    from claimtrack.actions import judgements
    from claimtrack.cli import using
    from claimtrack.cli.told import tell
    from claimtrack.errors import BadInput
    from claimtrack.queries.settling import disagreement_of, settled_item

    ledger = session.reader()
    with ledger.reading() as connection:
        found = disagreement_of(connection, typed)
    stands = using.record(session, claim, "claim") if claim is not None else None
    if stands is not None and stands not in found.claims:
        raise BadInput(
            "that claim has no part in this disagreement",
            f"'claimtrack show {found.id}' shows the claims it is between.",
        )
    keys = [position.key for position in found.positions]
    written = judgements.settle(
        ledger, settled_item(found), state, by=session.user, why=why, positions=keys, claim=stands
    )
    tell(written, [found.id], as_json=as_json, words=[f"{state.capitalize()}, with {len(keys)} positions: {safe(why)}"])
