"""Grammar 1: from the words of a figure to the interval they mean.

Words are first made plain (case, digits of any script, dashes, spaces), then read from outside in:
unit, words after the number, words before it, and at last the number, vague word or range itself.
What is left over is refused.
"""

import re
import unicodedata
from decimal import Decimal, localcontext

from claimtrack.domain.figures import refusals
from claimtrack.domain.figures.interval import (
    EXACT,
    FigureError,
    Interval,
    between,
    canonical,
    width,
)
from claimtrack.domain.figures.number import DIGITS, Number, read_digits, read_number
from claimtrack.domain.figures.words import AFTER, BEFORE, COUPLE, UNITS, VAGUE, WHOLE, Sense

#: The number of the grammar, stored with what it derived.
GRAMMAR = 1

_MOST_CHARACTERS = 200
_ANY_DASH = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
_ALIKE = _ANY_DASH | {
    ord("\u2019"): "'",  # curly apostrophe
    ord("\uff05"): "%",  # full-width per cent
    ord("\u066a"): "%",  # Arabic per cent
}
_SPACE_IN_NUMBER = re.compile(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")


def read_figure(text: str, *, count: bool = True) -> Interval:
    """The interval that a figure means. Raises FigureError if it means none, or two.

    `count` is for things one can count (people); without it the figure is of another unit (USD,
    km), whose bounds are not rounded to integers. Words that carry a unit of their own (%,
    percentage points, degrees) are never a count.

    A number with a scale word means half a unit of its last written digit either side ("1.5
    million", "two thousand"). Beside any other word the number itself is meant: "about 2 million"
    is 2,000,000 give or take a tenth, "more than 2 million" begins just above it, "exactly 2
    million" is that number; only "a total of 2 million" says no more than "2 million". The bounds
    of a range are its two numbers. A hundred is no scale word: "two hundred" is 200.

    A currency sign is refused unless `count` is false: then a unit says which money is meant.
    """
    try:
        if len(text) > _MOST_CHARACTERS:
            raise refusals.too_long(text, _MOST_CHARACTERS)
        signs = refusals.currency_signs(text)
        if signs and (count or len(signs) > 1):
            raise refusals.currency(text)
        words = _plain("".join(" " if char in signs else char for char in text))
        with localcontext(EXACT):
            for digits in DIGITS.findall(words):
                read_digits(digits)
            found = _read(words, count)
        if found is None:
            raise refusals.explain(words, lambda other: _reads(other, count))
        if signs and found.unit is not None:
            raise refusals.currency(text)
    except FigureError as refused:
        raise FigureError(text, refused.why, refused.accepted) from None
    return found


def _plain(text: str) -> str:
    """The words with case, digits, dashes, apostrophes and spaces made alike."""
    text = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text.casefold().translate(_ALIKE)
    )
    return " ".join(_SPACE_IN_NUMBER.sub("'", text).split())


def _reads(words: str, count: bool) -> bool:
    try:
        with localcontext(EXACT):
            return _read(words, count) is not None
    except FigureError:
        return False


def _read(words: str, count: bool) -> Interval | None:
    """Read plain words; None where the grammar has no place for them."""
    body, unit = _without_unit(words)
    body, sense = _without_after(body)
    if sense is not Sense.PLAIN and unit is None:
        body, unit = _without_unit(body)
    if sense is Sense.PLAIN:
        body, sense = _without_before(body)
    count = count and unit is None
    if found := _read_word(body, sense, unit, count):
        return found
    if (number := _read_signed(body, unit)) is not None:
        return _qualified(number, sense, words, unit, count)
    return _read_range(body, unit, count) if sense is Sense.PLAIN else None


def _without_unit(words: str) -> tuple[str, str | None]:
    for suffix, unit in UNITS:
        body = words.removesuffix(suffix)
        if body != words and not (suffix[0].isalpha() and body[-1:].isalpha()):
            return body.rstrip(), unit
    return words, None


def _without_after(words: str) -> tuple[str, Sense]:
    for suffix, sense in AFTER:
        if words.endswith(suffix):
            return words.removesuffix(suffix).rstrip(), sense
    return words, Sense.PLAIN


def _without_before(words: str) -> tuple[str, Sense]:
    for prefix, sense in BEFORE:
        if words.startswith(prefix):
            return words.removeprefix(prefix).lstrip(), sense
    return words, Sense.PLAIN


