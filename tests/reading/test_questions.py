"""Which questions ask for the same number: of the same people, what befell them, in which event."""

import pytest

from claimtrack.reading.fields.event import event_of
from claimtrack.reading.fields.figures.figure import quantities
from claimtrack.reading.fields.figures.question import (
    counts_part_of,
    event_asked,
    same_question,
    with_event,
)
from claimtrack.reading.fields.figures.question_words import question_in_words
from claimtrack.reading.reader import read
from tests.support.effort import grows

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


LEAD = f"Kesra ferry crash\n\nPolice said five people were killed off Kesra.\n\n{'The bay was calm. ' * 40}\n\n"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Police said 12 people were injured in the crash", "How many people were injured in the Kesra ferry crash?"),
        ("Police said 12 people were injured in May", "How many people were injured in the Kesra ferry crash?"),
        ("Police said 12 people were injured in April", "How many people were injured in the Kesra ferry crash?"),
        ("Police said 12 people were injured in March", None),
        (
            "Police said 12 people were hurt in the Ista bombings",
            "How many people were hurt in the Ista bombings?",
        ),
        ("Police said 12 people were injured in a fire on the lake", None),
        ("Police said 12 people were injured in a crash on the lake", None),
    ],
)
def test_other_events_behind_the_lead(said: str, asked: str | None) -> None:
    """A figure of another place or of months ago is no toll of what the piece is about, but of that place."""
    reading = read(f"{LEAD}{said}.\n", published="2031-05-09")
    assert reading.proposals[-1].question == asked


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Kesra ferry crash\n\nPeople in Kesra saw the crash.", "the Kesra ferry crash"),
        ("Crew survive Kesra crash\n\nIn Kesra the crash hit the quay.", "the Kesra crash"),
        (f"Kesra attack\n\nIn Kesra. {'So. ' * 200}The Ista Bay attack. The Ista Bay attack.", "the Kesra attack"),
        ("Ferry hits quay\n\nMira Lun grew up in Velmor.\n\nThe crash was loud.", "the crash"),
        ("Ferry hits quay\n\nThe crash that Mira Lun saw from her old house was in Velmor.", "the crash in Velmor"),
        ("Band mourns Kesra crash\n\nThe crash hit the quay.", "the Kesra crash"),
        (
            "Ferry hits quay\n\nEmergency services came after the crash in Kesra. Emergency crews left.",
            "the crash in Kesra",
        ),
        ("Ferry hits quay\n\nThe Ista Fire Brigade came after the crash in Kesra.", "the crash in Kesra"),
        ("Ferry hits quay\n\nOrsa Fire and Rescue came after the crash in Kesra.", "the crash in Kesra"),
        ("Ferry hits quay\n\nOrsa Fire & Rescue Service came after the crash in Kesra.", "the crash in Kesra"),
        (
            "Hall falls in\n\nThe county fire service and its fire chief were there. The collapse was loud.",
            "the collapse",
        ),
        ("Hall falls in\n\nThe mayor is under fire. Police opened fire. The collapse was loud.", "the collapse"),
        ("Hall burns\n\nFire officials came. The fire began at noon.", "the fire"),
        ("Quay burns\n\nThe Ista Fire and its causes were in the news.", "the Ista fire"),
        ("Ferry hits quay\n\nThe ferry crash was in the news.", "the ferry crash"),
        ("Ferry sinks, ten dead\n\nA ferry sank at dawn. Crews went out.", "the ferry sinking"),
        ("Barge sinks\n\nA barge with ten workers sank at dawn. Crews went out.", "the barge sinking"),
        (
            "Ferry sinks\n\nA ferry sank.\n\n" + "So it was. " * 70 + "In 2019 a fire, a fire, a fire.",
            "the ferry sinking",
        ),
        ("Clinic shut as hackers raid ward\n\nThe hack began at noon.", "the hack"),
        ("Homes shut\n\nPeople were told to avoid flood water. The flood came at dawn.", "the flood"),
        ("Man held\n\nHe set fire to a hall. The explosion was loud.", "the explosion"),
        ("Deaths in an attack in Kesra's north\n\nIt was at noon.", "the attack in Kesra"),
    ],
)
def test_what_a_piece_is_about(text: str, event: str) -> None:
    """The event as the piece calls it, with names that its beginning has; services and brigades are none.

    A verb at the beginning names one too; what is told of another year, or done to things, does not.
    """
    assert event_of(text, (0, text.index("\n"))) == event


def test_verbs_that_may_name_an_event_take_time_in_proportion() -> None:
    """Also in a text of one line, which has no end of a headline to find."""
    small, large = ("They want to attack it " * size for size in (10_000, 80_000))
    assert not grows(lambda: event_of(small, None), lambda: event_of(large, None), 8 * 2.4, 0.1)


@pytest.mark.parametrize(
    ("said", "question"),
    [("13 was the right number", None), ("12 stalls were shut", "How many stalls were shut?")],
)
def test_a_question_in_the_words_of_a_passage(said: str, question: str | None) -> None:
    """None where it is not said what is counted."""
    (quantity,) = quantities(said, (0, len(said)))
    assert question_in_words(said, quantity, (0, len(said))) == question
