"""`document`: added from a file, a URL or standard input; passages skipped; merged."""

import shlex
from pathlib import Path

import pytest

from claimtrack.reading.documents.document_text import ExtractedText
from tests.cli.support import Desk


def test_everything_about_it(desk: Desk) -> None:
    """Each option is a field."""
    Path("other.txt").write_text("One.\n", "utf-8")
    line = (
        "document add other.txt --url https://other.example/b --title B --publisher 'The Herald' --genre report"
        " --published 2026-03-02T10:00+02:00 --language en --byline 'Ida Lorne' --byline 'Ben Sorrel' --dateline Kesra"
        " --section 'the lower town' --archive https://archive.example/b --state corrected --copy https://copy.example/b"
        " --copy-kind syndication --compared"
    )
    done = desk.ok(*shlex.split(line))
    body = desk.body(done.id)
    assert (body["url"], body["title"], body["genre"]) == ("https://other.example/b", "B", "report")
    assert (body["language"], body["state"]) == ("en", "corrected")
    assert body["archive_links"] == ["https://archive.example/b"]
    assert desk.body(body["publisher"])["name"] == "The Herald"
    first, second = body["bylines"]
    assert (desk.body(first["source"])["name"], first["dateline"], first["section"]) == (
        "Ida Lorne",
        "Kesra",
        "the lower town",
    )
    assert set(second) == {"source"}
    assert body["copies"] == [{"url": "https://copy.example/b", "kind": "syndication", "compared": True}]
    assert body["text"] == "One.\n"


def test_the_title_is_the_first_line(bare_desk: Desk) -> None:
    """When neither title nor URL is given. Line ends become line feeds, a byte-order mark goes."""
    Path("a.txt").write_bytes("\ufeff\r\n Dam holds \r\nIt held.\r".encode())
    body = bare_desk.body(bare_desk.ok("document", "add", "a.txt").id)
    assert body["title"] == "Dam holds"
    assert body["text"] == "\n Dam holds \nIt held.\n"


def test_what_a_page_states_of_itself(bare_desk: Desk) -> None:
    """When and by whom it was published, where that is not given; and not against what the ledger has."""
    head = '<meta property="article:published_time" content="2026-03-03T08:00:00+01:00"><meta property="og:site_name"'
    for name, words in (("a.html", "The dam held."), ("b.html", "It broke.")):
        Path(name).write_text(f"<html><head>{head} content='Radio Nord'></head><p>{words}</p></html>", "utf-8")

    def dated(document: str) -> tuple[str, str]:
        body = bare_desk.body(document)
        return body["published"], bare_desk.body(body["publisher"])["name"]

    done = bare_desk.ok("document", "add", "a.html")
    assert dated(done.id) == ("2026-03-03T08:00:00+01:00", "Radio Nord")
    assert "The page itself says that it was published 2026-03-03T08:00:00+01:00 by Radio Nord." in done.err
    given = ("--publisher", "The Herald", "--published", "2026-03-04")
    done = bare_desk.ok("document", "add", "b.html", *given)
    assert "Radio Nord" not in done.err
    assert bare_desk.ok("document", "add", "b.html").id == done.id
    assert dated(done.id) == ("2026-03-04", "The Herald")


def test_what_a_reader_sees_is_stored(bare_desk: Desk) -> None:
    """The text without markup, by the ending or the beginning of the file; lines that were only wrapped run on."""
    Path("a.md").write_text("# Dam *holds*\n\nIt [held](https://a.example).\n", "utf-8")
    Path("page").write_text("<!doctype html><title>x</title><h1>Dam &amp; lake</h1><p>It <b>held</b>.</p>", "utf-8")
    lines = (
        "The dam held through the night while the water rose to",
        "within a hand of the wall, and nobody in the lower town",
        "was hurt, as far as the council knew by the next noon.",
    )
    Path("c.txt").write_text(("\n".join(lines) + "\n\n") * 3, "utf-8")
    texts = [bare_desk.body(bare_desk.ok("document", "add", file).id) for file in ("a.md", "page", "c.txt")]
    assert [body["text"].split("\n")[0] for body in texts[:2]] == ["Dam holds", "Dam & lake"]
    assert [body["title"] for body in texts[:2]] == ["Dam holds", "Dam & lake"]
    assert "<b>" not in texts[1]["text"]
    assert "rose to within a hand" in texts[2]["text"]


