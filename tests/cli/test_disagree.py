"""`disagree`: a disagreement that no rule finds."""

import pytest

from tests.cli.support import Desk


@pytest.fixture
def claims(desk: Desk) -> list[str]:
    """Three claims."""
    texts = ("The gates opened early", "The gates never opened", "The gates were broken")
    return [desk.ok("add", text, "-s", "Omar Denn").id for text in texts]


def test_a_disagreement(desk: Desk, claims: list[str]) -> None:
    """Between claims, of a kind, with what differs; possible unless said to be certain."""
    body = desk.body(desk.ok("disagree", *claims[:2], "--kind", "wording", "--why", "One says never").id)
    assert body["claims"] == sorted(claims[:2])
    assert (body["kind"], body["strength"], body["state"], body["recorded"]) == ("wording", "possible", "open", True)
    assert body["why"] == "One says never"


def test_certain_and_of_three(desk: Desk, claims: list[str]) -> None:
    """As many as part; the order they are typed in is all one."""
    first = desk.ok("disagree", *claims, "--kind", "cause", "--why", "x", "--strength", "certain").id
    assert desk.body(first)["strength"] == "certain"
    assert len(desk.body(first)["claims"]) == 3
    assert desk.ok("disagree", *reversed(claims), "--kind", "cause", "--why", "x", "--strength", "certain").id == first


def test_by_their_words(desk: Desk, claims: list[str]) -> None:
    """Names do as well as ids."""
    done = desk.ok("disagree", "The gates opened early", "the gates never opened", "--kind", "cause", "--why", "x")
    assert desk.body(done.id)["claims"] == sorted(claims[:2])


def test_refusals(desk: Desk, claims: list[str]) -> None:
    """Two claims, a kind, a reason."""
    desk.refused("disagree", claims[0], "--kind", "cause", "--why", "x")
    desk.refused("disagree", claims[0], claims[0], "--kind", "cause", "--why", "x")
    desk.refused("disagree", *claims, "--kind", "opinion", "--why", "x")
    desk.refused("disagree", *claims, "--kind", "cause")
    desk.refused("disagree", *claims, "--why", "x")
    desk.refused("disagree", claims[0], "zzzzzz", "--kind", "cause", "--why", "x")
    desk.refused("disagree", claims[0], "Omar Denn", "--kind", "cause", "--why", "x")


def test_json(desk: Desk, claims: list[str]) -> None:
    """Ids and the change."""
    found = desk.ok("disagree", *claims, "--kind", "cause", "--why", "x", "--json").json
    assert desk.body(found["ids"][0])["type"] == "disagreement"
    assert (found["change"], found["digest"]) == desk.head()
