"""Which nodes of a graph lead to which, and which go round in circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping


def onward(edges: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """The heads of the edges of every tail."""
    after: dict[str, set[str]] = defaultdict(set)
    for tail, head in edges:
        after[tail].add(head)
    return dict(after)


def reached(start: str, after: Mapping[str, Iterable[str]]) -> set[str]:
    """All to which one leads; itself among them only where it is in a circle."""
    found: set[str] = set()
    waiting = list(after.get(start, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(after.get(one, ()))
    return found


def circles(edges: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The nodes that go round in circles, each with the number of the circle it is in, from 0."""
    after = onward(edges)
    far = {one: reached(one, after) for one in after}
    found: dict[str, int] = {}
    number = 0
    for one in sorted(after):
        if one in far[one] and one not in found:
            found.update({other: number for other in far[one] if one in far.get(other, ())})
            number += 1
    return found
