"""The frame of an attribution: the words round its cue that are no part of what is reported, nor of another's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claimtrack.reading.found import Found, Span, Spans

_REACH = 600
"""Characters on either side of an attribution that are looked at, where a sentence is longer."""
_LONGEST = 4000
"""Characters back from there within which another attribution that reaches in begins."""


class Frames:
    """The sentences of a text, and what was found in them."""

    def __init__(self, text: str, sentences: Spans, found: Sequence[Found]) -> None:
        """For all that was found in a text."""
        self.text = text
        self.sentences = sentences
        self._starts = [start for start, _ in sentences]
        self._outers = sorted((*outer(each), at) for at, each in enumerate(found))
        self._found = found

    def number(self, at: int) -> int:
        """The place of the sentence that `at` stands in, or of the one before it; 0 when there is none."""
        return max(0, bisect_right(self._starts, at) - 1)

    def sentence(self, number: int) -> Span:
        """The span of a sentence; empty past the end."""
        return self.sentences[number] if 0 <= number < len(self.sentences) else (len(self.text), len(self.text))

    def around(self, found: Found) -> Span:
        """From the beginning of the first to the end of the last sentence that the attribution stands in."""
        start, end = outer(found)
        first, last = self.sentence(self.number(start))[0], self.sentence(self.number(end - 1))[1]
        return max(start - _REACH, min(start, first)), min(end + _REACH, max(end, last))

    def near(self, span: Span) -> Span:
        """The sentence that a span stands in, as far as it is near."""
        first, last = self.sentence(self.number(span[0]))
        return max(span[0] - _REACH, min(span[0], first)), min(span[1] + _REACH, max(span[1], last))

    def frame(self, found: Found) -> Spans:
        """The stretches of its sentences that belong to the attribution and to none of its contents or sources."""
        first, last = self.around(found)
        start, end = outer(found)
        holes = [*found.content, *found.source, *found.cue]
        low = bisect_left(self._outers, (first - _LONGEST, 0, 0))
        high = bisect_left(self._outers, (last, 0, 0))
        for a, b, at in self._outers[low:high]:
            other = self._found[at]
            if other is found or b <= first:
                continue
            if b <= start:
                first = max(first, b)
            elif a >= end:
                last = min(last, a)
            elif not (other.start <= start and end <= other.end):
                holes += (*other.content, *other.cue, *other.source)
                later = other.cue[0][0] if other.cue else b
                last = min(last, later) if later >= end else last
        return _without((first, last), holes)


def outer(found: Found) -> Span:
    """From the first to the last word of an attribution, whichever of its parts they belong to."""
    spans = [*found.source, *found.cue, *found.content, *((found.hearer,) if found.hearer else ())]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _without(span: Span, holes: Sequence[Span]) -> Spans:
    found = []
    at = span[0]
    for start, end in sorted(holes):
        if start > at:
            found.append((at, min(start, span[1])))
        at = max(at, end)
    if at < span[1]:
        found.append((at, span[1]))
    return tuple((a, b) for a, b in found if a < b)
