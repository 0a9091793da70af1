"""Claims whose ground has moved: withdrawn, refuted, corrected, disputed, or resting on a piece that was retracted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimtrack.checking.words import has_phrase, word_keys
from claimtrack.queries.check_data import CheckData, CheckedClaim

if TYPE_CHECKING:
    from claimtrack.checking.claim_matching import ClaimMatch
    from claimtrack.checking.rule import Case


LEAST_WORDS = 4
"""How many words in a row tell that they are the same words."""

Run = tuple[str, ...]


class RestrictedWords:
    """The words of restricted assertions, of those that are quoted with so many words at least."""

    def __init__(self, holdings: CheckData) -> None:
        self._runs: dict[Run, CheckedClaim] = {}
        for holding in holdings.claims:
            for saying in holding.assertions:
                if saying.restricted and saying.quote:
                    for run in _runs(word_keys(saying.quote)):
                        self._runs.setdefault(run, holding)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def holding(self, words: Sequence[str]) -> CheckedClaim | None:
        """The first claim whose restricted words are among these (folded); None where none are."""
        return next((self._runs[run] for run in _runs(words) if run in self._runs), None)


def _runs(words: Sequence[str]) -> list[Run]:
    return list(zip(*(words[n:] for n in range(LEAST_WORDS)), strict=False))


WITHDRAWN, REFUTED, CORRECTED, RETRACTED, DISPUTED = "withdrawn", "refuted", "corrected", "retracted", "disputed"
CHANGES = (WITHDRAWN, REFUTED, CORRECTED, RETRACTED, DISPUTED)
"""What may have become of a claim, the gravest first."""


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """What became of a claim. `what` is one of MOVES; `by` are the sources (ids) who took it back, denied or corrected.

    `instead` is the claim that corrects it, None where none does; `why` is the status's reason in words.
    """

    claim: str
    what: str
    by: tuple[str, ...]
    why: str
    instead: CheckedClaim | None = None


def changed_claims(holdings: CheckData) -> Iterator[ChangedClaim]:
    """The claims whose ground has moved, restricted ones left out, in the order of the holdings."""
    answers: dict[str, list[CheckedClaim]] = defaultdict(list)
    for holding in holdings.claims:
        if holding.question is not None and not holding.restricted:
            answers[holding.question].append(holding)
    for holding in holdings.claims:
        if not holding.restricted:
            found = _change_of(holding, answers.get(holding.question or "", []))
            if found is not None:
                yield found


def _change_of(holding: CheckedClaim, others: list[CheckedClaim]) -> ChangedClaim | None:
    status = holding.status
    if status.name in (WITHDRAWN, REFUTED):
        return ChangedClaim(holding.id, status.name, status.by, status.reason_text)
    for other in others:
        if other.id != holding.id and (by := _corrects(other, holding)):
            return ChangedClaim(holding.id, CORRECTED, by, "its source corrected it", other)
    affirming = holding.affirming
    if affirming and not any(saying.sound for saying in affirming):
        return ChangedClaim(holding.id, RETRACTED, (), "what reported it was retracted or removed")
    # What a source corrected differs from its correction: that is no dispute.
    settled = status.reason_code == "disagreement" and any(_corrects(holding, other) for other in others)
    if status.name == DISPUTED and not settled:
        return ChangedClaim(holding.id, DISPUTED, status.by, status.reason_text)
    return None


def _corrects(other: CheckedClaim, holding: CheckedClaim) -> tuple[str, ...]:
    """The sources whose every word for `holding` was corrected by themselves in `other`."""
    correcting = {saying.root for saying in other.affirming if saying.stance == "corrects" and saying.root}
    said = [saying for saying in holding.affirming if saying.stance != "corrects"]
    if not correcting or not said or len(said) < len(holding.affirming):
        return ()
    if any(saying.root not in correcting for saying in said):
        return ()
    return tuple(sorted({saying.origin for saying in said if saying.origin}))


def reports_change(case: Case, repeat: ClaimMatch) -> bool:
    """Whether it says so in the sentence itself, or beside it in a sentence that is not about another claim."""
    own = repeat.sentence.number
    for number in case.draft.neighbours[own]:
        if has_phrase("dispute_words", case.draft.sentences[number].text) and (
            number == own or _may_concern(case, repeat, number)
        ):
            return True
    return False


def _may_concern(case: Case, repeat: ClaimMatch, number: int) -> bool:
    """Whether what another sentence says may be about this claim: it repeats none, or it, or one beside it."""
    told = [one.holding for one in case.repeats_in.get(number, ())]
    holding = repeat.holding
    return not told or any(
        one.id == holding.id or (one.question is not None and one.question == holding.question) for one in told
    )
