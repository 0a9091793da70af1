"""`restore`: voided records brought back."""

from tests.cli.support import Desk


def test_a_voided_record_is_as_it_was(desk: Desk) -> None:
    """With everything it said."""
    claim = desk.ok("add", "The gates opened early", "-s", "Omar Denn", "-t", "gates").id
    body = desk.body(claim)
    desk.ok("void", claim)
    assert desk.ok("restore", claim).id == claim
    assert desk.body(claim) == body


def test_a_live_record(desk: Desk) -> None:
    """There is nothing to restore."""
    claim = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    assert "nothing to restore" in desk.refused("restore", claim)


def test_a_withheld_record(desk: Desk) -> None:
    """It stays so."""
    claim = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    desk.ok("withhold", "--yes", claim, "--why", "Court order")
    assert "withheld" in desk.refused("restore", claim)


def test_json(desk: Desk) -> None:
    """Ids and the change."""
    claim = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    desk.ok("void", claim)
    found = desk.ok("restore", claim, "--json").json
    assert found["ids"] == [claim]
    assert (found["change"], found["digest"]) == desk.head()
