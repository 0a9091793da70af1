"""`rate`: a source's reliability, appended."""

import pytest

from tests.cli.support import Desk


def test_a_rating(desk: Desk) -> None:
    """A letter, a reason, perhaps a topic; by the user, now."""
    done = desk.ok("rate", "The Courier", "b", "--why", "Right on every storm", "--topic", "weather")
    body = desk.body(done.id)
    assert (body["letter"], body["why"], body["topic"], body["by"]) == ("B", "Right on every storm", "weather", "desk")
    assert desk.body(body["source"])["name"] == "The Courier"


def test_ratings_are_appended(desk: Desk) -> None:
    """A later one replaces none."""
    for letter in "BAB":
        desk.ok("rate", "The Courier", letter, "--why", "x")
    assert sorted(body["letter"] for body in desk.all("rating")) == ["A", "B", "B"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["The Courier", "G", "--why", "x"],
        ["The Courier", "A"],
        ["The Courier", "A", "--why", " "],
        ["Nobody Known", "A", "--why", "x"],
        ["Dam at Kesra holds", "A", "--why", "x"],
    ],
)
def test_refusals(desk: Desk, arguments: list[str]) -> None:
    """A letter from A to F, a reason, a source that is there."""
    desk.refused("rate", *arguments)


def test_json(desk: Desk) -> None:
    """Ids and the change."""
    found = desk.ok("rate", "The Courier", "A", "--why", "x", "--json").json
    assert desk.body(found["ids"][0])["type"] == "rating"
    assert (found["change"], found["digest"]) == desk.head()
