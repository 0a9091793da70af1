"""A caveat that went missing.

What it flags: a claim given to its source without saying, anywhere in the draft beside it, that the source gave no
evidence, or that it could not be verified, where every document that has it says so. Told once, it is told.

Why it matters: that no evidence was given is itself a reported fact, often the most telling one.

Example: the minister blamed saboteurs “without giving evidence”; the draft says that he blamed saboteurs.

What to do: Say it beside the claim. If evidence was given since, record it.
"""

from collections.abc import Iterator

from claimtrack.checking.claim_matching import ClaimMatch
from claimtrack.checking.rule import Case, DraftMatch, kind
from claimtrack.checking.words import has_phrase
from claimtrack.queries.check_data import CheckedClaim

CONFIRMED = ("verified", "corroborated", "refuted", "withdrawn")
CAVEATS = (
    ("no_evidence_phrases", "the source gave no evidence", "no_evidence"),
    ("unverified_phrases", "it could not be verified", "unverified"),
)
"""The list of phrases that tell it, what it says, and the field of an assertion."""


def _find(case: Case) -> Iterator[DraftMatch]:
    by_claim: dict[str, list[ClaimMatch]] = {}
    for repeat in case.open_repeats():
        by_claim.setdefault(repeat.holding.id, []).append(repeat)
    for repeats in by_claim.values():
        passed = [r for r in repeats if r.repeated and r.given and r.agrees]
        holding = repeats[0].holding
        if not passed or holding.status.name in CONFIRMED or not holding.affirming:
            continue
        for phrases, says, field in CAVEATS:
            if not _every(holding, field) or any(has_phrase(phrases, case.draft.near(r.sentence)) for r in repeats):
                continue
            yield DraftMatch(
                passed[0].start,
                passed[0].end,
                f"Every document that has this says that {says}; the draft does not.",
                "Say so beside the claim.",
                holding,
            )


def _every(holding: CheckedClaim, field: str) -> bool:
    return all(getattr(saying, field) for saying in holding.affirming)


KIND = kind(__name__, __doc__, "warning", _find)
