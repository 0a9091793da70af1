"""`withhold`: content blanked for good, digests kept."""

from pathlib import Path

import pexpect
import pytest

from tests.cli.support import Desk
from tests.cli.terminal import on_terminal

SECRET = "Wanda Quillfeather"


def test_nothing_of_it_is_left(desk: Desk) -> None:
    """In no version, no query table, no index, nor in the file itself; the chain still verifies."""
    source = desk.ok("source", "add", SECRET, "--kind", "person", "--role", "engineer").id
    desk.ok("edit", source, "--set", "role=chief engineer")
    desk.ok("withhold", "--yes", source, "--why", "A source to protect")
    assert desk.state(source) == "withheld"
    assert desk.ok("search", "Quillfeather").out == ""
    assert desk.ok("audit").status == 0
    assert SECRET.encode() not in Path(desk.db).read_bytes()
    assert b"chief engineer" not in Path(desk.db).read_bytes()


def test_it_says_what_it_cannot_reach(desk: Desk) -> None:
    """Copies and backups keep what they have."""
    source = desk.ok("source", "add", SECRET).id
    done = desk.ok("withhold", "--yes", source, "--why", "Court order")
    assert done.id == source
    assert "backups" in done.err
    assert SECRET not in done.err


@pytest.mark.parametrize("options", [[], ["--why", ""], ["--why", "  "]])
def test_it_needs_a_reason(desk: Desk, options: list[str]) -> None:
    """One with words in it, for it stays readable."""
    source = desk.ok("source", "add", SECRET).id
    desk.refused("withhold", "--yes", source, *options)
    assert desk.state(source) == "live"


def test_twice(desk: Desk) -> None:
    """It is withheld already."""
    source = desk.ok("source", "add", SECRET).id
    desk.ok("withhold", "--yes", source, "--why", "Court order")
    assert "withheld already" in desk.refused("withhold", "--yes", source, "--why", "Court order")


def test_it_cannot_be_undone(desk: Desk) -> None:
    """Not by `undo` either."""
    source = desk.ok("source", "add", SECRET).id
    desk.ok("withhold", "--yes", source, "--why", "Court order")
    desk("undo")
    assert desk.state(source) == "withheld"


def test_json(desk: Desk) -> None:
    """Ids and the change."""
    source = desk.ok("source", "add", SECRET).id
    found = desk.ok("withhold", "--yes", source, "--why", "Court order", "--json").json
    assert found["ids"] == [source]
    assert (found["change"], found["digest"]) == desk.head()


@pytest.mark.parametrize(
    ("typed", "status", "state"), [("withhold", 0, "withheld"), ("yes", 4, "live"), ("", 4, "live")]
)
def test_on_a_terminal_it_shows_what_goes_and_wants_a_word(desk: Desk, typed: str, status: int, state: str) -> None:
    """The fields, the number of versions and what names it; nothing is blanked for any other word."""
    source = desk.ok("source", "add", SECRET, "--role", "engineer").id
    desk.ok("edit", source, "--set", "role=chief engineer")
    desk.ok("add", "The wall leans", "-s", SECRET)
    child = on_terminal(desk, "withhold", "Wanda", "--why", "An order")
    child.expect("Type 'withhold' to go on: ")
    shown = child.before
    assert f"This blanks 2 versions of source {source} for good:" in shown
    assert "  role: chief engineer" in shown
    assert "Records that name it stay, without its name: 1 assertion." in shown
    child.sendline(typed)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == status
    assert desk.state(source) == state
    said = "Withheld here." if status == 0 else "claimtrack: nothing was withheld."
    assert said in child.before
    assert "Interrupted" not in child.before


def test_where_the_name_still_stands(any_desk: Desk) -> None:
    """In every text of any live record, as it is and was called; words that only hold its letters are not named."""
    source = any_desk.ok("source", "add", "Wanda Ames", "--kind", "person").id
    any_desk.ok("edit", source, "--set", "name=Wanda Quillfeather")
    any_desk.ok("story", "add", "Wall")
    text = "It was wanda\u00a0AMES who saw it."
    document = any_desk.ok("document", "add", "--text-file", _file("a.txt", text), "https://a.example/1").id
    claim = any_desk.ok("add", "Wanda Quillfeather saw the wall lean", "-s", source, "--release", "off-record").id
    note = any_desk.ok("add", "The gate held", "-s", source, "--note", "Ask Wanda Ames again").id
    any_desk.ok("add", "Ames, by Wanda Quillfeatherstone, is a book", "-s", "Ines")
    void = any_desk.ok("add", "Wanda Ames left", "-s", "Ines").id
    any_desk.ok("void", void)
    (noted,) = [one["id"] for one in any_desk.all("note")]
    told = any_desk.ok("withhold", "--yes", source, "--why", "A source to protect").err
    assert f"words of claim {claim[:10]}, document {document[:10]} and note {noted[:10]}: claimtrack edit" in told
    assert note[:10] not in told
    any_desk.ok("audit")


def test_a_name_that_stands_nowhere(desk: Desk) -> None:
    """Nothing is said of it, nor of records that are no sources."""
    source = desk.ok("source", "add", SECRET).id
    claim = desk.ok("add", "The wall leans", "-s", "Ines").id
    for record in (source, claim):
        assert "still stands" not in desk.ok("withhold", "--yes", record, "--why", "Court order").err


def _file(name: str, text: str) -> str:
    Path(name).write_text(text, "utf-8")
    return name
