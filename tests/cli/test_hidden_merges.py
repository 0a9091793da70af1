"""Merged histories: what was recorded here off the record, and openly elsewhere, stays in, whoever wrote last."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.support import Desk

STORY = ("--story", "F")
OFF = ("--release", "off-record", *STORY)
MARK = re.compile(r"(?i)\bzq(?:about|ask|answer|source|role|body)\b")


@pytest.fixture
def other(any_bare_desk: Desk, tmp_path: Path) -> Desk:
    """A colleague's ledger with the history of ours, one story."""
    any_bare_desk.ok("story", "add", "F")
    any_bare_desk.ok("export", "--format", "ledger", "-o", "ours.ledger")
    other = Desk(str(tmp_path / "other.db"), tmp_path, user="colleague")
    other.ok("import", "ours.ledger")
    return other


def take_in(desk: Desk, other: Desk) -> None:
    """The colleague's history, merged into ours."""
    other.ok("export", "--format", "ledger", "--include-restricted", "-o", "theirs.ledger")
    desk.ok("import", "theirs.ledger")


def shown(desk: Desk) -> set[str]:
    """The marked words in what lists, reports and exports print."""
    lines = (
        ["list"],
        ["source", "list"],
        ["question", "list"],
        ["search", "fell"],
        ["log"],
        ["flags"],
        ["export"],
        *(["report", *STORY, "--for", one, "--format", "json"] for one in ("desk", "legal", "public")),
    )
    return {word for line in lines for word in MARK.findall(desk(*line).out)}


@pytest.mark.parametrize("last", ["here", "there"])
def test_details_of_a_claim_stay_in(any_bare_desk: Desk, other: Desk, last: str) -> None:
    """What only words off the record brought to it, whichever of the two histories has the last word."""
    desk = any_bare_desk
    more = ("--about", "Zqabout Orr", "--allegation", "-Q", "Why zqask?", "--answer", "zqanswer", "-k", "cause")

    def here() -> None:
        desk.ok("add", "The crane fell", "-s", "Zqsource Orr", *more, *OFF)

    def there() -> None:
        other.ok("add", "The crane fell", "-s", "Lena Fox", *STORY)

    for say in (there, here) if last == "here" else (here, there):
        say()
    take_in(desk, other)
    assert shown(desk) == set()
    assert "an allegation" not in desk.ok("show", "The crane fell").out
    desk.ok("add", "The crane fell", "-s", "Ines Vale", "--about", "Zqabout Orr", *STORY)
    assert shown(desk) == {"Zqabout"}


@pytest.mark.parametrize("last", ["here", "there"])
def test_fields_of_a_source_stay_in(any_bare_desk: Desk, other: Desk, last: str) -> None:
    """Its role and the body that it speaks for, given beside words off the record."""
    desk = any_bare_desk

    def here() -> None:
        desk.ok("add", "The crane fell", "-s", "Lena Fox", "--role", "zqrole", "--of", "Zqbody", *OFF)

    def there() -> None:
        other.ok("add", "The tide rose", "-s", "Lena Fox", *STORY)

    for say in (there, here) if last == "here" else (here, there):
        say()
    take_in(desk, other)
    assert shown(desk) == set()
    desk.ok("source", "add", "Lena Fox", "--role", "zqrole")
    assert shown(desk) == {"zqrole"}


def test_what_was_carried_along_is_not_stated(any_bare_desk: Desk, other: Desk) -> None:
    """An edit of something else opens nothing, though the colleague wrote without it in between."""
    desk = any_bare_desk
    desk.ok("add", "The crane fell", "-s", "Zqsource Orr", "--about", "Zqabout Orr", *OFF)
    claim = desk.ok("attribute", "The crane fell", "-s", "Ines Vale")
    other.ok("add", "The crane fell", "-s", "Lena Fox", *STORY)
    desk.ok("edit", desk.assertion(claim)["claim"], "--set", "kind=forecast")
    take_in(desk, other)
    assert shown(desk) == set()
