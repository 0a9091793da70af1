"""Why words are no figure, and what would be one.

Asked only once the grammar has found no reading; it never makes a figure of anything itself.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from claimtrack.domain.figures.interval import FigureError
from claimtrack.domain.figures.words import AFTER


class _Refusal(NamedTuple):
    """What is found in the words, why it is no figure, and what would be one."""

    found: re.Pattern[str]
    why: str
    accepted: str


def _refusal(pattern: str, why: str, accepted: str) -> _Refusal:
    return _Refusal(re.compile(pattern), why, accepted)


_SAY_NUMBER = 'give the number if one was said ("about 40"), or a word such as "dozens", "several"'
_SAY_RESULT = 'work the number out and give it as the recorder\'s own: "500,000", or low and high'
_TWO_FIGURES = 'give one figure: "20"; what it was before is another claim'

# In order: the first that is found is the reason given.
_REFUSALS = (
    _refusal(r"^$", "no figure is given", 'write a number, such as "10", "about 10" or "dozens"'),
    _refusal(
        r"\b(rose|risen|rises?|rising|fell|fallen|falls?|increased?|decreased?|grew|grown|"
        r"dropped|jumped|climbed|went|up from|down from|from .+ to)\b",
        "it tells a change, not a figure",
        _TWO_FIGURES,
    ),
    _refusal(
        r"^(another|an additional|a further|an extra|additional|further)\b"
        r"|[0-9a-z](?<!\bor) (more|others|extra)\b(?! than\b)",
        "it is an increment: it says how many more, not how many",
        'give the whole, if it was said: "15"; or the number alone, of a question about the rest',
    ),
    _refusal(
        r"\b(twice|thrice|double[ds]?|triple[ds]?|treble[ds]?|quadruple[ds]?|[a-z0-9]+-?fold|"
        r"times)\b",
        "it says a ratio, not a figure",
        _SAY_RESULT,
    ),
    _refusal(
        r"\b(half(?![ -]a[ -]dozen)|halves|thirds?|quarters?|fifths|sixths|sevenths|eighths|ninths|"
        r"tenths|hundredths|thousandths)\b|[0-9]\s?/\s?[0-9]|[\u00bc-\u00be\u2044\u2150-\u215f\u2189]",
        "it is a fraction",
        'write it as a decimal, "0.5", or in per cent: "50 %"',
    ),
    _refusal(
        r"\b(many|numerous|countless|innumerable|untold|a number of|a lot|lots|plenty|multiple|"
        r"various|a series of|an unknown number|unknown|uncounted)\b",
        "it says no number, nor a range that one could name",
        _SAY_NUMBER,
    ),
    _refusal(
        r"\b(most|majority|minority|everyone|everybody|both)\b|^all( of them)?$",
        "it is a share of a whole that it does not name",
        'give the number or the share if it was said: "about 60 %"',
    ),
    _refusal(
        r"\b([0-9]*1st|[0-9]*2nd|[0-9]*3rd|[0-9]+th|first|second|third|fourth|fifth|sixth|seventh|"
        r"eighth|ninth|tenth|eleventh|twelfth|[a-z]+teenth|[a-z]+tieth|hundredth|thousandth|"
        r"millionth)\b",
        "it is an ordinal: it says which, not how many",
        'write the number: "3"',
    ),
    _refusal(
        r"^few\b",
        '"few" alone says that there were not many, but no number',
        'write "a few" if that was said, or the number',
    ),
    _refusal(
        r"[0-9] [0-9]{3}\b",
        "an ordinary space stands between the digits",
        'part groups of digits with commas: "1,000"',
    ),
    _refusal(
        r"^(dozen|hundred|thousand|lakh|million|crore|billion|trillion|couple|pair|handful)$",
        "it does not say how many of them",
        'write "a dozen", "a hundred", "two million"',
    ),
    _refusal(
        r"[0-9] (hundreds|thousands|millions|billions|trillions)\b",
        "after a number the word of scale is in the singular",
        'write "2 million"; or, where no number was said, "millions"',
    ),
)


def explain(words: str, reads: Callable[[str], bool]) -> FigureError:
    """Why these words, made plain, are no figure. `reads` tells whether other words are one."""
    for refusal in _REFUSALS:
        if refusal.found.search(words):
            return FigureError(words, refusal.why, refusal.accepted)
    pieces = words.split(" ")
    for cut in range(len(pieces) - 1, 0, -1):
        figure, left = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        if reads(figure):
            return _left_over(words, left, figure, counted=f" {left}" not in dict(AFTER))
    for cut in range(1, len(pieces)):
        left, figure = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        if reads(figure):
            return _left_over(words, left, figure, counted=False)
    return FigureError(
        words,
        "it is not read as a figure",
        'write a number, such as "2,298", "about 10", "at least 36", "5 to 10", "1.5 million" or "dozens"',
    )


def _left_over(words: str, left: str, figure: str, *, counted: bool) -> FigureError:
    """Words beside a figure; `counted` if they are likely to be what is counted."""
    return FigureError(
        words,
        f'"{left}" is left over, and is not part of a figure',
        f'give the number alone, "{figure}", and put what is counted in --counting, or what is measured in --unit'
        if counted
        else f'give the figure alone: "{figure}"',
    )


def no_reading_of_sign(words: str) -> FigureError:
    """A number below zero, of something that can be none but not fewer."""
    return FigureError(
        words,
        "a number below zero is read only in per cent, percentage points or degrees",
        'write "-5 %", or the number without the sign: "5"',
    )


def no_bound_below_zero(words: str) -> FigureError:
    """A bound or a lean ("more than", "nearly") on a number below zero."""
    return FigureError(
        words,
        "beside a number below zero it has two readings",
        'write the number, "-5 %", an estimate, "about -5 %", or a range: "-5 to -3 %"',
    )


def nothing_between(words: str) -> FigureError:
    """An interval without a number in it, as of "fewer than 0"."""
    return FigureError(words, "no number lies in it", 'write "0" or "none" if that is what is meant')


def not_ascending(words: str, low: str, high: str) -> FigureError:
    """A range that goes down, stays where it is, or abbreviates its end."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", words):
        return FigureError(
            words,
            "it reads as a pair of years, or as a range with its end cut short",
            'write both numbers in full, "2021 to 2022"; a time belongs in --for-date',
        )
    return FigureError(
        words,
        f"the range does not go up: it runs from {low} to {high}",
        'write the smaller number first, and both in full: "5 to 10"',
    )


def two_ranges(words: str) -> FigureError:
    """A range that can be parted in more than one place."""
    return FigureError(words, "the range has more than one reading", 'write both numbers in digits: "120 to 150"')


def currency(words: str) -> FigureError:
    """A currency sign where no unit says which money is meant, or more than one such sign."""
    return FigureError(
        words,
        "a currency sign does not say which money is meant",
        'give the number alone, "5 million", and the currency as the unit: --unit USD',
    )


def too_long(words: str, most: int) -> FigureError:
    """Text that is longer than any figure."""
    return FigureError(words, f"a figure has at most {most} characters", 'give the number alone: "about 10"')


def currency_signs(text: str) -> set[str]:
    """The currency signs in a text, of whatever money."""
    return {char for char in text if unicodedata.category(char) == "Sc"}
