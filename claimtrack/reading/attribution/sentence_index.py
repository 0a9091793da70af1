"""The sentences of a text, and the stretches of them that belong to one attribution and to no other."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claimtrack.reading.proposals import DetectedAttribution, Span, Spans
from claimtrack.reading.word_lists import one_of

_CONTEXT = 600
"""Characters on either side of an attribution that are looked at, where a sentence is longer."""
_LONGEST_ATTRIBUTION = 4000
"""Characters back from there within which another attribution that reaches in begins."""


class SentenceIndex:
    """The sentences of a text, and what was found in them."""

    def __init__(self, text: str, sentences: Spans, attributions: Sequence[DetectedAttribution]) -> None:
        """For all that was found in a text."""
        self.text = text
        self.sentences = sentences
        self._starts = [start for start, _ in sentences]
        self._outers = sorted((*extent(each), at) for at, each in enumerate(attributions))
        self._found = attributions
        self._last: tuple[DetectedAttribution, Spans] | None = None

    def number(self, at: int) -> int:
        """The place of the sentence that `at` stands in, or of the one before it; 0 when there is none."""
        return max(0, bisect_right(self._starts, at) - 1)

    def sentence(self, number: int) -> Span:
        """The span of a sentence; empty past the end."""
        return self.sentences[number] if 0 <= number < len(self.sentences) else (len(self.text), len(self.text))

    def around(self, attribution: DetectedAttribution) -> Span:
        """From the beginning of the first to the end of the last sentence that the attribution stands in."""
        start, end = extent(attribution)
        first, last = self.sentence(self.number(start))[0], self.sentence(self.number(end - 1))[1]
        return max(start - _CONTEXT, min(start, first)), min(end + _CONTEXT, max(end, last))

    def near(self, span: Span) -> Span:
        """The sentence that a span stands in, as far as it is near."""
        first, last = self.sentence(self.number(span[0]))
        return max(span[0] - _CONTEXT, min(span[0], first)), min(span[1] + _CONTEXT, max(span[1], last))

    def context(self, attribution: DetectedAttribution) -> Spans:
        """The stretches of its sentences that belong to the attribution and to none of its contents or sources."""
        if self._last is None or self._last[0] is not attribution:
            self._last = attribution, self._context(attribution)
        return self._last[1]

    def _context(self, attribution: DetectedAttribution) -> Spans:
        first, last = self.around(attribution)
        start, end = extent(attribution)
        holes = [*attribution.content, *attribution.source, *attribution.cue]
        norm = bisect_left(self._outers, (first - _LONGEST_ATTRIBUTION, 0, 0))
        high = bisect_left(self._outers, (last, 0, 0))
        for a, b, at in self._outers[norm:high]:
            other = self._found[at]
            if other is attribution or b <= first:
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


def extent(attribution: DetectedAttribution) -> Span:
    """From the first to the last word of an attribution, whichever of its parts they belong to."""
    spans = [*attribution.source, *attribution.cue, *attribution.content]
    if attribution.addressee is not None:
        spans.append(attribution.addressee)
    return min(start for start, _ in spans), max(end for _, end in spans)


def is_relative(text: str, attribution: DetectedAttribution) -> bool:
    """Whether it is a relative clause about its source: "the guards, who urged him to burn it"."""
    return bool(attribution.source) and text[slice(*attribution.source[-1])].endswith(" who")


_CLAIM_THAT = re.compile(rf"(?:[\w’'-]+ ){{0,3}}{one_of('claim_nouns', 'report_nouns')} that ", re.IGNORECASE)


def is_denied(text: str, attribution: DetectedAttribution, outer: DetectedAttribution) -> bool:
    """Whether an outer attribution denies that it was said at all: "Orr denied that Abel told her that".

    Not what a claim says that is denied, "the claims by Abel that", nor what is told of somebody besides.
    """
    if outer.word.category != "deny" or attribution.rule == "noun" or is_relative(text, attribution):
        return False
    begin = outer.content[0][0]
    told = _CLAIM_THAT.match(text, begin, begin + _CONTEXT)
    if told is not None and outer.complement == "object" and told.end() < attribution.start:
        return True  # "denied a claim that what a guard found showed that"
    first = min((start for start, _ in (*attribution.source, *attribution.cue)), default=begin)
    return outer.complement == "clause" or text.endswith(" that ", begin, max(begin, first))


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
