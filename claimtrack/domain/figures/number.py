"""One number as written: digits, number words, scales.

`read_number` takes text that `grammar` has made plain: case folded, ASCII digits and hyphens, one
space between words, and an apostrophe wherever a space parted groups of digits.
It knows no qualifiers: "about" and "more than" are not its words.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from claimtrack.domain.figures.interval import MOST_DIGITS, FigureError

# fmt: off
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}
# fmt: on
_UNDER_TWENTY = {"zero": 0} | _ONES | _TEENS
#: The words that are a number by themselves.
NUMBER_WORDS = frozenset((*_UNDER_TWENTY, *_TENS))
#: A pattern of a number word below ten.
ONE_TO_NINE = f"(?:{'|'.join(_ONES)})"
_ARTICLES = {"a", "an"}

#: Words of scale, and what they multiply by.
SCALES = {
    "thousand": 10**3,
    "lakh": 10**5,
    "lakhs": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "crores": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
#: Letters of scale, after digits only: "5k", "1.5m", "2 bn".
SCALE_LETTERS = {"k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12}

#: A run of digits with whatever may part or point them, well formed or not.
DIGITS = re.compile(r"[0-9]+(?:[.,'][0-9]+)*")

_TOKEN = rf"(?:{DIGITS.pattern}|[a-z]+)"
_PHRASE = re.compile(rf"{_TOKEN}(?:(?:[ -]|(?<=[0-9])(?=[a-z])){_TOKEN})*")
_TOKENS = re.compile(_TOKEN)

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:'[0-9]{3})+)(?:\.[0-9]+)?")
_INDIAN = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_POINT_OR_GROUP = re.compile(r"0*[1-9][0-9]{0,2}\.[0-9]{3}")
_POINT_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}")


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number, and how exactly it was written.

    `half` is half a unit of its last written digit if it was written with a scale word and not
    counted out to the one, else None. `lends` are the multipliers it may lend to the lower end of
    a range of which it is the upper ("2 to 3 million"), in the order in which to try them; 1
    stands for lending none. A number that `scaled` borrows none.
    """

    value: Decimal
    half: Decimal | None = None
    scaled: bool = False
    lends: tuple[int, ...] = (1,)


@dataclass(frozen=True, slots=True)
class _Group:
    """The part of a number before a scale word: its value, and the place of its last digit."""

    value: Decimal
    unit: Decimal
    in_digits: bool = False
    in_hundreds: bool = False


def read_number(phrase: str) -> WrittenNumber | None:
    """Read a whole phrase as one number; None if it is anything else.

    A hundred is a number word, a thousand and beyond are scale words. In a scaled number the last
    written digit is that of the last number word before the scale: "two thousand five hundred" is
    written to the hundred, "two hundred thousand" to the hundred thousand, "200 thousand" to the
    thousand, and "two thousand and twelve" to the one, which makes it exact. Raises FigureError
    for digits with two readings and for numbers too long.
    """
    if not _PHRASE.fullmatch(phrase):
        return None
    tokens = _TOKENS.findall(phrase)
    if tokens == ["a", "pair"]:
        return WrittenNumber(Decimal(2))
    number = _read_dozens(tokens) if tokens[-1] == "dozen" else _read_scaled(tokens)
    if number and number.value >= 10**MOST_DIGITS:
        raise _too_long(phrase)
    return number


def number_value(words: str) -> Decimal | None:
    """What a number as it stands in a text means; None of what is none, or is ill formed."""
    try:
        number = read_number(words.lower())
    except FigureError:
        return None
    return None if number is None else number.value


def read_digits(text: str) -> Decimal:
    """Read digits: grouped by threes or the Indian way, or not; with a point before decimals.

    Raises FigureError for every other form: "2.298" and "1,50" have two readings.
    """
    if _POINT_OR_GROUP.fullmatch(text):
        whole = text.replace(".", ",").lstrip("0")
        raise FigureError(
            text,
            f"{text} has two readings: a decimal, or a whole number with a point between groups",
            f'write "{whole}" for the whole number, "{text}0" for the decimal',
        )
    if _POINT_GROUPS.fullmatch(text):
        raise FigureError(
            text, f"in {text} points stand between the groups", f'part groups with commas: "{text.replace(".", ",")}"'
        )
    if not any(form.fullmatch(text) for form in (_PLAIN, _GROUPED, _INDIAN)):
        raise _ill_grouped(text)
    plain = text.replace(",", "").replace("'", "")
    whole, _, decimals = plain.partition(".")
    if len(whole) > MOST_DIGITS or len(decimals) > MOST_DIGITS:
        raise _too_long(text)
    return Decimal(plain)


