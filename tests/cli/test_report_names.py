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


WARNED = "With care: words of this {} name Kevin O'Snow, confidential."


@pytest.mark.parametrize("how", ["void", "merged", "renamed", "both"])
@pytest.mark.parametrize("what", ["report", "site", "file"])
def test_it_says_so_of_who_is_void_merged_or_called_otherwise_since(any_bare_desk: Desk, what: str, how: str) -> None:
    """The name is known from the history; who is withheld is known to nobody, but whoever is one with it is."""
    desk = any_bare_desk
    desk.ok("story", "add", "Tram crash")
    source = desk.ok("source", "add", "Kevin O'Snow", *(["--confidential"] if how in ("void", "both") else [])).id
    claim = desk.ok("add", "The tram was late, Kevin O'Snow felt", "-s", "Ann Vale", "--story", "Tram crash").id
    if how in ("merged", "both"):
        desk.ok("source", "add", "Code K", "--confidential", "--described-as", "a passenger")
        desk.ok("source", "merge", "Code K", source, "--why", "One person")
    if how == "renamed":
        for field in ("name=Code K", "confidential=yes", "aliases=Koder"):
            desk.ok("edit", source, "--set", field)
    if how in ("void", "both"):
        desk.ok("void", source)
    lines = {
        "report": ("report", "--story", "Tram crash", "--for", "public"),
        "site": ("export", "--format", "site", "--story", "Tram crash", "--for", "legal", "-o", "pages"),
        "file": ("export", "--format", "stix", "-o", "out.json"),
    }
    assert WARNED.format(what) in desk.ok(*lines[what]).err
    assert "O'Snow" not in desk.ok("report", "--story", "Tram crash", "--format", "html").err
    desk.ok("edit", claim, "--set", "text=The tram was late")
    assert "O'Snow" not in desk.ok(*lines[what]).err


def test_a_name_known_only_off_the_record_is_counted(any_bare_desk: Desk) -> None:
    """No command that reads tells it, but whoever sends the report off has to know."""
    desk = any_bare_desk
    desk.ok("story", "add", "F")
    desk.ok("add", "The dam broke", "-s", "Kevin O'Snow", "--release", "off-record", "--story", "F")
    (source,) = desk.all("source")
    desk.ok("edit", source["id"], "--set", "confidential=yes")
    line = ("report", "--story", "F", "--for", "legal")
    assert "With care" not in desk.ok(*line).err
    desk.ok("add", "Kevin O'Snow was there", "-s", "Ann Vale", "--story", "F")
    told = desk.ok(*line).err
    assert "hold 1 name of a confidential source that is off the record or embargoed" in told
    assert "O'Snow" not in told
    assert WARNED.format("report") in desk.ok(*line, "--include-restricted").err


def test_a_description_is_no_name(bare_desk: Desk) -> None:
    """It stands in the place of the name."""
    bare_desk.ok("story", "add", "F")
    bare_desk.ok("source", "add", "Code K", "--confidential", "--described-as", "a passenger")
    bare_desk.ok("add", "The tram was late, a passenger felt", "-s", "a passenger", "--story", "F")
    (other,) = [body["id"] for body in bare_desk.all("source") if body["name"] != "Code K"]
    bare_desk.ok("source", "merge", "Code K", other, "--why", "One person")
    done = bare_desk.ok("report", "--story", "F", "--for", "public")
    assert "late, a passenger felt" in done.out
    assert "With care" not in done.err


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
