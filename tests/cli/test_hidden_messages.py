"""What commands that write say of other records than those they are given: nothing that is held back."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.support import Desk, Ran

URL = "https://a.example/a"
STORY = ("--story", "F")
OFF = ("--release", "off-record")
MARK = re.compile(r"(?i)zq\w+")
"""Words of what is held back; not looked for in what prints ids, which may have these letters by chance."""


def marks(done: Ran) -> list[str]:
    """The marked words that a command printed, but in ids."""
    return MARK.findall(re.sub(r"\b[a-z2-7]{24}\b", "", done.out + done.err))


@pytest.fixture
def desk(any_bare_desk: Desk) -> Desk:
    """A document without a title of its own, whose first line is held back, in use."""
    desk = any_bare_desk
    Path("t.txt").write_text("Zqtitle secretly took it.\n\nAll was well. It rained.", "utf-8")
    Path("u.txt").write_text("Zqtitle secretly took it.\n\nAll was well. It rained a lot.", "utf-8")
    desk.ok("story", "add", "F")
    document = desk.ok("document", "add", "t.txt", "--url", URL).id
    desk.ok("add", "All was well", "-s", "Ines Vale", "-i", document, "-q", "All was well.", *STORY)
    desk.ok("add", "It was taken", "-s", "Leo Orr", "-i", document, "-q", "secretly took it", *OFF, *STORY)
    desk.ok("use", document, *STORY)
    return desk


def test_no_message_has_a_title_that_is_the_first_line_of_a_hidden_text(desk: Desk) -> None:
    """The document is called by its address: in use, where something is added to it, and where that is undone."""
    (claim,) = [body["id"] for body in desk.all("claim") if body["text"] == "All was well"]
    (document,) = [body["id"] for body in desk.all("document")]
    for line in (
        ["use"],
        ["use", document],
        ["add", "It rained", "-s", "Ines Vale", "-q", "It rained."],
        ["add", "It poured", "-s", "Ines Vale", "-i", document],
        ["attribute", claim, "-s", "Pat Roe"],
        ["document", "add", URL, "--publisher", "The Courier"],
    ):
        done = desk.ok(*line)
        assert URL in done.err, line
        assert not marks(done), line
        if line[0] != "use":
            assert not marks(desk.ok("undo")), line
    for line in (
        ["document", "add", "u.txt", "--again", document],
        ["document", "archive", document, "--url", "https://archive.example/1"],
        ["document", "skip", document, "It rained.", "--as", "boilerplate"],
        ["edit", document, "--set", "genre=news"],
        ["void", document],
    ):
        assert not marks(desk.ok(*line)), line
        assert not marks(desk.ok("undo")), line


def test_no_title_of_a_hidden_text_is_found_by_its_beginning_nor_suggested(desk: Desk) -> None:
    """Whatever the verb; nor does a list of void documents or the log give it, nor an error that lists several."""
    for typed in ("zqt", "took it secretly by Zqtitl", "Zqtitle secretly tok it."):
        told = desk.refused("add", "It poured", "-s", "Ines Vale", "-i", typed)
        assert "secretly took it" not in told
        assert "taken as" not in told
    copy = desk.ok("document", "add", "t.txt").id
    desk.ok("void", copy)
    for line in (["document", "list", "--void"], ["log"], ["log", copy]):
        assert not marks(desk.ok(*line)), line
    assert "Zqtitle" in desk.ok("document", "list", "--void", "--include-restricted").out
    desk.refused("restore", "zqt")
    desk.ok("void", URL)
    told = desk.refused("restore", "Zqtitle secretly took it.", status=4)
    assert URL in told
    assert told.count("secretly") == 1  # as it was typed


def test_no_problem_of_an_import_names_it(desk: Desk) -> None:
    """Where the file says otherwise of the document, or of several of one title."""
    desk.ok("edit", URL, "--set", "genre=news")
    desk.ok("document", "add", "t.txt")
    differing = {"claimtrack": 1, "documents": [{"url": URL, "genre": "opinion"}]}
    Path("b.json").write_text(json.dumps(differing), "utf-8")
    told = desk.refused("import", "b.json")
    assert f"another genre for '{URL}'" in told
    assert not MARK.search(told)
    assert not marks(desk.ok("import", "b.json", "--replace", "--dry-run"))
    assertion = {"chain": ["Ines Vale"], "document": "Zqtitle secretly took it."}
    naming = {"claimtrack": 1, "claims": [{"text": "It poured", "story": "F", "assertions": [assertion]}]}
    Path("b.json").write_text(json.dumps(naming), "utf-8")
    told = desk.refused("import", "b.json")
    assert "fits 2 documents: " in told
    assert URL in told
    assert told.count("secretly") == 1  # as the file has it


def test_neither_a_name_nor_a_role_given_off_the_record_is_suggested(any_bare_desk: Desk) -> None:
    """Of an open source: its alias for a mistyped name, its role beside a name that several have."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("add", "It rained", "-s", "Ines Vale", *STORY)
    (source,) = [body["id"] for body in desk.all("source")]
    desk.ok("source", "add", "Ines Vale", "--qualifier", "of the port")
    said = {"chain": ["Leo Orr"], "release": "off-record"}
    bundle = {
        "claimtrack": 1,
        "sources": [{"id": source, "name": "Ines Vale", "aliases": ["Marguerite Zqalias"], "role": "zqrole"}],
        "claims": [{"text": "It was lost", "story": "F", "assertions": [said]}],
    }
    Path("b.json").write_text(json.dumps(bundle), "utf-8")
    desk.ok("import", "b.json")
    assert "Zqalias" not in desk.refused("rate", "Margerite Zqalia", "B", "--why", "x").replace("Zqalia'", "")
    told = desk.refused("rate", "Ines Vale", "B", "--why", "x", status=4)
    assert source in told
    assert "zqrole" not in told


