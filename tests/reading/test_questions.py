"""Which questions ask for the same number: of the same people, what befell them, in which event."""

import pytest

from claimtrack.reading.fields.question import counts_part_of, event_asked, same_question, with_event

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
        "How many people were killed in the 1977 Kesra ferry crash?",
        "How many people were seriously injured in the Kesra ferry crash?",
        "How many people were killed in “Upper Kesra pier”?",
        "How long is the quay of Kesra?",
    ],
)
def test_another(other: str) -> None:
    """Others who are counted, another place, another kind of event and another year are another question."""
    assert not same_question(ASKED, other)
    assert not same_question(other, ASKED)


def test_people_of_one_hospital_are_asked_for_by_themselves() -> None:
    """They are some of all who were taken to hospital, or of another one."""
    asked = "How many people were taken to {} after the Kesra ferry crash?"
    names = ("hospital", "Kesra Hospital", "Ista Hospital")
    for one in names:
        for other in names:
            assert same_question(asked.format(one), asked.format(other)) is (one == other)


@pytest.mark.parametrize(
    ("question", "event", "moved"),
    [
        (ASKED, "the Kesra ferry crash", "How many people were killed in the fire?"),
        (
            "How many people are still trapped after the crash?",
            "the crash",
            "How many people are still trapped after the fire?",
        ),
        ("How many people were killed?", None, "How many people were killed in the fire?"),
        ("How many people were killed in the 1977 crash?", None, None),
        ("How many people were killed in Ista in 1977?", None, None),
        ("How many boats are in the bay?", None, None),
    ],
)
def test_the_event_of_a_question(question: str, event: str | None, moved: str | None) -> None:
    """It stands at the end, and can be another; one of another year stays what it is."""
    assert event_asked(question) == event
    assert with_event(question, "the fire") == (moved or question)


def test_what_names_no_event_is_of_the_one_asked_about() -> None:
    """Two events that have neither names nor nouns of two kinds may be one."""
    assert same_question("How many people were killed in the crash?", "How many people were killed?")


@pytest.mark.parametrize(
    ("other", "part"),
    [
        ("How many members of the crew were killed in the crash?", True),
        ("How many children were killed?", True),
        ("How many victims were killed?", False),  # the same question
        ("How many children were injured in the Kesra ferry crash?", False),
        ("How many children were killed in the Kesra flood?", False),
        ("How many children were killed in Kesra in 1977?", False),
    ],
)
def test_some_of_them(other: str, *, part: bool) -> None:
    """Others of whom the same is asked in the same event may be some of those, or all of them."""
    assert counts_part_of(ASKED, other) is part
    assert counts_part_of(other, ASKED) is part


def test_parts_of_a_part() -> None:
    """Two groups are compared by their words."""
    crew = "How many members of the crew were killed?"
    assert counts_part_of(crew, "How many crew were killed?")
    assert not counts_part_of(crew, "How many children were killed?")
