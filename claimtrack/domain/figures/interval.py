"""The interval a figure means, and how two of them compare.

Bounds are decimal numbers as text ("8", "1450000", "2.5"), worked out exactly: no float anywhere.
This module reads no words; units are the business of those who compare (`%` and `pp` never meet).
"""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
from typing import NamedTuple

from claimtrack.domain.text import UnreadableText

#: Wide enough that no sum here is ever rounded: a number has at most 36 digits.
EXACT = Context(prec=100)

#: The most digits of a number before its point (an integer bound fits 64 bits), and after it.
MOST_DIGITS = 18

_BOUND = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}(?:\.[0-9]{{1,{MOST_DIGITS}}})?")


class FigureError(UnreadableText):
    """Words that are no figure, or that have more than one reading."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All the numbers that a figure may mean, from `low` to `high`.

    Bounds are canonical decimals: no exponent, no trailing zeros, no "-0"; integers for a count,
    which is never below 0. `high` is None when there is no upper bound. `low_open` and
    `high_open` say that the bound itself is outside; a count has neither, for its open bounds
    are stored as the next integer inward. `approximate` says that the bounds are an estimate
    ("about 10"), `vague` that no number was said ("dozens"). `unit` is "%", "pp", "°", "°C" or
    "°F" where the words carry it, else None.
    """

    low: str
    high: str | None
    low_open: bool = False
    high_open: bool = False
    approximate: bool = False
    vague: bool = False
    unit: str | None = None


def interval(low: str | None, high: str | None) -> Interval:
    """The interval of a recorder's own bounds: plain decimals, both inside.

    Without `low` it begins at 0; without `high` it has no upper bound. Raises FigureError for
    anything but a plain decimal, for no bound at all, and for a low above the high.
    """
    if low is None and high is None:
        raise FigureError("", "no bound is given", 'give one or both, such as low "8", high "12"')
    least = _bound(low) if low is not None else Decimal(0)
    most = _bound(high) if high is not None else None
    if most is not None and least > most:
        why = (
            f"the low bound, {canonical(least)}, is above the high bound, {canonical(most)}"
            if low is not None
            else "the high bound is below 0, where the interval begins unless a low bound is given"
        )
        raise FigureError(f"{low or ''}..{high}", why, 'give the smaller bound as low: low "8", high "12"')
    return Interval(canonical(least), canonical(most) if most is not None else None)


class Numbers(NamedTuple):
    """The bounds of an interval as numbers, `high` infinite where there is none; whether a bound itself is outside."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def meet(self, other: "Numbers") -> bool:
        """Tell whether some number lies in both."""
        return (self.low < other.high and other.low < self.high) or not (
            self.low > other.high
            or other.low > self.high
            or (self.low == other.high and (self.low_open or other.high_open))
            or (other.low == self.high and (other.low_open or self.high_open))
        )


def numbers(a: Interval) -> Numbers:
    """The bounds of an interval as numbers."""
    high = Decimal("Infinity" if a.high is None else a.high)
    return Numbers(Decimal(a.low), high, a.low_open, a.high_open)


def meet(a: Interval, b: Interval) -> bool:
    """Tell whether some number lies in both. Units are not looked at: compare like with like."""
    return numbers(a).meet(numbers(b))


def widened(a: Interval, *, count: bool) -> Interval:
    """The interval with its approximate bounds moved outward once more.

    By the width of the number in its middle (see `width`); of a vague word, or where there is no
    upper bound, by a tenth of each bound. Below 0 only if it was there already. An exact interval
    is unchanged. `count` is ignored where the words carry a unit.
    """
    if not a.approximate:
        return a
    count = count and a.unit is None
    with localcontext(EXACT):
        low = Decimal(a.low)
        high = Decimal(a.high) if a.high is not None else None
        if a.vague or high is None:
            step_down = abs(low) / 10
            step_up = abs(high) / 10 if high is not None else Decimal(0)
        else:
            step_down = step_up = width((low + high) / 2, count=count)
        wider_low = low - step_down
        if low >= 0:
            wider_low = max(wider_low, Decimal(0))
        wider = between(
            wider_low,
            high + step_up if high is not None else None,
            low_open=a.low_open,
            high_open=a.high_open,
            approximate=True,
            vague=a.vague,
            unit=a.unit,
            count=count,
        )
    return wider or a


def width(number: Decimal, *, count: bool) -> Decimal:
    """How far off an approximate number may be: a tenth of it; of a count at least 2."""
    tenth = abs(number) / 10
    return max(tenth, Decimal(2)) if count else tenth


def between(
    low: Decimal,
    high: Decimal | None,
    *,
    low_open: bool = False,
    high_open: bool = False,
    approximate: bool = False,
    vague: bool = False,
    unit: str | None = None,
    count: bool,
) -> Interval | None:
    """The interval with these bounds, or None if no number lies in it.

    The bounds of a count become integers: outward to the next one, but inward from a bound that
    is open; and no count is below 0.
    """
    if count:
        low = _floor(low) + 1 if low_open else _floor(low)
        low = max(low, Decimal(0))
        if high is not None:
            high = _ceiling(high) - 1 if high_open else _ceiling(high)
        low_open = high_open = False
    if high is not None and (low > high or (low == high and (low_open or high_open))):
        return None
    return Interval(
        canonical(low), canonical(high) if high is not None else None, low_open, high_open, approximate, vague, unit
    )


def canonical(number: Decimal) -> str:
    """A number as text: no exponent, no trailing zeros after the point, no "-0"."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _bound(text: str) -> Decimal:
    if not _BOUND.fullmatch(text):
        raise FigureError(
            text,
            "a bound is a plain number",
            'write digits, with a point before decimals: "1450000" or "2.5" '
            f"(at most {MOST_DIGITS} digits on either side)",
        )
    return Decimal(text)


def _floor(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_FLOOR)


def _ceiling(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_CEILING)
