"""Figures: every row of the grammar and every refusal, and what holds for all of them."""

import json
from dataclasses import asdict
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.figures import GRAMMAR, FigureError, Interval, interval, meet, read_figure, widened
from claimtrack.domain.figures.tables import AFTER, BEFORE, COUPLE, UNITS, VAGUE, WHOLE
from tests.support.tree import ROOT

# fmt: off
UNDER_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
CASES = ROOT / "tests" / "cases" / "figures"
REFUSED = "refused"


def _cases(refused: bool) -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{ascii(case['text'])[:60]}")
        for path in sorted(CASES.glob("*.json"))
        if (path.stem == REFUSED) == refused
        for case in json.loads(path.read_text("utf-8"))["cases"]
    ]


def _texts() -> list[str]:
    return [param.values[0]["text"] for param in _cases(False)]


@pytest.mark.parametrize("case", _cases(False))
def test_reads(case: dict[str, Any]) -> None:
    """The interval of a case, field by field; what a case does not name is not so."""
    expected = {
        "low_open": False,
        "high_open": False,
        "approximate": False,
        "vague": False,
        "unit": None,
    } | {key: value for key, value in case.items() if key not in ("text", "count")}
    assert asdict(read_figure(case["text"], count=case.get("count", True))) == expected


@pytest.mark.parametrize("case", _cases(True))
def test_refuses(case: dict[str, Any]) -> None:
    """A refusal says what was refused, why, and what would be accepted."""
    with pytest.raises(FigureError) as refused:
        read_figure(case["text"], count=case.get("count", True))
    assert refused.value.text == case["text"]
    assert case["why"] in refused.value.why
    assert refused.value.why in str(refused.value)
    assert refused.value.accepted in str(refused.value)


def _examples() -> list[tuple[str, str]]:
    """Every figure in quote marks in what a refusal says would be accepted."""
    found = []
    for param in _cases(True):
        case = param.values[0]
        try:
            read_figure(case["text"], count=case.get("count", True))
        except FigureError as refused:
            found += [(example, refused.accepted) for example in refused.accepted.split('"')[1::2]]
    return sorted(set(found))


@pytest.mark.parametrize(("example", "said"), _examples())
def test_what_would_be_accepted_is(example: str, said: str) -> None:
    """No refusal sends anybody to a form that is refused in turn."""
    read_figure(example)


@pytest.mark.parametrize("word", [*WHOLE, *COUPLE, *VAGUE])
def test_every_word_has_a_case(word: str) -> None:
    """Each word of the tables is read in some case."""
    assert word in {text.casefold().removesuffix(" of") for text in _texts()}


@pytest.mark.parametrize("prefix", [prefix for prefix, _ in BEFORE])
def test_every_prefix_has_a_case(prefix: str) -> None:
    """Each word before a number is read in some case."""
    assert any(text.casefold().startswith(prefix) for text in _texts())


@pytest.mark.parametrize("suffix", [suffix for suffix, _ in AFTER])
def test_every_suffix_has_a_case(suffix: str) -> None:
    """Each word after a number is read in some case."""
    assert any(text.endswith(suffix) for text in _texts())


@pytest.mark.parametrize(("words", "unit"), UNITS)
def test_every_unit_is_read(words: str, unit: str) -> None:
    """Each unit word is part of the figure, whatever its case."""
    assert read_figure(f"5 {words.upper()}") == Interval("5", "5", unit=unit)


def test_a_word_ending_in_a_unit_is_no_unit() -> None:
    """A unit is a word of its own."""
    with pytest.raises(FigureError):
        read_figure("five app")


def test_grammar_has_its_number() -> None:
    """What is derived is stored beside this."""
    assert GRAMMAR == 1


def test_long_text_is_shown_short() -> None:
    """A refusal keeps the text whole and shows its beginning."""
    with pytest.raises(FigureError) as refused:
        read_figure("many " * 1000)
    assert len(refused.value.text) == 5000
    assert len(str(refused.value)) < 300


# What holds for every text.

