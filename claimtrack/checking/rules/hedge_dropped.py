"""A word of doubt that went missing.

What it flags: a sentence that passes on, without “reportedly”, “allegedly” or the like, what every document gives only
with such a word, or to nobody at all.

Why it matters: the hedge was all that told a reader that nobody answers for it.

Example: an outlet wrote that the guard was reportedly asleep; the draft says that he was.

What to do: Put the hedge back, or find out who says so and name them.
"""

from collections.abc import Iterator

from claimtrack.checking.rule import Case, DraftMatch, kind
from claimtrack.checking.words import first_phrase
from claimtrack.queries.check_data import CheckedClaim, KnownAssertion

CONFIRMED = ("verified", "corroborated", "on-record")


def _find(case: Case) -> Iterator[DraftMatch]:
    for repeat in case.open_repeats():
        holding = repeat.holding
        if not repeat.repeated or repeat.sentence.hedged or not is_hedged(holding) or holding.id in case.moved:
            continue
        if not repeat.agrees or any(one.hedge for one in repeat.attributions):
            continue
        hedges = [hedge for saying in holding.affirming for hedge in hedges_of(saying)]
        told = f"with “{hedges[0]}”" if hedges else "without saying who says so"
        yield DraftMatch(
            repeat.start,
            repeat.end,
            f"Every document gives this only {told}; the hedge is gone.",
            "Put the hedge back, or name who says so.",
            holding,
        )


def is_hedged(holding: CheckedClaim) -> bool:
    """Whether everybody who says it says it with a word of doubt."""
    if holding.status.name in CONFIRMED or not holding.affirming:
        return False
    return all(bool(hedges_of(saying)) for saying in holding.affirming)


def hedges_of(saying: KnownAssertion) -> tuple[str, ...]:
    """Its words of doubt as recorded; else, where nobody is named, those of its words as quoted."""
    if saying.hedges or not saying.nobody or saying.quote is None:
        return saying.hedges
    return tuple(filter(None, [first_phrase("hedges", saying.quote)]))


KIND = kind(__name__, __doc__, "warning", _find)
