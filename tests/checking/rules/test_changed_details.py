"""A detail of what is told that makes another thing of it, beside the same detail in other words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checking.support import Checking, codes, said

BOARD = "the Harbour Board said"
ANGLERS: dict[str, Any] = {
    "text": "63 per cent of anglers distrust the warden",
    "question": "What share of anglers distrust the warden?",
    "answer": {"figure": "63 per cent", "unit": "%"},
    "assertions": [said("Harbour Board")],
}


@pytest.mark.parametrize(
    ("share", "finds"),
    [
        ("Nearly two thirds of anglers", []),
        ("Almost two-thirds of the anglers", []),
        ("Six in ten anglers", []),
        ("More than three in five anglers", []),
        ("More than two thirds of anglers", ["figure-outside"]),
        ("Half of the anglers", ["figure-outside"]),
        ("Nearly three quarters of anglers", ["figure-outside"]),
        ("Four in ten anglers", ["figure-outside"]),
        ("Less than six in ten anglers", ["figure-outside"]),
    ],
)
def test_a_share_in_words_is_as_round_as_it_is(checking: Checking, share: str, finds: list[str]) -> None:
    """It is told by its words, and with a "nearly" or a "more than" before it."""
    assert codes(checking([ANGLERS]), f"{share} distrust the warden, {BOARD}.") == finds


@pytest.mark.parametrize(
    "draft",
    [
        "A third of the guests that the hall seats came by boat, {board}.",
        "A third of the 900 guests whom the hall seats came by boat, {board}.",
        "The hall seats 900 guests, half of them upstairs, {board}.",
    ],
)
def test_a_share_is_no_count(checking: Checking, draft: str) -> None:
    """Nor is it held against one."""
    hall = {
        "text": "The hall seats 900 guests",
        "question": "How many guests does the hall seat?",
        "answer": {"figure": "900"},
        "assertions": [said("Harbour Board")],
    }
    assert codes(checking([hall]), draft.format(board=BOARD)) == []


DRAINING: dict[str, Any] = {
    "text": "Draining the lock took at least 35 minutes",
    "question": "How long did draining the lock take?",
    "answer": {"figure": "at least 35", "unit": "minutes"},
    "assertions": [said("Harbour Board")],
}


@pytest.mark.parametrize(
    ("took", "finds"),
    [
        ("at most 35 minutes", ["figure-outside"]),
        ("up to 35 minutes", ["figure-outside"]),
        ("35 minutes at most", ["figure-outside"]),
        ("35 minutes or more", []),
        ("35 minutes or longer", []),
        ("no less than 35 minutes", []),
    ],
)
def test_a_bound_is_of_one_side(checking: Checking, took: str, finds: list[str]) -> None:
    """Though 35 is both "at most 35" and "at least 35"; it may stand behind what it measures."""
    assert codes(checking([DRAINING]), f"Draining the lock took {took}, {BOARD}.") == finds


PAYING: dict[str, Any] = {
    "text": "The town will pay 15,000 crowns to every widow",
    "kind": "pledge",
    "assertions": [said("Harbour Board")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The town has paid 15,000 crowns to every widow", ["event-changed"]),
        ("The town is set to have paid 15,000 crowns to every widow by May", []),
        ("The town will pay 15,000 crowns to every widow", []),
    ],
)
def test_a_pledge_told_as_done(checking: Checking, draft: str, finds: list[str]) -> None:
    """To whom it is done says nothing of whether it is."""
    assert codes(checking([PAYING]), f"{draft}, {BOARD}.") == finds


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Ivo Brandt said that he will step down.", ["attribution-changed"]),
        ("Ivo Brandt said that he will not step down.", []),
        ("Ivo Brandt, the transport minister, said that he won't step down.", []),
    ],
)
def test_a_pledge_of_somebody_about_themselves(checking: Checking, draft: str, finds: list[str]) -> None:
    """Their name is a word of the claim, and says here whose claim it is."""
    staying = {"text": "Ivo Brandt will not step down", "kind": "pledge", "assertions": [said("Ivo Brandt")]}
    assert codes(checking([staying]), draft) == finds


CIDER: dict[str, Any] = {
    "text": "The guests drank 40 litres of cider at the fair",
    "assertions": [said("Harbour Board")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("The guests drank 40 bottles of cider at the fair", ["event-changed"]),
        ("The guests drank 40 gallons of cider at the fair", ["event-changed"]),
        ("The guests drank cider at the fair; 40 bottles of beer were sold too", []),
        ("At the fair 40 litres of cider were drunk by the guests", []),
    ],
)
def test_a_unit_is_of_what_is_beside_it(checking: Checking, draft: str, finds: list[str]) -> None:
    """One number with another unit is of another thing, where the words beside both are all others."""
    assert codes(checking([CIDER]), f"{draft}, {BOARD}.") == finds


def _told(carrier: str) -> dict[str, Any]:
    return {
        "text": "The crane had no licence",
        "assertions": [said("Lena Orr") | {"chain": ["Lena Orr", {"source": carrier}]}],
    }


@pytest.mark.parametrize(
    ("carrier", "outlet", "finds"),
    [
        ("Coast Wire", "The Courier", ["attribution-changed"]),
        ("Coast Wire", "Coast Wire", []),
        ("Mila", "The Courier", []),
    ],
)
def test_told_to_an_agency_is_not_told_to_who_printed_it(
    checking: Checking, carrier: str, outlet: str, finds: list[str]
) -> None:
    """The outlet whose document has it from an agency was told nothing; it may have been told by who passed it on."""
    draft = f"The crane had no licence, Lena Orr told {outlet}."
    assert codes(checking([_told(carrier)]), draft) == finds