WORDS = st.sampled_from(
    [
        *(prefix for prefix, _ in BEFORE),
        *(suffix for suffix, _ in AFTER),
        *(f" {unit}" for unit, _ in UNITS),
        *VAGUE,
        *WHOLE,
        *["0", "1", "5", "12", "2,298", "1.5", "-3", "2.298", "1,50", "twenty", "five"],
        *[
            "hundred",
            "thousand",
            "million",
            "k",
            "m",
            "bn",
            " to ",
            " or ",
            " and ",
            "between ",
            "-",
            "–",
            " ",
            "\u00a0",
            "dozen",
            "half a ",
            "$",
        ],
    ]
)
PHRASES = st.lists(WORDS, max_size=6).map("".join)


@given(st.one_of(st.text(max_size=30), PHRASES), st.booleans())
def test_anything_is_read_or_refused(text: str, count: bool) -> None:
    """Any text is an interval in good order, or a FigureError with words in it."""
    found = _read_or_refuse(text, count=count)
    if isinstance(found, Interval):
        count = count and found.unit is None
        wider = widened(found, count=count)
        _assert_sound(found, count=count)
        _assert_sound(wider, count=count)
        assert meet(found, found)
        assert meet(found, wider)
    else:
        assert found.text == text
        assert found.why
        assert found.accepted


def _read_or_refuse(text: str, *, count: bool) -> Interval | FigureError:
    try:
        return read_figure(text, count=count)
    except FigureError as refused:
        return refused


def _assert_sound(found: Interval, *, count: bool) -> None:
    bounds = [bound for bound in (found.low, found.high) if bound is not None]
    for bound in bounds:
        assert format(Decimal(bound), "f") == bound
        assert "." not in bound or not bound.endswith(("0", "."))
        assert bound != "-0"
    if found.high is not None:
        assert Decimal(found.low) <= Decimal(found.high)
    if count:
        assert all(bound.isdigit() for bound in bounds)
        assert not found.low_open
        assert not found.high_open


@given(st.integers(0, 10**18 - 1), st.sampled_from(["", ",", "'"]))
def test_an_exact_number_is_itself(number: int, separator: str) -> None:
    """Grouped or not, in whatever script, a whole number is read as itself."""
    text = f"{number:,}".replace(",", separator)
    arabic = text.translate({ord("0") + digit: ord("\u0660") + digit for digit in range(10)})
    assert read_figure(text) == read_figure(arabic) == Interval(str(number), str(number))


@given(st.integers(0, 10**9 - 1), st.sampled_from(["\u00a0", "\u2009", "\u202f"]))
def test_spaces_that_do_not_break_part_groups(number: int, separator: str) -> None:
    """A no-break or thin space groups digits, and a plain one does not."""
    assert read_figure(f"{number:,}".replace(",", separator)).low == str(number)


@given(st.decimals(0, 10**9, places=4))
def test_an_exact_decimal_is_itself(number: Decimal) -> None:
    """A decimal of another unit keeps its value, and loses its trailing zeros."""
    found = read_figure(format(number, "f"), count=False)
    assert found.low == found.high
    assert Decimal(found.low) == number


@given(st.integers(0, 99), st.integers(1, 99))
def test_number_words_are_numbers(small: int, hundreds: int) -> None:
    """Words up to ninety-nine, and hundreds of them."""
    assert read_figure(_spelled(small)).low == str(small)
    tail = f" and {_spelled(small)}" if small else ""
    assert read_figure(f"{_spelled(hundreds)} hundred{tail}").low == str(100 * hundreds + small)


def _spelled(number: int) -> str:
    if number < 20:
        return UNDER_TWENTY[number]
    return TENS[number // 10 - 2] + (f"-{UNDER_TWENTY[number % 10]}" if number % 10 else "")


@given(st.integers(1, 10**17))
def test_words_around_a_number_nest(number: int) -> None:
    """What is nearly n is under n and about n; what is just over is over; n itself is neither."""
    n = read_figure(str(number))
    about, under, over = (read_figure(f"{word} {number}") for word in ("about", "fewer than", "more than"))
    nearly, just_over = read_figure(f"nearly {number}"), read_figure(f"just over {number}")
    assert meet(about, n)
    assert meet(nearly, under)
    assert meet(just_over, over)
    assert not any(meet(n, other) for other in (under, over, nearly, just_over))
    assert not meet(under, over)
    assert meet(read_figure(f"at least {number}"), read_figure(f"up to {number}"))


def test_the_current_decimal_context_does_not_matter() -> None:
    """No digit is lost where the caller works with few."""
    with localcontext() as context:
        context.prec = 3
        assert read_figure("about 123,456,789").high == "135802468"
        assert widened(Interval("10.0001", "20.0001", approximate=True), count=False).low == ("8.50009")


# The recorder's own bounds.


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("8", "12", Interval("8", "12")),
        ("8", "8", Interval("8", "8")),
        (None, "12", Interval("0", "12")),
        ("8", None, Interval("8", None)),
        ("2.50", "007", Interval("2.5", "7")),
        ("2.298", None, Interval("2.298", None)),
        ("-5", "-0", Interval("-5", "0")),
    ],
)
def test_own_bounds(low: str | None, high: str | None, expected: Interval) -> None:
    """Plain decimals, one end or both, in canonical form."""
    assert interval(low, high) == expected


