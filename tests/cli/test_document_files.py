"""Documents in files of other programs: `document add`, `read` and `check`."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from claimtrack.actions import fetching
from tests.cli.support import Desk
from tests.support.pdf_files import pdf_file
from tests.support.web_server import WebServer, web_server

PAGES = [
    ["Dam at Kesra holds", "", "The mayor of Kesra, Omar Denn, said on Sunday that nobody was hurt."],
    ["Police said that dozens of houses stood under water in the lower town."],
]


def test_the_anchor_of_a_quotation_keeps_the_page(bare_desk: Desk) -> None:
    """Of words given by hand and of proposals that are accepted; the file is known by its SHA-256."""
    data = pdf_file(PAGES)
    Path("dam.pdf").write_bytes(data)
    document = bare_desk.ok("document", "add", "dam.pdf", "--title", "Dam").id
    body = bare_desk.body(document)
    assert body["file"] == {"sha256": sha256(data).hexdigest(), "media_type": "application/pdf"}
    assert body["text"].startswith("Dam at Kesra holds\n")
    bare_desk.ok("add", "Houses stood under water", "-s", "Police", "-q", "dozens of houses", "-i", document)
    lines = [json.loads(line) for line in bare_desk.ok("read", "dam.pdf", "--jsonl").out.splitlines()]
    decided = "".join(json.dumps({**line, "decision": "accept"}) + "\n" for line in lines if not line.get("doubts"))
    bare_desk.ok("read", "--document", document, "--decisions", "-", stdin=decided)
    assert "stand so in the stored text, page 2" in " ".join(
        bare_desk.ok("show", "Houses stood under water").out.split()
    )
    assert "2, page=1 to page=2" in bare_desk.ok("document", "show", document).out
    quotes = [each["quote"] for each in bare_desk.all("assertion")]
    assert {(quote["exact"][:5], quote["fragment"]) for quote in quotes} >= {("dozen", "page=2"), ("nobod", "page=1")}
    bare_desk.ok("edit", document, "--set", "text=Another text.")
    assert not {"fragments", "file"} & set(bare_desk.body(document))


def test_the_anchor_of_a_quotation_keeps_the_time(bare_desk: Desk) -> None:
    """Of a transcript; what the file says of itself is filled in, unless the line says it."""
    Path("a.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:03.500\n<v Omar Denn>The dam held.</v>\n", "utf-8")
    document = bare_desk.ok("document", "add", "a.vtt", "--genre", "broadcast").id
    assert bare_desk.body(document)["genre"] == "broadcast"
    bare_desk.ok("add", "The dam held", "-s", "Omar Denn", "-q", "The dam held", "-i", document)
    assert [each["quote"]["fragment"] for each in bare_desk.all("assertion")] == ["t=1"]


def test_an_email(bare_desk: Desk) -> None:
    """Its head fills title, date and publisher; what is not taken is told."""
    head = "From: Omar Denn <o@kesra.example>\nSubject: Dam\nDate: Mon, 02 Mar 2026 10:00:00 +0200\n"
    text = "The dam held.\n\nOmar Denn\n"
    Path("a.eml").write_text(f"{head}\n{text}", "utf-8")
    done = bare_desk.ok("document", "add", "a.eml")
    body = bare_desk.body(done.id)
    assert (body["title"], body["published"], body["text"]) == ("Dam", "2026-03-02T10:00:00+02:00", text)
    assert bare_desk.body(body["publisher"])["name"] == "Omar Denn"
    assert "<o@kesra.example>" in done.err
    proposed = json.loads(bare_desk.ok("read", done.id, "--story", "Dam", "--jsonl").out.splitlines()[0])
    assert (proposed["text"], proposed["assertions"][0]["chain"][0]["source"]) == ("The dam held", "Omar Denn")


def test_a_draft_in_a_pdf(desk: Desk) -> None:
    """It is held against the ledger as any draft is; places are lines of its text."""
    Path("draft.pdf").write_bytes(pdf_file([["Dam at Kesra", "“We will build the upper town,” he said."]]))
    done = desk("check", "draft.pdf")
    assert "draft.pdf:2" in done.out, done.out + done.err


def test_nothing_is_made_for_a_file_that_cannot_be_read(bare_desk: Desk) -> None:
    """A scan is refused in a line, by every verb that takes a document."""
    Path("scan.pdf").write_bytes(pdf_file([[]]))
    for line in (["document", "add", "scan.pdf"], ["read", "scan.pdf", "--story", "Dam", "--jsonl"]):
        assert "scan.pdf: it holds no text: its 1 page may be a scan" in bare_desk.refused(*line)
    assert not bare_desk.all("story")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """A server that counts as public."""
    monkeypatch.setattr(fetching, "is_public", lambda _address: True)
    with web_server() as found:
        found.answers["/dam"] = 200, {"Content-Type": "text/html"}, b"<meta charset=latin-1><p>D\xe4mme held.</p>"
        found.answers["/old"] = 301, {"Location": "/dam"}, b""
        found.answers["/a"] = 200, {"Content-Type": "application/pdf"}, pdf_file(PAGES)
        yield found


def test_a_page_that_is_fetched(bare_desk: Desk, site: WebServer) -> None:
    """When asked; its bytes are kept, known by their SHA-256; where it leads is told."""
    bare_desk.ok("document", "add", site.url("/old"))
    assert not site.asked
    done = bare_desk.ok("document", "add", site.url("/old"), "--fetch")
    body = bare_desk.body(done.id)
    data = site.answers["/dam"][2]
    assert (body["text"], body["url"]) == ("Dämme held.", site.url("/old"))
    assert body["file"] == {"sha256": sha256(data).hexdigest(), "media_type": "text/html"}
    (kept,) = Path.home().rglob("fetched/*")
    assert (kept.name, kept.read_bytes()) == (f"{sha256(data).hexdigest()}.html", data)
    assert kept.stat().st_mode & 0o77 == 0
    assert f"It leads to {site.url('/dam')}" in done.err
    assert str(kept) in done.err
    site.answers["/dam"] = 200, {"Content-Type": "text/html; charset=utf-8"}, data
    assert "cannot be read in the encoding" in bare_desk.ok("document", "add", site.url("/dam"), "--fetch").err


def test_pages_that_are_read_and_checked(desk: Desk, site: WebServer) -> None:
    """A PDF at an address is one; without --fetch nobody is asked."""
    assert "mayor of Kesra" in desk.ok("read", site.url("/a"), "--fetch", "--jsonl").out
    asked = len(site.asked)
    assert "Give --fetch" in desk.refused("check", site.url("/a"))
    assert len(site.asked) == asked
    assert desk("check", site.url("/a"), "--fetch").status in (0, 1)
    assert len(site.asked) == asked + 1
