"""Words given to those who only passed them on: a lawyer, an outlet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checking.support import PEOPLE, Checking, found, said

LAWYER = {"name": "Ana Dahl", "kind": "person", "role": "lawyer of Ivo Brandt"}
RUST = {
    "text": "Ivo Brandt knew that the gate had rusted through",
    "assertions": [said("Ivo Brandt", chain=["Ivo Brandt", "Ana Dahl"], stance="denies")],
}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Ivo Brandt admitted that he knew that the gate had rusted through, his lawyer, Ana Dahl, said.", True),
        ("Ivo Brandt denied that he knew that the gate had rusted through, his lawyer, Ana Dahl, said.", False),
        ("Ivo Brandt is accused of having known that the gate had rusted through, his lawyer, Ana Dahl, said.", False),
    ],
)
def test_a_denial_by_way_of_a_lawyer(checking: Checking, draft: str, finds: bool) -> None:
    """A lawyer who told of a denial is given no admission."""
    findings = found(checking([RUST], sources=[*PEOPLE, LAWYER]), draft)
    assert ("attribution-changed" in [one.code for one in findings]) is finds
    if finds:
        assert "The ledger has it the other way round: Ivo Brandt denies this." in [one.fact for one in findings]


PUMP = {"text": "The pump of the dock had no fuel", "assertions": [said("Lena Orr")]}
WIRE = {"text": "The pump of the dock had no fuel", "assertions": [said("x", chain=["Ivo Brandt", "Coast Wire"])]}
SEEN = {"text": "The pump of the dock had no fuel", "assertions": [said("Coast Wire", quote_kind="own")]}
STAFF = {
    "text": "The pump of the dock had no fuel",
    "assertions": [said({"source": "people close to the board"})],
}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (PUMP, "The pump of the dock had no fuel, The Courier said.", ["attribution-changed"]),
        (WIRE, "The pump of the dock had no fuel, Coast Wire found.", ["attribution-changed"]),
        (WIRE, "The pump of the dock had no fuel, Coast Wire reported.", []),
        (WIRE, "The pump of the dock had no fuel, according to Coast Wire.", []),
        (WIRE, "The pump of the dock had no fuel, Ivo Brandt told Coast Wire.", []),
        (WIRE, "Coast Wire spoke to Ivo Brandt. The pump of the dock had no fuel, Coast Wire said.", []),
        (SEEN, "The pump of the dock had no fuel, Coast Wire found.", []),
        (STAFF, "The pump of the dock had no fuel, The Courier said.", []),
    ],
)
def test_a_carrier_made_the_source(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """What somebody told an outlet is not what the outlet found; that it reported it is so."""
    people = [*PEOPLE, {"name": "people close to the board", "kind": "group"}]
    findings = found(checking([claim], sources=people), draft)
    assert [one.code for one in findings] == finds
    assert all(one.severity == "warning" for one in findings)


RUNG = {"text": "The bell of the dock had not rung", "assertions": [said("Mila")]}


@pytest.mark.parametrize(
    ("text", "draft", "finds"),
    [
        ("The bell had not rung, Mila said.", "The bell of the dock had not rung, Mila told Coast Wire.", True),
        ("The bell had not rung, Mila said.", "The bell of the dock had not rung, Mila told The Courier.", False),
        (
            "Mila told Coast Wire that it had not rung.",
            "The bell of the dock had not rung, Mila told Coast Wire.",
            False,
        ),
        ("It was told on a coast wireless set.", "The bell of the dock had not rung, Mila told Coast Wire.", True),
        ("", "The bell of the dock had not rung, Mila told Coast Wire.", False),
    ],
)
def test_told_to_another_outlet(checking: Checking, text: str, draft: str, finds: bool) -> None:
    """What one outlet printed was told to it, unless its text names the other, or is not stored."""
    assert [one.code for one in found(checking([RUNG], text), draft)] == ["attribution-changed"] * finds


QUITS = {"text": "Lena Orr should resign", "kind": "call", "assertions": [said("Ivo Brandt")]}
SAW = {"text": "Lena Orr saw the gate", "assertions": [said("Ivo Brandt")]}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (QUITS, "Orr should resign, Mila said.", ["attribution-changed"]),
        (QUITS, "Orr should resign, Ivo Brandt said.", []),
        (SAW, "The gate is new, Orr said.", []),
    ],
)
def test_a_person_by_the_last_name(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """A claim about somebody is known again where the first name is left out; who only speaks is not meant."""
    assert [one.code for one in found(checking([claim]), draft)] == finds


SLUICE = {
    "text": "The sluice was opened from the control room",
    "assertions": [said("Harbour Board", stance="neither-confirms-nor-denies")],
}
DOUBTED = {"text": "The sluice was opened from the control room", "assertions": [said("Lena Orr", stance="doubts")]}
AFFIRMED = {**SLUICE, "assertions": [*SLUICE["assertions"], said("Mila (sailor)")]}


@pytest.mark.parametrize(
    ("claim", "draft", "finds"),
    [
        (SLUICE, "The sluice was opened from the control room.", ["attribution-lost"]),
        (DOUBTED, "The sluice was opened from the control room.", ["attribution-lost"]),
        (SLUICE, "The sluice was opened from the control room, the Harbour Board said.", ["attribution-changed"]),
        (
            SLUICE,
            "The Harbour Board confirmed that the sluice was opened from the control room.",
            ["attribution-changed"],
        ),
        (SLUICE, "Ivo Brandt said that the sluice was opened from the control room.", ["attribution-changed"]),
        (DOUBTED, "Lena Orr said that the sluice was opened from the control room.", ["attribution-changed"]),
        (AFFIRMED, "The sluice was opened from the control room, Mila said.", []),
        (
            SLUICE,
            "The Harbour Board would neither confirm nor deny that the sluice was opened from the control room.",
            [],
        ),
        (SLUICE, "The Harbour Board would not confirm that the sluice was opened from the control room.", []),
        (SLUICE, "The Harbour Board declined to say that the sluice was opened from the control room.", []),
        (SLUICE, "Orr is looking into the theory that the sluice was opened from the control room.", []),
        (SLUICE, "The sluice was not opened from the control room.", []),
        (SLUICE, "The sluice was allegedly opened from the control room.", []),
        (SLUICE, "Was the sluice opened from the control room?", []),
    ],
)
def test_what_nobody_says(checking: Checking, claim: dict[str, Any], draft: str, finds: list[str]) -> None:
    """Who only doubts a claim, or would neither confirm nor deny it, is no backing for it."""
    findings = found(checking([claim]), draft)
    assert [one.code for one in findings] == finds
    does = "Lena Orr doubts" if claim is DOUBTED else "the Harbour Board would neither confirm nor deny"
    assert all(f"nobody says it in the ledger: {does} it." in one.fact for one in findings)


LAMPS = {"text": "How many lamps were taken from the pier?", "answer_kind": "figure", "cumulative": False}
TAKEN = [
    {
        "text": text,
        "kind": "figure",
        "question": LAMPS["text"],
        "answer": {"figure": figure, "unit": "lamps"},
        "assertions": [said(source)],
    }
    for text, figure, source in (
        ("Burglars took 19 lamps from the old pier", "19", "Lena Orr"),
        ("Burglars cut the fence of the old pier in the night to Monday and took 19 lamps", "19", "Ivo Brandt"),
        ("21 lamps were taken from the pier", "21", "Mila (sailor)"),
    )
]


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Burglars took 19 lamps from the old pier, Ivo Brandt said.", False),
        ("Burglars took 19 lamps from the old pier, the Transport Minister said.", False),
        ("Burglars took 19 lamps from the old pier, Lena Orr said.", False),
        ("Burglars took 19 lamps from the old pier, Mila said.", True),
        ("Burglars took 19 lamps from the old pier, Coast Wire said.", True),
    ],
)
def test_the_same_figure_in_another_claim(checking: Checking, draft: str, finds: bool) -> None:
    """Whoever gives the same answer to the same question in another claim is given no words of others."""
    findings = found(checking(TAKEN, questions=[{**LAMPS, "unit": "lamps"}]), draft)
    assert ("attribution-changed" in [one.code for one in findings]) is finds


SISTER = {"name": "sister of Oskar Pell", "kind": "person"}
HOME = {"text": "Oskar Pell returned to the island on Sunday", "assertions": [said("sister of Oskar Pell")]}


@pytest.mark.parametrize(
    ("draft", "finds"),
    [
        ("Oskar Pell did not return to the island on Sunday, his sister said.", True),
        ("Oskar Pell has not returned to the island on Sunday, his sister told The Courier.", True),
        ("Oskar Pell returned to the island on Sunday, his sister said.", False),
        ("Oskar Pell did not return to the island on Sunday, his brother said.", False),
    ],
)
def test_the_contrary_from_a_relative(checking: Checking, draft: str, finds: bool) -> None:
    """Who is known as somebody's sister is given no contrary of her words as "his sister"."""
    findings = found(checking([HOME], sources=[*PEOPLE, SISTER]), draft)
    reversed_ = [one.fact for one in findings if "the other way round" in one.fact]
    assert reversed_ == [f"The ledger has it the other way round, from a sister of Oskar Pell: {HOME['text']}."] * finds
