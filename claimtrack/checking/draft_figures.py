"""The figures of a text: what each means as a count and as a measure, what it counts, and whether two may be one."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from claimtrack.checking.words import cut_ending, is_number_word, iter_words, split_words
from claimtrack.domain.english import MONTHS
from claimtrack.domain.figures import FigureError, Interval, meet, read_figure
from claimtrack.domain.figures.number import SCALES, number_value
from claimtrack.domain.figures.tables import AFTER, BEFORE, COUPLE, UNITS, VAGUE
from claimtrack.reading.word_lists import one_of, words

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’\u00a0\u202f][0-9]+m?)*%?")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_MONTHS = frozenset(part.casefold() for name in MONTHS for part in (name, name[:3])) | {"sept"}
_AGES = frozenset(("year", "years", "old"))
_HOURS = frozenset(("am", "pm"))
_MOST_TOKENS = 5
_MOST_TOKENS_BEFORE = 4
_MOST_CHARACTERS = 80
_BETWEEN = "between and to or a an half of bn tn"
_BESIDE_NUMBER = frozenset(
    word
    for phrase in (*VAGUE, *COUPLE, *SCALES, *(row[0] for row in (*BEFORE, *AFTER, *UNITS)), _BETWEEN)
    for word in phrase.replace("-", " ").split()
)
"""Words that may stand in a figure beside its number."""


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A figure in a text, [start, end) in code points, with the interval it means if it counts and if it measures."""

    start: int
    end: int
    words: str
    counted: Interval
    measured: Interval
    is_fraction: bool = False
    """Whether it is a share in words: "six in ten", "two thirds of"."""


def may_count(word: str) -> bool:
    """Whether a word may stand in a figure: a number, or a word beside one ("about", "than")."""
    return word.lower() in _BESIDE_NUMBER or is_number_word(word.lower().rstrip("%"))


def find_figures(text: str, start: int, end: int) -> list[DraftFigure]:
    """The figures of a stretch of text in order; dates, times and ages are none, and none overlaps another."""
    tokens = list(_TOKEN.finditer(text, start, end))
    figures: list[DraftFigure] = []
    free = 0
    for place, token in enumerate(tokens):
        if place < free:
            continue
        number = is_number_word(token[0].lower().rstrip("%")) or _begins_with_article(tokens, place)
        if not number and token[0].lower() not in _BEFORE_SHARE:
            continue
        found = _share_at(text, tokens, place) or _fraction_at(text, tokens, place)
        if found is not None:
            share, last = found
            figures.append(_approximated(text, tokens, max(free, place - _MOST_TOKENS_BEFORE), place, share))
            free = last + 1
            continue
        if not number or _is_date_or_age(text, tokens, place):
            continue
        figure, last = _longest_figure(text, tokens, place, free, end)
        if figure is not None:
            figures.append(figure)
            free = last + 1
    return figures


