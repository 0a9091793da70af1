"""A confidential source whose name stands in words that somebody wrote."""

import pytest

from tests.cli.support import Desk


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_a_report_for_others_says_that_it_names_a_confidential_source(any_bare_desk: Desk, form: str) -> None:
    """Whatever breaks the name over lines; the desk, which may know the name, is told nothing."""
    desk = any_bare_desk
    desk.ok("story", "add", "Tram crash")
    desk.ok("source", "add", "Kevin O'Snow", "--kind", "witness", "--confidential", "--described-as", "a passenger")
    desk.ok("add", "The tram did not slow down at all before the bend in the long straight stretch, Kevin O'Snow felt",
            "-s", "Kevin O'Snow", "--story", "Tram crash")  # fmt: skip
    line = ("report", "--story", "Tram crash", "--format", form)
    for edition in ("legal", "public"):
        assert "words of this report name Kevin O'Snow, confidential" in desk.ok(*line, "--for", edition).err
    assert "confidential." not in desk.ok(*line).err
    desk.ok("edit", desk.all("claim")[0]["id"], "--set", "text=The tram did not slow down")
    assert "O'Snow" not in str(desk.ok(*line, "--for", "public"))


@pytest.mark.parametrize("kept", ["Ann Vale", "Zqconf Orr"])
def test_who_is_one_with_a_confidential_source_is_called_as_that_one(any_bare_desk: Desk, kept: str) -> None:
    """Whichever of the two was kept, and whether or not it has a description of its own; the desk is told."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("source", "add", "Zqconf Orr", "--kind", "person", "--confidential", "--described-as", "a clerk")
    for name, claim in (("Ann Vale", "The dam broke"), ("Zqconf Orr", "The lake is full")):
        desk.ok("add", claim, "-s", name, "--story", "F")
    desk.ok("source", "merge", kept, *({"Ann Vale", "Zqconf Orr"} - {kept}), "--why", "One person")
    for edition in ("legal", "public"):
        told = desk.ok("report", "--story", "F", "--for", edition, "--full").out
        assert "Ann Vale" not in told
        assert "Zqconf" not in told
        assert "clerk said" in told
    assert "CONFIDENTIAL)" in desk.ok("report", "--story", "F", "--full").out


@pytest.mark.parametrize("how", ["confidential", "merged", "withheld"])
def test_who_is_not_named_is_not_told_by_the_rest_of_a_byline(any_bare_desk: Desk, how: str) -> None:
    """The place that it was written from, and which part is theirs."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("document", "add", "https://a.example/a", "--title", "Open", "--byline", "Zqbyline Orr",
            "--dateline", "Zqdateline", "--section", "Zqsection", "--publisher", "Wire")  # fmt: skip
    desk.ok("add", "The dam broke", "-s", "Ines Vale", "-i", "Open", "--story", "F")
    assert "(Zqdateline; Zqsection)" in desk.ok("report", "--story", "F", "--for", "public").out
    (author,) = [body["id"] for body in desk.all("source") if body["name"] == "Zqbyline Orr"]
    if how == "confidential":
        desk.ok("edit", author, "--set", "confidential=yes")
    elif how == "merged":
        desk.ok("source", "add", "Code K", "--confidential")
        desk.ok("source", "merge", author, "Code K", "--why", "One person")
    else:
        desk.ok("withhold", author, "--yes", "--why", "Asked")
    for edition in ("legal", "public", *(["desk"] if how == "withheld" else [])):
        for form in ("text", "json", "html"):
            assert "Zq" not in desk.ok("report", "--story", "F", "--for", edition, "--format", form).out


def test_who_is_void_is_on_no_side_that_is_told(bare_desk: Desk) -> None:
    """Of a confidential source taken out of use the name is not known any more: its side would tell of it."""
    bare_desk.ok("story", "add", "Flood")
    source = bare_desk.ok("source", "add", "Code K", "--confidential").id
    bare_desk.ok("source", "side", "Code K", "zqside", "--story", "Flood")
    bare_desk.ok("add", "The gate gave way", "-s", "Ines Vale", "--told", "Code K", "--story", "Flood")
    bare_desk.ok("void", source)
    for edition in ("legal", "public"):
        for form in ("html", "json"):
            assert "zqside" not in bare_desk.ok("report", "--for", edition, "--format", form, "--story", "Flood").out
