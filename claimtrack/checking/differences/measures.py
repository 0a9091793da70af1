"""Measures that have one number and another unit: "nine days" for "nine hours", "40 feet" for "40 metres"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from claimtrack.checking.words import StemmedWord, is_number_word, split_words, word_stems
from claimtrack.domain.figures.number import SCALES, number_value
from claimtrack.reading.word_lists import lines

_BETWEEN = frozenset(("square", "cubic", "metric", "us", "degree", "degrees"))
"""Words that may stand between a number and its unit."""
Kinds = frozenset[tuple[int, int]]
"""The kinds of measure that a word is a unit of, each with the unit that it is, by their lines and places in a list."""
_SIGNS = {"$": "dollars", "€": "euros", "£": "pounds"}
"""Signs of money that stand right before a number or behind it -> the word for each."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number at a unit: what it means, else its words; the word or the sign of the unit; the stems beside them."""

    value: Decimal | str
    unit: StemmedWord
    before: frozenset[str]
    behind: frozenset[str]

    def may_be_of_same(self, other: Measure) -> bool:
        """Whether both have one number, and a word in common before it or behind the unit, or nothing there."""
        if self.value != other.value:
            return False
        sides = ((self.before, other.before), (self.behind, other.behind))
        return any(ours & theirs for ours, theirs in sides) or not any(ours and theirs for ours, theirs in sides)


def other_units(text: str, inside: Sequence[StemmedWord]) -> Iterator[tuple[str, StemmedWord]]:
    """The stems of other units of its kind than one that words of a text have at a number, each with the unit there.

    A sign such as "€" is the word for it.
    """
    measures = list(_measures(text, inside))
    ours = {word.stem for word in inside} | {one.unit.stem for one in measures}
    for one in measures:
        for stem, kinds in _units().items():
            if stem not in ours and _are_other(kinds, _units()[one.unit.stem]):
                yield stem, one.unit


def _are_other(kinds: Kinds, others: Kinds) -> bool:
    """Whether one is a unit of a kind of which the other is another unit."""
    return not kinds & others and any(kind == other for kind, _ in kinds for other, _ in others)


def measures_something_else(stem: str, things: Iterable[str]) -> bool:
    """Whether a word is a unit of measure, and none of these stems is one of its kind: "euros" where boats count."""
    kinds = {kind for kind, _ in _units().get(stem, ())}
    others = {kind for thing in things for kind, _ in _units().get(thing, ())}
    return bool(kinds) and not kinds & others


def has_other_unit(text: str, inside: Sequence[StemmedWord], word: StemmedWord, stem: str, claim: str) -> bool:
    """Whether a claim has the number that stands at `word`, with the unit `stem`; True for what is no unit.

    Not where it has that number with the unit of the word too, nor where the words beside the numbers are all others.
    """
    if word.stem not in _units():
        return True
    our = next((one for one in _measures(text, inside) if one.unit.start == word.start), None)
    theirs = [one for one in _measures_of(claim) if our is not None and our.value == one.value]
    fits = any(our is not None and one.unit.stem == stem and our.may_be_of_same(one) for one in theirs)
    return fits and all(one.unit.stem != word.stem for one in theirs)


def changed_unit(text: str, claim: str) -> tuple[str, str] | None:
    """The unit of a text at a number for which a claim has another unit of its kind, and that; None where none has.

    Not where either has the number with both, nor where the words beside the numbers are all others.
    """
    theirs = _measures_of(claim)
    ours = _measures_of(text) if theirs else ()
    for their in theirs:
        here = [one for one in ours if one.value == their.value]
        both = [_units()[one.unit.stem] for one in theirs if one.value == their.value]
        if any(map(their.may_be_of_same, here)) and all(
            _are_other(_units()[one.unit.stem], unit) for one in here for unit in both
        ):
            return text[here[0].unit.start : here[0].unit.end], claim[their.unit.start : their.unit.end]
    return None


@lru_cache(maxsize=1 << 12)
def _measures_of(text: str) -> tuple[Measure, ...]:
    return tuple(_measures(text, split_words(text)))


def _measures(text: str, inside: Sequence[StemmedWord]) -> Iterator[Measure]:
    """Each number of a text that stands at a unit."""
    number: list[StemmedWord] = []
    for place, word in enumerate((*inside, None)):
        counts = word is not None and (is_number_word(word.key) or (bool(number) and word.key in SCALES))
        if word is not None and counts and (not number or word.start - number[-1].end <= 1):
            number.append(word)
        elif number and (counts or word is None or word.key not in _BETWEEN):
            unit = _sign_at(text, number)
            if unit is None and word is not None and not counts and word.stem in _units():
                unit = word
            if unit is not None:
                written = text[number[0].start : number[-1].end]
                value = number_value(written)
                before = [one.stem for one in inside[:place] if one.stem and one.start < number[0].start]
                behind = [
                    one.stem for one in inside[place : place + _MOST_BEHIND] if one.stem and one.start > unit.start
                ]
                beside = frozenset(before[-_BESIDE:]), frozenset(behind[:_BESIDE])
                yield Measure(written if value is None else value, unit, *beside)
            number = [word] if word is not None and counts else []


_BESIDE = 2
"""Telling words on either side of a measure by which it is known again."""
_MOST_BEHIND = 8


_SIGN = re.compile(r"[ \u00a0]?([$€£])(?!\d)")


def _sign_at(text: str, number: Sequence[StemmedWord]) -> StemmedWord | None:
    """The sign of money before or behind the words of a number, as the word for it."""
    place = number[0].start - 1
    if place < 0 or text[place] not in _SIGNS:
        behind = _SIGN.match(text, number[-1].end)
        if behind is None:
            return None
        place = behind.start(1)
    return StemmedWord(place, place + 1, text[place], _sign_stems()[text[place]])


@cache
def _sign_stems() -> dict[str, str]:
    return {sign: next(iter(word_stems(word))) for sign, word in _SIGNS.items()}


@cache
def _units() -> dict[str, Kinds]:
    """Stem -> the kinds of measure and the unit of each that it is, by number: a pound is money, and a weight."""
    units: dict[str, Kinds] = {}
    for kind, line in enumerate(lines("measures")):
        for unit, alike in enumerate(line.split(";")):
            for stem in word_stems(alike):
                units[stem] = units.get(stem, frozenset()) | {(kind, unit)}
    return units
