"""Words placed beside what they belong to, where they stand free of all else; those that find no room are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimtrack.render.html.drawing.frame import SMALL, Words
from claimtrack.render.html.drawing.measure import fit, tenth, wide

Area = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_LONGEST = 130


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that belong to a point at `x`, `y`, drawn from `top` to `bottom`."""

    text: str
    x: float
    y: float
    top: float
    bottom: float


def placed(wanted: Sequence[Wanted], taken: Sequence[Area], within: Area) -> Iterator[Words]:
    """The words that find a place within an area, in order, clear of what is taken and of each other."""
    held = list(taken)
    for one in wanted:
        text = fit(one.text, _LONGEST, SMALL, bold=True)
        room = wide(text, SMALL, bold=True)
        for x, y, anchor in _places(one):
            left = x - {"start": 0, "middle": room / 2, "end": room}[anchor]
            area = (left, y - 12, left + room, y + 3)
            if _inside(area, within) and not any(_meet(area, other) for other in held):
                held.append(area)
                yield Words(tenth(x), tenth(y), text, "value", anchor)
                break


def _places(one: Wanted) -> Iterator[tuple[float, float, str]]:
    yield one.x - 11, one.y - 6, "end"
    yield one.x + 11, one.y - 6, "start"
    yield one.x + 11, one.y + 15, "start"
    yield one.x - 11, one.y + 15, "end"
    yield one.x + 12, one.y + 4.5, "start"
    yield one.x - 12, one.y + 4.5, "end"
    yield one.x, one.top - 10, "middle"
    yield one.x, one.bottom + 18, "middle"


def _inside(one: Area, other: Area) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


def _meet(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
