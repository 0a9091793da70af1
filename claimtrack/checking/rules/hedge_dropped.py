"""A word of doubt that went missing.

What it flags: a sentence that passes on, without “reportedly”, “allegedly” or the like, what every document gives only
with such a word, or to nobody at all; and one that tells as certain what its source said “may” or “could” be.

Why it matters: the hedge was all that told a reader that nobody answers for it.

Example: an outlet wrote that the guard was reportedly asleep; the draft says that he was.

What to do: Put the hedge back, or find out who says so and name them.
"""

import re
from collections.abc import Iterator

from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.claim_words import wordings
from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.words import first_phrase, split_words, word_stems
from claimtrack.queries.check_data import CheckedClaim, KnownAssertion
from claimtrack.reading.word_lists import one_of
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
    for match in check.matches:
        if (modal := _lost_modal(check, match)) is not None:
            fact = f"The ledger has this only as possible, with “{modal}”: {match.claim.text}."
            step = "Tell it as its source did, or record who says that it is certain."
            yield check.finding(match.start, match.end, fact, step, match.claim)


_MODAL = re.compile(r"\b(may|might|could)\b(?! (?:not|hardly|barely|scarcely|only|no longer)\b)( have| be)?")
_CERTAIN = re.compile(r"\b(?:will|shall|(?:is|are) (?:going|about|set|certain|sure|bound) to)\b", re.IGNORECASE)
_POSSIBLE = re.compile(
    r"\b(?:may|might|c(?:ould|an|annot)|would|should|if|whether|unless|perhaps|maybe|apparently|likely|chances?"
    rf"|{one_of('stems_of_hedges')}\w*)\b|\bappear(?:s|ed)? (?:to|that)\b|n[’']t\b",
    re.IGNORECASE,
)
"""Words of a sentence that does not tell its matter as certain."""


def _lost_modal(check: DraftCheck, match: ClaimMatch) -> str | None:
    """The "may" of a claim that a sentence tells as certain; None where it does not, or another claim does."""
    claim, sentence = match.claim, match.sentence
    if not match.is_passed_on or sentence.hedged or not claim.affirming or claim.id in check.changed:
        return None
    if (match.attributed_to and not match.attributed_to & claim.sources) or _POSSIBLE.search(sentence.text):
        return None
    modals = [_possible_stems(wording) for wording in wordings(claim)]
    certain = _CERTAIN.search(sentence.text)
    others = [one.claim for one in check.matches_in[sentence.number] if one.claim.id != claim.id]
    for word in sentence.words:
        if not match.start <= word.start < match.end or not all(word.stem in one for one in modals):
            continue
        modal = modals[0][word.stem]
        told_to_come = certain is not None and sentence.start + certain.start() < word.start
        # "Shots could be heard" tells of no possibility.
        if not told_to_come and (modal.startswith("could") or " " not in modal):
            continue
        if not any(word.stem in word_stems(other.text) - _possible_stems(other.text).keys() for other in others):
            return modal
    return None


def _possible_stems(text: str) -> dict[str, str]:
    """The stem of the first telling word behind each "may", "might have" or "could be" of a text, with that."""
    stems: dict[str, str] = {}
    for modal in _MODAL.finditer(text):
        behind = (word.stem for word in split_words(text, modal.end(), modal.end() + _NEAR) if word.stem)
        if stem := next(behind, ""):
            stems[stem] = modal[0]
    return stems


_NEAR = 40
"""Characters behind a "may" in which its verb stands."""


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
