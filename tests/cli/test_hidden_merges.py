"""Merged histories: what was recorded here off the record, and openly elsewhere, stays in, whoever wrote last."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.support import Desk

STORY = ("--story", "F")
OFF = ("--release", "off-record", *STORY)
MARK = re.compile(r"(?i)\bzq(?:about|ask|answer|source|role|body|note)\b")


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
    Path("theirs.ledger").unlink()


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


def in_confidence(desk: Desk, claim: str) -> None:
    """A note on a claim, and whom it is about, written by themselves."""
    desk.ok("annotate", claim, "-n", "A zqnote")
    desk.ok("edit", claim, "--set", "about=Zqabout Orr")


@pytest.mark.parametrize("way", ["through a third ledger", "as a copy"])
def test_what_goes_through_several_ledgers_stays_in(any_bare_desk: Desk, other: Desk, tmp_path: Path, way: str) -> None:
    """Written where only words off the record were known, though somebody had said it openly elsewhere by then."""
    desk = any_bare_desk
    other.ok("add", "The crane fell", "-s", "Lena Fox", *STORY)
    in_confidence(desk, desk.ok("add", "The crane fell", "-s", "Zqsource Orr", *OFF).id)
    last = Desk(str(tmp_path / "last.db"), tmp_path)
    last.ok("story", "add", "G")
    into, out_of = (other, desk) if way == "through a third ledger" else (desk, other)
    take_in(into, out_of)
    take_in(last, into)
    assert shown(into) == set()
    assert shown(last) == set()
    last.ok("annotate", "The crane fell", "-n", "An open zqnote")
    assert shown(last) == {"zqnote"}


def test_what_a_colleague_wrote_of_words_known_from_here_stays_in(any_bare_desk: Desk, tmp_path: Path) -> None:
    """The claim was off the record in the history she had from us, and is said openly here since."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    claim = desk.ok("add", "The crane fell", "-s", "Zqsource Orr", *OFF).id
    other = Desk(str(tmp_path / "other.db"), tmp_path, user="colleague")
    take_in(other, desk)
    desk.ok("attribute", claim, "-s", "Lena Fox")
    in_confidence(other, claim)
    take_in(desk, other)
    assert shown(desk) == set()
    take_in(other, desk)
    other.ok("annotate", claim, "-n", "An open zqnote")
    take_in(desk, other)
    assert shown(desk) == {"zqnote"}
    desk.ok("audit")


def test_what_a_copy_of_a_ledger_knew_is_what_stood_when_it_was_made(bare_desk: Desk) -> None:
    """A file of the same ledger that went its own way: a note on what had been said openly by then shows."""
    bare_desk.ok("story", "add", "F")
    claim = bare_desk.ok("add", "The crane fell", "-s", "Zqsource Orr", *OFF).id
    bare_desk.ok("attribute", claim, "-s", "Lena Fox")
    bare_desk.ok("db", "backup", "copy.db")
    copy = Desk(str(Path("copy.db").resolve()), bare_desk.folder, user="colleague")
    copy.ok("annotate", claim, "-n", "An open zqnote")
    take_in(bare_desk, copy)
    assert shown(bare_desk) == {"zqnote"}


def test_the_log_of_a_history_does_not_tell_why_it_was_changed_until_it_was_released(
    any_bare_desk: Desk, other: Desk
) -> None:
    """Neither of the claim nor of what was said; the reason for what was written after the release is told."""
    desk = any_bare_desk
    claim = other.ok("add", "The zqbody fell", "-s", "Lena Fox", *OFF).id
    said = other.assertion()["id"]
    other.ok("edit", claim, "--set", "text=The crane fell", "--why", "A zqask")
    other.ok("edit", said, "--set", "occasion=a zqnote", "--why", "A zqanswer")
    other.ok("edit", said, "--set", "occasion=a dinner", "--why", "A zqrole")
    other.ok("edit", said, "--set", "release=on-record", "--why", "Agreed")
    other.ok("edit", claim, "--set", "kind=forecast", "--why", "A zqsource")
    take_in(desk, other)
    for line in (["log"], ["log", claim], ["log", said], ["log", "--json"], ["log", claim, "--json"]):
        assert set(MARK.findall(desk.ok(*line).out)) <= {"zqsource"}, line
    assert "zqsource" in desk.ok("log", claim).out
    assert "Agreed" in desk.ok("log", said).out
    assert "zqanswer" in desk.ok("log", said, "--include-restricted").out
