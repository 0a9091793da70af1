"""Somebody's unconfirmed claim, told as a fact.

What it flags: a sentence that states, in the draft's own voice, what the ledger has only as somebody's claim: nobody
verified it, no independent origins agree, no outlet says it as its own observation. What is on record as a call, a
pledge or a forecast counts too, and so does what is disputed; an allegation of wrongdoing even where an outlet says it
in its own voice, or where the next sentence tells that it is denied. So does what nobody says at all: somebody only
doubts it, or would neither confirm nor deny it.

Why it matters: a reader can no longer tell what was said from what is known.

Example: the fire chief said that 200 families were moved; the draft says that 200 families were moved.

What to do: Say who says so; or confirm it, and record why: `claimtrack assess CLAIM supported --why W --evidence E`.
"""

import re
from collections.abc import Iterator

from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.draft_check import DISPUTED, DraftCheck
from claimtrack.checking.rules.hedge_dropped import hedges_of
from claimtrack.checking.words import has_phrase, is_verb, negations, word_stems
from claimtrack.domain.english import with_article
from claimtrack.queries.check_data import CheckedClaim
from claimtrack.rules.rule import DraftFinding, rule

UNCONFIRMED = ("unverified", "on-record", "disputed")


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for match in check.matches:
        yield from _nobodys(check, match)
        if not loses_attribution(check, match):
            continue
        claim = match.claim
        named = any(assertion.origin for assertion in claim.affirming)
        says = f"the claim of {check.origins_of(claim)}" if named else "told by somebody who is not named"
        changed = check.changed.get(claim.id)
        if changed is not None:
            why = check.describe(changed)
        elif claim.status.name == "on-record":
            why = f"It is {with_article(claim.kind)}, on record and no fact."
        else:
            why = f"It is unverified ({claim.status.reason_text})."
        fact = f"This stands as a fact; the ledger has it only as {says}. {why}"
        yield check.finding(match.start, match.end, fact, "Say who says so, or record what confirms it.", claim)


def _nobodys(check: DraftCheck, match: ClaimMatch) -> Iterator[DraftFinding]:
    """What nobody says, told as a fact, though the ledger has who would neither confirm nor deny it."""
    if match.is_stated and (nobody := nobody_says(check, match)) is not None:
        fact = f"This stands as a fact; {nobody}"
        yield check.finding(match.start, match.end, fact, "Leave it out, or record who says so.", match.claim)


def nobody_says(check: DraftCheck, match: ClaimMatch) -> str | None:
    """That nobody says what a sentence passes on, for a finding; None where somebody does or it is left open."""
    if not match.is_passed_on or not match.agrees or match.sentence.hedged:
        return None
    text = match.sentence.text
    beside = [word.key for word in match.sentence.words if word.end <= match.start or match.end <= word.start]
    if negations(beside) or has_phrase("dispute_words", text) or has_phrase("left_open_words", text):
        return None
    return check.nobody_says(match.claim)


def loses_attribution(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether a sentence tells somebody's unconfirmed claim as a fact, and no graver finding says what became of it."""
    claim = match.claim
    if is_somebodys(claim) and _is_plain_clause(check, match):
        return True
    if not match.is_stated or match.sentence.hedged or not is_somebodys(claim):
        return False
    if claim.figure is not None and not (match.figures and match.agrees):
        return False
    changed = check.changed.get(claim.id)
    if changed is None:
        return True
    if changed.change != DISPUTED or check.gives_other_answer(match):
        return False
    # That somebody denies it, told in the next sentence, makes an allegation no less of a fact in this one.
    return not check.reports_change(match, beside=not claim.allegation)


_RELATIVE = re.compile(r", (?:who|which) (?:also |later |then )?(?:had |has |have )?$")
_NEXT_CLAUSE = re.compile(r", (?:and|but|because|since|after) (?!that\b)")
_LONGEST_OPENING = 40


def _is_plain_clause(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether a clause of its own tells what somebody denies, and the rest of the sentence who says or denies it.

    "Rask, who sold it, denies that"; "Marsh accused Rask, and Rask had sold it." Nobody is said to say the clause.
    """
    changed, sentence, text = check.changed.get(match.claim.id), match.sentence, check.draft.text
    if changed is None or not changed.by or match.attributions or sentence.asks:
        return False
    stems = word_stems(match.claim.text)
    for verb in sentence.words:
        begin = max(sentence.start, verb.start - _LONGEST_OPENING)
        finite = is_verb(verb.key) or verb.key.endswith("ed")
        if finite and verb.stem in stems and _RELATIVE.search(text, begin, verb.start):
            before = text[sentence.start : verb.start]
            return not (has_phrase("hedges", before) or has_phrase("dispute_words", before))
    begin = max((one.end() for one in _NEXT_CLAUSE.finditer(text, sentence.start, sentence.end)), default=sentence.end)
    told = {word.stem for word in sentence.words if word.start >= begin and word.stem}
    clause = text[begin : sentence.end]
    return told == stems and not (has_phrase("hedges", clause) or has_phrase("dispute_words", clause))


def is_somebodys(claim: CheckedClaim) -> bool:
    """Whether the ledger has a claim as nothing but what named sources say, or sources that somebody quotes."""
    if claim.status.name not in UNCONFIRMED or not claim.affirming:
        return False
    if claim.allegation:
        return True
    if claim.kind == "characterisation":
        return False
    return not any(assertion.own for assertion in claim.affirming) and not all(
        assertion.nobody and hedges_of(assertion) for assertion in claim.affirming
    )


RULE = rule(__name__, __doc__, "error", _find)
