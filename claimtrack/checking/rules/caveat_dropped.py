"""A caveat that went missing.

What it flags: a claim given to its source without saying, anywhere in the draft beside it, that the source gave no
evidence, or that it could not be verified, where every document that has it says so. Told once, it is told.

Why it matters: that no evidence was given is itself a reported fact, often the most telling one.

Example: the minister blamed saboteurs “without giving evidence”; the draft says that he blamed saboteurs.

What to do: Say it beside the claim. If evidence was given since, record it.
"""

from collections import defaultdict
from collections.abc import Iterator

from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.words import has_phrase
from claimtrack.domain.vocabulary import SETTLED_STATUSES
from claimtrack.rules.rule import DraftFinding, rule

CAVEATS = (
    ("no_evidence_phrases", "the source gave no evidence", "no_evidence"),
    ("unverified_phrases", "it could not be verified", "unverified"),
)
"""The list of phrases that say it, what it says, and the field of an assertion."""


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    by_claim: dict[str, list[ClaimMatch]] = defaultdict(list)
    for match in check.matches:
        by_claim[match.claim.id].append(match)
    for matches in by_claim.values():
        passed_on = [m for m in matches if m.is_passed_on and m.attributed and m.agrees]
        claim = matches[0].claim
        if not passed_on or claim.status.name in SETTLED_STATUSES or not claim.affirming:
            continue
        for phrases, caveat, field in CAVEATS:
            if not all(getattr(assertion, field) for assertion in claim.affirming):
                continue
            if not any(has_phrase(phrases, check.draft.near(match.sentence)) for match in matches):
                start, end = passed_on[0].start, passed_on[0].end
                fact = f"Every document that has this says that {caveat}; the draft does not."
                yield check.finding(start, end, fact, "Say so beside the claim.", claim)


RULE = rule(__name__, __doc__, "warning", _find)
