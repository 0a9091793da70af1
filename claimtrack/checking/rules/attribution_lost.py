"""Somebody's unconfirmed claim, told as a fact.

What it flags: a sentence that states, in the draft's own voice, what the ledger has only as somebody's claim: nobody
verified it, no independent origins agree, no outlet says it as its own observation. What is on record as a call, a
pledge or a forecast counts too.

Why it matters: a reader can no longer tell what was said from what is known.

Example: the fire chief said that 200 families were moved; the draft says that 200 families were moved.

What to do: Say who says so; or confirm it, and record why: `claimtrack assess CLAIM supported --why W --evidence E`.
"""

from collections.abc import Iterator

from claimtrack.checking.rule import Case, DraftMatch, kind
from claimtrack.checking.rules.hedge_dropped import hedges_of
from claimtrack.queries.check_data import CheckedClaim

UNCONFIRMED = ("unverified", "on-record")


def _find(case: Case) -> Iterator[DraftMatch]:
    for repeat in case.open_repeats():
        holding = repeat.holding
        if not repeat.stated or repeat.sentence.hedged or not is_somebodys(holding) or holding.id in case.moved:
            continue
        if holding.figure is not None and not (repeat.figures and repeat.agrees):
            continue
        named = any(saying.origin for saying in holding.affirming)
        says = f"the claim of {case.origins(holding)}" if named else "told by somebody who is not named"
        why = "on record" if holding.status.name == "on-record" else f"unverified ({holding.status.reason_text})"
        yield DraftMatch(
            repeat.start,
            repeat.end,
            f"This stands as a fact; the ledger has it only as {says}: {why}.",
            "Say who says so, or record what confirms it.",
            holding,
        )


def is_somebodys(holding: CheckedClaim) -> bool:
    """Whether the ledger has a claim as nothing but what named sources say, or sources that somebody quotes."""
    if holding.status.name not in UNCONFIRMED or not holding.affirming or holding.kind == "characterisation":
        return False
    return not any(saying.own for saying in holding.affirming) and not all(
        saying.nobody and hedges_of(saying) for saying in holding.affirming
    )


KIND = kind(__name__, __doc__, "error", _find)