def _ill_grouped(text: str) -> FigureError:
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}|0,[0-9]+", text):
        return FigureError(
            text,
            f"{text} has two readings: a decimal comma, or a group of digits cut short",
            f'write "{text.replace(",", ".")}" for the decimal, or all the digits: "1,500"',
        )
    return FigureError(
        text,
        f"the digits of {text} are not in groups of three",
        'write "1234567", "1,234,567", the Indian "12,34,567", or a decimal such as "2.5"',
    )


def _too_long(text: str) -> FigureError:
    return FigureError(
        text,
        f"a number has at most {MOST_DIGITS} digits before its point, and as many after it",
        'round it, or take a larger unit: "1.5 billion"',
    )


def _read_dozens(tokens: list[str]) -> WrittenNumber | None:
    """A dozen is twelve exactly, and so are two of them and half of one."""
    match tokens[:-1]:
        case ["half", "a"]:
            return WrittenNumber(Decimal(6))
        case ["a"]:
            return WrittenNumber(Decimal(12))
    if (found := _group(tokens[:-1])) is None or found[1]:
        return None
    group = found[0]
    if group.value < 1 or group.value >= 100 or group.unit < 1:
        return None
    return WrittenNumber(group.value * 12, lends=(12, 1))


def _read_scaled(tokens: list[str]) -> WrittenNumber | None:
    parts: list[tuple[_Group, int]] = []
    rest = tokens
    while rest:
        if parts and rest[0] == "and":
            rest = rest[1:]
        if (found := _group(rest)) is None:
            return None
        group, rest = found
        scale = 1
        if rest and rest[0] in SCALES:
            scale, rest = SCALES[rest[0]], rest[1:]
        elif rest and rest[0] in SCALE_LETTERS and group.in_digits and not parts:
            if rest[1:]:
                return None
            scale, rest = SCALE_LETTERS[rest[0]], []
        if rest and (scale == 1 or group.unit < 1):
            return None
        if parts and not (group.unit >= 1 and 0 < group.value * scale < parts[-1][1]):
            return None
        parts.append((group, scale))
    return _sum(parts, tokens[0]) if parts else None


def _sum(parts: list[tuple[_Group, int]], first_word: str) -> WrittenNumber:
    value = sum((group.value * scale for group, scale in parts), Decimal(0))
    (first, first_scale), (last, last_scale) = parts[0], parts[-1]
    scaled = first_scale > 1
    unit = last.unit * last_scale
    counted_out = last_scale == 1 and unit == 1
    lends = [first_scale] if scaled else []
    if first.in_hundreds and len(parts) == 1:
        lends.insert(0, 100 * first_scale)
    if not scaled or first_word in _ARTICLES or first_word == "one":
        lends.append(1)
    return WrittenNumber(value, unit / 2 if scaled and not counted_out else None, scaled, tuple(lends))


def _group(tokens: list[str]) -> tuple[_Group, list[str]] | None:
    """Read the longest number without a scale at the front; with what is left of the tokens."""
    if not tokens:
        return None
    first, rest = tokens[0], tokens[1:]
    if tokens[:2] == ["half", "a"] and not SCALES.keys().isdisjoint(tokens[2:3]):
        return _Group(Decimal("0.5"), Decimal("0.1")), rest[1:]  # "half a million"
    if first[0].isdigit():
        value = read_digits(first)
        unit = Decimal(1).scaleb(min(_exponent(value), 0))
        if rest[:1] == ["hundred"] and unit == 1 and 0 < value < 100:
            return _Group(value * 100, Decimal(100), in_hundreds=True), rest[1:]
        return _Group(value, unit, in_digits=True), rest
    if first in _ARTICLES:
        if rest[:1] == ["hundred"]:
            return _hundreds(1, rest[1:])
        if rest and rest[0] in SCALES:
            return _Group(Decimal(1), Decimal(1)), rest
        return None
    if (found := _below_hundred(tokens)) is None:
        return None
    small, rest = found
    if rest[:1] == ["hundred"] and small:
        return _hundreds(small, rest[1:])
    return _Group(Decimal(small), Decimal(1)), rest


def _hundreds(hundreds: int, rest: list[str]) -> tuple[_Group, list[str]]:
    """Read what may follow a hundred: "two hundred", "two hundred and five"."""
    after = rest[1:] if rest[:1] == ["and"] else rest
    found = _below_hundred(after)
    if found is None or not found[0]:
        return _Group(Decimal(100 * hundreds), Decimal(100), in_hundreds=True), rest
    return _Group(Decimal(100 * hundreds + found[0]), Decimal(1)), found[1]


def _below_hundred(tokens: list[str]) -> tuple[int, list[str]] | None:
    if not tokens:
        return None
    first, rest = tokens[0], tokens[1:]
    if first in _UNDER_TWENTY:
        return _UNDER_TWENTY[first], rest
    if first not in _TENS:
        return None
    if rest and rest[0] in _ONES:
        return _TENS[first] + _ONES[rest[0]], rest[1:]
    return _TENS[first], rest


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
