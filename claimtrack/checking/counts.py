"""What the figures of a text count: "two bodies", "five times", "the 180-metre vessel"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from claimtrack.checking.numbers import Number, numbers
from claimtrack.checking.stems import split
from claimtrack.domain.figures import Interval, meet
from claimtrack.reading.language import words

_TIMES = {"twice": "2", "thrice": "3"}
_AGAIN = re.compile(r"\b(?:twice|thrice)\b", re.IGNORECASE)
_STOP = re.compile(r"[.,;:!?()–—\n]")
_NEAR = 5
"""How many words behind a number may say what it counts."""
_OVER, _UNDER = Decimal("0.05"), Decimal("0.2")
"""How much a bound may be given too strongly, and too weakly."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a text and what it counts: the stems of the first two telling words behind it, none if unknown."""

    number: Number
    things: tuple[str, ...]


def counts(text: str, start: int, end: int, found: list[Number] | None = None) -> list[Count]:
    """The counts of a stretch of text, in order. `found` are its numbers where they are known."""
    known = numbers(text, start, end) if found is None else found
    told = [Count(number, _things(text, number.end, end)) for number in known]
    for again in _AGAIN.finditer(text, start, end):
        exact = Interval(_TIMES[again[0].lower()], _TIMES[again[0].lower()])
        told.append(Count(Number(again.start(), again.end(), again[0], exact, exact), ("time",)))
    return sorted(told, key=lambda one: one.number.start)


@lru_cache(maxsize=1 << 14)
def counts_of(text: str) -> tuple[Count, ...]:
    """The counts of a whole text, such as a claim's."""
    return tuple(counts(text, 0, len(text)))


def _things(text: str, start: int, end: int) -> tuple[str, ...]:
    found: list[str] = []
    at = start
    for word in split(text, start, min(end, start + 120))[:_NEAR]:
        if _STOP.search(text, at, word.start) or (word.key != "of" and word.key in words("preposition")):
            break
        at = word.end
        if word.key in ("time", "times"):
            found.append("time")
        elif word.stem:
            found.append(word.stem)
        if len(found) == 2:
            break
    return tuple(found)


def same(held: Interval, told: Interval) -> bool:
    """Whether a figure may pass for another: they meet, and a bound is near ("up to 50" is not "up to 5", nor 6)."""
    if not meet(held, told):
        return False
    if told.high is None:
        least, bound = Decimal(held.low), Decimal(told.low)
        if held.high is None:
            return least * (1 - _UNDER) <= bound <= least * (1 + _OVER) + 1
        return bound * 2 >= least
    if _at_most(told) and held.high is not None:
        most, bound = Decimal(held.high), Decimal(told.high)
        if _at_most(held):
            return most * (1 - _OVER) - 1 <= bound <= most * (1 + _UNDER)
        return bound <= most * 2
    return True


def _at_most(one: Interval) -> bool:
    return one.low == "0" and one.high not in (None, "0")