def _read_word(body: str, sense: Sense, unit: str | None, count: bool) -> Interval | None:
    """Read a word that stands for a number or for a vague amount."""
    if body in WHOLE and sense is Sense.PLAIN:
        number = Decimal(WHOLE[body])
        return between(number, number, unit=unit, count=count)
    word = body.removesuffix(" of")
    bounds = COUPLE.get(word) or VAGUE.get(word)
    if bounds is None:
        return None
    low: int = bounds[0]
    high: int | None = bounds[1]
    if sense in (Sense.MORE, Sense.AT_LEAST):
        high = None
    elif sense in (Sense.AT_MOST, Sense.LESS):
        low = 0
    elif sense is not Sense.PLAIN:
        return None
    return between(
        Decimal(low),
        Decimal(high) if high is not None else None,
        approximate=True,
        vague=word in VAGUE,
        unit=unit,
        count=count,
    )


def _read_signed(body: str, unit: str | None) -> Number | None:
    """Read a number with or without a minus sign, which needs a unit that goes below zero."""
    unsigned = body.removeprefix("-").removeprefix("minus ").lstrip()
    number = read_number(unsigned)
    if number is None or unsigned == body:
        return number
    if unit is None:
        raise refusals.no_reading_of_sign(body)
    return Number(-number.value, number.half, number.scaled)


def _qualified(number: Number, sense: Sense, words: str, unit: str | None, count: bool) -> Interval | None:
    n, w = number.value, width(number.value, count=count)
    low, high = n, n
    low_open = high_open = False
    unbounded = False
    if n < 0 and sense not in (Sense.PLAIN, Sense.EXACT, Sense.ABOUT):
        raise refusals.no_bound_below_zero(words)
    match sense:
        case Sense.PLAIN:
            half = number.half or Decimal(0)
            low, high = n - half, n + half
            if n >= 0:
                low = max(low, Decimal(0))
        case Sense.EXACT:
            pass
        case Sense.ABOUT:
            low, high = n - w, n + w
            if count:  # what was estimated is there: at least one, unless none was said
                low = max(low, min(n, Decimal(1)))
        case Sense.NEARLY:
            low, high_open = n - w, True
        case Sense.JUST_OVER:
            high, low_open = n + w, True
        case Sense.MORE:
            low_open = unbounded = True
        case Sense.AT_LEAST:
            unbounded = True
        case Sense.AT_MOST:
            low = Decimal(0)
        case Sense.LESS:
            low, high_open = Decimal(0), True
    approximate = sense in (Sense.ABOUT, Sense.NEARLY, Sense.JUST_OVER) or (
        sense is Sense.PLAIN and number.half is not None
    )
    found = between(
        low,
        None if unbounded else high,
        low_open=low_open,
        high_open=high_open,
        approximate=approximate,
        unit=unit,
        count=count,
    )
    if found is None:
        raise refusals.nothing_between(words)
    return found


def _read_range(words: str, unit: str | None, count: bool) -> Interval | None:
    """Read n-m, n to m, n or m, between n and m, wherever it can be parted."""
    inner = words.removeprefix("between ")
    joints = ("-", " to ", " or ") if inner == words else (" and ",)
    ascending: set[tuple[Decimal, Decimal]] = set()
    descending: tuple[Decimal, Decimal] | None = None
    for joint in joints:
        for at in (found.start() for found in re.finditer(joint, inner)):
            pair = _ends(inner[:at], inner[at + len(joint) :], unit)
            if pair is None:
                continue
            if pair[0] < pair[1]:
                ascending.add(pair)
            else:
                descending = pair
    if len(ascending) > 1:
        raise refusals.two_ranges(words)
    if ascending:
        low, high = ascending.pop()
        return between(low, high, unit=unit, count=count)
    if descending:
        raise refusals.not_ascending(words, *map(canonical, descending))
    return None


def _ends(left: str, right: str, unit: str | None) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range; the upper one lends its unit, and its scale, to the lower."""
    left, left_unit = _without_unit(left.strip())
    if left_unit is not None and left_unit != unit:
        return None
    low, high = _read_signed(left, unit), _read_signed(right.strip(), unit)
    if low is None or high is None:
        return None
    if low.scaled:
        return low.value, high.value
    lent = [low.value * multiplier for multiplier in high.lends]
    fitting = (value for value in lent if value < high.value)
    return next(fitting, lent[-1]), high.value
