"""The first word of a claim inside a sentence."""

import pytest

from claimtrack.render.sentence import lowered


@pytest.mark.parametrize(
    ("claim", "inside"),
    [
        ("Fourteen sailors fell", "fourteen sailors fell"),
        ("Twenty-three men fell", "twenty-three men fell"),
        ("“Some 15” men fell", "“some 15” men fell"),
        ("The Kestrian coast was shut", "the Kestrian coast was shut"),
        ("Two Kestrian ships sank", "two Kestrian ships sank"),
        ("Ana Lint fell", "Ana Lint fell"),
    ],
)
def test_the_first_letter(claim: str, inside: str) -> None:
    """Small for words that count, in quote marks too; a name keeps its own."""
    assert lowered(claim) == inside


def test_a_name_that_begins_with_an_ordinary_word() -> None:
    """It keeps its capital, whatever else is known of the word."""
    assert lowered("Port Sael was shut", common=True) == "Port Sael was shut"
    assert lowered("Port dues were raised", common=True) == "port dues were raised"
