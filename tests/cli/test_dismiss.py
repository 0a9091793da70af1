"""`dismiss`: what it shares with `resolve` is tested there."""

from tests.cli.support import Desk


def test_it_takes_no_claim_that_stands(desk: Desk) -> None:
    """A disagreement that is none is decided for nobody."""
    claims = [
        desk.ok("add", text, "-s", "Omar Denn").id for text in ("The gates opened early", "The gates never opened")
    ]
    recorded = desk.ok("disagree", *claims, "--kind", "wording", "--why", "x").id
    assert "--for" in desk.refused("dismiss", recorded, "--why", "x", "--for", claims[0])
    desk.ok("dismiss", recorded, "--why", "Two gates")
    assert desk.body(recorded)["state"] == "dismissed"
    assert "for" not in desk.body(recorded)
