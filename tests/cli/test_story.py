"""`story`: added and merged."""

from tests.cli.support import Desk


def test_a_story(bare_desk: Desk) -> None:
    """A name, what it is about, when it began."""
    done = bare_desk.ok("story", "add", "Dam at Kesra", "--summary", "Who opened the gates", "--started", "2026-02-27")
    body = bare_desk.body(done.id)
    assert (body["name"], body["summary"], body["started"]) == ("Dam at Kesra", "Who opened the gates", "2026-02-27")


def test_the_same_again(bare_desk: Desk) -> None:
    """Nothing new; what is new about it is filled in."""
    first = bare_desk.ok("story", "add", "Dam at Kesra")
    again = bare_desk.ok("story", "add", "dam at  kesra")
    assert again.id == first.id
    assert "Nothing new" in again.err
    filled = bare_desk.ok("story", "add", "Dam at Kesra", "--summary", "Who opened the gates")
    assert filled.id == first.id
    assert bare_desk.body(first.id)["summary"] == "Who opened the gates"


def test_merge(desk: Desk) -> None:
    """Two are read as one; the reason is needed; one cannot be merged with itself."""
    other = desk.ok("story", "add", "Kesra dam").id
    desk.refused("story", "merge", "Dam at Kesra", "Kesra dam")
    desk.refused("story", "merge", "Dam at Kesra", "Dam at Kesra", "--why", "x")
    merge = desk.ok("story", "merge", "Dam at Kesra", "Kesra dam", "--why", "Two names").id
    body = desk.body(merge)
    assert (body["kind"], body["merged"], body["why"]) == ("story", other, "Two names")


def test_refusals(bare_desk: Desk) -> None:
    """A name with words in it, a day that can be."""
    for arguments in (["", "x"], [""], ["  "], ["Dam", "--started", "2026-02-30"], ["Dam", "--started", "soon"]):
        bare_desk.refused("story", "add", *arguments)


def test_json(bare_desk: Desk) -> None:
    """Ids and the change."""
    found = bare_desk.ok("story", "add", "Dam at Kesra", "--json").json
    assert (found["change"], found["digest"]) == bare_desk.head()
    assert bare_desk.body(found["ids"][0])["type"] == "story"
