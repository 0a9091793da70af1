"""A claim that has been disputed, refuted, withdrawn or corrected since, told as if it had not; or an old figure.

What it flags: a sentence that states or repeats such a claim (or one that rests on a retracted document alone) without
saying so there or beside it. It is an error where the claim was withdrawn, refuted, corrected or retracted, and where
the draft states as a fact what the ledger has nothing of but a denial; a warning where it is disputed. A disputed claim
of somebody's that is told as a fact is `attribution-lost`. An old figure is a warning: one for which its source gave
another later (“at least 11”, and then 19), told without a day, without a word such as “at first”, and without the later
one. What a source “says” is told as the last word: what stands beside that does not excuse it. A figure told with “at
first”, beside the one that came in its place, is told rightly.

Why it matters: what was fair to print on Monday may be known to be wrong on Thursday.

Example: the company took back that the fire began in the boiler room; the draft repeats that it said so.

What to do: Leave it out, give what is known now, or tell what became of it: who denied, corrected or withdrew it.
"""

import re
from collections.abc import Iterable, Iterator

from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.claim_words import gives_figure
from claimtrack.checking.draft_check import CORRECTED, DISPUTED, WITHDRAWN, DraftCheck
from claimtrack.checking.draft_figures import DraftFigure, find_figures, is_year
from claimtrack.checking.rules.attribution_lost import loses_attribution
from claimtrack.checking.words import has_phrase, word_keys
from claimtrack.queries.check_data import CheckedClaim
from claimtrack.reading.word_lists import words
from claimtrack.rules.rule import DraftFinding, rule


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for match in check.matches:
        changed = check.changed.get(match.claim.id)
        if changed is None or (changed.change == DISPUTED and not changed.by):
            older = list(_superseded(check, match))
            yield from older
            if older or changed is None:
                continue
        beside = changed.change not in (WITHDRAWN, CORRECTED) or not _gives_figure_as_present(check, match)
        if not match.is_passed_on or check.reports_change(match, beside=beside):
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
        if not disputed and _is_of_another_answer(check, match):
            continue
        if not disputed and _AT_FIRST.search(match.sentence.text) and check.gives_other_answer(match):
            continue
        if changed.correction is not None and _gives_both(check, match, changed.correction):
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


_AT_FIRST = re.compile(
    r"\b(?:at first|initial(?:ly)?|original(?:ly)?|earlier|formerly|previous(?:ly)?)\b", re.IGNORECASE
)
"""Words for a figure in whose place another came, which the draft gives too."""


def _is_of_another_answer(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether the figures of a sentence are just those of answers to the same question that stand, and not this one's.

    “At least nine”, which one said, holds true of the 13 that another took back.
    """
    standing = [one for one in check.answers.get(match.claim.question or "", ()) if one.id not in check.changed]
    known = {(one.figure.low, one.figure.high) for one in standing if one.figure is not None}
    known -= {(match.claim.figure.low, match.claim.figure.high)} if match.claim.figure is not None else set()
    return bool(match.figures) and all((one.counted.low, one.counted.high) in known for one in match.figures)


def _gives_both(check: DraftCheck, match: ClaimMatch, correction: CheckedClaim) -> bool:
    """Whether a sentence gives the figure of a correction too, and not the corrected one as what holds now."""
    figures = find_figures(check.draft.text, match.sentence.start, match.sentence.end)
    others = [one for one in figures if not gives_figure(match.claim, [one])]
    return gives_figure(correction, others) and not _gives_figure_as_present(check, match)


def _superseded(check: DraftCheck, match: ClaimMatch) -> Iterator[DraftFinding]:
    """A figure for which its source gave another later, told as if it were the last."""
    claim = match.claim
    if not match.is_passed_on or not (match.figures and match.agrees):
        return
    raised = check.raising(claim) if any(_is_its_least(claim, one) for one in match.figures) else None
    newer = raised or check.superseding(claim)
    changed = None if newer is None else check.changed.get(newer.id)
    if newer is None or (changed is not None and changed.change != DISPUTED):
        return
    if gives_figure(newer, _others(claim, match.figures) if raised else match.figures):
        return
    later = {one.top_body for one in newer.affirming}
    group = [one for one in check.answers[claim.question or ""] if gives_figure(one, match.figures)]
    if any(one.top_body not in later for other in group for one in other.affirming) or _is_told_as_old(check, match):
        return
    present = _gives_figure_as_present(check, match)
    nearby = (match.sentence.number,) if present else check.draft.neighbours[match.sentence.number]
    sentences = (check.draft.sentences[number] for number in nearby)
    figures = [figure for one in sentences for figure in find_figures(check.draft.text, one.start, one.end)]
    if gives_figure(newer, _others(claim, figures) if raised else figures):
        return
    fact = f"This figure is an old one: {check.origins_of(newer)} gave “{newer.answer}” later."
    step = "Give the later figure, or say when this one was given."
    yield check.finding(match.start, match.end, fact, step, claim, (newer.id,), "warning")


def _is_its_least(claim: CheckedClaim, figure: DraftFigure) -> bool:
    """Whether a figure is a least, and names the number that a claim gives as the least: "at least 11"."""
    known = claim.figure
    return known is not None and figure.counted.high is known.high is None and figure.counted.low == known.low


def _others(claim: CheckedClaim, figures: Iterable[DraftFigure]) -> list[DraftFigure]:
    return [one for one in figures if not _is_its_least(claim, one)]


def _is_told_as_old(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether a sentence says that a figure is an earlier one, or when it was given."""
    keys = word_keys(match.sentence.text)
    if has_phrase("earlier_words", match.sentence.text):
        return True
    dated = any(key in words("days_and_months") or is_year(key) for key in keys)
    return dated and not _gives_figure_as_present(check, match)


def _gives_figure_as_present(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether a figure is told as what its source says now: "says", and not "said" nor "according to"."""
    text = check.draft.text
    cues = {key for one in match.attributions for a, b in one.cue for key in word_keys(text[a:b])}
    return bool(match.figures) and not cues.isdisjoint(words("present_saying_verbs")) and "had" not in cues


RULE = rule(__name__, __doc__, "error", _find)
