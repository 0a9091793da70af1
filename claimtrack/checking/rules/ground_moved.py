"""A claim that has been disputed, refuted, withdrawn or corrected since, told as if it had not.

What it flags: a sentence that states or repeats such a claim (or one that rests on a retracted document alone) without
saying so there or beside it. It is an error where the claim was withdrawn, refuted, corrected or retracted, and where
the draft states as a fact what the ledger has nothing of but a denial; a warning where it is disputed.

Why it matters: what was fair to print on Monday may be known to be wrong on Thursday.

Example: the company took back that the fire began in the boiler room; the draft repeats that it said so.

What to do: Leave it out, give what is known now, or tell what became of it: who denied, corrected or withdrew it.
"""

from collections.abc import Iterator

from claimtrack.checking.claim_matching import ClaimMatch
from claimtrack.checking.claim_words import gives_figure
from claimtrack.checking.draft import Sentence
from claimtrack.checking.draft_check import DISPUTED, DraftCheck
from claimtrack.checking.words import find_figures
from claimtrack.rules.rule import DraftFinding, rule


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for match in check.matches:
        changed = check.changed.get(match.claim.id)
        if changed is None or not match.is_passed_on or check.reports_change(match):
            continue
        disputed = changed.change == DISPUTED
        if disputed and not changed.by and _gives_other_answer(check, match):
            continue
        if disputed and match.attributed_to and match.attributed_to <= frozenset(changed.by):
            continue  # That those who deny it are said to say it is for another rule.
        if match.claim.figure is not None and not (match.figures and match.agrees):
            continue
        yield check.finding(
            match.start,
            match.end,
            check.describe(changed),
            "Leave it out, or tell what became of it.",
            match.claim,
            () if changed.correction is None else (changed.correction.id,),
            "warning" if disputed and not (match.is_stated and not match.claim.affirming) else "",
        )


def _gives_other_answer(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether the draft gives, there or beside it, another answer to the same question."""
    claim = match.claim
    if claim.question is None:
        return False
    nearby = check.draft.neighbours[match.sentence.number]
    others = (other for number in nearby for other in check.matches_in.get(number, ()))
    if any(o.claim.question == claim.question and o.claim.id != claim.id and o.agrees for o in others):
        return True
    return any(_gives_other_figure(check, check.draft.sentences[number], match) for number in nearby)


def _gives_other_figure(check: DraftCheck, sentence: Sentence, match: ClaimMatch) -> bool:
    """Whether a sentence gives the figure of another answer, in a breath with this one or with its source's name."""
    claim = match.claim
    if claim.figure is None:
        return False
    figures = find_figures(check.draft.text, sentence.start, sentence.end)
    figures = [figure for figure in figures if not gives_figure(claim, [figure])]
    named = frozenset[str]().union(*(mention.sources for mention in sentence.mentions))
    return any(
        gives_figure(other, figures)
        and (sentence is match.sentence or any(assertion.sources & named for assertion in other.affirming))
        for other in check.answers.get(claim.question or "", ())
    )


RULE = rule(__name__, __doc__, "error", _find)