def test_the_main_text_of_a_page(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra that finds it is installed, and finds one; else what a reader sees of the whole page."""
    found = ExtractedText("The dam held. " * 20, fields={"title": "Dam"})
    monkeypatch.setattr("claimtrack.reading.documents.main_text", lambda _page: found)
    Path("a.html").write_text("<html><nav>Menu</nav><p>The dam held.</p></html>", "utf-8")
    body = bare_desk.body(bare_desk.ok("document", "add", "a.html").id)
    assert (body["title"], body["text"]) == ("Dam", "The dam held. " * 20)
    monkeypatch.setattr("claimtrack.reading.documents.main_text", lambda _page: None)
    body = bare_desk.body(bare_desk.ok("document", "add", "a.html").id)
    assert "The dam held." in body["text"]


def test_from_standard_input(bare_desk: Desk) -> None:
    """A dash."""
    body = bare_desk.body(bare_desk.ok("document", "add", "-", "--title", "T", stdin="One.\nTwo.\n").id)
    assert body["text"] == "One.\nTwo.\n"


def test_a_url_with_its_text(bare_desk: Desk) -> None:
    """--text-file; nothing is fetched unless asked."""
    Path("a.txt").write_text("One.\n", "utf-8")
    body = bare_desk.body(bare_desk.ok("document", "add", "https://example.org/a", "--text-file", "a.txt").id)
    assert (body["url"], body["text"]) == ("https://example.org/a", "One.\n")


def test_the_text_comes_later(bare_desk: Desk) -> None:
    """The same URL again, with its text, is the same document."""
    first = bare_desk.ok("document", "add", "https://example.org/a")
    Path("a.txt").write_text("One.\n", "utf-8")
    again = bare_desk.ok("document", "add", "a.txt", "--url", "http://EXAMPLE.org/a#top")
    assert again.id == first.id
    assert bare_desk.body(first.id)["text"] == "One.\n"


@pytest.mark.parametrize("words", ["The gates stood open on Monday.", "the lake isn't full - not yet"])
def test_skip(desk: Desk, words: str) -> None:
    """A passage that needs no attribution, found however typed; twice is once."""
    for _ in range(2):
        desk.ok("document", "skip", "Dam at Kesra holds", words, "--as", "background")
    (document,) = desk.all("document")
    (skip,) = document["skips"]
    assert document["text"][skip["start"] : skip["end"]] == skip["exact"]
    assert skip["as"] == "background"


def test_skip_refusals(desk: Desk) -> None:
    """Words that are not there are answered with the nearest passage; a reason is needed."""
    said = desk.refused(
        "document", "skip", "Dam at Kesra holds", "The gates stood shut on Monday", "--as", "background"
    )
    assert "The gates stood open on Monday" in said
    desk.refused("document", "skip", "Dam at Kesra holds", "The gates")
    desk.refused("document", "skip", "Dam at Kesra holds", "The gates", "--as", "dull")
    desk.refused("document", "skip", "Dam at Kesra holds", "", "--as", "background")
    desk.ok("document", "add", "https://example.org/a")
    assert "no stored text" in desk.refused("document", "skip", "https://example.org/a", "x", "--as", "background")


def test_merge(desk: Desk) -> None:
    """One piece at two addresses."""
    other = desk.ok("document", "add", "https://m.courier.example/dam").id
    body = desk.body(desk.ok("document", "merge", "Dam at Kesra holds", other, "--why", "One piece").id)
    assert (body["kind"], body["merged"]) == ("document", other)


def test_files_that_cannot_be_read(bare_desk: Desk) -> None:
    """Missing and folders are I/O (3); not text, empty, or not an address are input (2)."""
    Path("bad.txt").write_bytes(b"caf\xe9 au lait")
    Path("empty.txt").write_text(" \n", "utf-8")
    Path("nul.txt").write_text("a\0b", "utf-8")
    bare_desk.refused("document", "add", "missing.txt", status=3)
    bare_desk.refused("document", "add", ".", status=3)
    assert "byte 4" in bare_desk.refused("document", "add", "bad.txt")
    assert "no text" in bare_desk.refused("document", "add", "empty.txt")
    assert "no text" in bare_desk.refused("document", "add", "-")
    bare_desk.refused("document", "add", "nul.txt")
    bare_desk.refused("document", "add", "ftp://example.org/a")
    bare_desk.refused("document", "add", "https://")
    bare_desk.refused("document", "add", "https://example.org/a", "--text-file", "missing.txt", status=3)


@pytest.mark.parametrize(
    "options",
    [
        ["--published", "2026-02-30"],
        ["--published", "yesterday"],
        ["--genre", "newz"],
        ["--language", "english please"],
        ["--url", "not a url"],
        ["--state", "gone"],
        ["--archive", "nowhere"],
    ],
)
def test_refusals(bare_desk: Desk, options: list[str]) -> None:
    """One line each."""
    Path("a.txt").write_text("One.\n", "utf-8")
    bare_desk.refused("document", "add", "a.txt", *options)


def test_json(bare_desk: Desk) -> None:
    """Ids and the change."""
    found = bare_desk.ok("document", "add", "https://example.org/a", "--json").json
    assert (found["change"], found["digest"]) == bare_desk.head()
    assert bare_desk.body(found["ids"][0])["type"] == "document"
