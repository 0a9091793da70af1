"""A word of doubt that went missing.

What it flags: a sentence that passes on, without “reportedly”, “allegedly” or the like, what every document gives only
with such a word, or to nobody at all.

Why it matters: the hedge was all that told a reader that nobody answers for it.

Example: an outlet wrote that the guard was reportedly asleep; the draft says that he was.

What to do: Put the hedge back, or find out who says so and name them.
"""

from collections.abc import Iterator

from claimtrack.checking.kind import Case, Found, kind
from claimtrack.queries.holdings import Holding

CONFIRMED = ("verified", "corroborated", "on-record")


def _find(case: Case) -> Iterator[Found]:
    for repeat in case.open_repeats():
        holding = repeat.holding
        if not repeat.repeated or repeat.sentence.hedged or not is_hedged(holding) or holding.id in case.moved:
            continue
        if not repeat.agrees or any(one.hedge for one in repeat.attributions):
            continue
        hedges = [hedge for saying in holding.affirming for hedge in saying.hedges]
        told = f"with “{hedges[0]}”" if hedges else "without saying who says so"
        yield Found(
            repeat.start,
            repeat.end,
            f"Every document gives this only {told}; the hedge is gone.",
            "Put the hedge back, or name who says so.",
            holding,
        )


def is_hedged(holding: Holding) -> bool:
    """Whether everybody who says it says it with a word of doubt."""
    if holding.status.name in CONFIRMED or not holding.affirming:
        return False
    return all(bool(saying.hedges) for saying in holding.affirming)


KIND = kind(__name__, __doc__, "warning", _find)
