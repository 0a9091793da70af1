"""A detail of what is told that makes another thing of it, beside the same detail in other words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checking.support import PEOPLE, Checking, codes, found, said

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


RANKS = [
    *PEOPLE,
    {"name": "Ada Rook", "kind": "person", "role": "chief inspector"},
    {"name": "Kit Hale", "kind": "person", "role": "police commander"},
]


@pytest.mark.parametrize(
    ("who", "speaker", "finds"),
    [
        ("Ada Rook", "Inspector Ada Rook", ["attribution-changed"]),
        ("Ada Rook", "Ada Rook, a superintendent", ["attribution-changed"]),
        ("Ada Rook", "Chief Inspector Ada Rook", []),
        ("Ada Rook", "Ada Rook, a chief inspector of the river police", []),
        ("Ada Rook", "Ada Rook, a former inspector", []),
        ("Kit Hale", "Prosecutor Kit Hale", ["attribution-changed"]),
        ("Kit Hale", "Commander Kit Hale", []),
    ],
)
def test_a_rank_is_no_other_rank(checking: Checking, who: str, speaker: str, finds: list[str]) -> None:
    """Nor is an officer of the police a prosecutor."""
    shed = {"text": "The shed burned for three days", "assertions": [said(who)]}
    assert codes(checking([shed], sources=RANKS), f"{speaker} said that the shed burned for three days.") == finds


def _hurt(text: str, figure: str) -> dict[str, Any]:
    return {
        "text": text,
        "question": "How many were hurt when the jetty gave way?",
        "answer": {"figure": figure},
        "assertions": [said("Harbour Board")],
    }


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (_hurt("31 people were treated", "31"), "In all, 31 people died, {board}.", ["event-changed"]),
        (_hurt("Two stewards were injured", "two"), "Two stewards were killed, {board}.", ["event-changed"]),
        (_hurt("31 people were treated", "31"), "In all, 31 people had to be treated, {board}.", []),
        (_hurt("31 people were treated", "31"), "Of the 31 people treated, two died later, {board}.", []),
        (_hurt("31 people were treated", "31"), "In all, 31 people died in 1953, Ivo Brandt said.", []),
        (_hurt("Two people were treated", "two"), "Two people died of cold that winter, {board}.", []),
    ],
)
def test_the_same_count_of_another_step(
    checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]
) -> None:
    """The number and its source tell which claim is meant, where little else is said."""
    assert codes(checking([claim]), draft.format(board=BOARD)) == finds


@pytest.mark.parametrize(
    ("where", "finds"),
    [
        ("in the Torp train crash", ["event-changed"]),
        ("after the fire at a school", ["event-changed"]),
        ("in the collapse of the jetty", []),
        ("in the accident on the jetty", []),
        ("in the first days of the fair", []),
        ("more than in the flood of 1953", []),
    ],
)
def test_an_event_of_another_kind(checking: Checking, where: str, finds: list[str]) -> None:
    """In or after which something is said to be."""
    claim = _hurt("31 stewards were hurt", "31") | {"question": "How many were hurt in the jetty collapse?"}
    assert codes(checking([claim]), f"31 stewards were hurt {where}, {BOARD}.") == finds


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Not even 40 traders complained, {board}.", []),
        ("More than 40 traders complained, {board}.", ["figure-outside"]),
        ("Not even 20 traders complained, {board}.", ["figure-outside"]),
    ],
)
def test_not_even_is_fewer(checking: Checking, draft: str, finds: list[str]) -> None:
    """ "Not even 40" is fewer than 40."""
    traders = _hurt("Fewer than 40 traders complained", "fewer than 40") | {"question": "How many traders complained?"}
    assert codes(checking([traders]), draft.format(board=BOARD)) == finds


@pytest.mark.parametrize(
    ("draft", "finds"),
    [("The pier was closed, {board}.", ["event-changed"]), ("The pier should be closed, {board}.", [])],
)
def test_what_should_be_is_not_done(checking: Checking, draft: str, finds: list[str]) -> None:
    """Nor may it be told so."""
    pier = {"text": "The pier should be closed", "kind": "call", "assertions": [said("Harbour Board")]}
    assert codes(checking([pier]), draft.format(board=BOARD)) == finds


@pytest.mark.parametrize(
    "draft",
    [
        "The crane had no brake, a foreman of Kestrel Docks who would not give his name said.",
        "A foreman of the operator, speaking on condition of anonymity, said that the crane had no brake.",
        "The crane had no brake, a foreman of the operator who asked not to be named said.",
    ],
)
def test_who_is_not_named_may_be_described(checking: Checking, draft: str) -> None:
    """By the name of the body that the description calls by what it is, and with any words for not being named."""
    people = [
        *PEOPLE,
        {"name": "Kestrel Docks", "kind": "organisation", "role": "operator of the dock"},
        {"name": "Hugo Lenz", "kind": "person", "confidential": True, "described_as": "a foreman of the operator"},
    ]
    crane = {"text": "The crane had no brake", "assertions": [said("Hugo Lenz")]}
    assert codes(checking([crane], sources=people), draft) == []


def test_in_all_likelihood_is_probably(checking: Checking) -> None:
    """It keeps the doubt of its source."""
    hose = {
        "text": "A stoker left the hose on the deck",
        "assertions": [said("Lena Orr") | {"chain": [{"source": "Lena Orr", "hedge": "probably"}]}],
    }
    assert codes(checking([hose]), "The hose was in all likelihood left on the deck by a stoker, Lena Orr said.") == []
    assert codes(checking([hose]), "The hose was left on the deck by a stoker, Lena Orr said.") == ["hedge-dropped"]


@pytest.mark.parametrize(
    ("beside", "finds"),
    [("Ivo Brandt calls that nonsense.", []), ("Ivo Brandt calls that a start.", ["ground-moved"])],
)
def test_who_calls_it_nonsense_disputes_it(checking: Checking, beside: str, finds: list[str]) -> None:
    """What is told in the next sentence is told."""
    saved = {
        "text": "The ministry saved on pilots",
        "assertions": [said("Lena Orr"), said("Ivo Brandt", stance="denies")],
    }
    assert codes(checking([saved]), f"The ministry saved on pilots, Lena Orr said. {beside}") == finds


SHUT: dict[str, Any] = {
    "text": "The board shut both slipways on Monday",
    "assertions": [said("Lena Orr", quote={"exact": "The board shut both slipways on Monday"})],
}
OPENED: dict[str, Any] = {
    "text": "The board has started an audit of the tide tables",
    "assertions": [said("Lena Orr")],
}
PLANNED: dict[str, Any] = {
    "text": "The board will start an audit of the tide tables in May",
    "kind": "pledge",
    "assertions": [said("Lena Orr")],
}


@pytest.mark.parametrize(
    ("claims", "draft", "finds"),
    [
        ([SHUT], "The board will shut both slipways next Monday, Orr said.", True),
        ([SHUT], "The board is going to shut both slipways on Monday.", True),
        ([SHUT], "The board shut both slipways on Monday, Orr said.", False),
        ([SHUT], "The board will shut both slipways again on Monday, Orr said.", False),
        ([SHUT], "Both slipways, which the board shut on Monday, will need new planks, Orr said.", False),
        ([OPENED], "The board will start an audit of the tide tables, Orr said.", True),
        ([OPENED], "The board will have started an audit of the tide tables by then, Orr said.", False),
        ([OPENED], "The board has started an audit of the tide tables, which will take a month, Orr said.", False),
        ([OPENED, PLANNED], "The board will start an audit of the tide tables in May, Orr said.", False),
        ([PLANNED], "The board will start an audit of the tide tables in May, Orr said.", False),
    ],
)
def test_done_told_as_still_to_come(checking: Checking, claims: list[dict[str, Any]], draft: str, finds: bool) -> None:
    """What was done is not told as something that will be done; what else will be is no matter."""
    seen = [one.fact for one in found(checking(claims), draft) if one.code == "event-changed"]
    assert any("told as still to come" in fact for fact in seen) is finds
    assert finds or not seen


CHARGED: dict[str, Any] = {
    "text": "Nobody is accused of cutting the cable so far",
    "assertions": [said("Lena Orr", quote={"exact": "Nobody is accused of cutting the cable"})],
}
ACCUSED: dict[str, Any] = {
    "text": "Two men are accused of cutting the cable",
    "assertions": [said("Lena Orr")],
}


@pytest.mark.parametrize(
    ("claims", "draft", "finds"),
    [
        ([CHARGED], "Several people are accused of cutting the cable, Orr said.", True),
        ([CHARGED], "Somebody is accused of cutting the cable, Orr said.", True),
        ([CHARGED], "Nobody is accused of cutting the cable, Orr said.", False),
        ([CHARGED], "It is not true that somebody is accused of cutting the cable, Orr said.", False),
        ([CHARGED], "Several people are waiting for news of the cutting of the cable, Orr said.", False),
        ([CHARGED, ACCUSED], "Two men are accused of cutting the cable, Orr said.", False),
    ],
)
def test_somebody_for_nobody(checking: Checking, claims: list[dict[str, Any]], draft: str, finds: bool) -> None:
    """What is said of nobody is not said of somebody; but where the same source says that too."""
    seen = [one for one in found(checking(claims), draft) if one.code == "attribution-changed"]
    assert [(one.severity, "the other way round" in one.fact) for one in seen] == [("warning", True)] * finds


PUMPS: dict[str, Any] = {
    "text": "Twice the crew of the harbour, whose nets flooded, listed 2 pumps among ropes",
    "question": "How many pumps were listed?",
    "answer": {"figure": "2", "unit": "pumps"},
    "assertions": [said("Harbour Board")],
}
OPEN = {"text": "The harbour shop is open from 3 pm", "assertions": [said("Harbour Board")]}
SHUT = {"text": "The harbour was shut at 12:30", "assertions": [said("Harbour Board")]}
ROSE = {"text": "The harbour was shut at three in the afternoon", "assertions": [said("Harbour Board")]}
TIDE: dict[str, Any] = {
    "text": "Boats waited at least 20 minutes at the harbour",
    "question": "How long did boats wait at the harbour?",
    "answer": {"figure": "at least 20", "unit": "minutes"},
    "assertions": [said("Harbour Board")],
}
SAFE = {"text": "The water of the harbour is safe to drink", "assertions": [said("Harbour Board")]}
CREW = {"text": "The nets and ropes of the crew flooded", "assertions": [said("Mila (sailor)")]}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (PUMPS, f"The nets and ropes flooded twice, {BOARD}.", []),
        (OPEN, f"The harbour shop is open from 3 to 9 pm, {BOARD}.", []),
        (SHUT, f"The harbour was shut at 12:30 a.m., {BOARD}.", []),
        (SHUT, f"The harbour was shut at 1:30 a.m., {BOARD}.", ["event-changed"]),
        (ROSE, f"The harbour was shut at three in the morning, {BOARD}.", ["event-changed"]),
        (TIDE, f"Boats waited within 20 minutes at the harbour, {BOARD}.", ["figure-outside"]),
        (CREW, "The nets and ropes of the crew flooded, his sister said.", []),
        (SAFE, f"The water of the harbour is not safe to drink, {BOARD}.", ["attribution-changed"]),
        (SAFE, f"The water of the harbour is safe to drink, {BOARD}.", []),
        (SAFE, f"The water of the harbour is not only safe to drink, {BOARD}.", []),
    ],
)
def test_another_time_or_thing(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """A range is no time, 12 may be of either half of the day, and a "not" behind an "is" makes the contrary."""
    assert codes(checking([claim]), draft) == finds


TWO_SENTENCES: dict[str, Any] = {
    "text": "I read the log of the dock from front to back. There is no entry in it",
    "assertions": [
        said("Lena Orr", quote={"exact": "I read the log of the dock from front to back. There is no entry in it"})
    ],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("“I read the log of the dock from front to back,” Orr said. “There is no entry in it.”", False),
        ("“I read the log of the dock from front to back,” Orr said.", False),
        ("Orr said that she had read the log of the dock from front to back, and that there was an entry in it.", True),
        ("“I did not read the log of the dock from front to back,” Orr said.", True),
    ],
)
def test_one_sentence_of_a_claim_of_two(checking: Checking, draft: str, finds: bool) -> None:
    """A sentence that is told alone is not the contrary of the one behind it, whose "no" it has not."""
    seen = [one for one in found(checking([TWO_SENTENCES]), draft) if one.code == "attribution-changed"]
    assert ["the other way round" in one.fact for one in seen] == [True] * finds
