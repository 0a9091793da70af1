"""The figures of a sentence, as the grammar of figures reads them; dates, times and ages are none."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from claimtrack.checking.words import split_words
from claimtrack.domain.figures import FigureError, Interval, meet, read_figure
from claimtrack.domain.figures.number import read_number
from claimtrack.domain.figures.tables import AFTER, BEFORE, COUPLE, UNITS, VAGUE
from claimtrack.reading.word_lists import words

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’\u00a0\u202f][0-9]+)*%?")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_MONTHS = frozenset(name.casefold() for names in (month_name, month_abbr) for name in names if name) | {"sept"}
_AGES = frozenset(("year", "years", "old"))
_HOURS = frozenset(("am", "pm"))
_LONGEST = 5
_MOST_CHARACTERS = 80
_BEFORE = 4


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A figure in a text, [start, end) in code points, with the interval it means if it counts and if it measures."""

    start: int
    end: int
    words: str
    counted: Interval
    measured: Interval

    @property
    def unit(self) -> str | None:
        """The unit that the words themselves carry ("%"), else None."""
        return self.counted.unit


_BESIDE = frozenset(
    word
    for phrase in (*VAGUE, *COUPLE, *(told[0] for told in (*BEFORE, *AFTER, *UNITS)), "between and to or a an half of")
    for word in phrase.replace("-", " ").split()
)
"""Words that may stand in a figure beside its number."""


@cache
def is_number_word(word: str) -> bool:
    """Whether a word, in lower case, is a number or stands for one ("dozens")."""
    if word[:1].isdecimal():
        return True
    if word in ("a", "an", "no", "one", "some", "several"):
        return False
    try:
        return word == "dozen" or word in VAGUE or read_number(word) is not None
    except FigureError:
        return False


def find_figures(text: str, start: int, end: int) -> list[DraftFigure]:
    """The figures of a stretch of text in order; none overlaps another."""
    tokens = list(_TOKEN.finditer(text, start, end))
    found: list[DraftFigure] = []
    free = 0
    for place, token in enumerate(tokens):
        if place < free or not is_number_word(token[0].lower().rstrip("%")) or _is_date_or_age(text, tokens, place):
            continue
        number, last = _longest(text, tokens, place, free, end)
        if number is not None:
            found.append(number)
            free = last + 1
    return found


def _longest(text: str, tokens: list[re.Match[str]], place: int, free: int, end: int) -> tuple[DraftFigure | None, int]:
    """The longest figure round a token, and the place of its last token."""
    begin, behind = place, place
    while begin > max(free, place - _BEFORE) and may_count(tokens[begin - 1][0]):
        begin -= 1
    while behind + 1 < min(len(tokens), place + _LONGEST) and may_count(tokens[behind + 1][0]):
        behind += 1
    for first in range(begin, place + 1):
        for last in range(behind, place - 1, -1):
            start, stop = tokens[first].start(), tokens[last].end()
            if text[stop : stop + 1] in "%+" and stop < end:
                stop += 1
            read = _read(text[start:stop])
            if read is not None:
                return DraftFigure(start, stop, text[start:stop], *read), last
    return None, place


def may_count(word: str) -> bool:
    """Whether a word may stand in a figure: a number, or a word beside one ("about", "than")."""
    low = word.lower()
    return low in _BESIDE or is_number_word(low.rstrip("%"))


@lru_cache(maxsize=4096)
def _read(words: str) -> tuple[Interval, Interval] | None:
    """What the words mean as a count and as a measure; None where they are no figure."""
    if len(words) > _MOST_CHARACTERS or any(mark in words for mark in ';:!?\n“”"('):
        return None
    try:
        return read_figure(words), read_figure(words, count=False)
    except FigureError:
        return None


def _is_date_or_age(text: str, tokens: list[re.Match[str]], place: int) -> bool:
    """Whether a number is a year, a day of a month, a time of day or an age."""
    token = tokens[place]
    word = token[0]
    before = tokens[place - 1][0].lower() if place else ""
    after = tokens[place + 1][0].lower() if place + 1 < len(tokens) else ""
    if before in _MONTHS or after in _MONTHS or before == "aged":
        return True
    if _YEAR.fullmatch(word):
        return True
    hyphen = text[token.end() : token.end() + 1] == "-"
    if after in _HOURS or (after in _AGES and hyphen):
        return True
    return after.startswith("year") and place + 2 < len(tokens) and tokens[place + 2][0].lower() == "old"


_TIMES = {"twice": "2", "thrice": "3"}
_AGAIN = re.compile(r"\b(?:twice|thrice)\b", re.IGNORECASE)
_STOP = re.compile(r"[.,;:!?()–—\n]")
_NEAR = 5
"""How many words behind a number may say what it counts."""
_OVER, _UNDER = Decimal("0.05"), Decimal("0.2")
"""How much a bound may be given too strongly, and too weakly."""


@dataclass(frozen=True, slots=True)
class CountedFigure:
    """A number of a text and what it counts: the stems of the first two telling words behind it, none if unknown."""

    number: DraftFigure
    things: tuple[str, ...]


def counted_figures(text: str, start: int, end: int, found: list[DraftFigure] | None = None) -> list[CountedFigure]:
    """The counts of a stretch of text, in order. `found` are its numbers where they are known."""
    known = find_figures(text, start, end) if found is None else found
    told = [CountedFigure(number, _things(text, number.end, end)) for number in known]
    for again in _AGAIN.finditer(text, start, end):
        exact = Interval(_TIMES[again[0].lower()], _TIMES[again[0].lower()])
        told.append(CountedFigure(DraftFigure(again.start(), again.end(), again[0], exact, exact), ("time",)))
    return sorted(told, key=lambda one: one.number.start)


@lru_cache(maxsize=1 << 14)
def counted_figures_of(text: str) -> tuple[CountedFigure, ...]:
    """The counts of a whole text, such as a claim's."""
    return tuple(counted_figures(text, 0, len(text)))


def _things(text: str, start: int, end: int) -> tuple[str, ...]:
    found: list[str] = []
    at = start
    for word in split_words(text, start, min(end, start + 120))[:_NEAR]:
        if _STOP.search(text, at, word.start) or (word.key != "of" and word.key in words("prepositions")):
            break
        at = word.end
        if word.key in ("time", "times"):
            found.append("time")
        elif word.stem:
            found.append(word.stem)
        if len(found) == 2:
            break
    return tuple(found)


def may_be_same(held: Interval, told: Interval) -> bool:
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
