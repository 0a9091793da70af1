"""The numbers of a card: each stands for the same choice for as long as one stands at the card."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import count

from claimtrack.actions.reading.review import Choice, Near, Review, ReviewCard
from claimtrack.cli.review.saved_decisions import SavedDecisions

MOST_NUMBERS = 9
"""Numbers that one key gives."""


class CardNumbers:
    """What is chosen by each number: an option of a doubt, or a claim of the story that may say the same."""

    def __init__(self, review: Review, saved: SavedDecisions) -> None:
        """For a review whose changes are kept in `saved`."""
        self._review = review
        self._saved = saved
        self._marks: tuple[str, ...] = ()
        self._given: dict[Hashable, int] = {}

    def choices(self, card: ReviewCard) -> dict[int, Choice]:
        """What is to be chosen before the card can be accepted, by number."""
        return {number: one for number, one in self._of(card).items() if isinstance(one, Choice)}

    def near(self, card: ReviewCard) -> dict[int, Near]:
        """The claims of the story that may say the same as one of the card, by number."""
        return {number: one for number, one in self._of(card).items() if not isinstance(one, Choice)}

    def choose(self, card: ReviewCard, number: int) -> bool:
        """Do what a number stands for, and keep it; False where it stands for nothing."""
        meant = self._of(card).get(number)
        if isinstance(meant, Choice):
            for changed in self._review.choose(meant):
                self._saved.changed(changed)
        elif meant is not None:
            self._saved.changed(self._review.attribute(*meant))
        return meant is not None

    def _of(self, card: ReviewCard) -> dict[int, Choice | Near]:
        marks = tuple(proposed.mark for proposed in card.proposed)
        if marks != self._marks:
            self._marks, self._given = marks, {}
        listed: list[Choice | Near] = [*self._review.choices(card), *self._review.near(card)]
        keys = [_key(one) for one in listed]
        found: dict[int, Choice | Near] = {}
        for key, one in zip(keys, listed, strict=True):
            if key not in self._given:
                self._given[key] = self._free(keys)
            found[self._given[key]] = one
        self._given = {key: number for key, number in self._given.items() if number <= MOST_NUMBERS}
        return dict(sorted(found.items()))

    def _free(self, listed: list[Hashable]) -> int:
        """A number that stood for nothing yet; without one that a key gives, that of a choice which is settled."""
        taken = set(self._given.values())
        free = next(number for number in count(1) if number not in taken)
        settled = next((key for key in self._given if key not in listed), None)
        return free if free <= MOST_NUMBERS or settled is None else self._given.pop(settled)


def _key(one: Choice | Near) -> Hashable:
    return (one.field, one.option) if isinstance(one, Choice) else (one[0].mark, one[1].id)
