"""Comparisons and votes of two texts: which of them say the contrary of each other, and which do not."""

from __future__ import annotations

import pytest

from claimtrack.checking.differences.comparisons import other_vote, turned_comparison

SHORTER = "The south mole is shorter than the north mole"


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("The south mole is longer than the north mole", ("longer", "shorter")),
        ("The north mole is shorter than the south mole", ("shorter", "shorter")),
        ("The north mole is longer than the south mole", None),
        ("The south mole is not longer than the north mole", None),
        ("The south mole isn't very much longer than the north mole", None),
        ("The south mole is no longer than the north mole", None),
    ],
)
def test_a_comparison_that_is_denied_is_not_turned_round(text: str, turned: tuple[str, str] | None) -> None:
    """What is not longer may be shorter."""
    assert turned_comparison(text, SHORTER) == turned


@pytest.mark.parametrize(
    ("text", "claim", "other"),
    [
        ("The board was unanimous", "The board adopted it by 7 votes to 2", ("unanimous", "7 votes to 2")),
        ("The board was not unanimous", "The board adopted it by 7 votes to 2", None),
        ("The board was almost unanimous", "The board adopted it by 7 votes to 2", None),
        ("The board voted 2 to 7 against it", "The board rejected it by 7 votes to 2", None),
        ("The board voted 2 to 6 against it", "The board rejected it by 7 votes to 2", ("2 to 6", "7 votes to 2")),
        ("It was adopted by 2 votes to 7", "It was adopted by 7 votes to 2", ("2 votes to 7", "7 votes to 2")),
    ],
)
def test_a_vote_is_told_in_either_order_where_it_was_lost(text: str, claim: str, other: tuple[str, str] | None) -> None:
    """And not unanimous where somebody was against."""
    assert other_vote(text, claim) == other
