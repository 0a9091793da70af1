"""Words that were said off the record or under an embargo: what of a text is theirs, and may not be shown."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.checking.stems import keys
from claimtrack.queries.holding import Holding, Holdings

LEAST_WORDS = 4
"""How many words in a row tell that they are the same words."""

Run = tuple[str, ...]


class Closed:
    """The words of restricted assertions, of those that are quoted with so many words at least."""

    def __init__(self, holdings: Holdings) -> None:
        self._runs: dict[Run, Holding] = {}
        for holding in holdings.claims:
            for saying in holding.sayings:
                if saying.restricted and saying.quote:
                    for run in _runs(keys(saying.quote)):
                        self._runs.setdefault(run, holding)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def holding(self, words: Sequence[str]) -> Holding | None:
        """The first claim whose restricted words are among these (folded); None where none are."""
        return next((self._runs[run] for run in _runs(words) if run in self._runs), None)


def _runs(words: Sequence[str]) -> list[Run]:
    return list(zip(*(words[n:] for n in range(LEAST_WORDS)), strict=False))
