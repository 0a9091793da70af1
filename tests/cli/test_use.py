"""`use`: the default story and document, kept for each ledger in the user's configuration folder."""

import os
from pathlib import Path

import pytest

from tests.cli.support import URL, Desk


def notes() -> list[Path]:
    """The files that say what is in use."""
    return sorted((Path(os.environ["XDG_CONFIG_HOME"]) / "claimtrack" / "use").iterdir())


def test_it_shows_what_is_in_use(desk: Desk) -> None:
    """On stderr, as every write does."""
    done = desk.ok("use")
    assert done.out == ""
    assert done.err == "In document Dam at Kesra holds, story Dam at Kesra.\n"


def test_clear(desk: Desk) -> None:
    """Both are forgotten; a story in the same line is set afresh."""
    desk.ok("use", "--clear", "--story", "Dam at Kesra")
    assert desk.ok("use").err == "In story Dam at Kesra.\n"
    assert "No story or document" in desk.ok("use", "--clear").err


def test_it_is_no_write(desk: Desk) -> None:
    """The ledger does not know of it."""
    before = desk.head()
    desk.ok("use", "--clear")
    assert desk.head() == before


def test_kept_for_each_ledger(desk: Desk, new_sqlite_url: object, tmp_path: Path) -> None:
    """By the ledger's id: another ledger has its own, and the same one under another name the same."""
    here = desk.db
    desk.db = str(tmp_path / "other.db")
    desk.ok("story", "add", "Bridge at Ista")
    desk.ok("story", "add", "Road to Ista")
    assert "No story or document" in desk.ok("use").err
    desk.ok("use", "--story", "Bridge at Ista")
    assert len(notes()) == 2
    moved = tmp_path / "moved.db"
    Path(here).rename(moved)
    desk.db = str(moved)
    assert "Dam at Kesra" in desk.ok("use").err


def test_it_is_not_kept_beside_the_ledger_or_in_it(desk: Desk) -> None:
    """But in the user's configuration folder."""
    (note,) = notes()
    assert note.is_file()
    assert {path.name for path in Path(desk.db).parent.iterdir()} == {Path(desk.db).name}


def test_unknown_names_change_nothing(desk: Desk) -> None:
    """What was in use stays."""
    desk.refused("use", "Nothing of the kind")
    desk.refused("use", "--story", "Nothing of the kind")
    assert "Dam at Kesra holds" in desk.ok("use").err


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '"x"', '{"story": 3, "document": []}', '{"story": "gone"}', "\udcff"]
)
def test_a_damaged_note(desk: Desk, content: str) -> None:
    """It is as if nothing were in use; the next `use` mends it."""
    notes()[0].write_text(content, "utf-8", errors="surrogateescape")
    desk.ok("add", "A", "-s", "Omar Denn")
    assert "document" not in desk.assertion()
    desk.ok("use", URL)
    assert "Dam at Kesra holds" in desk.ok("use").err


def test_the_environment_goes_before_use(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And an option before the environment."""
    desk.ok("story", "add", "Bridge at Ista")
    desk.ok("story", "add", "Road to Ista")
    desk.ok("document", "add", "https://other.example/b", "--title", "Bridge shut")
    monkeypatch.setenv("CLAIMTRACK_STORY", "Bridge at Ista")
    monkeypatch.setenv("CLAIMTRACK_DOCUMENT", "https://other.example/b")
    assert "In document Bridge shut, story Bridge at Ista." in desk.ok("add", "A", "-s", "Omar Denn").err
    said = desk.ok("add", "B", "-s", "Omar Denn", "-i", URL, "--story", "Road to Ista").err
    assert "In document Dam at Kesra holds, story Road to Ista." in said
    monkeypatch.setenv("CLAIMTRACK_STORY", "Nothing of the kind")
    desk.refused("add", "C", "-s", "Omar Denn")


def test_a_story_that_is_voided_is_no_longer_in_use(desk: Desk) -> None:
    """Nor is a document."""
    desk.ok("void", desk.all("document")[0]["id"])
    desk.ok("add", "A", "-s", "Omar Denn")
    assert "document" not in desk.assertion()


def test_the_only_story_needs_no_use(bare_desk: Desk) -> None:
    """With one story everything goes to it; with two nothing is guessed."""
    story = bare_desk.ok("story", "add", "Dam at Kesra").id
    assert bare_desk.body(bare_desk.ok("add", "A", "-s", "Omar Denn").id)["story"] == story
    bare_desk.ok("story", "add", "Bridge at Ista")
    assert "story" not in bare_desk.body(bare_desk.ok("add", "B", "-s", "Omar Denn").id)


def test_without_a_ledger(bare_desk: Desk) -> None:
    """It says what makes one."""
    assert "story add" in bare_desk.refused("use", status=3)
    assert not Path(bare_desk.db).exists()
