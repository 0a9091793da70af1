"""The same told in other words, which is no fault, beside one word of it that makes another thing of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checking.support import Checking, found, said


def errors(checking: Checking, claims: list[dict[str, Any]], draft: str, **bundle: Any) -> list[str]:
    """The codes of the errors on a draft."""
    held = checking(claims, **bundle)
    return [one.code for one in found(held, draft) if one.severity == "error"]


DIVER = {"text": "A 52-year-old diver drowned off the quay", "assertions": [said("Lena Orr")]}
SHIFT = {"text": "The pump worked for two hours on Monday", "assertions": [said("Lena Orr")]}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (DIVER, "The diver who drowned off the quay was 52 years old, Lena Orr said.", []),
        (DIVER, "The diver of 52 years drowned off the quay, Lena Orr said.", []),
        (SHIFT, "The pump worked on Mondays for two hours, Lena Orr said.", []),
        (SHIFT, "The pump worked for two hours on Friday, Lena Orr said.", ["event-changed"]),
    ],
)
def test_a_plural_is_the_same_word(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """Of words of which one excludes the other: "years" for "year" changes nothing."""
    assert errors(checking, [claim], draft) == finds


LOCK: dict[str, Any] = {"text": "The lock of Torp will stay shut until June", "assertions": [said("Harbour Board")]}
SLUICE: dict[str, Any] = {"text": "The sluice of Torp will not shut before June", "assertions": [said("Harbour Board")]}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (LOCK, "The lock of Torp will not open until June, the Harbour Board said.", []),
        (LOCK, "The lock of Torp won't be opened until June, the Harbour Board said.", []),
        (LOCK, "The lock of Torp will open until June, the Harbour Board said.", ["event-changed"]),
        (
            LOCK,
            "The lock of Torp will not be painted but opened until June, the Harbour Board said.",
            ["event-changed"],
        ),
        (SLUICE, "The sluice of Torp will stay open before June, the Harbour Board said.", []),
    ],
)
def test_the_opposite_denied_is_the_same(
    checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]
) -> None:
    """ "Not open" is no other step of the matter than "shut"."""
    assert errors(checking, [claim], draft) == finds


FERRIES = {"text": "All the ferries were back in port by ten", "assertions": [said("Orlen Hoists")]}
ORLEN: list[dict[str, Any]] = [
    {"name": "Orlen Hoists", "kind": "organisation"},
    {"name": "Tarn Winches", "kind": "organisation"},
    {"name": "KTV", "kind": "outlet"},
    {"name": "Ada Rusk", "kind": "person", "role": "deckhand"},
]


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        (
            "The mast broke, Rusk told KTV.\n\nOrlen Hoists had first spoken of six boats.\n"
            "By ten all the ferries were back in port, the company said.",
            [],
        ),
        (
            "The mast broke, Rusk told KTV.\n\nTarn Winches had first spoken of six boats.\n"
            "By ten all the ferries were back in port, the company said.",
            ["attribution-changed"],
        ),
    ],
)
def test_the_company_is_no_broadcaster(checking: Checking, draft: str, finds: list[str]) -> None:
    """Who was told something earlier is not who "the company" is, where a company has spoken since."""
    assert errors(checking, [FERRIES], draft, sources=ORLEN) == finds


WALL: dict[str, Any] = {
    "text": "The wall gave way along 30 metres",
    "kind": "figure",
    "question": "Along how many metres did the wall give way?",
    "answer": {"figure": "30", "unit": "metres"},
    "assertions": [said("Lena Orr")],
}
FARE: dict[str, Any] = {"text": "The repair costs the board 6 million euros", "assertions": [said("Ivo Brandt")]}
GRANT: dict[str, Any] = {"text": "The board received a grant of £1.5 million", "assertions": [said("Ivo Brandt")]}
LOAD: dict[str, Any] = {"text": "The crane lifted a bell of 900 kilograms", "assertions": [said("Mila")]}
WATCH: dict[str, Any] = {"text": "The sailors waited nine hours for the tug", "assertions": [said("Mila")]}

HOLD: dict[str, Any] = {"text": "It was minus 12 degrees Celsius in the hold", "assertions": [said("Mila")]}
LOG: dict[str, Any] = {"text": "The log of the tug takes up 40 gigabytes", "assertions": [said("Mila")]}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (WALL, "The wall gave way along 30 feet, Lena Orr said.", ["event-changed"]),
        (WALL, "The wall gave way along thirty yards, Lena Orr said.", ["event-changed"]),
        (WALL, "The wall gave way along thirty meters, Lena Orr said.", []),
        (WALL, "The wall gave way along 30 metres, or about 100 feet, Lena Orr said.", []),
        (WALL, "The wall gave way along 30 metres; the sluice, 30 feet long, held, Lena Orr said.", []),
        (FARE, "The repair costs the board six million dollars, Brandt said.", ["event-changed"]),
        (FARE, "The repair costs the board 6 million euros, Brandt said.", []),
        (FARE, "The repair costs the board 3 million dollars a year, Brandt said.", []),
        (FARE, "The repair costs the board $6 million, Brandt said.", ["event-changed"]),
        (FARE, "The repair costs the board €6 million, Brandt said.", []),
        (FARE, "The repair costs the board 6 million €, Brandt said.", []),
        (FARE, "The repair costs the board 6 million $, Brandt said.", ["event-changed"]),
        (FARE, "The repair costs the board €6 million ($6.9 million), Brandt said.", []),
        (GRANT, "The board received a grant of €1.5 million, Brandt said.", ["event-changed"]),
        (GRANT, "The board received a grant of 1.5 million euros, Brandt said.", ["event-changed"]),
        (GRANT, "The board received a grant of 1.5 million pounds, Brandt said.", []),
        (GRANT, "In 2019 the board received a grant of £1.5 million, Brandt said.", []),
        (LOAD, "The crane lifted a bell of 900 pounds, Mila said.", ["event-changed"]),
        (LOAD, "The crane lifted a bell of 900 kg, Mila said.", []),
        (WATCH, "The sailors waited nine days for the tug, Mila said.", ["event-changed"]),
        (WATCH, "The sailors waited 9 hours for the tug, Mila said.", []),
        (HOLD, "It was minus 12 degrees Fahrenheit in the hold, Mila said.", ["event-changed"]),
        (HOLD, "It was minus 12 degrees in the hold, Mila said.", []),
        (HOLD, "It was minus 12 degrees Celsius, or 10 degrees Fahrenheit, in the hold, Mila said.", []),
        (LOG, "The log of the tug takes up 40 megabytes, Mila said.", ["event-changed"]),
        (LOG, "The log of the tug takes up 40 GB, Mila said.", []),
    ],
)
def test_another_unit(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """The number of a claim with another unit of its kind is not what was said; a conversion beside it is."""
    assert errors(checking, [claim], draft) == finds


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The wall gave way along 30 metres, said Lena Orr, the head of the city archive.", ["warning"]),
        ("The wall gave way along 30 metres, said Lena Orr, the master of the harbour.", []),
        ("The wall gave way along 30 metres, said Lena Orr, 44, the head of the port of Torp.", []),
        ("The wall gave way along 30 metres, said Lena Orr, the head of the board.", []),
    ],
)
def test_another_post(checking: Checking, draft: str, finds: list[str]) -> None:
    """A source under a title that the ledger does not have is a warning; another word for its own is none."""
    people = [{"name": "Lena Orr", "kind": "person", "role": "director of the harbour of Torp"}]
    assert [one.severity for one in found(checking([WALL], sources=people), draft)] == finds


HELD = {"text": "Police arrested a sailor of 31 at the dock on Monday", "assertions": [said("Lena Orr")]}
CABIN: dict[str, Any] = {"text": "The crew found milk in the locker under the cabin", "assertions": [said("Mila")]}
RAMMED = {"text": "The tug had scraped along a fence before it sank", "assertions": [said("Mila")]}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (HELD, "Police released a sailor of 31 at the dock on Monday, Lena Orr said.", ["event-changed"]),
        (HELD, "Police charged a sailor of 31 at the dock on Monday, Lena Orr said.", ["event-changed"]),
        (HELD, "Police detained a sailor of 31 at the dock on Monday, Lena Orr said.", []),
        (HELD, "Police released a picture of the sailor of 31 arrested at the dock on Monday, Lena Orr said.", []),
        (CABIN, "The crew found milk in the locker over the cabin, Mila said.", ["event-changed"]),
        (CABIN, "The crew found milk in the locker under the cabin over the weekend, Mila said.", []),
        (CABIN, "The crew found cheese in the locker under the cabin, Mila said.", ["event-changed"]),
        (CABIN, "The crew found milk and cheese in the locker under the cabin, Mila said.", []),
        (RAMMED, "The tug had scraped along a rock before it sank, Mila said.", ["event-changed"]),
        (RAMMED, "The tug had scraped along a railing before it sank, Mila said.", []),
        (RAMMED, "The tug had scraped along a fence and a rock before it sank, Mila said.", []),
    ],
)
def test_another_step_or_thing(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """Who was arrested was not released, and a fence is no rock; a word that may mean the same is left alone."""
    assert [one.code for one in found(checking([claim]), draft)] == finds


@pytest.mark.parametrize(
    ("claim", "draft", "step"),
    [
        (WALL, "The wall gave way along 30 feet, Lena Orr said.", "Write “metres”, or record who says “feet”."),
        (
            SHIFT,
            "The pump worked for two hours on Friday, Lena Orr said.",
            "Write “Monday”, or record who says “Friday”.",
        ),
        (
            {"text": "The mast was set on 6 May", "assertions": [said("Mila")]},
            "The mast was set on 16 May, Mila said.",
            "Write “6 May”, or record who says “16 May”.",
        ),
        (
            {"text": "The board will debate a rule on mooring at night", "assertions": [said("Lena Orr")]},
            "The board has passed a rule on mooring at night, Lena Orr said.",
            "Tell it as the source has it, or record who says “passed”.",
        ),
        (
            WALL,
            "The wall gave way along 45 metres, Lena Orr said.",
            "Write “30”, or record the source that gives “45”.",
        ),
        (
            WALL,
            "The wall gave way along 30 metres, Mila said.",
            "Give it to Lena Orr, or record that “Mila” said it too.",
        ),
        (
            {"text": "The sluice was open all night", "assertions": [said({"naming": "hearsay"})]},
            "The sluice was open all night, Mila said.",
            "Say that nobody is named for it, or record that “Mila” said it too.",
        ),
    ],
)
def test_what_to_write_instead(checking: Checking, claim: dict[str, Any], draft: str, step: str) -> None:
    """A finding names the one word, figure or source that the ledger has."""
    assert step in [one.next_step for one in found(checking([claim]), draft)]


KEPT: dict[str, Any] = {
    "text": "Seven of the wet sailors slept at the inn",
    "kind": "figure",
    "question": "How many sailors slept at the inn?",
    "answer": {"figure": "seven", "unit": "people"},
    "assertions": [said("Lena Orr")],
}
BARRELS: dict[str, Any] = {
    "text": "Seven barrels of tar lay on the inner quay",
    "kind": "figure",
    "question": "How many barrels lay on the inner quay?",
    "answer": {"figure": "seven", "unit": "barrels"},
    "assertions": [said("Lena Orr")],
}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (KEPT, "Lena Orr spoke of sailors. Seven of them bedded down at the inn, according to Orr.", []),
        (BARRELS, "Seven of them rolled along the inner quay, Lena Orr said.", []),
    ],
)
def test_what_is_counted(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """A verb behind "of them" is no thing that is counted, and people counted by another word are the same."""
    assert errors(checking, [claim], draft) == finds


UNPAINTED: dict[str, Any] = {"text": "Three quarters of the buoys were not painted", "assertions": [said("Mila")]}
SOUND: dict[str, Any] = {
    "text": "60 percent of the piles of the dock are sound",
    "kind": "figure",
    "question": "What share of the piles of the dock are sound?",
    "answer": {"figure": "60 percent", "unit": "%"},
    "assertions": [said("Mila")],
}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (UNPAINTED, "Only a quarter of the buoys were painted, Mila said.", []),
        (UNPAINTED, "Just 25 percent of the buoys were painted, Mila said.", []),
        (UNPAINTED, "Three quarters of the buoys were painted, Mila said.", ["attribution-changed"]),
        (SOUND, "Two in five of the piles of the dock are not sound, Mila said.", []),
        (SOUND, "60 percent of the piles of the dock are not sound, Mila said.", ["attribution-changed"]),
    ],
)
def test_the_rest_of_a_share(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """A quarter that was painted is what is left of three quarters that were not."""
    assert [one.code for one in found(checking([claim]), draft)] == finds


TOLD: dict[str, Any] = {
    "text": "Mila told the board of the leak in June",
    "assertions": [said("Mila"), said("Lena Orr", stance="denies")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Mila says that she told the board of the leak in June; Lena Orr says that the board was not told.", []),
        ("No boat was lost; Mila told the board of the leak in June, she said, which Lena Orr denies.", []),
        ("Mila did not tell the board of the leak in June; that is what Mila says.", ["attribution-changed"]),
    ],
)
def test_each_side_of_a_semicolon(checking: Checking, draft: str, finds: list[str]) -> None:
    """What one side tells in full is not denied by a "not" on the other."""
    assert [one.code for one in found(checking([TOLD]), draft)] == finds


RUSTY: dict[str, Any] = {
    "text": "Rust was found by divers on eight of the 20 chains of the lock at the north quay",
    "kind": "figure",
    "question": "On how many chains was rust found?",
    "answer": {"figure": "eight", "unit": "chains"},
    "assertions": [said("Lena Orr")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Eight of the 40 chains of the lock had rust, Lena Orr said.", ["event-changed"]),
        ("Divers found rust on eight of the 40 chains of the lock, Lena Orr said.", ["figure-outside"]),
        ("Eight of the 20 chains of the lock had rust, Lena Orr said.", []),
        ("Eight of the 40 chains in the yard of the inn had been stolen, Lena Orr said.", []),
        ("Eight of the 40 chains of the lock had rust, Mila said.", []),
    ],
)
def test_of_how_many(checking: Checking, draft: str, finds: list[str]) -> None:
    """As many of more are not what was counted, in whatever words; as many of other things may be."""
    assert errors(checking, [RUSTY], draft) == finds


UNTOLD: dict[str, Any] = {
    "text": "Nobody on the board was shown the plan of the sluice at the lock",
    "assertions": [said("Lena Orr")],
}
UNSEEN: dict[str, Any] = {"text": "Nobody on the board saw the plan of the sluice", "assertions": [said("Lena Orr")]}
UNTIL: dict[str, Any] = {
    "text": "Nobody was shown the plan of the sluice before June",
    "assertions": [said("Lena Orr")],
}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (
            UNTOLD,
            "Lena Orr admitted that the board had been shown the plan of the sluice at the lock.",
            ["attribution-changed"],
        ),
        (UNTOLD, "Lena Orr said that the board had not been shown the plan of the sluice at the lock.", []),
        (UNSEEN, "Lena Orr admitted that the board had seen the plan of the sluice.", ["attribution-changed"]),
        (UNSEEN, "Lena Orr said that the board had seen the plan of another lock.", []),
        (UNTIL, "The board was shown the plan of the sluice in June, Lena Orr said.", []),
    ],
)
def test_nobody_was(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """What nobody was told is not admitted; what nobody was told before some day may be told on it."""
    assert [one.code for one in found(checking([claim]), draft)] == finds


FINE: dict[str, Any] = {
    "text": "The board may face a fine of up to 5 million euros",
    "kind": "figure",
    "question": "What fine may the board face?",
    "answer": {"figure": "up to 5 million", "unit": "EUR"},
    "assertions": [said("Ivo Brandt")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The board may face a fine of 5 million euros, Ivo Brandt said.", ["figure-outside"]),
        ("The board may face a fine of up to 5 million euros, Ivo Brandt said.", []),
        ("The board may face a fine of as much as 5 million euros, Ivo Brandt said.", []),
    ],
)
def test_the_bound_of_an_amount(checking: Checking, draft: str, finds: list[str]) -> None:
    """A number in millions is given without its bound as any other is."""
    assert [one.code for one in found(checking([FINE]), draft)] == finds


DRIFTED: dict[str, Any] = {"text": "The buoy drifted two miles", "assertions": [said("Mila")]}
DRIFTED_TOO: dict[str, Any] = {**DRIFTED, "assertions": [said("Mila"), said("Lena Orr")]}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (DRIFTED, "The buoy drifted two miles, several sailors said.", ["attribution-changed"]),
        (DRIFTED, "Two sailors said that the buoy drifted two miles.", ["attribution-changed"]),
        (DRIFTED, "The buoy drifted two miles, a sailor said.", []),
        (DRIFTED, "The buoy drifted two miles, one of several sailors said.", []),
        (DRIFTED_TOO, "The buoy drifted two miles, several people at the dock said.", []),
    ],
)
def test_one_told_as_several(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """What one person said is not what several said."""
    assert [one.code for one in found(checking([claim]), draft)] == finds


@pytest.mark.parametrize(
    ("role", "title", "finds"),
    [
        ("head teacher of the sailing school", "the deputy head of the sailing school", ["attribution-changed"]),
        ("head teacher of the sailing school", "the head of the sailing school", []),
        ("deputy head teacher of the sailing school", "the deputy head of the sailing school", []),
        ("privacy commissioner", "the competition commissioner", ["attribution-changed"]),
        ("privacy commissioner", "the data protection commissioner", []),
    ],
)
def test_another_rank_or_field(checking: Checking, role: str, title: str, finds: list[str]) -> None:
    """A deputy of what somebody is, or the same office for another field, is another title."""
    held = checking([WALL], sources=[{"name": "Lena Orr", "kind": "person", "role": role}])
    assert [one.code for one in found(held, f"The wall gave way along 30 metres, said Lena Orr, {title}.")] == finds
