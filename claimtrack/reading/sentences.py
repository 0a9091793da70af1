"""Paragraphs and sentences, as spans of code points. Linear in the length of the text."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass

from claimtrack.domain.quotes import Quotation
from claimtrack.reading.cues.lexicon import verb_forms
from claimtrack.reading.proposals import Span, Spans
from claimtrack.reading.tokens import MARK, NAME, QUOTE, Token, tokens
from claimtrack.reading.word_lists import words

_PARAGRAPH = re.compile(r"[^\n]*[^\s][^\n]*")
_STOP = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’»)\]]*(?=\s|$|[\"“«]|(?<=[。！？]))")
_WORD_BEFORE = re.compile(r"(?:^|[\s(“\"'‘«—–-])((?:[^\W\d_]\.)+[^\W\d_]?|[^\W\d_]+)\.$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")


def paragraphs(text: str) -> list[Span]:
    """The lines that hold anything, without the white space round them."""
    found = []
    for match in _PARAGRAPH.finditer(text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip())
        found.append((start, match.start() + len(line.rstrip())))
    return found


def sentences(text: str) -> Spans:
    """The sentences of a text in order; none crosses a line. A line without a full stop is one sentence."""
    return tuple(span for paragraph in paragraphs(text) for span in sentences_of(text, paragraph))


def sentences_of(text: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph, without the white space between them."""
    first, last = paragraph
    found: list[Span] = []
    begin = first
    for stop in _STOP.finditer(text, first, last):
        after = stop.end()
        if after >= last:
            break
        if not _ends_here(text, begin, stop.start(), after, last):
            continue
        found.append((begin, after))
        begin = after
        while begin < last and text[begin].isspace():
            begin += 1
    if begin < last:
        found.append((begin, last))
    return found


def _ends_here(text: str, begin: int, stop: int, after: int, last: int) -> bool:
    """Whether a stop at `stop` ends a sentence: what follows begins one, and what it follows is no abbreviation."""
    at = after
    while at < last and text[at].isspace():
        at += 1
    if at >= last:
        return True
    lead = at
    while lead < last and text[lead] in "\"'“”‘’«»([—–- ":
        lead += 1
    if lead < last and text[lead].islower():
        return False
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    before = _WORD_BEFORE.search(text[max(begin, stop - 24) : stop + 1])
    if before is None:
        return True
    word = before[1]
    if _INITIALS.match(word):
        # "U.S. officials", "J. Smith": an initial, unless a sentence plainly begins.
        return len(word) > 1 and _begins_sentence(text, lead, last)
    low = word.lower()
    if low in words("titles_abbreviated"):
        return False
    return low not in words("abbreviations") or _begins_sentence(text, lead, last)


_WORD = re.compile(r"[^\W\d_]+")


def _begins_sentence(text: str, at: int, last: int) -> bool:
    word = _WORD.match(text, at, last)
    return word is not None and word[0].lower() in words("sentence_starters")


LONGEST = 300
"""Tokens of a unit at most: what is longer is no sentence, and is cut, so that reading stays linear."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence as tokens. `paragraph` counts from 0; `first` and `last` tell its place in the paragraph.

    `spoken` is whether the whole unit is one quotation, with no word outside it.
    """

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int
    first: bool
    last: bool
    spoken: bool


def units(text: str, quotations: list[Quotation], language: str = "en") -> list[Unit]:
    """The units of a text, in order."""
    marks = [(each.start, each.inner_start, each.inner_end, each.end) for each in quotations]
    starts = [each.start for each in quotations]
    found: list[Unit] = []
    for number, paragraph in enumerate(paragraphs(text)):
        spans = _spans(text, paragraph, quotations, starts, language)
        for at, span in enumerate(spans):
            parts = tuple(tokens(text, span, marks))
            for start in range(0, len(parts), LONGEST):
                part = parts[start : start + LONGEST]
                first, last = at == 0 and start == 0, at == len(spans) - 1 and start + LONGEST >= len(parts)
                found.append(Unit((part[0].start, part[-1].end), part, number, first, last, _is_spoken(part)))
    return found


def _is_spoken(parts: tuple[Token, ...]) -> bool:
    sorts = {each.sort for each in parts}
    return QUOTE in sorts and sorts <= {QUOTE, MARK}


def _spans(text: str, paragraph: Span, quotations: list[Quotation], starts: list[int], language: str) -> list[Span]:
    sentences = sentences_of(text, paragraph)
    found: list[Span] = []
    begin = paragraph[0]
    for (_, end), (start, _) in itertools.pairwise(sentences):
        at = bisect_right(starts, end - 1) - 1
        quotation = quotations[at] if at >= 0 and quotations[at].end > end - 1 else None
        if quotation is not None and quotation.end > end:
            continue
        if quotation is not None and text[quotation.inner_end - 1] in "?!" and _spoken_by(text, start, language):
            continue
        found.append((begin, end))
        begin = start
    found.append((begin, paragraph[1]))
    return found


def _spoken_by(text: str, at: int, language: str) -> bool:
    """Whether what follows a question or cry says who made it: "Ana Ruiz asked"."""
    known = verb_forms(language)
    for seen, token in enumerate(tokens(text, (at, min(len(text), at + 120)), [])[:6]):
        if token.low in known and seen:
            return True
        if token.sort == MARK or (seen and token.sort not in (NAME, "subject", "determiner")):
            return False
    return False
