"""A claim that has been disputed, refuted, withdrawn or corrected since, told as if it had not.

What it flags: a sentence that states or repeats such a claim (or one that rests on a retracted document alone) without
saying so there or beside it. It is an error where the claim was withdrawn, refuted, corrected or retracted, and where
the draft states as a fact what the ledger has nothing of but a denial; a warning where it is disputed.

Why it matters: what was fair to print on Monday may be known to be wrong on Thursday.

Example: the company took back that the fire began in the boiler room; the draft repeats that it said so.

What to do: Leave it out, give what is known now, or tell what became of it: who denied, corrected or withdrew it.
"""

from collections.abc import Iterator

from claimtrack.checking.changed_claims import (
    CORRECTED,
    DISPUTED,
    REFUTED,
    RETRACTED,
    WITHDRAWN,
    ChangedClaim,
    reports_change,
)
from claimtrack.checking.claim_matching import ClaimMatch, interval_beside
from claimtrack.checking.draft import Sentence
from claimtrack.checking.figures import find_figures, may_be_same
from claimtrack.checking.rule import Case, DraftMatch, kind


def _find(case: Case) -> Iterator[DraftMatch]:
    for repeat in case.open_repeats():
        moved = case.moved.get(repeat.holding.id)
        if moved is None or not repeat.repeated or reports_change(case, repeat):
            continue
        if moved.what == DISPUTED and not moved.by and _others_told(case, repeat):
            continue
        if moved.what == DISPUTED and repeat.given_to and repeat.given_to <= frozenset(moved.by):
            continue  # That those who deny it are said to say it is another kind.
        if repeat.holding.figure is not None and not (repeat.figures and repeat.agrees):
            continue
        yield DraftMatch(
            repeat.start,
            repeat.end,
            describe_change(case, moved),
            "Leave it out, or tell what became of it.",
            repeat.holding,
            () if moved.instead is None else (moved.instead.id,),
            "warning" if moved.what == DISPUTED and not (repeat.stated and not repeat.holding.affirming) else None,
        )


def _others_told(case: Case, repeat: ClaimMatch) -> bool:
    """Whether the draft gives, there or beside it, another answer to the same question."""
    holding = repeat.holding
    if holding.question is None:
        return False
    near = case.draft.neighbours[repeat.sentence.number]
    if any(
        other.holding.question == holding.question and other.holding.id != holding.id and other.agrees
        for number in near
        for other in case.repeats_in.get(number, ())
    ):
        return True
    return holding.figure is not None and any(_tells(case, case.draft.sentences[number], repeat) for number in near)


def _tells(case: Case, sentence: Sentence, repeat: ClaimMatch) -> bool:
    """Whether a sentence gives the figure of another answer, in a breath with this one or with its source's name."""
    holding = repeat.holding
    figures = [
        one
        for one in find_figures(case.draft.text, sentence.start, sentence.end)
        if holding.figure is not None and not may_be_same(holding.figure, interval_beside(holding, one))
    ]
    named = frozenset[str]().union(*(mention.sources for mention in sentence.mentions))
    return bool(figures) and any(
        other.figure is not None
        and (sentence is repeat.sentence or any(saying.sources & named for saying in other.affirming))
        and any(may_be_same(other.figure, interval_beside(other, one)) for one in figures)
        for other in case.answers(holding.question or "")
    )


def describe_change(case: Case, moved: ChangedClaim) -> str:
    """What became of a claim, a sentence."""
    by = case.called(moved.by) if moved.by else ""
    if moved.what == WITHDRAWN:
        return f"This was withdrawn: {by or 'whoever said it'} took it back."
    if moved.what == REFUTED:
        return "This was checked and refuted."
    if moved.what == CORRECTED and moved.instead is not None:
        return f"This was corrected by {by or 'its source'}: {moved.instead.text}."
    if moved.what == RETRACTED:
        return "What reported this was retracted or removed."
    return f"This is disputed: {by} denies it." if by else f"This is disputed: {moved.why}."


KIND = kind(__name__, __doc__, "error", _find)
