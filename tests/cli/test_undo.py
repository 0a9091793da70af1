"""`undo`: the writer's last change put back."""

import json
from pathlib import Path

from tests.cli.support import Desk


def test_what_it_made_is_voided(desk: Desk) -> None:
    """The claim, its assertion, the stub and the question: all that the line made."""
    claim = desk.ok("add", "Dozens were hurt", "-s", "Police", "--figure", "dozens", "-Q", "How many were hurt?").id
    made = [body["id"] for name in ("claim", "assertion", "question") for body in desk.all(name)]
    done = desk.ok("undo")
    assert set(made) <= set(done.ids)
    assert desk.state(claim) == "void"
    assert desk.all("claim") == desk.all("assertion") == desk.all("question") == []
    desk.ok("audit")


def test_what_it_replaced_is_put_back(desk: Desk) -> None:
    """An edit, a void and a restore."""
    claim = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    body = desk.body(claim)
    desk.ok("edit", claim, "--set", "text=The gates opened late", "--set", "kind=position")
    desk.ok("undo")
    assert desk.body(claim) == body
    desk.ok("void", claim)
    desk.ok("undo")
    assert desk.body(claim) == body


def test_again_and_again(desk: Desk) -> None:
    """Each goes one change further back."""
    first = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    second = desk.ok("add", "The gates were old", "-s", "Omar Denn").id
    desk.ok("undo")
    assert (desk.state(first), desk.state(second)) == ("live", "void")
    desk.ok("undo")
    assert (desk.state(first), desk.state(second)) == ("void", "void")


def test_ones_own_change(desk: Desk) -> None:
    """A colleague's stays."""
    mine = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    desk.user = "colleague"
    theirs = desk.ok("add", "The gates were old", "-s", "Omar Denn").id
    desk.user = "desk"
    desk.ok("undo")
    assert (desk.state(mine), desk.state(theirs)) == ("void", "live")


def test_a_record_written_again_since(desk: Desk) -> None:
    """It needs a person; the record is named."""
    claim = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    desk.user = "colleague"
    desk.ok("edit", claim, "--set", "kind=position")
    desk.user = "desk"
    assert f"{claim}  The gates opened early" in desk.refused("undo", status=4)


def test_nothing_to_undo(desk: Desk) -> None:
    """A newcomer has made no change."""
    desk.user = "newcomer"
    assert "no change of newcomer" in desk.refused("undo")


def test_undone_and_typed_again(desk: Desk) -> None:
    """A slip put right: the same line, once more, brings the claim back."""
    claim = desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    desk.ok("undo")
    done = desk.ok("add", "The gates opened early", "-s", "Omar Denn")
    assert desk.state(claim) == "live"
    assert "Brought back, though it had been voided" in done.err


def test_an_import_brings_back_only_what_was_undone(desk: Desk) -> None:
    """As often as it is undone and repeated; not what somebody voided, though they restored it and undid that."""
    given = {"claimtrack": 1, "claims": [{"text": "The gate was shut", "assertions": [{"chain": ["Omar Denn"]}]}]}
    Path("gate.json").write_text(json.dumps(given), "utf-8")
    desk.ok("import", "gate.json")
    claim = desk.all("claim")[0]["id"]
    for _ in range(2):
        desk.ok("undo")
        assert desk.state(claim) == "void"
        desk.ok("import", "gate.json")
        assert desk.state(claim) == "live"
    desk.ok("void", claim)
    desk.ok("restore", claim)
    desk.ok("undo")
    assert desk.state(claim) == "void"
    assert "left void or withheld" in desk.ok("import", "gate.json").err
    assert desk.state(claim) == "void"


def test_an_import_says_again_what_was_undone(desk: Desk) -> None:
    """Also what it had edited: who undid it has not said it since. What a colleague undid is an old value."""

    def give(figure: str) -> None:
        said = {"text": "Some drowned", "answer": {"figure": figure}, "assertions": [{"chain": ["Omar Denn"]}]}
        Path("dead.json").write_text(json.dumps({"claimtrack": 1, "claims": [said]}), "utf-8")

    give("3")
    desk.ok("import", "dead.json")
    give("5")
    for _ in range(2):
        desk.ok("import", "dead.json", "--replace")
        assert desk.ok("show", "Some drowned", "--json").json["answer"]["figure"] == "5"
        desk.ok("undo")
        assert desk.ok("show", "Some drowned", "--json").json["answer"]["figure"] == "3"
    for figure in ("5", "7"):
        give(figure)
        desk.ok("import", "dead.json", "--replace")
    desk.ok("undo")
    desk.ok("undo")
    give("5")
    desk.ok("import", "dead.json", "--replace")
    assert desk.ok("show", "Some drowned", "--json").json["answer"]["figure"] == "5"
    desk.ok("undo")
    desk.user = "ben"
    assert "held older values only" in desk.ok("import", "dead.json", "--replace").err


def test_a_large_change_is_told_in_counts(desk: Desk) -> None:
    """The first records and ids are printed, and how many there are of each type; --json gives every id."""
    claims = [{"text": f"Gate {number} opened", "assertions": [{"chain": ["Omar Denn"]}]} for number in range(30)]
    Path("gates.json").write_text(json.dumps({"claimtrack": 1, "claims": claims}), "utf-8")
    desk.ok("import", "gates.json")
    done = desk.ok("undo")
    assert len(done.ids) == done.err.count("void now") == 12
    assert "and 49 more" in done.err
    assert "In all, 1 source, 30 claims and 30 assertions." in done.err
    assert all(desk.state(record) == "void" for record in done.ids)
    again = json.dumps({"claimtrack": 1, "claims": claims}).replace("Gate", "Door").replace("Omar", "Ada")
    Path("gates.json").write_text(again, "utf-8")
    desk.ok("import", "gates.json")
    assert len(desk.ok("undo", "--json").json["ids"]) == 61


def test_json(desk: Desk) -> None:
    """The change undone, too."""
    desk.ok("add", "The gates opened early", "-s", "Omar Denn")
    count = desk.head()[0]
    found = desk.ok("undo", "--json").json
    assert found["undone"] == count
    assert (found["change"], found["digest"]) == desk.head()
