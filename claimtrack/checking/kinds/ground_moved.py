"""A claim that has been disputed, refuted, withdrawn or corrected since, told as if it had not.

What it flags: a sentence that states or repeats such a claim (or one that rests on a retracted document alone) without
saying so there or beside it.

Why it matters: what was fair to print on Monday may be known to be wrong on Thursday.

Example: the company took back that the fire began in the boiler room; the draft repeats that it said so.

What to do: Leave it out, give what is known now, or tell what became of it: who denied, corrected or withdrew it.
"""

from collections.abc import Iterator

from claimtrack.checking.kind import Case, Found, kind
from claimtrack.checking.moved import CORRECTED, DISPUTED, REFUTED, RETRACTED, WITHDRAWN, Moved
from claimtrack.checking.repeats import Repeat, says_so


def _find(case: Case) -> Iterator[Found]:
    for repeat in case.open_repeats():
        moved = case.moved.get(repeat.holding.id)
        if moved is None or not repeat.repeated or says_so(case.draft, repeat.sentence):
            continue
        if moved.what == DISPUTED and not moved.by and _others_told(case, repeat):
            continue
        if repeat.holding.figure is not None and not (repeat.figures and repeat.agrees):
            continue
        yield Found(
            repeat.start,
            repeat.end,
            told(case, moved),
            "Leave it out, or tell what became of it.",
            repeat.holding,
            () if moved.instead is None else (moved.instead.id,),
            "warning" if moved.what == DISPUTED else None,
        )


def _others_told(case: Case, repeat: Repeat) -> bool:
    """Whether the draft gives, there or beside it, another answer to the same question."""
    near = case.draft.neighbours[repeat.sentence.number]
    return repeat.holding.question is not None and any(
        other.sentence.number in near and other.holding.id != repeat.holding.id and other.agrees
        for other in case.repeats
        if other.holding.question == repeat.holding.question
    )


def told(case: Case, moved: Moved) -> str:
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
