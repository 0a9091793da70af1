"""A confidential source whose name stands in words that somebody wrote."""

import pytest

from tests.cli.support import Desk


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_a_report_for_others_says_that_it_names_a_confidential_source(any_bare_desk: Desk, form: str) -> None:
    """Whatever breaks the name over lines; the desk, which may know the name, is told nothing."""
    desk = any_bare_desk
    desk.ok("story", "add", "Tram crash")
    desk.ok("source", "add", "Kevin O'Snow", "--kind", "witness", "--confidential", "--described-as", "a passenger")
    desk.ok("add", "The tram did not slow down at all before the bend in the long straight stretch, Kevin O'Snow felt",
            "-s", "Kevin O'Snow", "--story", "Tram crash")  # fmt: skip
    line = ("report", "--story", "Tram crash", "--format", form)
    for edition in ("legal", "public"):
        assert "words of this report name Kevin O'Snow, confidential" in desk.ok(*line, "--for", edition).err
    assert "confidential." not in desk.ok(*line).err
    desk.ok("edit", desk.all("claim")[0]["id"], "--set", "text=The tram did not slow down")
    assert "O'Snow" not in str(desk.ok(*line, "--for", "public"))
