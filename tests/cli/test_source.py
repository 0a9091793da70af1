"""`source`: added, put on a side, merged."""

import pexpect
import pytest

from tests.cli.support import Desk
from tests.cli.terminal import on_terminal


def test_everything_about_it(desk: Desk) -> None:
    """Each option is a field; names become references."""
    done = desk.ok(
        "source", "add", "Ada Quill", "--kind", "person", "--qualifier", "spokeswoman", "--role", "Spokeswoman",
        "--alias", "A. Quill", "--alias", "Quill", "--of", "Interior Ministry", "--since", "2024", "--until", "2026-03",
        "--member-of", "Kesra Council", "--described-as", "a ministry spokeswoman", "--url", "https://quill.example/",
    )  # fmt: skip
    body = desk.body(done.id)
    assert (body["kind"], body["qualifier"], body["role"]) == ("person", "spokeswoman", "Spokeswoman")
    assert body["aliases"] == ["A. Quill", "Quill"]
    (speaks,) = body["speaks_for"]
    assert desk.body(speaks["source"])["name"] == "Interior Ministry"
    assert (speaks["since"], speaks["until"]) == ("2024", "2026-03")
    assert desk.body(body["member_of"][0]["source"])["name"] == "Kesra Council"
    assert (body["described_as"], body["url"]) == ("a ministry spokeswoman", "https://quill.example/")
    assert "New sources: Interior Ministry, Kesra Council." in done.err


def test_a_stub_is_enriched(desk: Desk) -> None:
    """A name that was only heard of gets its kind later and stays itself."""
    desk.ok("add", "A", "-s", "Omar Denn")
    (stub,) = [body for body in desk.all("source") if body["name"] == "Omar Denn"]
    assert stub["kind"] == "unknown"
    done = desk.ok("source", "add", "Omar Denn", "--kind", "person", "--role", "Mayor of Kesra")
    assert done.id == stub["id"]
    assert desk.body(done.id)["role"] == "Mayor of Kesra"


def test_namesakes(desk: Desk) -> None:
    """A qualifier tells them apart; the bare name then fits both, and both are listed."""
    ids = {desk.ok("source", "add", "Sabine Orr", "--qualifier", what).id for what in ("baker", "builder")}
    assert len(ids) == 2
    said = desk.refused("add", "A", "-s", "Sabine Orr", status=4)
    assert "baker" in said
    assert "builder" in said
    desk.ok("add", "A", "-s", "Sabine Orr (baker)")


def test_a_witness_is_of_one_story(desk: Desk) -> None:
    """Two witnesses of one first name in two stories are two people."""
    desk.ok("add", "A", "-s", "Saule", "-b", "witnessed")
    desk.ok("story", "add", "Bridge at Ista")
    desk.ok("add", "B", "-s", "Saule", "-b", "witnessed", "--story", "Bridge at Ista")
    saules = [body for body in desk.all("source") if body["name"] == "Saule"]
    assert len(saules) == 2
    assert {body["kind"] for body in saules} == {"witness"}


def test_a_confidential_source(desk: Desk) -> None:
    """A code name and a random id: nobody can tell by guessing."""
    ids = {
        desk.ok("source", "add", name, "--confidential", "--described-as", "an engineer").id
        for name in ("Kite", "Wren")
    }
    assert all(desk.body(one)["confidential"] is True for one in ids)


def test_sides(desk: Desk) -> None:
    """In the story in use, dated."""
    body = desk.body(desk.ok("source", "side", "The Courier", "press", "--since", "2026-03-01").id)
    assert (body["name"], body["since"]) == ("press", "2026-03-01")
    assert desk.body(body["story"])["name"] == "Dam at Kesra"
    desk.refused("source", "side", "Nobody Known", "press")
    desk.refused("source", "side", "The Courier", "")


def test_a_side_needs_a_story(bare_desk: Desk) -> None:
    """It is a party to one."""
    bare_desk.ok("source", "add", "The Courier")
    bare_desk.refused("source", "side", "The Courier", "press")


def test_merge(desk: Desk) -> None:
    """Two records of one source."""
    other = desk.ok("source", "add", "Kesra Courier", "--kind", "outlet").id
    body = desk.body(desk.ok("source", "merge", "The Courier", "Kesra Courier", "--why", "Its masthead").id)
    assert (body["kind"], body["merged"]) == ("source", other)


def test_a_ring_is_refused(desk: Desk) -> None:
    """Nobody speaks for himself, by whatever way round."""
    desk.ok("source", "add", "Ada Quill", "--of", "Interior Ministry")
    desk.ok("source", "add", "Interior Ministry", "--of", "Norrland")
    desk.refused("source", "add", "Norrland", "--of", "Ada Quill")


@pytest.mark.parametrize(
    "arguments",
    [
        [""],
        [" "],
        ["Ada", "--kind", "parson"],
        ["Ada", "--since", "2024"],
        ["Ada", "--url", "not a url"],
        ["Ada", "--url", "javascript:alert(1)"],
        ["Ada", "--of", "Norrland", "--since", "2026-02-30"],
    ],
)
def test_refusals(desk: Desk, arguments: list[str]) -> None:
    """One line each."""
    desk.refused("source", "add", *arguments)