def _begins_with_article(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether a figure begins with "a": "a million", "half a billion"; not "a million and a half"."""
    if place > 0 and tokens[place][0].lower() == "a" and tokens[place - 1][0].lower() in ("in", "of"):
        return False
    spoken = [token[0].lower() for token in tokens[place : place + _MOST_TOKENS]]
    scaled = spoken[1:] if spoken[0] == "half" else spoken
    return scaled[:1] == ["a"] and not SCALES.keys().isdisjoint(scaled[1:2]) and scaled[2:4] != ["and", "a"]


def _share_at(text: str, tokens: list[re.Match[str]], place: int) -> tuple[DraftFigure, int] | None:
    """The share that begins at a token, and the place of its last: "three in five", "one in every four", in percent."""
    last = place + 2 + (place + 2 < len(tokens) and tokens[place + 2][0].lower() == "every")
    if last >= len(tokens) or tokens[place + 1][0].lower() != "in":
        return None
    part, whole = (number_value(tokens[n][0]) for n in (place, last))
    apart = (text[one.end() : two.start()] for one, two in pairwise(tokens[place : last + 1]))
    after = tokens[last + 1][0].lower() if last + 1 < len(tokens) else ""
    if after in _NOT_BEHIND or is_number_word(after) or not all(map(str.isspace, apart)):
        return None
    if part is None or whole is None or not 0 < part < whole <= _MOST_OF_A_SHARE:
        return None
    return _share(text, tokens[place].start(), tokens[last].end(), part * 100 / whole), last


def _share(text: str, start: int, end: int, percent: Decimal) -> DraftFigure:
    low, high = (str(percent.to_integral_value(way)) for way in (ROUND_FLOOR, ROUND_CEILING))
    share = Interval(low, high, approximate=low != high)
    return DraftFigure(start, end, text[start:end], share, share, is_fraction=True)


_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
"""What a whole is parted into -> into how many."""
_FEW = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "seven": 7, "nine": 9}
_BEFORE_SHARE = frozenset((*_FEW, "half"))
"""Words that may begin a share, numbers aside, though some are none by themselves: "one in four", "half of"."""


def _fraction_at(text: str, tokens: list[re.Match[str]], place: int) -> tuple[DraftFigure, int] | None:
    """The share that begins at a token, and the place of its last: "two thirds of", "a quarter of", "half of"."""
    last = place + (tokens[place][0].lower() != "half")
    if last + 1 >= len(tokens):
        return None
    part = tokens[last][0].lower()
    many = 1 if last == place else _FEW.get(tokens[place][0].lower(), 0)
    whole = _PARTS.get(part.removesuffix("s"), 0)
    apart = text[tokens[place].end() : tokens[last].start()]
    after, of = (tokens[n][0].lower() if n < len(tokens) else "" for n in (last + 1, last + 2))
    if not 0 < many < whole or len(apart) > 1 or part.endswith("s") != (many > 1):
        return None
    # "A quarter of an hour", "half of May" and "a two-thirds majority" are no shares of something.
    by = place > 0 and tokens[place - 1][0].lower() == "by"  # "fell by a third"
    if (
        (many == 1 and after != "of" and not by)
        or after == "majority"
        or (after == "of" and of in ("a", "an", *_MONTHS))
    ):
        return None
    return _share(text, tokens[place].start(), tokens[last].end(), Decimal(many * 100) / whole), last


_BELOW = frozenset(("nearly", "almost", "under", "below"))
_ABOVE = frozenset(("over", "above", "than"))
_ABOUT = frozenset(("about", "around", "roughly", "some", "approximately"))
_ROUNDED, _NEAR_SHARE, _ABOVE_SHARE = 3, 5, 10
"""Percent by which a share in words may be off: by itself, below or on both sides ("nearly", "about"), and above."""


def _approximated(text: str, tokens: list[re.Match[str]], first: int, place: int, share: DraftFigure) -> DraftFigure:
    """A share in words with the words before it that say that it is less, more or about so much."""
    before = [token[0].lower() for token in tokens[first:place]]
    word = before[-1] if before else ""
    low, high = Decimal(share.counted.low), Decimal(share.counted.high or "100")
    if word == "than" and before[-2:-1] in (["less"], ["fewer"]):
        word = "under"
    about = word in _ABOUT
    if not about and word not in _BELOW | _ABOVE:
        return share
    low = low if word in _ABOVE else low - _NEAR_SHARE
    high = high if word in _BELOW else high + (_ABOVE_SHARE if word in _ABOVE else _NEAR_SHARE)
    near = Interval(str(max(low, Decimal(0))), str(high), approximate=True)
    begin = place - 2 if word in ("than", "under") and before[-2:-1] in (["more"], ["less"], ["fewer"]) else place - 1
    start = tokens[begin].start()
    return replace(share, start=start, words=text[start : share.end], counted=near, measured=near)


_NOT_BEHIND = frozenset(["minutes", "hours", "days", "nights", "weeks", "months", "years", "hundred", *SCALES])
"""Words behind what is no share: "two in three days", "one in five hundred"."""
_MOST_OF_A_SHARE = 10
"""Of how many something is said to be so many: "three in 40 towns" says where."""


def _longest_figure(
    text: str, tokens: list[re.Match[str]], place: int, free: int, end: int
) -> tuple[DraftFigure | None, int]:
    """The longest figure round a token, and the place of its last token."""
    begin, behind = place, place
    while begin > max(free, place - _MOST_TOKENS_BEFORE) and may_count(tokens[begin - 1][0]):
        begin -= 1
    while behind + 1 < min(len(tokens), place + _MOST_TOKENS) and _goes_on(text, *tokens[behind : behind + 2]):
        behind += 1
    for first in range(begin, place + 1):
        for last in range(behind, place - 1, -1):
            start, stop = tokens[first].start(), tokens[last].end()
            if text[stop : stop + 1] in "%+" and stop < end:
                stop += 1
            intervals = _intervals(text[start:stop])
            if intervals is not None:
                figure = DraftFigure(start, stop, text[start:stop], *intervals)
                return _bounded_behind_unit(text, _bounded_before(text, figure), end), last
    return None, place


def _goes_on(text: str, token: re.Match[str], after: re.Match[str]) -> bool:
    """Whether a figure may go on with the next token: a number, a word beside one, the "one" of "forty-one"."""
    return may_count(after[0]) or (after[0].lower() == "one" and text[token.end() : after.start()] in ("-", "‑"))


_BOUNDS_BEFORE = tuple(
    (re.compile(rf"\b{words} $", re.IGNORECASE), bound)
    for words, bound in (
        ("not even", "fewer than"),
        (rf"as {one_of('adjectives_of_measure')} as", "up to"),
        ("as (?:few|little|low|short) as", "at least"),
    )
)
"""Words right before a number that make a bound of it, and are none of the grammar's -> those of the grammar."""
_LONGEST_BOUND = 12


def _bounded_before(text: str, figure: DraftFigure) -> DraftFigure:
    """A figure as a bound where words such as "not even" stand before it: "not even 40" is fewer than 40."""
    for pattern, bound in _BOUNDS_BEFORE:
        before = pattern.search(text, max(0, figure.start - _LONGEST_BOUND), figure.start)
        intervals = None if before is None else _intervals(f"{bound} {figure.words}")
        if before is not None and intervals is not None:
            return DraftFigure(before.start(), figure.end, text[before.start() : figure.end], *intervals)
    return figure


_BEHIND_UNIT = re.compile(r" [a-z]+ (?:(or) (more|longer|less|fewer|shorter)|at (least|most))\b")
_AS_READ = {"longer": "more", "shorter": "less"}


def _bounded_behind_unit(text: str, figure: DraftFigure, end: int) -> DraftFigure:
    """A figure with its bound, where that stands behind what it measures: "35 minutes or more"."""
    bound = _BEHIND_UNIT.match(text, figure.end, end)
    if bound is None:
        return figure
    words = f"or {_AS_READ.get(bound[2], bound[2])}" if bound[1] else f"at {bound[3]}"
    intervals = _intervals(f"{figure.words} {words}")
    if intervals is None:
        return figure
    return DraftFigure(figure.start, figure.end, text[figure.start : bound.end()], *intervals)


@lru_cache(maxsize=4096)
def _intervals(words: str) -> tuple[Interval, Interval] | None:
    """What the words mean as a count and as a measure; None where they are no figure."""
    if len(words) > _MOST_CHARACTERS or any(mark in words for mark in ';:!?\n“”"('):
        return None
    try:
        return read_figure(words), read_figure(words, count=False)
    except FigureError:
        return None


def is_year(word: str) -> bool:
    """Whether a number in digits may be a year."""
    return _YEAR.fullmatch(word) is not None


def _is_date_or_age(text: str, tokens: list[re.Match[str]], place: int) -> bool:
    """Whether a number is a year, a day of a month, a time of day or an age."""
    token = tokens[place]
    before = tokens[place - 1][0].lower() if place else ""
    after, next_after = (tokens[n][0].lower() if n < len(tokens) else "" for n in (place + 1, place + 2))
    if before in _MONTHS or after in _MONTHS or before == "aged" or _YEAR.fullmatch(token[0]):
        return True
    if before == "of" and place > 1 and cut_ending(tokens[place - 2][0].lower()) in words("people_with_ages"):
        return True  # "a man of 40"
    hyphen = text[token.end() : token.end() + 1] == "-"
    return after in _HOURS or (after in _AGES and hyphen) or (after.startswith("year") and next_after == "old")


_MULTIPLES = {"twice": "2", "thrice": "3"}
_MULTIPLE = re.compile(r"\b(?:twice|thrice)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.,;:!?()–—\n]")
_MOST_WORDS_BEHIND = 5
"""How many words behind a number may say what it counts."""
_UNDERSTATED = Decimal("0.2")
"""How much a bound may be given too weakly."""


@dataclass(frozen=True, slots=True)
class CountedFigure:
    """A figure and what it counts: the stems of the first two telling words behind it, none if unknown."""

    figure: DraftFigure
    things: tuple[str, ...]


def counted_figures(
    text: str, start: int, end: int, figures: Sequence[DraftFigure] | None = None
) -> list[CountedFigure]:
    """What the figures of a stretch of text count, in order. `figures` are given where they are known."""
    known = find_figures(text, start, end) if figures is None else figures
    counted = [CountedFigure(figure, _things(text, figure.end, end)) for figure in known]
    for match in _MULTIPLE.finditer(text, start, end):
        exact = Interval(_MULTIPLES[match[0].lower()], _MULTIPLES[match[0].lower()])
        counted.append(CountedFigure(DraftFigure(*match.span(), match[0], exact, exact), ("time",)))
    return sorted(counted, key=lambda one: one.figure.start)


@lru_cache(maxsize=1 << 14)
def counted_figures_of(text: str) -> tuple[CountedFigure, ...]:
    """What the figures of a whole text, such as a claim's, count."""
    return tuple(counted_figures(text, 0, len(text)))


def _things(text: str, start: int, end: int) -> tuple[str, ...]:
    things: list[str] = []
    last_end = start
    for word in islice(iter_words(text, start, min(end, start + 120)), _MOST_WORDS_BEHIND):
        ends = _CLAUSE_END.search(text, last_end, word.start)
        if ends or (word.key != "of" and word.key in words("prepositions")) or len(things) == 2:
            break
        last_end = word.end
        if is_number_word(word.key):
            continue  # "four of the twelve beams"
        thing = "time" if word.key in ("time", "times") else word.stem
        if thing:
            things.append(thing)
    return tuple(things)


_OF_THE = re.compile(r"\s+of (?:the|these|those|its|his|her|their)\s+", re.IGNORECASE)


def counts_all(text: str, figure: DraftFigure, stems: Set[str]) -> bool:
    """Whether a figure counts what has all these stems: not some of it, nor how far two counts of it are apart.

    "Nine of the stolen coins" are some of them; "333 votes ahead" and "12 more than on Monday" are differences.
    """
    return not _is_part(text, figure, stems) and _DIFFERENCE.match(text, figure.end) is None


def counts_what_was_named(text: str, figure: DraftFigure) -> bool:
    """Whether a figure counts what a pronoun stands for: "nine of them stayed" counts no word of its own."""
    return _OF_THEM.match(text, figure.end) is not None


_OF_THEM = re.compile(r"\s+of (?:them|those|these|us|you|whom|which)\b(?!\s+\w+s\b)", re.IGNORECASE)


def _is_part(text: str, figure: DraftFigure, stems: Set[str]) -> bool:
    of = _OF_THE.match(text, figure.end)
    behind = split_words(text, of.end(), of.end() + _MOST_CHARACTERS)[:_MOST_WORDS_BEHIND] if of else []
    named = takewhile(lambda word: word.key not in words("auxiliaries"), behind)
    return bool(behind) and not figure.is_fraction and stems <= {word.stem for word in named}


_DIFFERENCE = re.compile(
    r"(?:\s+(?!of\b|and\b|or\b|to\b)[\w’'-]+){0,2}\s+"
    r"(?:ahead|behind|apart|short|clear|(?:more|fewer|less|better|worse) than)\b"
)


def may_be_same(recorded: Interval, figure: DraftFigure, *, counts: bool = True) -> bool:
    """Whether a figure of a draft may pass for a recorded one, as a count or as a measure.

    It may be rounder ("about 200" for 210) and a bound may be weaker. It gives no number that was not said: 61 and
    "at least 61" are not "at least 60", 11 is not "about 10", "up to 50" is not "up to 5", "7 million" not "8 million".
    """
    given = figure.counted if counts else figure.measured
    if figure.is_fraction:
        given = _rounded_share(given)
    if not meet(recorded, given):
        return False
    if figure.is_fraction and recorded.low == recorded.high:
        return True
    if given.high is None:
        least, bound = Decimal(recorded.low), Decimal(given.low)
        if recorded.high is None:
            # Of counts "more than 60" is stored as 61 or more.
            return least * (1 - _UNDERSTATED) <= bound and min(bound, Decimal(figure.measured.low)) <= least
        return bound * 2 >= least and bound <= _named_end(recorded, recorded.low)
    if _is_upper_bound(given):
        if recorded.high is None:
            return False  # "at most 35" is not "at least 35", though 35 is both
        most, bound = Decimal(recorded.high), Decimal(given.high)
        if _is_upper_bound(recorded):
            return most <= bound <= most * (1 + _UNDERSTATED)
        return _named_end(recorded, recorded.high) <= bound <= most * 2
    if given.low == given.high and not recorded.vague:
        return Decimal(given.low) in _numbers_said(recorded)
    unbounded = recorded.high is None or recorded.vague or _is_upper_bound(recorded)
    if _is_plain_number(figure.words) and not unbounded:
        return _is_rounding(recorded, given) or _is_rounding(given, recorded)
    return recorded.high is not None or Decimal(given.low) <= Decimal(recorded.low)


def _rounded_share(share: Interval) -> Interval:
    """A share in words as round as it is: "six in ten" for 58 percent."""
    low, high = Decimal(share.low), Decimal(share.high or "100")
    if high - low > 1:
        return share  # "nearly two thirds"
    return Interval(str(max(low - _ROUNDED, Decimal(0))), str(high + _ROUNDED), approximate=True)


def _is_plain_number(words: str) -> bool:
    """Whether the words of a figure are a number with its scale and no more: "7 million", not "some 7 million"."""
    return all(
        word in SCALES or is_number_word(word) for word in (token[0].lower() for token in _TOKEN.finditer(words))
    )


def _is_rounding(rough: Interval, fine: Interval) -> bool:
    """Whether the number that one bounded interval names lies in the other."""
    # Of counts "nearly 8 million" ends one below.
    return Decimal(rough.low) <= _middle(fine) <= Decimal(rough.high or "Infinity") + 1


def _numbers_said(interval: Interval) -> set[Decimal]:
    """The numbers that the words for an interval may have named: its ends, or the middle of an estimate."""
    ends = {Decimal(end) for end in (interval.low, interval.high) if end is not None}
    if not interval.approximate:
        return ends
    middle = _middle(interval)
    return {*ends, middle, middle.to_integral_value(ROUND_FLOOR)}  # "about 2" is 1 to 4


def _named_end(interval: Interval, end: str) -> Decimal:
    """An end of an interval as its words named it: of an estimate its middle, "about 200" names 200."""
    return _middle(interval) if interval.approximate and interval.high is not None else Decimal(end)


def _middle(interval: Interval) -> Decimal:
    ends = [Decimal(end) for end in (interval.low, interval.high) if end is not None]
    return sum(ends, Decimal()) / len(ends)


def loses_bound(recorded: Interval, figure: DraftFigure, *, counts: bool = True) -> bool:
    """Whether a figure of a draft is the very number of a recorded bound, given as the number itself.

    "Nine" for "at least nine", "30" for "up to 30".
    """
    given = figure.counted if counts else figure.measured
    plain = _is_plain_number(figure.words) and not figure.is_fraction  # "5 million" may be rounded, and is one number
    if (given.low != given.high and not plain) or recorded.approximate or recorded.vague:
        return False
    number = _middle(given)
    if recorded.high is None:
        return number == Decimal(recorded.low)
    return _is_upper_bound(recorded) and number == Decimal(recorded.high)


def gains_bound(recorded: Interval, figure: DraftFigure) -> bool:
    """Whether a figure of a draft is the very number of a recorded one, given as a bound: "at least 58" for 58."""
    if recorded.low != recorded.high or recorded.approximate or recorded.vague:
        return False
    # "More than ten" counts from 11 on, and names ten.
    bounds = (
        one.low if one.high is None else one.high if one.low == "0" else None
        for one in (figure.counted, figure.measured)
    )
    return all(bound == recorded.low for bound in bounds)


def _is_upper_bound(interval: Interval) -> bool:
    return interval.low == "0" and interval.high not in (None, "0")
