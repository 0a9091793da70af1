"""A claim that has been disputed, refuted, withdrawn or corrected since, told as if it had not.

What it flags: a sentence that states or repeats such a claim (or one that rests on a retracted document alone) without
saying so there or beside it. It is an error where the claim was withdrawn, refuted, corrected or retracted, and where
the draft states as a fact what the ledger has nothing of but a denial; a warning where it is disputed. A disputed claim
of somebody's that is told as a fact is `attribution-lost`.

Why it matters: what was fair to print on Monday may be known to be wrong on Thursday.

Example: the company took back that the fire began in the boiler room; the draft repeats that it said so.

What to do: Leave it out, give what is known now, or tell what became of it: who denied, corrected or withdrew it.
"""

from collections.abc import Iterator

from claimtrack.checking.draft_check import DISPUTED, DraftCheck
from claimtrack.checking.rules.attribution_lost import loses_attribution
from claimtrack.rules.rule import DraftFinding, rule


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for match in check.matches:
        changed = check.changed.get(match.claim.id)
        if changed is None or not match.is_passed_on or check.reports_change(match):
            continue
        disputed = changed.change == DISPUTED
        if disputed and not changed.by and check.gives_other_answer(match):
            continue
        if disputed and loses_attribution(check, match):
            continue  # That is said by a finding of its own, and is graver.
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


RULE = rule(__name__, __doc__, "error", _find)
