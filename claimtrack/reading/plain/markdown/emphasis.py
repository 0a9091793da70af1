"""Which runs of `*`, `_` and `~~` are emphasis, by the rules of CommonMark, in linear time."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(slots=True)
class Run:
    """A run of one mark. `left` and `right` are how many of its characters turned out to be markup, from either end."""

    mark: str
    size: int
    opens: bool
    closes: bool
    left: int = 0
    right: int = 0

    @property
    def rest(self) -> int:
        """How many of its characters are still text."""
        return self.size - self.left - self.right


def run_of(text: str, start: int, end: int) -> Run:
    """The run of a mark at [start, end) of a text, and whether it may open or close an emphasis."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    leads = not _blank(after) and (not _sign(after) or _blank(before) or _sign(before))
    trails = not _blank(before) and (not _sign(before) or _blank(after) or _sign(after))
    mark = text[start]
    if mark == "_":
        return Run(mark, end - start, leads and (not trails or _sign(before)), trails and (not leads or _sign(after)))
    return Run(mark, end - start, leads, trails)


def pair(runs: list[Run]) -> None:
    """Pair the runs of one paragraph, in the order of the text; what is paired is noted in them."""
    waiting: list[tuple[int, Run]] = []
    searched: dict[tuple[str, bool, int], int] = {}
    for number, run in enumerate(runs):
        kind = run.mark, run.opens, run.size % 3
        while run.closes and run.rest:
            place = _opener(waiting, run, searched.get(kind, -1))
            if place is None:
                if waiting:
                    searched[kind] = waiting[-1][0]
                break
            del waiting[place + 1 :]
            opener = waiting[place][1]
            used = 2 if opener.rest > 1 and run.rest > 1 else 1
            opener.right += used
            run.left += used
            if not opener.rest:
                waiting.pop()
        if run.opens and run.rest:
            waiting.append((number, run))


def _opener(waiting: list[tuple[int, Run]], run: Run, searched: int) -> int | None:
    """The place of the nearest run that this one closes; not those up to number `searched`, which were tried."""
    for place in range(len(waiting) - 1, -1, -1):
        number, opener = waiting[place]
        if number <= searched:
            return None
        if opener.mark != run.mark:
            continue
        both = opener.closes or run.opens
        if not both or (opener.size + run.size) % 3 or not (opener.size % 3 or run.size % 3):
            return place
    return None


def _blank(character: str) -> bool:
    return not character or character.isspace()


def _sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS" if character else False
