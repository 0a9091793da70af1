"""Which questions ask for the same number: of the same people, what befell them, in which event."""

import pytest

from claimtrack.reading.fields.question import same_question

ASKED = "How many people were killed in the Kesra ferry crash?"


@pytest.mark.parametrize(
    "other",
    [
        "How many people died in the crash in Kesra?",
        "How many people were killed in the Kesra disaster?",
        "How many people were killed in the collision?",
        "How many victims were killed?",
    ],
)
def test_the_same(other: str) -> None:
    """Other words for the dead and for the event are the same question; so is one that names no event."""
    assert same_question(ASKED, other)
    assert same_question(other, ASKED)


@pytest.mark.parametrize(
    "other",
    [
        "How many people were injured in the Kesra ferry crash?",
        "How many children were killed in the Kesra ferry crash?",
        "How many people were killed in the Ista ferry crash?",
        "How many people were killed in the Kesra flood?",
        "How many people were killed in Kesra in 1977?",
        "How many people were killed in “Upper Kesra pier”?",
        "How long is the quay of Kesra?",
    ],
)
def test_another(other: str) -> None:
    """Others who are counted, another place, another kind of event and another year are another question."""
    assert not same_question(ASKED, other)
    assert not same_question(other, ASKED)


def test_what_names_no_event_is_of_the_one_asked_about() -> None:
    """Two events that have neither names nor nouns of two kinds may be one."""
    assert same_question("How many people were killed in the crash?", "How many people were killed?")
