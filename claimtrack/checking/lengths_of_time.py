"""Lengths of time that have one number and another measure: "nine days" for "nine hours"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from claimtrack.checking.words import StemmedWord, is_number_word, split_words, word_stems

_UNITS = ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")
_STEMS = {stem: unit for unit in _UNITS for stem in word_stems(unit) | word_stems(f"{unit}s")}


def other_lengths(inside: Sequence[StemmedWord]) -> Iterator[tuple[str, StemmedWord]]:
    """The stems of other measures of time than those that words have behind a number, each with the word there."""
    ours = {word.stem for word in inside if word.stem in _STEMS}
    for _, unit in _lengths(inside):
        for stem in _STEMS.keys() - ours:
            if _STEMS[stem] != _STEMS[unit.stem]:
                yield stem, unit


def has_other_length(inside: Sequence[StemmedWord], word: StemmedWord, stem: str, claim: str) -> bool:
    """Whether a claim has the number that stands before `word`, with the measure `stem`; True for what is no measure.

    Not where it has that number with the measure of the word too.
    """
    if word.stem not in _STEMS:
        return True
    number = next((before.key for before, unit in _lengths(inside) if unit.start == word.start), None)
    theirs = {(before.key, unit.stem) for before, unit in _lengths(split_words(claim))}
    return (number, stem) in theirs and (number, word.stem) not in theirs


def _lengths(inside: Sequence[StemmedWord]) -> Iterator[tuple[StemmedWord, StemmedWord]]:
    return ((one, unit) for one, unit in pairwise(inside) if unit.stem in _STEMS and is_number_word(one.key))
