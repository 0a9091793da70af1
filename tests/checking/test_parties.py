"""Who did what to whom, and whose title a phrase gives, told from the words alone."""

import pytest

from claimtrack.checking.differences.offices import is_other_office, is_other_post
from claimtrack.checking.differences.parties import are_turned_round


@pytest.mark.parametrize(
    ("text", "other", "turned"),
    [
        ("The tug rammed the ferry", "The ferry rammed the tug", True),
        ("The tug rammed the ferry", "The ferry was rammed by the tug", False),
        ("The tug was rammed by the ferry", "The tug rammed the ferry at night", True),
        ("The tug rammed the ferry", "The tug rammed the ferry", False),
        ("The tug met the ferry", "The ferry met the tug", False),
        ("Kesra Water warned Kesra Police", "Kesra Water warned Kesra Police twice", False),
        ("The ferry, which the tug rammed, sank", "The tug rammed the ferry", False),
    ],
)
def test_who_and_whom_change_places(text: str, other: str, *, turned: bool) -> None:
    """In two active clauses, or an active and a passive one; never of what is done together."""
    assert are_turned_round(text, other) is turned


@pytest.mark.parametrize(
    ("phrase", "role", "names", "other"),
    [
        ("the mayor", "deputy mayor of Orlen", (), True),
        ("the mayor of Torp", "mayor of Orlen", (), True),
        ("the mayor of the town", "mayor of Orlen", (), False),
        ("the head of RAIB", "head of the Rail Accident Investigation Branch", (), False),
        ("the fire chief", "chief", ("Helga Brandt", "Kesra Police"), True),
        ("the police chief", "chief", ("Helga Brandt", "Kesra Police"), False),
        ("the stubborn chief", "police chief", (), False),
        ("the farming minister", "Minister of Agriculture", (), False),
        ("the governor", "mayor of Orlen", (), True),
        ("the official", "mayor of Orlen", (), False),
    ],
)
def test_other_offices(phrase: str, role: str, names: tuple[str, ...], *, other: bool) -> None:
    """Another rank, field, place or public office; a word that is none of these tells nothing."""
    assert is_other_office(phrase, role, names) is other


@pytest.mark.parametrize(
    ("title", "role", "bodies", "other"),
    [
        ("the head of the Torp ambulance service", "director of the Torp Maritime Museum", (), True),
        ("Torp ambulance service head", "director of the Torp Maritime Museum", (), True),
        ("the mayor of the council", "chairman of the works committee of the council", (), True),
        ("the chief of the canal locks", "director of the city archive", (), True),
        ("the head of Torp's museum", "director of the Torp Maritime Museum", (), False),
        ("the museum chief", "director of the Torp Maritime Museum", (), False),
        ("the head of the rescuers of Torp", "director of the Torp Rescue Service", (), False),
        ("the head of the agency", "director of the Torp Maritime Museum", (), False),
        ("the head of the tug crews", "director", ("Torp Tugs", "owner of tugs"), False),
        ("the chairwoman of the works committee", "chairman of the works committee of the council", (), False),
        ("the mayor of Torp", "mayor of the town of Torp", (), False),
        ("a head of the ambulance service", "director of the city archive", (), False),
        ("the former head of the ambulance service", "director of the city archive", (), False),
        ("the father of two", "director of the city archive", (), False),
        ("57", "director of the city archive", (), False),
        ("", "director of the city archive", (), False),
    ],
)
def test_other_posts(title: str, role: str, bodies: tuple[str, ...], *, other: bool) -> None:
    """What either is head of, or an office that one person holds; words for any body tell nothing."""
    assert is_other_post(title, role, bodies) is other
