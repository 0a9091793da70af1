"""What happened, told as something else: "approved" for "will debate", "tripled" for "doubled".

What it flags: a sentence that says all of a claim but what happened, and another step of the same matter in its place;
one that tells as done what the ledger has as still to come; and one in which those who did it and those to whom it was
done have changed places. Only where the draft states it, or gives it to a source of the claim.

Why it matters: a plan that is debated is not yet approved, and who was questioned was not charged.

Example: the clerk said that the council will vote on the ferry plan; the draft says that the council approved it.

What to do: Say what the source said; or record who says that it happened: `claimtrack add CLAIM -s SOURCE`.
"""

import re
from collections.abc import Iterator

from claimtrack.checking.claim_matching import ClaimMatch, wordings
from claimtrack.checking.draft import sources_of
from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.parties import are_turned_round
from claimtrack.checking.words import is_past
from claimtrack.rules.rule import DraftFinding, rule

_TO_COME = re.compile(
    r"\b(?:will|shall|won't|would|wouldn't|(?:going|due|set|about|expected|scheduled|planned|likely) to"
    r"|(?:is|are|was|were) to|(?:plan|plans|intend|intends|expect|expects|hope|hopes|aim|aims) to)\b",
    re.IGNORECASE,
)
"""How a claim tells what is still to come."""
_NOT_DONE = re.compile(
    r"\b(?:will|shall|would|could|should|may|might|must|can|if|to|promis\w+|pledg\w+|vow\w+|plan\w*|propos\w+|forecast\w*"
    r"|predict\w+|expect\w*|hop(?:e|es|ed|ing)|intend\w*|demand\w*|call\w*|urg\w+|want\w*|ask\w*|not|never)\b|n't\b",
    re.IGNORECASE,
)
"""Words in a sentence that tells of it, with which it may not be told as done."""


_POSSIBLE = re.compile(r"\b(?:could|may|might|can|should|whether|if)\b", re.IGNORECASE)
"""Words of a sentence that tells of an outcome as one of several."""


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for event in check.all_altered:
        attributions = check.says(event.sentence.attributions)
        if event.claim.restricted or not event.claim.affirming or event.sentence.hedged:
            continue
        if _POSSIBLE.search(event.sentence.text):
            continue
        if attributions and not sources_of(attributions) & event.claim.sources:
            continue
        fact = f"“{event.ours}” is not what the ledger has: “{event.theirs}” ({check.origins_of(event.claim)})."
        step = "Say what the source said, or record who says that it happened."
        yield check.finding(event.start, event.end, fact, step, event.claim)
    for match in check.matches:
        if match.is_passed_on and _is_told_as_done(check, match):
            fact = f"This is told as done; the ledger has it as still to come: {match.claim.text}."
            step = "Tell it as something to come, or record who says that it has come."
            yield check.finding(match.start, match.end, fact, step, match.claim)
        elif match.is_passed_on and _is_of_its_source(match) and _is_turned_round(match):
            fact = f"Who did it and to whom has changed places; the ledger has: {match.claim.text}."
            step = "Say who did what to whom as the source has it."
            yield check.finding(match.start, match.end, fact, step, match.claim)


def _is_turned_round(match: ClaimMatch) -> bool:
    return all(are_turned_round(match.sentence.text, wording) for wording in wordings(match.claim))


def _is_of_its_source(match: ClaimMatch) -> bool:
    """Whether nobody is named for it, or a source of the claim is."""
    return not match.attributed_to or bool(match.attributed_to & match.claim.sources)


def _is_told_as_done(check: DraftCheck, match: ClaimMatch) -> bool:
    if not match.claim.affirming or not _TO_COME.search(match.claim.text) or match.sentence.hedged:
        return False
    if not _is_of_its_source(match):
        return False
    if _NOT_DONE.search(check.draft.text[match.sentence.start : match.sentence.end]):
        return False
    inside = [word for word in match.sentence.words if match.start <= word.start < match.end]
    return any(is_past(word.key) for word in inside)


RULE = rule(__name__, __doc__, "error", _find)
