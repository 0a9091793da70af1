"""`withhold`: content blanked for good, digests kept."""

from pathlib import Path

import pytest

from tests.cli.support import Desk

SECRET = "Wanda Quillfeather"


def test_nothing_of_it_is_left(desk: Desk) -> None:
    """In no version, no query table, no index, nor in the file itself; the chain still verifies."""
    source = desk.ok("source", "add", SECRET, "--kind", "person", "--role", "engineer").id
    desk.ok("edit", source, "--set", "role=chief engineer")
    desk.ok("withhold", source, "--why", "A source to protect")
    assert desk.state(source) == "withheld"
    assert desk.ok("search", "Quillfeather").out == ""
    assert desk.ok("audit").status == 0
    assert SECRET.encode() not in Path(desk.db).read_bytes()
    assert b"chief engineer" not in Path(desk.db).read_bytes()


def test_it_says_what_it_cannot_reach(desk: Desk) -> None:
    """Copies and backups keep what they have."""
    source = desk.ok("source", "add", SECRET).id
    done = desk.ok("withhold", source, "--why", "Court order")
    assert done.id == source
    assert "backups" in done.err
    assert SECRET not in done.err


@pytest.mark.parametrize("options", [[], ["--why", ""], ["--why", "  "]])
def test_it_needs_a_reason(desk: Desk, options: list[str]) -> None:
    """One with words in it, for it stays readable."""
    source = desk.ok("source", "add", SECRET).id
    desk.refused("withhold", source, *options)
    assert desk.state(source) == "live"


def test_twice(desk: Desk) -> None:
    """It is withheld already."""
    source = desk.ok("source", "add", SECRET).id
    desk.ok("withhold", source, "--why", "Court order")
    assert "withheld already" in desk.refused("withhold", source, "--why", "Court order")


def test_it_cannot_be_undone(desk: Desk) -> None:
    """Not by `undo` either."""
    source = desk.ok("source", "add", SECRET).id
    desk.ok("withhold", source, "--why", "Court order")
    desk("undo")
    assert desk.state(source) == "withheld"


def test_json(desk: Desk) -> None:
    """Ids and the change."""
    source = desk.ok("source", "add", SECRET).id
    found = desk.ok("withhold", source, "--why", "Court order", "--json").json
    assert found["ids"] == [source]
    assert (found["change"], found["digest"]) == desk.head()