@pytest.mark.parametrize(
    ("low", "high", "why"),
    [
        (None, None, "no bound"),
        ("12", "8", "above the high bound"),
        (None, "-1", "below 0"),
        ("1,000", None, "plain number"),
        ("", None, "plain number"),
        ("1e5", None, "plain number"),
        ("nan", None, "plain number"),
        (".5", None, "plain number"),
        ("5.", None, "plain number"),
        ("٥", None, "plain number"),
        ("5\n", None, "plain number"),
        (None, "9" * 19, "plain number"),
    ],
)
def test_own_bounds_refused(low: str | None, high: str | None, why: str) -> None:
    """Anything else is refused with a word on why."""
    with pytest.raises(FigureError, match=why):
        interval(low, high)


# Whether two can both hold.


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (Interval("1", "5"), Interval("5", "9"), True),
        (Interval("1", "5"), Interval("6", "9"), False),
        (Interval("1", "5", high_open=True), Interval("5", "9"), False),
        (Interval("1", "5"), Interval("5", "9", low_open=True), False),
        (Interval("1", "5", high_open=True), Interval("4.9", "9"), True),
        (Interval("9", "10"), Interval("10", "11"), True),
        (Interval("2", "3"), Interval("10", "11"), False),
        (Interval("5", None), Interval("1", "4"), False),
        (Interval("5", None), Interval("1", "5"), True),
        (Interval("5", None, low_open=True), Interval("1", "5"), False),
        (Interval("5", None), Interval("500", None), True),
        (Interval("-5", "-3"), Interval("-4", "0"), True),
        (Interval("-5", "-3"), Interval("3", "5"), False),
    ],
)
def test_meet(a: Interval, b: Interval, expected: bool) -> None:
    """Both ways round, as numbers and not as text, and open bounds stay outside."""
    assert meet(a, b) is meet(b, a) is expected


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10", "10", "10"),
        ("at least 36", "36", None),
        ("about 10", "6", "14"),
        ("about 1,000", "800", "1200"),
        ("1.5 million", "1300000", "1700000"),
        ("about 1", "0", "5"),
        ("dozens", "21", "109"),
        ("a few", "1", "10"),
        ("at least dozens", "21", None),
        ("up to several hundred", "0", "1099"),
        ("a couple", "0", "5"),
        ("about 10%", "8", "12"),
        ("a few percent", "1.8", "9.9"),
        ("nearly 50%", "40.25", "54.75"),
    ],
)
def test_widened(text: str, low: str, high: str | None) -> None:
    """Estimates grow by one more width, vague words by a tenth; what is exact stays."""
    before = read_figure(text)
    after = widened(before, count=True)
    assert (after.low, after.high) == (low, high)
    assert (after.unit, after.vague, after.approximate) == (
        before.unit,
        before.vague,
        before.approximate,
    )


# Other people's strings.


def test_naughty_strings(third_party: Path) -> None:
    """The big list of naughty strings: each is read or refused, never anything else."""
    path = third_party / "data" / "hostile" / "blns" / "blns.json"
    if not path.is_file():
        pytest.skip(f"third-party data absent: {path.name}")
    for text in json.loads(path.read_text("utf-8")):
        for count in (True, False):
            found = _read_or_refuse(text, count=count)
            if isinstance(found, Interval):
                _assert_sound(found, count=count and found.unit is None)
            else:
                assert found.text == text