def test_json(desk: Desk) -> None:
    """Ids and the change."""
    found = desk.ok("source", "add", "Ada Quill", "--json").json
    assert (found["change"], found["digest"]) == desk.head()
    assert desk.body(found["ids"][0])["name"] == "Ada Quill"


@pytest.mark.parametrize(("answer", "merges"), [("y", 1), ("n", 0)])
def test_a_name_nearly_known_is_asked_about(desk: Desk, answer: str, merges: int) -> None:
    """On a terminal; yes makes the two one, and undo takes that back."""
    known = desk.ok("source", "add", "Ilmar Voss", "--kind", "person").id
    child = on_terminal(desk, "add", "The lock broke", "-s", "Ilmar Vos", columns=200)
    child.expect_exact(f"Ilmar Vos is very like Ilmar Voss ({known[:10]}). Are they one?")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    made = desk.all("merge")
    assert len(made) == merges
    assert [one["kept"] for one in made] == [known] * merges
    if merges:
        desk.ok("undo")
        assert desk.all("merge") == []


def test_a_title_before_a_name_makes_no_other_name(desk: Desk) -> None:
    """Either way round; the rest has to be the same, and a name of its own."""
    desk.ok("source", "add", "Pavel Osk", "--kind", "person")
    desk.ok("source", "add", "Col. Anna Berg-Holm", "--kind", "person")
    for name, known in (
        ("Governor Pavel Osk", "Pavel Osk"),
        ("Prime Minister Anna Berg-Holm", "Col. Anna Berg-Holm"),
        ("Anna Berg-Holm", "Col. Anna Berg-Holm"),
    ):
        assert f"{name} is very like {known}" in desk.ok("source", "add", name, "--kind", "person").err
    for other in ("Governor Mira Osk", "Osk", "Governor Osk", "Old Pavel Osk Bridge Trust"):
        assert "very like" not in desk.ok("source", "add", other, "--kind", "person").err


def test_no_restricted_name_is_given_away(desk: Desk) -> None:
    """Whoever adds a name like that of an off-record source is told nothing."""
    desk.ok("add", "Holm knew of it", "-s", "Lina Orrison", "--release", "off-record")
    assert "very like" not in desk.ok("source", "add", "Lina Orisson").err


def test_two_of_one_name_are_told_apart(desk: Desk) -> None:
    """Whoever gives a source the name of another is told, and so is whoever types it; lists have what they are."""
    chief = desk.ok("source", "add", "Tomas Reyl", "--kind", "person", "--role", "fire chief").id
    other = desk.ok("source", "add", "Tom R.", "--kind", "witness", "--role", "fishmonger").id
    desk.ok("add", "The roof held", "-s", chief)
    desk.ok("add", "The roof fell", "-s", other)
    told = desk.ok("edit", other, "--set", "name=Tomas Reyl").err
    assert f"This is called as another source is: Tomas Reyl (fire chief) ({chief[:10]})." in told
    assert f"claimtrack source merge {chief[:10]} {other[:10]}" in told
    assert "--set qualifier=" in told
    assert "another source" not in desk.ok("edit", other, "--set", "role=fish seller").err
    told = desk.ok("add", "The wall fell", "-s", "Tomas Reyl").err
    assert f"'Tomas Reyl' is taken for Tomas Reyl (fish seller) {other}." in told
    assert f" Tomas Reyl (fire chief) {chief} is called so too" in told
    listed = desk.ok("list").out
    assert "Tomas Reyl (fire chief)" in listed
    assert "Tomas Reyl (fish seller)" in listed


def test_no_restricted_namesake_is_given_away(desk: Desk) -> None:
    """One that is known off the record alone is not told of."""
    desk.ok("add", "Holm knew of it", "-s", "Lina Orrison", "--release", "off-record")
    other = desk.ok("source", "add", "L. O.", "--kind", "witness").id
    assert "another source" not in desk.ok("edit", other, "--set", "name=Lina Orrison").err
    assert "is called so too" not in desk.ok("add", "Holm left", "-s", "Lina Orrison").err


def test_who_is_not_named_makes_no_namesake_look_different(desk: Desk) -> None:
    """The role behind a name tells two apart for the desk; where one of them is not named it would tell of that one."""
    chief = desk.ok("source", "add", "Tomas Reyl", "--kind", "person", "--role", "fire chief").id
    other = desk.ok("source", "add", "Tom R.", "--kind", "witness", "--role", "fishmonger", "--confidential").id
    desk.ok("edit", other, "--set", "name=Tomas Reyl")
    desk.ok("story", "add", "Roof")
    desk.ok("add", "The roof held", "-s", chief, "--story", "Roof")
    desk.ok("add", "The roof fell", "-s", other, "--story", "Roof")
    assert "Tomas Reyl (fire chief)" in desk.ok("report", "--story", "Roof", "--for", "desk").out
    legal = desk.ok("report", "--story", "Roof", "--for", "legal").out
    assert "Tomas Reyl" in legal
    assert "Tomas Reyl (fire chief)" not in legal