@pytest.mark.parametrize("again", ["in one change", "in another"])
def test_an_undo_opens_nothing_and_tells_nothing(any_bare_desk: Desk, again: str) -> None:
    """It puts back what was given off the record, and nobody has stated that openly; nor whom only such named."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    claim = desk.ok("add", "It rained", "-s", "Ines Vale", *STORY).id
    (source,) = [body["id"] for body in desk.all("source")]
    more = ("--about", "Zqabout Firm", "--figure", "7777", "--unit", "zqboats")
    if again == "in another":
        desk.ok("add", "It rained", "-s", "Zqperson One", *OFF, *STORY)
        desk.ok("add", "It rained", "-s", "Zqperson One", "--role", "zqfirst", *OFF, *STORY)
        assert not marks(desk.ok("undo"))
    desk.ok("add", "It rained", "-s", "Leo Orr", *more, *OFF, *STORY)
    desk.ok("add", "A valve failed", "-s", "Ines Vale", "--of", "Zqcell", "--role", "zqrole", *OFF, *STORY)
    lines = [["show", source, "--json"], ["show", claim, "--json"], ["log", source], ["log", claim], ["export"]]
    lines += [["source", "list"], ["report", *STORY, "--format", "json"], ["log", "--json"]]

    def shown() -> list[str]:
        return [word for line in lines for word in marks(desk.ok(*line))]

    assert not shown()
    for record, field in ((source, "role=an engineer"), (claim, "answer.figure=31"), (claim, "about=Ines Vale")):
        desk.ok("edit", record, "--set", field)
        assert not marks(desk.ok("undo")), field
        assert not shown(), field
        assert not re.search(r"\b7777\b", desk.ok("show", claim, "--json").out)
    for _ in range(2):
        told = desk.ok("undo")
        assert not re.search("7777", told.out + told.err)
        assert not marks(told)
        assert not shown()


def test_what_was_said_off_the_record_stays_in_when_it_is_void_and_brought_back(any_bare_desk: Desk) -> None:
    """Of a claim that somebody has said openly since."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    claim = desk.ok("add", "It rained", "-s", "Leo Orr", *OFF, *STORY).id
    note = desk.ok("annotate", claim, "-n", "zqnote").id
    desk.ok("attribute", claim, "-s", "Ines Vale")
    for verb in ("void", "restore"):
        desk.ok(verb, note)
        for line in (["show", claim, "--json"], ["export"], ["log", claim], ["log"], ["report", *STORY]):
            assert not marks(desk.ok(*line)), (verb, line)
    other = desk.ok("annotate", claim, "-n", "An open note").id
    desk.ok("undo")
    desk.ok("restore", other)
    assert "An open note" in desk.ok("show", claim).out


def test_an_undo_that_is_refused_tells_nothing(desk: Desk) -> None:
    """Where the records of the change were written again since."""
    (document,) = [body["id"] for body in desk.all("document")]
    desk.ok("edit", document, "--set", "genre=news")
    other = Desk(desk.db, desk.folder, user="colleague")
    other.ok("edit", document, "--set", "genre=opinion")
    told = desk.refused("undo", status=4)
    assert URL in told
    assert "secretly" not in told
