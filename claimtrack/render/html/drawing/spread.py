"""Places that want to be close together, spread so that each has its room."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], rooms: Sequence[float]) -> list[float]:
    """The places nearest to those wanted (by least squares) that keep their order and their room.

    A place takes half of its room on either side. The list is in the order in which places stand.
    """
    before: list[float] = []
    taken = 0.0
    for at, room in enumerate(rooms):
        taken += (rooms[at - 1] + room) / 2 if at else 0.0
        before.append(taken)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, before, strict=True):
        total, count = want - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            last = blocks.pop()
            total, count = total + last[0], count + last[1]
        blocks.append((total, count))
    places: list[float] = []
    for total, count in blocks:
        for _ in range(count):
            places.append(total / count + before[len(places)])
    return places
