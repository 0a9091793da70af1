"""What a disagreement was settled with: not even a digest shows of positions that are restricted or withheld."""

from __future__ import annotations

import json

import pytest

from tests.cli.support import Desk

STORY = ("--story", "F")
FIGURE = (*STORY, "-Q", "How many died?", "--unit", "people", "--figure")


def settled(desk: Desk, *how: str) -> tuple[str, set[str]]:
    """A disagreement settled with three positions, two of them open; and the keys of these two."""
    desk.ok("story", "add", "F")
    desk.ok("add", "30 died", "-s", "Ines Vale", *FIGURE, "30")
    desk.ok("add", "90 died", "-s", "Board", *FIGURE, "90")
    disagreement = desk.ok("disagreements", "--json").json[0]
    desk.ok("add", "70 died", "-s", "Leo Orr", *FIGURE, "70", *how)
    desk.ok("resolve", disagreement["id"], "--why", "The board counted")
    return disagreement["id"], {position["key"] for position in disagreement["positions"]}


def shown(desk: Desk, disagreement: str) -> list[str]:
    """All that is read of it without --include-restricted."""
    lines = [("show", disagreement, "--json"), ("show", disagreement), ("log", disagreement), ("log", "--json")]
    lines += [("log", disagreement, "--json")]
    lines += [("export", "--format", form) for form in ("bundle", "jsonl", "csv")]
    return [desk.ok(*line).out for line in lines]


@pytest.mark.parametrize("how", ["off the record", "gone off the record", "withheld"])
def test_no_key_of_a_hidden_position_shows(any_bare_desk: Desk, how: str) -> None:
    """It is made of the claim and its answer: whoever guesses both could see that they are right."""
    desk = any_bare_desk
    disagreement, open_keys = settled(desk, *(("--release", "off-record") if how == "off the record" else ()))
    (hidden,) = [body for body in desk.all("assertion") if desk.body(body["claim"])["text"] == "70 died"]
    if how == "gone off the record":
        desk.ok("edit", hidden["id"], "--set", "release=off-record")
    elif how == "withheld":
        for record in (hidden["id"], hidden["claim"]):
            desk.ok("withhold", record, "--yes", "--why", "An order")
    (secret,) = set(desk.body(disagreement)["positions"]) - open_keys
    for out in shown(desk, disagreement):
        assert secret not in out
    (exported,) = json.loads(desk.ok("export").out)["disagreements"]
    assert set(exported["positions"]) == open_keys
    assert set(desk.ok("show", disagreement, "--json").json["positions"]) == open_keys
    assert secret in desk.ok("export", "--include-restricted").out
    desk.ok("audit")


def test_a_position_is_new_where_the_export_is_imported(any_bare_desk: Desk) -> None:
    """It was settled there too, and only what nobody saw then opens it again; imported at home it forgets nothing."""
    disagreement, open_keys = settled(any_bare_desk, "--release", "off-record")
    any_bare_desk.ok("export", "-o", "out.json")
    before = any_bare_desk.body(disagreement)
    any_bare_desk.ok("import", "out.json")
    assert any_bare_desk.body(disagreement) == before

    second_desk = Desk("second.db", any_bare_desk.folder)
    second_desk.ok("import", "out.json")
    assert set(second_desk.body(disagreement)["positions"]) == open_keys
    assert second_desk.ok("disagreements", "--json").json[0]["state"] == "resolved"
    second_desk.ok("add", "50 died", "-s", "Zoe Ray", *FIGURE, "50")
    assert second_desk.ok("disagreements", "--json").json[0]["state"] == "reopened"


def test_what_opens_it_again_is_told_to_who_may_not_see_all(any_bare_desk: Desk) -> None:
    """The views that hide compare with all that it was settled with."""
    disagreement, _ = settled(any_bare_desk, "--release", "off-record")
    assert any_bare_desk.ok("disagreements", "--json").json[0]["state"] == "resolved"
    assert any_bare_desk.ok("disagreements", "--json", "--include-restricted").json[0]["state"] == "resolved"
    any_bare_desk.ok("add", "50 died", "-s", "Zoe Ray", *FIGURE, "50")
    found = any_bare_desk.ok("disagreements", "--json").json[0]
    assert (found["id"], found["state"]) == (disagreement, "reopened")
