"""Which quotations have words of closed ones in them: as comparing each pair says, without comparing each."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.ledger.restricted.overlapping import ClosedQuotations, PlacedWords
from tests.support.effort import steps

WORDS = ("gate", "gave", "way", "so", "GATE", "“way”", "...", "大", "坝", "大坝")


def quote(words: str, span: tuple[int, int] | None = None) -> dict[str, Any]:
    """The `quote` of an assertion's body."""
    return {"exact": words} if span is None else {"exact": words, "start": span[0], "end": span[1]}


quotations = st.builds(
    lambda text, words, joined, span: PlacedWords.of(text, quote(joined.join(words), span)),
    st.sampled_from(["one", "other"]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    st.sampled_from([" ", "", ", "]),
    st.none() | st.tuples(st.integers(0, 9), st.integers(1, 5)).map(lambda pair: (pair[0], sum(pair))),
)


@given(quotations, st.lists(quotations, max_size=5), st.booleans())
@example(PlacedWords.of("one", quote("大坝裂了")), [PlacedWords.of("other", quote("坝裂"))], False)
def test_it_is_what_comparing_each_says(quotation: PlacedWords, closed: list[PlacedWords], beyond: bool) -> None:
    each = [ClosedQuotations([one]).overlap(quotation, beyond=beyond) for one in closed]
    assert ClosedQuotations(closed).overlap(quotation, beyond=beyond) == any(each)


@pytest.mark.parametrize(
    ("words", "closed", "overlaps"),
    [
        ("the gate gave way at night", "gave way", True),
        ("the gate gave way, at night", "“Gave way!”", True),
        ("the gates gave ways", "gate gave way", False),
        ("gave way", "the gate gave way", False),
        ("他说大坝裂了", "大坝裂", True),
        ("the gate", "", True),
    ],
)
def test_words_of_another_text(words: str, closed: str, overlaps: bool) -> None:
    """Whole words, whatever marks stand around them; in a script without spaces any."""
    assert (
        ClosedQuotations([PlacedWords.of("one", quote(closed))]).overlap(
            PlacedWords.of("other", quote(words)), beyond=False
        )
        is overlaps
    )


@pytest.mark.parametrize(
    ("span", "overlaps", "goes_beyond"),
    [
        ((0, 4), False, False),
        ((0, 5), True, True),
        ((4, 9), True, False),
        ((5, 6), True, False),
        ((9, 12), False, False),
    ],
)
def test_places_in_one_text(span: tuple[int, int], overlaps: bool, goes_beyond: bool) -> None:
    """Against a closed quotation from 4 to 9, of other words: places decide alone."""
    closed = ClosedQuotations([PlacedWords.of("one", quote("so it was", (4, 9)))])
    open_one = PlacedWords.of("one", quote("so it was", span))
    assert closed.overlap(open_one, beyond=False) is overlaps
    assert closed.overlap(open_one, beyond=True) is goes_beyond


def test_twice_the_quotations_take_twice_the_steps() -> None:
    """Where each has words of its own, as in a ledger of many people."""

    def compared(number: int) -> None:
        closed = ClosedQuotations(PlacedWords.of("one", quote(f"gate{n} gave way")) for n in range(number))
        assert not any(
            closed.overlap(PlacedWords.of("two", quote(f"door{n} gave way")), beyond=False) for n in range(number)
        )

    assert steps(lambda: compared(400)) < 2.4 * steps(lambda: compared(200))
