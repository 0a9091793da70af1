"""Which attributions stand inside the content of which: "the mayor said that police had warned them"."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.reading.attribution.sentence_index import extent
from claimtrack.reading.proposals import DetectedAttribution


def innermost_containers(attributions: Sequence[DetectedAttribution]) -> list[int | None]:
    """For each attribution the place of the narrowest whose content holds all of it; None where none does.

    Of two that hold each other the one with the wider content is the outer.
    """
    order = outermost_first(attributions)
    rank = {place: n for n, place in enumerate(order)}
    containers: list[int | None] = [None] * len(attributions)
    extents = sorted((extent(attribution), place) for place, attribution in enumerate(attributions))
    open_: list[int] = []
    waiting = iter(order)
    following = next(waiting, None)
    for (start, end), place in extents:
        while following is not None and attributions[following].start <= start:
            open_.append(following)
            following = next(waiting, None)
        open_ = [other for other in open_ if attributions[other].end > start]
        holding = [other for other in open_ if rank[other] < rank[place] and end <= attributions[other].end]
        if holding:
            containers[place] = min(holding, key=lambda other: (content_length(attributions[other]), other))
    return containers


def outermost_first(attributions: Sequence[DetectedAttribution]) -> list[int]:
    """The places of attributions by where contents begin, the longest first; of equal ones those that name somebody."""

    def place(at: int) -> tuple[int, int, bool, int]:
        one = attributions[at]
        return one.start, -one.end, not one.source, at

    return sorted(range(len(attributions)), key=place)


def content_length(attribution: DetectedAttribution) -> int:
    """How many characters lie from the beginning to the end of its content."""
    return attribution.end - attribution.start
