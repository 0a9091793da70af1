"""`annotate`: notes, tags and evidence on any record."""

import pytest

from tests.cli.support import Desk


@pytest.fixture
def claims(desk: Desk) -> list[str]:
    """Two claims."""
    return [desk.ok("add", text, "-s", "Omar Denn").id for text in ("The gates opened early", "The gates were old")]


def test_notes_and_tags_on_several(desk: Desk, claims: list[str]) -> None:
    """Each record gets each of them, in one change."""
    before = desk.head()[0]
    done = desk.ok("annotate", *claims, "-n", "Called the mayor", "-t", "gates", "-t", "mayor")
    assert desk.head()[0] == before + 1
    assert len(done.ids) == 6
    assert sorted((tag["target"], tag["name"]) for tag in desk.all("tag")) == sorted(
        (claim, name) for claim in claims for name in ("gates", "mayor")
    )
    assert {note["target"] for note in desk.all("note")} == set(claims)


@pytest.mark.parametrize("record", ["Omar Denn", "Dam at Kesra holds"])
def test_any_record(desk: Desk, claims: list[str], record: str) -> None:
    """Sources and documents too."""
    assert desk.body(desk.ok("annotate", record, "-n", "See the archive").id)["text"] == "See the archive"


def test_untag(desk: Desk, claims: list[str]) -> None:
    """The tag is voided, however it is spelt; one that is not there is refused."""
    desk.ok("annotate", claims[0], "-t", "Gates")
    desk.ok("annotate", claims[0], "--untag", "gates")
    assert desk.all("tag") == []
    assert "is tagged gates" in desk.refused("annotate", claims[0], "--untag", "gates")


def test_a_tag_taken_off_can_be_put_on_again(desk: Desk, claims: list[str]) -> None:
    """A person who types it means it."""
    desk.ok("annotate", claims[0], "-t", "gates")
    desk.ok("annotate", claims[0], "--untag", "gates")
    desk.ok("annotate", claims[0], "-t", "gates")
    assert [tag["name"] for tag in desk.all("tag")] == ["gates"]


@pytest.mark.parametrize("bearing", ["supports", "refutes", "context"])
def test_evidence(desk: Desk, claims: list[str], bearing: str) -> None:
    """A URL is a URL; other words describe it."""
    desk.ok("annotate", claims[0], f"--{bearing}", "https://example.org/photo", f"--{bearing}", "The gate's log book")
    found = {(body["bearing"], body.get("url"), body.get("text")) for body in desk.all("evidence")}
    assert found == {(bearing, "https://example.org/photo", None), (bearing, None, "The gate's log book")}


def test_details_of_evidence(desk: Desk, claims: list[str]) -> None:
    """Kind, when and where it was captured, by whom, and its authenticity."""
    done = desk.ok(
        "annotate", claims[0], "--refutes", "A film", "--evidence-kind", "video", "--captured", "2026-03-01",
        "--place", "Kesra", "--credit", "Sabine", "--authenticity", "EditedOrCroppedContent",
    )  # fmt: skip
    body = desk.body(done.id)
    assert (body["kind"], body["captured"], body["place"]) == ("video", "2026-03-01", "Kesra")
    assert (body["credit"], body["authenticity"]) == ("Sabine", "EditedOrCroppedContent")


def test_evidence_is_on_claims_and_attributions_only(desk: Desk, claims: list[str]) -> None:
    """Not on a source."""
    desk.refused("annotate", "Omar Denn", "--supports", "https://example.org/photo")


def test_nothing_to_add(desk: Desk, claims: list[str]) -> None:
    """It says what may be given."""
    assert "-n, -t, --untag" in desk.refused("annotate", claims[0])


def test_the_same_note_twice(desk: Desk, claims: list[str]) -> None:
    """It is there once."""
    for _ in range(2):
        desk.ok("annotate", claims[0], "-n", "Called the mayor")
    assert len(desk.all("note")) == 1


def test_one_unknown_record_stops_all(desk: Desk, claims: list[str]) -> None:
    """Nothing is half done."""
    desk.refused("annotate", claims[0], "zzzzzz", "-n", "x")
    assert desk.all("note") == []


def test_json(desk: Desk, claims: list[str]) -> None:
    """Ids and the change."""
    found = desk.ok("annotate", claims[0], "-n", "x", "--json").json
    assert [desk.body(one)["type"] for one in found["ids"]] == ["note"]
    assert (found["change"], found["digest"]) == desk.head()
