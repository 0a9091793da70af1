"""Whether a draft says of a claim that it is contested, taken back, corrected or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.checking.phrases import holds

if TYPE_CHECKING:
    from claimtrack.checking.kind import Case
    from claimtrack.checking.repeats import Repeat


def says_so(case: Case, repeat: Repeat) -> bool:
    """Whether it says so in the sentence itself, or beside it in a sentence that is not about another claim."""
    own = repeat.sentence.number
    for number in case.draft.neighbours[own]:
        if holds("moved", case.draft.sentences[number].text) and (number == own or _may_be_of(case, repeat, number)):
            return True
    return False


def _may_be_of(case: Case, repeat: Repeat, number: int) -> bool:
    """Whether what another sentence says may be about this claim: it repeats none, or it, or one beside it."""
    told = [one.holding for one in case.repeats_in.get(number, ())]
    holding = repeat.holding
    return not told or any(
        one.id == holding.id or (one.question is not None and one.question == holding.question) for one in told
    )
