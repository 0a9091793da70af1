"""The text of a document in which something was said in confidence: no message gives its words away."""

import json
from pathlib import Path

import pytest

from claimtrack.ledger.database import Access, open_ledger
from tests.cli.support import Desk

URL = "https://a.example/a"
STORY = ("--story", "F")


@pytest.fixture
def desk(any_bare_desk: Desk) -> Desk:
    """An article whose text was corrected; the corrected passage is an off-record quotation."""
    desk = any_bare_desk
    Path("a.txt").write_text("The gate was shut at dawn. All was well.", "utf-8")
    Path("b.txt").write_text("The gate was shut at dawn by Zqsecret of the guard. All was well.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "a.txt", "--url", URL, "--title", "Mixed")
    shut = "The gate was shut at dawn. All was well."
    desk.ok("add", "The gate was shut", "-s", "Ines Vale", "-i", "Mixed", "-q", shut, *STORY)
    desk.ok("document", "add", "b.txt", "--again", "Mixed")
    words = "by Zqsecret of the guard"
    desk.ok("add", "By him", "-s", "Leo Orr", "-i", "Mixed", "-q", words, "--release", "off-record", *STORY)
    return desk


def test_no_nearest_passage_is_one_of_a_hidden_text(desk: Desk) -> None:
    """Not in flags, of which some are remembered, nor in what became of quotations, nor in a report for the desk."""
    (claim,) = [body["id"] for body in desk.all("claim") if body["text"] == "The gate was shut"]
    lines = (["flags"], ["flags", "--json"], ["document", "drift", "Mixed"], ["document", "drift", "Mixed", "--json"])
    for line in (*lines, ["show", claim], ["report", *STORY, "--format", "html"], ["report", *STORY, "--full"]):
        done = desk(*line)
        assert "Zqsecret" not in done.out + done.err, line
    assert "Zqsecret" in desk("flags", "--include-restricted").out


def test_an_import_does_not_repeat_it(desk: Desk) -> None:
    """Where a file has another text of the document."""
    bundle = {"claimtrack": 1, "documents": [{"url": URL, "title": "Mixed", "text": "Nothing of that."}]}
    Path("other.json").write_text(json.dumps(bundle), "utf-8")
    for more in ([], ["--dry-run"], ["--replace", "--dry-run"]):
        done = desk("import", "other.json", *more)
        assert "Zqsecret" not in done.out + done.err, more


def test_what_an_assertion_alone_keeps_in_is_not_opened_by_blanking_it(desk: Desk) -> None:
    """It is refused until that is withheld, or voided in its place; one that hides nothing more goes."""
    (said,) = [body["id"] for body in desk.all("assertion") if body.get("release") == "off-record"]
    told = desk.refused("withhold", said, "--yes", "--why", "asked")
    assert "what it alone keeps in would show: " in told
    assert "Withhold these first, or void it" in told
    desk.ok("void", said, "--why", "asked")
    assert "Zqsecret" not in desk.ok("show", "Mixed", "--json").out
    open_said = [body["id"] for body in desk.all("assertion") if "release" not in body]
    desk.ok("withhold", open_said[0], "--yes", "--why", "asked")


@pytest.mark.parametrize("kept", ["background", "confidential"])
def test_nor_is_a_text_with_words_of_who_is_not_named(any_bare_desk: Desk, kept: str) -> None:
    """Blanking what they said would print their name in it; a second one of theirs keeps it in."""
    desk = any_bare_desk
    Path("c.txt").write_text("The siren failed, Zqconf said. It rained.", "utf-8")
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "c.txt", "--url", URL, "--title", "Held")
    desk.ok("source", "add", "Zqconf", *(["--confidential"] if kept == "confidential" else []))
    release = ["--release", "background"] if kept == "background" else []
    said = [
        desk.assertion(desk.ok("add", words, "-s", "Zqconf", "-i", "Held", "-q", words, *release, *STORY))["id"]
        for words in ("The siren failed", "It rained")
    ]
    for one in said:
        desk.ok("attribute", desk.body(one)["claim"], "-s", "Omar Denn")
    desk.ok("withhold", said[0], "--yes", "--why", "asked")
    assert "the text of document" in desk.refused("withhold", said[1], "--yes", "--why", "asked")


@pytest.mark.parametrize("how", ["withheld", "merged", "byline", "background", "void background"])
def test_a_text_with_words_of_who_is_not_named_is_kept_back(any_bare_desk: Desk, how: str) -> None:
    """From a page for lawyers, another program's file, a check, and whoever may read only what is open."""
    desk = any_bare_desk
    Path("c.txt").write_text("The siren failed, Zqconf said. It rained.", "utf-8")
    desk.ok("story", "add", "F")
    bylines = ["--byline", "Zqconf"] if how == "byline" else []
    desk.ok("document", "add", "c.txt", "--url", URL, "--title", "Held", *bylines)
    speaker = "Ines Vale" if how == "byline" else "Zqconf"
    release = ["--release", "background"] if "background" in how else []
    done = desk.ok("add", "The siren failed", "-s", speaker, "-i", "Held", "-q", "The siren failed", *release, *STORY)
    said = desk.assertion(done)["id"]
    desk.ok("add", "It rained", "-s", "Omar Denn", "-i", "Held", "-q", "It rained.", *STORY)
    if how == "withheld":
        desk.ok("withhold", "Zqconf", "--yes", "--why", "asked")
    elif how == "merged":
        desk.ok("source", "add", "Code K", "--confidential")
        desk.ok("source", "merge", "Code K", "Zqconf", "--why", "one person")
    elif how == "byline":
        desk.ok("edit", "Zqconf", "--set", "confidential=yes")
    elif how == "void background":
        desk.ok("void", said, "--why", "asked")
    Path("draft.txt").write_text("“The siren broke, someone said.” Omar Denn said it rained.", "utf-8")
    lines = (["report", *STORY, "--for", "legal", "--format", "html"], ["export", "--format", "web-annotation"])
    for line in (*lines, ["check", "draft.txt", *STORY]):
        done = desk(*line)
        assert "Zqconf" not in done.out + done.err, line
        assert "rained" in done.out + done.err or line[0] == "check"
    ledger = open_ledger(desk.db, access=Access.OPEN_RECORDS)
    from claimtrack.actions.lookup import show_record

    if how != "void background":
        shown = json.dumps(show_record(ledger, "Held").item, default=str)
        assert "siren" not in shown


def test_the_log_does_not_tell_what_a_claim_said_while_it_was_off_the_record(any_bare_desk: Desk) -> None:
    """Neither the words of then nor the reason for changing them; what it says since it was said openly is told."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    done = desk.ok("add", "Zqdriver of the mayor fled", "-s", "Leo Orr", "--release", "off-record", *STORY)
    claim = desk.assertion(done)["claim"]
    desk.ok("edit", claim, "--set", "text=A driver fled", "--why", "Zqdriver must not be known")
    desk.ok("attribute", claim, "-s", "Ines Vale")
    desk.ok("edit", claim, "--set", "text=The driver fled", "--why", "As she said")
    for line in (["log"], ["log", claim], ["log", claim, "--json"]):
        done = desk.ok(*line)
        assert "Zqdriver" not in done.out + done.err, line
        assert "As she said" in done.out
    assert "Zqdriver" in desk.ok("log", claim, "--include-restricted").out
