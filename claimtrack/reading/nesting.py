"""Attributions inside the content of others: "the mayor said it fell, the Wire reported"."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.reading.found import Found
from claimtrack.reading.frame import outer


def enclosing(found: Sequence[Found]) -> list[int | None]:
    """For each attribution the place of the narrowest whose content holds all of it; None where none does.

    Of two that hold each other the one with the wider content is the outer.
    """
    order = sorted(range(len(found)), key=lambda at: (found[at].start, -found[at].end, at))
    rank = {at: n for n, at in enumerate(order)}
    parents: list[int | None] = [None] * len(found)
    bounds = sorted((outer(found[at]), at) for at in range(len(found)))
    open_: list[int] = []
    waiting = iter(order)
    following = next(waiting, None)
    for (start, end), at in bounds:
        while following is not None and found[following].start <= start:
            open_.append(following)
            following = next(waiting, None)
        open_ = [each for each in open_ if found[each].end > start]
        holds = [
            each for each in open_ if rank[each] < rank[at] and found[each].start <= start <= end <= found[each].end
        ]
        if holds:
            parents[at] = min(holds, key=lambda each: (width(found[each]), each))
    return parents


def width(found: Found) -> int:
    """How many characters lie from the beginning to the end of its content."""
    return found.end - found.start
