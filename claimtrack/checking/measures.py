"""Measures that have one number and another unit: "nine days" for "nine hours", "40 feet" for "40 metres"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from claimtrack.checking.words import StemmedWord, is_number_word, split_words, word_stems
from claimtrack.domain.figures import FigureError
from claimtrack.domain.figures.number import SCALES, read_number
from claimtrack.reading.word_lists import lines

_BETWEEN = frozenset(("square", "cubic", "metric", "us"))
"""Words that may stand between a number and its unit."""


def other_units(inside: Sequence[StemmedWord]) -> Iterator[tuple[str, StemmedWord]]:
    """The stems of other units of its kind than one that words have behind a number, each with the word there."""
    ours = {word.stem for word in inside}
    for _, word in _measures(inside):
        kind, unit = _units()[word.stem]
        for stem, (other_kind, other) in _units().items():
            if other_kind == kind and other != unit and stem not in ours:
                yield stem, word


def has_other_unit(inside: Sequence[StemmedWord], word: StemmedWord, stem: str, claim: str) -> bool:
    """Whether a claim has the number that stands before `word`, with the unit `stem`; True for what is no unit.

    Not where it has that number with the unit of the word too.
    """
    if word.stem not in _units():
        return True
    number = next((number for number, unit in _measures(inside) if unit.start == word.start), None)
    theirs = {(before, unit.stem) for before, unit in _measures(split_words(claim))}
    return (number, stem) in theirs and (number, word.stem) not in theirs


def _measures(inside: Sequence[StemmedWord]) -> Iterator[tuple[Decimal | str, StemmedWord]]:
    """Each number that stands before a unit, with the word for that."""
    number: list[str] = []
    for word in inside:
        if is_number_word(word.key) or word.key in SCALES:
            number.append(word.key)
        elif not (number and word.key in _BETWEEN):
            if number and word.stem in _units():
                yield _value(" ".join(number)), word
            number = []


def _value(number: str) -> Decimal | str:
    """What the words of a number mean; they themselves where they are no number that can be read."""
    try:
        written = read_number(number)
    except FigureError:
        return number
    return number if written is None else written.value


@cache
def _units() -> dict[str, tuple[int, int]]:
    """Stem -> the kind of measure and the unit of it that it is, by number."""
    units: dict[str, tuple[int, int]] = {}
    for kind, line in enumerate(lines("measures")):
        for unit, alike in enumerate(line.split(";")):
            units |= dict.fromkeys(word_stems(alike), (kind, unit))
    return dict(units)
