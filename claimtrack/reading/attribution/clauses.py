"""Where a subject stands before a verb, and where what follows it begins and ends, in tokens of a unit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claimtrack.reading.proposals import Attribution, Span, Spans
from claimtrack.reading.tokens import MARK, NAME, QUOTE, WORD, Token
from claimtrack.reading.word_lists import words

_CONTEXT = 600
"""Characters on either side of an attribution that are looked at, where a sentence is longer."""
_LONGEST_ATTRIBUTION = 4000
"""Characters back from there within which another attribution that reaches in begins."""


class SentenceIndex:
    """The sentences of a text, and what was found in them."""

    def __init__(self, text: str, sentences: Spans, found: Sequence[Attribution]) -> None:
        """For all that was found in a text."""
        self.text = text
        self.sentences = sentences
        self._starts = [start for start, _ in sentences]
        self._outers = sorted((*extent(each), at) for at, each in enumerate(found))
        self._found = found

    def number(self, at: int) -> int:
        """The place of the sentence that `at` stands in, or of the one before it; 0 when there is none."""
        return max(0, bisect_right(self._starts, at) - 1)

    def sentence(self, number: int) -> Span:
        """The span of a sentence; empty past the end."""
        return self.sentences[number] if 0 <= number < len(self.sentences) else (len(self.text), len(self.text))

    def around(self, found: Attribution) -> Span:
        """From the beginning of the first to the end of the last sentence that the attribution stands in."""
        start, end = extent(found)
        first, last = self.sentence(self.number(start))[0], self.sentence(self.number(end - 1))[1]
        return max(start - _CONTEXT, min(start, first)), min(end + _CONTEXT, max(end, last))

    def near(self, span: Span) -> Span:
        """The sentence that a span stands in, as far as it is near."""
        first, last = self.sentence(self.number(span[0]))
        return max(span[0] - _CONTEXT, min(span[0], first)), min(span[1] + _CONTEXT, max(span[1], last))

    def frame(self, found: Attribution) -> Spans:
        """The stretches of its sentences that belong to the attribution and to none of its contents or sources."""
        first, last = self.around(found)
        start, end = extent(found)
        holes = [*found.content, *found.source, *found.cue]
        low = bisect_left(self._outers, (first - _LONGEST_ATTRIBUTION, 0, 0))
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


def extent(found: Attribution) -> Span:
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


TokenRange = tuple[int, int]
"""Tokens [start, end) of a unit."""

MAX_TOKENS = 60
"""Tokens that are looked at on either side of a verb: a longer clause is cut there."""


def subject_before(tokens: Sequence[Token], verb: int) -> TokenRange | None:
    """The noun phrase that is the subject of a verb group which begins at `verb`; None where there is none.

    With its apposition: "Ana Ruiz, the mayor," is one. A relative "who" is taken together with whom it stands for.
    """
    end = verb
    while end > 0 and tokens[end - 1].sort == "adverb":
        end -= 1
    if end == 0:
        return None
    last = tokens[end - 1]
    if last.low in ("who", "which", "that") and last.sort in ("subject", "subordinator"):
        return _relative(tokens, end)
    if last.low in (",", ")", "—", "–", "--", "-") or (last.sort == QUOTE and not last.speech and last.comma):
        return _before_apposition(tokens, end)
    return _phrase(tokens, end)


def _relative(tokens: Sequence[Token], end: int) -> TokenRange | None:
    stop = end - 1
    while stop > 0 and tokens[stop - 1].low == ",":
        stop -= 1
    whom = _phrase(tokens, stop) if stop else None
    if whom is None:
        return end - 1, end
    start = whom[0]
    if start > 1 and tokens[start].sort == "determiner" and tokens[start - 1].low == ",":
        # "said Ana Ruiz, a cook who said": the name that the apposition is of
        start -= 1
        while start > 0 and tokens[start - 1].sort == NAME:
            start -= 1
    return (start if tokens[start].sort == NAME else whom[0], end)


def _before_apposition(tokens: Sequence[Token], end: int) -> TokenRange | None:
    """A phrase followed by something between commas (brackets, dashes): "Ana Ruiz, the mayor, said"."""
    close = tokens[end - 1].low or ","
    opening = {",": (",",), ")": ("(",)}.get(close, ("—", "–", "--", "-"))
    for at in range(end - 2, max(-1, end - MAX_TOKENS), -1):
        token = tokens[at]
        if token.speech:
            return None
        if token.low not in opening:
            continue
        first = _phrase(tokens, at)
        if first is None:
            return None
        if close == "," and _is_circumstance(tokens, first, at, end):
            continue
        return first[0], end - 1 if close == "," else end
    return None


def _is_circumstance(tokens: Sequence[Token], first: TokenRange, at: int, end: int) -> bool:
    """Whether the phrase before a comma only continues a list of appositions ("Ana Ruiz, mayor, chair of X, said")."""
    inner = tokens[at + 1 : end - 1]
    more = any(token.low == "," for token in tokens[max(0, first[0] - 2) : first[0]])
    return more and bool(inner) and tokens[first[0]].sort not in (NAME, "determiner", "subject")


def _phrase(tokens: Sequence[Token], end: int) -> TokenRange | None:
    """The noun phrase that ends before `end`."""
    at = end
    while at > 0 and end - at < MAX_TOKENS:
        token = tokens[at - 1]
        if token.sort == QUOTE:
            if token.speech:
                break
            at -= 1
            continue
        if token.sort == MARK and not _inside_name(tokens, at - 1):
            break
        if token.sort in ("subordinator", "auxiliary", "modal") and token.low != "being":
            at = _with_relative(tokens, at)
            break
        if token.sort == "conjunction" and (token.low == "but" or at == end or not _joins(tokens, at - 1)):
            break
        passive = (at < end and tokens[at].low == "by") or (at > 1 and tokens[at - 2].low == "being")
        if token.low in words("verb_only") and not passive:
            at = _with_relative(tokens, at)
            break
        at -= 1
    at = _without_opening(tokens, at, end)
    return (at, end) if at < end and any(t.sort not in (MARK, "adverb") for t in tokens[at:end]) else None


def _with_relative(tokens: Sequence[Token], at: int) -> int:
    """Where a phrase begins that goes on before a relative clause: "an official who asked not to be named"."""
    for look in range(at - 1, max(0, at - 8), -1):
        token = tokens[look]
        if token.sort == MARK or token.speech:
            return at
        if token.low == "who":
            whom = _phrase(tokens, look)
            return whom[0] if whom is not None else at
    return at


def _inside_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.low in ".&/'’%$#":
        return True
    # a list of names: "the UN, US, UK and France"
    if token.low == "," and at + 1 < len(tokens) and at > 0:
        later = tokens[at + 1 : at + 12]
        joined = next((k for k, t in enumerate(later) if t.low == "and"), None)
        if joined is None or tokens[at - 1].sort not in ((NAME,) if joined == 0 else (NAME, WORD)):
            return False
        return all(t.sort in (NAME, "determiner") or t.low in (",",) for t in later[:joined]) and joined <= 9
    return False


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Whether an "and" joins two noun phrases and not two clauses."""
    if at == 0 or (tokens[at - 1].sort == MARK and tokens[at - 1].low != ","):
        return False
    if tokens[at - 1].low == ",":
        return _inside_name(tokens, at - 1) or (at >= 3 and tokens[at - 2].sort == NAME and tokens[at + 1].sort == NAME)
    before = tokens[max(0, at - 8) : at]
    for token in reversed(before):
        if (token.sort == MARK and token.low in ",;:") or token.speech:
            break
        if token.sort in ("auxiliary", "modal", "subject", "object", QUOTE) or looks_like_past_verb(token):
            return False
    return True


def looks_like_past_verb(token: Token) -> bool:
    """Whether a word that is on no list looks like a past form."""
    if token.sort != WORD:
        return False
    return (token.low.endswith("ed") and len(token.low) > 4) or token.low in words("past")


def _without_opening(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the phrase begins once what opens the sentence is left away ("On Monday the mayor")."""
    while start < end and tokens[start].sort in ("conjunction", "adverb", MARK):
        start += 1
    if start < end and tokens[start].low in words("opener"):
        # the last place where a noun phrase begins anew: "In Kesra the mayor", "On Monday Ana Ruiz"
        for at in range(end - 1, start + 1, -1):
            token, before = tokens[at], tokens[at - 1]
            if token.sort in ("determiner", "subject") and before.sort not in ("preposition", "determiner"):
                return at
            if before.low in words("day") and token.sort in (NAME, WORD):
                return at
        return start
    return start
