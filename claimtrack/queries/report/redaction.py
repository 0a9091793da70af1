"""What could betray a source that is not named: ids are made from who said what, so a guess could be tried on them.

The ids of such assertions, and of what hangs on them, are left empty outside the desk.
"""

from __future__ import annotations

from dataclasses import replace

from claimtrack.queries.views import Assertion, Claim


def without_ids_of_unnamed(claim: Claim) -> Claim:
    """The claim, the ids of assertions with an unnamed source left empty."""
    return replace(claim, assertions=tuple(_veiled(row) for row in claim.assertions))


def _veiled(row: Assertion) -> Assertion:
    if not any(hop.hidden for hop in row.attribution.hops):
        return row
    return replace(
        row,
        id="",
        evidence=tuple(replace(one, id="") for one in row.evidence),
        requests=tuple(replace(one, id="") for one in row.requests),
        assessments=tuple(replace(one, id="") for one in row.assessments),
    )
