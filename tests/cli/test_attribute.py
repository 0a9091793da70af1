"""`attribute`: a further assertion of a claim that is there."""

import pytest

from tests.cli.support import URL, Desk


@pytest.fixture
def claim(desk: Desk) -> str:
    """The id of a claim that the mayor made."""
    return desk.ok("add", "The gates opened early", "-s", "Omar Denn").id


def test_it_prints_the_id_of_the_assertion(desk: Desk, claim: str) -> None:
    """And says the attribution."""
    done = desk.ok("attribute", claim, "-s", "Sabine", "--stance", "denies", "--told", "River Wire")
    body = desk.body(done.id)
    assert (body["type"], body["claim"], body["stance"], body["document"]) == (
        "assertion",
        claim,
        "denies",
        desk.assertion()["document"],
    )
    assert "Sabine" in done.err
    assert "denied" in done.err


@pytest.mark.parametrize("typed", ["the gates opened early", " The gates  opened early "])
def test_a_claim_by_its_words(desk: Desk, claim: str, typed: str) -> None:
    """Case and spaces are folded."""
    assert desk.body(desk.ok("attribute", typed, "-s", "Sabine").id)["claim"] == claim


def test_a_claim_by_the_beginning_of_its_id(desk: Desk, claim: str) -> None:
    """Four characters are enough while they are unique; three never are."""
    assert desk.body(desk.ok("attribute", claim[:6], "-s", "Sabine").id)["claim"] == claim
    assert "4 characters" in desk.refused("attribute", claim[:3], "-s", "Sabine")


def test_twice_is_nothing_new(desk: Desk, claim: str) -> None:
    """The same stance in the same place is one assertion."""
    first = desk.ok("attribute", claim, "-s", "Sabine")
    before = desk.head()
    second = desk.ok("attribute", claim, "-s", "Sabine")
    assert second.id == first.id
    assert "Nothing new" in second.err
    assert desk.head() == before


def test_two_stances_are_two(desk: Desk, claim: str) -> None:
    """Somebody who asserts and then denies has said two things."""
    ids = {desk.ok("attribute", claim, "-s", "Sabine", "--stance", stance).id for stance in ("asserts", "denies")}
    assert len(ids) == 2


def test_joint_and_again(desk: Desk, claim: str) -> None:
    """As with `add`."""
    done = desk.ok("attribute", claim, "-s", "Belmark", "-s", "Norrland")
    assert len(done.ids) == 2
    other = desk.ok("add", "The gates were old", "-s", "Sabine").id
    again = desk.ok("attribute", claim, "-a").id
    assert desk.body(again)["chain"] == next(body for body in desk.all("assertion") if body["claim"] == other)["chain"]


def test_in_another_document(desk: Desk, claim: str) -> None:
    """--in goes before the document in use."""
    desk.ok("document", "add", "https://other.example/b", "--publisher", "The Herald")
    done = desk.ok("attribute", claim, "-s", "Omar Denn", "-i", "https://other.example/b")
    assert "as reported by The Herald" in done.err
    assert desk.body(desk.body(done.id)["document"])["url"] != URL


def test_an_assertion_is_no_claim(desk: Desk, claim: str) -> None:
    """The wrong kind of record is named as what it is."""
    assertion = desk.ok("attribute", claim, "-s", "Sabine").id
    assert "where a claim belongs" in desk.refused("attribute", assertion, "-s", "Ida Lorne")


def test_json(desk: Desk, claim: str) -> None:
    """The assertion's id, and the claim's."""
    found = desk.ok("attribute", claim, "-s", "Sabine", "--json").json
    assert found["claim"] == claim
    assert desk.body(found["ids"][0])["type"] == "assertion"
    assert (found["change"], found["digest"]) == desk.head()


def test_nobody_and_no_claim(desk: Desk, claim: str) -> None:
    """Both are needed."""
    desk.refused("attribute", claim)
    desk.refused("attribute", "Nothing of the kind", "-s", "Sabine")
    desk.refused("attribute")
