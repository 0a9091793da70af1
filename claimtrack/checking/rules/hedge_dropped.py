"""A word of doubt that went missing.

What it flags: a sentence that passes on, without “reportedly”, “allegedly” or the like, what every document gives only
with such a word, or to nobody at all.

Why it matters: the hedge was all that told a reader that nobody answers for it.

Example: an outlet wrote that the guard was reportedly asleep; the draft says that he was.

What to do: Put the hedge back, or find out who says so and name them.
"""

import re
from collections.abc import Iterator

from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.words import first_phrase
from claimtrack.queries.check_data import CheckedClaim, KnownAssertion
from claimtrack.rules.rule import DraftFinding, rule

CONFIRMED = ("verified", "corroborated", "on-record")


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for match in check.matches:
        claim = match.claim
        if not match.is_passed_on or match.sentence.hedged or not is_hedged(claim) or claim.id in check.changed:
            continue
        if not match.agrees or any(attribution.hedge for attribution in match.attributions):
            continue
        hedges = [hedge for assertion in claim.affirming for hedge in hedges_of(assertion)]
        if any(_is_in(hedge, match.sentence.text) for hedge in hedges):
            continue
        hedge = next(filter(None, hedges), None)
        how = f"with “{hedge}”" if hedge else "with a word of doubt" if hedges else "without saying who says so"
        fact = f"Every document gives this only {how}; the hedge is gone."
        yield check.finding(match.start, match.end, fact, "Put the hedge back, or name who says so.", claim)


_PROBABLE = ("probably", "likely", "presumably", "in all likelihood", "in all probability")
"""Words of doubt of one strength, each of which may stand for the others."""


def _is_in(hedge: str, sentence: str) -> bool:
    """Whether a sentence has a recorded word of doubt, or one that says as much."""
    words = _PROBABLE if hedge.casefold() in _PROBABLE else (hedge,)
    return any(word and re.search(rf"(?<!not )\b{re.escape(word)}\b", sentence, re.IGNORECASE) for word in words)


def is_hedged(claim: CheckedClaim) -> bool:
    """Whether everybody who says it says it with a word of doubt."""
    affirming = claim.affirming
    return claim.status.name not in CONFIRMED and bool(affirming) and all(map(hedges_of, affirming))


def hedges_of(assertion: KnownAssertion) -> tuple[str, ...]:
    """Its words of doubt as recorded; else, where nobody is named, those of its words as quoted."""
    if assertion.hedges or not assertion.nobody or assertion.quote is None:
        return assertion.hedges
    return tuple(filter(None, [first_phrase("hedges", assertion.quote)]))


RULE = rule(__name__, __doc__, "warning", _find)
