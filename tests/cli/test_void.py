"""`void`: records taken out of use."""

from dataclasses import replace

import pytest

from tests.cli.support import Desk


@pytest.fixture
def claims(desk: Desk) -> list[str]:
    """Two claims."""
    return [desk.ok("add", text, "-s", "Omar Denn").id for text in ("The gates opened early", "The gates were old")]


def test_several_in_one_change(desk: Desk, claims: list[str]) -> None:
    """They stay in the history, and are gone from the lists."""
    before = desk.head()[0]
    done = desk.ok("void", *claims, "--why", "Recorded twice")
    assert done.ids == claims
    assert desk.head()[0] == before + 1
    assert [desk.state(claim) for claim in claims] == ["void", "void"]
    assert desk.all("claim") == []


def test_it_is_then_found_by_its_id_only(desk: Desk, claims: list[str]) -> None:
    """A name that is gone is free."""
    desk.ok("void", claims[0])
    desk.refused("void", "The gates opened early")
    assert "void already" in desk.refused("void", claims[0])
    assert f"claimtrack restore {claims[0]}" in desk.refused("void", claims[0])


def test_all_or_none(desk: Desk, claims: list[str]) -> None:
    """One that cannot be voided stops the rest."""
    desk.ok("void", claims[0])
    desk.refused("void", claims[1], claims[0])
    assert desk.state(claims[1]) == "live"


def test_the_same_twice_in_one_line(desk: Desk, claims: list[str]) -> None:
    """It is refused, and nothing is voided."""
    assert "is void already" in desk.refused("void", claims[0], claims[0])
    assert desk.state(claims[0]) == "live"


def test_a_voided_claim_typed_again(desk: Desk, claims: list[str]) -> None:
    """Its voider brings it back by typing it; anybody else is told who voided it, and what brings it back."""
    desk.ok("void", claims[0])
    other = replace(desk, user="other").refused("add", "The gates opened early", "-s", "Omar Denn")
    assert f"restore {claims[0]}" in other
    assert "was voided by" in other
    assert "Brought back" in desk.ok("add", "The gates opened early", "-s", "Omar Denn").err


def test_json(desk: Desk, claims: list[str]) -> None:
    """Ids and the change."""
    found = desk.ok("void", claims[0], "--json").json
    assert found["ids"] == [claims[0]]
    assert (found["change"], found["digest"]) == desk.head()
