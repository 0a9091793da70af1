"""Somebody's unconfirmed claim, told as a fact.

What it flags: a sentence that states, in the draft's own voice, what the ledger has only as somebody's claim: nobody
verified it, no independent origins agree, no outlet says it as its own observation. What is on record as a call, a
pledge or a forecast counts too.

Why it matters: a reader can no longer tell what was said from what is known.

Example: the fire chief said that 200 families were moved; the draft says that 200 families were moved.

What to do: Say who says so; or confirm it, and record why: `claimtrack assess CLAIM supported --why W --evidence E`.
"""

from collections.abc import Iterator

from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.rules.hedge_dropped import hedges_of
from claimtrack.queries.check_data import CheckedClaim
from claimtrack.rules.rule import DraftFinding, rule

UNCONFIRMED = ("unverified", "on-record")


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for match in check.matches:
        claim = match.claim
        if not match.is_stated or match.sentence.hedged or not is_somebodys(claim) or claim.id in check.changed:
            continue
        if claim.figure is not None and not (match.figures and match.agrees):
            continue
        named = any(assertion.origin for assertion in claim.affirming)
        says = f"the claim of {check.origins_of(claim)}" if named else "told by somebody who is not named"
        why = "on record" if claim.status.name == "on-record" else f"unverified ({claim.status.reason_text})"
        fact = f"This stands as a fact; the ledger has it only as {says}: {why}."
        yield check.finding(match.start, match.end, fact, "Say who says so, or record what confirms it.", claim)


def is_somebodys(claim: CheckedClaim) -> bool:
    """Whether the ledger has a claim as nothing but what named sources say, or sources that somebody quotes."""
    if claim.status.name not in UNCONFIRMED or not claim.affirming or claim.kind == "characterisation":
        return False
    return not any(assertion.own for assertion in claim.affirming) and not all(
        assertion.nobody and hedges_of(assertion) for assertion in claim.affirming
    )


RULE = rule(__name__, __doc__, "error", _find)
