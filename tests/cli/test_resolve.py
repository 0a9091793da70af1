"""`resolve` and `dismiss`: disagreements settled, detected and recorded."""

import pytest

from tests.cli.support import Desk

QUESTION = ("-Q", "How many were hurt?", "--scope", "the gate on Sunday", "--for-date", "2026-03-01")


@pytest.fixture
def claims(desk: Desk) -> list[str]:
    """Two figures that cannot both stand."""
    return [
        desk.ok("add", "Dozens were hurt", "-s", "Police", "--figure", "dozens", *QUESTION).id,
        desk.ok("add", "Three were hurt", "-s", "Sabine", "--figure", "3", *QUESTION).id,
    ]


@pytest.fixture
def detected(desk: Desk, claims: list[str]) -> str:
    """The id of the disagreement that is found."""
    (found,) = desk.ok("disagreements", "--json").json
    assert found["state"] == "open"
    return str(found["id"])


def state(desk: Desk, disagreement: str) -> str:
    """Its state, as it is listed."""
    (found,) = [one for one in desk.ok("disagreements", "--json").json if one["id"] == disagreement]
    return str(found["state"])


def test_a_detected_one(desk: Desk, claims: list[str], detected: str) -> None:
    """With its reason, its positions and the claim that stands."""
    done = desk.ok("resolve", detected, "--why", "The hospital's list", "--for", claims[1])
    assert done.id == detected
    body = desk.body(detected)
    assert (body["state"], body["why"], body["for"]) == ("resolved", "The hospital's list", claims[1])
    assert len(body["positions"]) == 2
    assert state(desk, detected) == "resolved"
    assert desk.ok("disagreements", "--open").out == ""


def test_the_beginning_of_its_id(desk: Desk, detected: str) -> None:
    """Four characters or more."""
    assert desk.ok("dismiss", detected[:5], "--why", "Two gates").id == detected
    assert desk.body(detected)["state"] == "dismissed"


def test_a_recorded_one(desk: Desk, claims: list[str]) -> None:
    """It is edited, not doubled."""
    recorded = desk.ok("disagree", *claims, "--kind", "wording", "--why", "x").id
    desk.ok("resolve", recorded, "--why", "Asked again")
    assert [(body["id"], body["state"]) for body in desk.all("disagreement")] == [(recorded, "resolved")]


def test_decided_anew(desk: Desk, detected: str) -> None:
    """Dismissed after it was resolved: the later word holds."""
    desk.ok("resolve", detected, "--why", "x")
    desk.ok("dismiss", detected, "--why", "y")
    assert state(desk, detected) == "dismissed"
    assert len(desk.all("disagreement")) == 1


def test_a_new_position_opens_it_again(desk: Desk, detected: str) -> None:
    """What was settled was another question."""
    desk.ok("dismiss", detected, "--why", "Two gates")
    desk.ok("add", "At least 200 were hurt", "-s", "Ada Quill", "--figure", "at least 200", *QUESTION)
    assert state(desk, detected) == "reopened"
    assert detected[:8] in desk.ok("disagreements", "--open").out


def test_undo_opens_it_again(desk: Desk, detected: str) -> None:
    """As any change."""
    desk.ok("resolve", detected, "--why", "x")
    desk.ok("undo")
    assert state(desk, detected) == "open"


@pytest.mark.parametrize("verb", ["resolve", "dismiss"])
def test_refusals(desk: Desk, claims: list[str], detected: str, verb: str) -> None:
    """An id that is one, a reason with words in it."""
    desk.refused(verb, detected)
    desk.refused(verb, detected, "--why", " ")
    desk.refused(verb, "zzzzzz", "--why", "x")
    desk.refused(verb, claims[0], "--why", "x")


def test_for_a_claim_that_has_no_part_in_it(desk: Desk, detected: str) -> None:
    """It cannot stand."""
    other = desk.ok("add", "The lake is not full", "--own").id
    desk.refused("resolve", detected, "--why", "x", "--for", other)


def test_json(desk: Desk, detected: str) -> None:
    """Ids and the change."""
    found = desk.ok("resolve", detected, "--why", "x", "--json").json
    assert found["ids"] == [detected]
    assert (found["change"], found["digest"]) == desk.head()
