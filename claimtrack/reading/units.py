"""Units: the stretches in which attributions are looked for. A sentence, with the quotations that it holds whole."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass

from claimtrack.domain.quotes import Quotation
from claimtrack.reading.found import Span
from claimtrack.reading.lexicon import forms
from claimtrack.reading.segment import paragraphs, sentences_of
from claimtrack.reading.tokens import MARK, NAME, QUOTE, Token, tokens

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
    known = forms(language)
    for seen, token in enumerate(tokens(text, (at, min(len(text), at + 120)), [])[:6]):
        if token.low in known and seen:
            return True
        if token.sort == MARK or (seen and token.sort not in (NAME, "subject", "determiner")):
            return False
    return False
