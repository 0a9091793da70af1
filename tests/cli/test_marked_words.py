"""A word of its own stands in every text of restricted records; no output that may not show it holds it.

What may be shown where is VISIBLE, which docs/safety.md gives as a table.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.support import Desk
from tests.support.tree import ROOT

pytestmark = pytest.mark.whole

COLUMNS = ("lists and search", "show and log", "desk report", "legal report", "public report", "export", "check")
VISIBLE = {
    "off the record": ("no", "no", "no", "no", "no", "no", "no"),
    "embargoed": ("no", "no", "no", "no", "no", "no", "no"),
    "a detail of an open claim that only such an assertion gave": ("no", "no", "no", "no", "no", "no", "no"),
    "the whole text of a document with such a passage": ("no", "no", "no", "no", "no", "no", "no"),
    "the reason given for writing such a record": ("no", "no", "no", "no", "no", "no", "no"),
    "void": ("no", "yes", "no", "no", "no", "no", "no"),
    "withheld": ("no", "no", "no", "no", "no", "no", "no"),
    "a confidential source": ("yes", "yes", "yes", "no", "no", "yes", "no"),
    "who spoke on background": ("yes", "yes", "no", "no", "no", "yes", "no"),
}
"""Kind of material -> whether each of COLUMNS shows it without --include-restricted."""

PREFIX = {
    "zqoff": "off the record",
    "zqemb": "embargoed",
    "zqdet": "a detail of an open claim that only such an assertion gave",
    "zqtext": "the whole text of a document with such a passage",
    "zqwhy": "the reason given for writing such a record",
    "zqvoid": "void",
    "zqheld": "withheld",
    "zqconf": "a confidential source",
    "zqback": "who spoke on background",
}
"""How the words of a kind begin."""
WORD = re.compile(rf"\b(?:{'|'.join(PREFIX)})[a-z]+", re.IGNORECASE)


HIDES_WHAT_IT_NAMES = ("zqoff", "zqemb")
"""Marks of what takes along the sources and questions that nothing else names; void and withheld records do not."""


def person(mark: str, part: str) -> str:
    """The name of a source that nothing else names."""
    return f"{mark.title()}{part} Person" if mark in HIDES_WHAT_IT_NAMES else "Ines Vale"


def attribution(mark: str, source: Any, document: str | None, **more: Any) -> dict[str, Any]:
    """An assertion every text of which holds a word of its own."""
    hop = {"source": source, "hedge": f"{mark}hedge", "caveats": ["could-not-verify"]}
    return {
        "chain": [hop],
        **({"document": document} if document else {}),
        "quote": {"exact": f"It was {mark}quote that night"},
        "occasion": f"a {mark}occasion",
        "notes": [f"{mark}note"],
        "tags": [f"{mark}tag"],
        "evidence": [{"bearing": "supports", "text": f"{mark}evidence", "credit": f"{mark}credit"}],
        "requests": [{"asked": person(mark, "asked"), "answer": f"{mark}answer", "outcome": "replied"}],
        "assessments": [{"verdict": "accurate", "why": f"{mark}verdict", "by": "desk", "on": "2026-03-02"}],
        **more,
    }


def claim(mark: str, *assertions: dict[str, Any]) -> dict[str, Any]:
    """A claim every text of which holds a word of its own."""
    return {
        "text": f"The {mark}claim gave way",
        "kind": "cause",
        "question": f"Was it {mark}question?" if mark in HIDES_WHAT_IT_NAMES else "What gave way?",
        "answer": {"text": f"{mark}reply"},
        "about": [person(mark, "about")],
        "notes": [f"{mark}claimnote"],
        "tags": [f"{mark}claimtag"],
        "evidence": [{"bearing": "supports", "text": f"{mark}claimevidence"}],
        "assessments": [
            {"verdict": "not-enough-evidence", "why": f"{mark}claimverdict", "by": "desk", "on": "2026-03-02"}
        ],
        "assertions": list(assertions),
    }


OPEN = {"chain": ["Ines Vale"], "document": "https://a.example/open"}
BUNDLE: dict[str, Any] = {
    "claimtrack": 1,
    "stories": [{"name": "Harbour flood"}],
    "sources": [
        {"name": "Harbour Press", "kind": "outlet"},
        {"name": "Ines Vale", "kind": "person"},
        {
            "name": "Zqconfname",
            "kind": "person",
            "confidential": True,
            "described_as": "an engineer at the dam",
            "role": "zqconfrole",
            "aliases": ["Zqconfalias"],
            "sides": [{"name": "zqconfside", "story": "Harbour flood"}],
        },
        {"name": "Zqbackname", "kind": "person", "role": "zqbackrole"},
    ],
    "documents": [
        {"url": "https://a.example/open", "title": "Open piece", "publisher": "Harbour Press"},
        {
            "url": "https://a.example/mixed",
            "title": "Interview",
            "publisher": "Harbour Press",
            "text": "The gate was shut. It was zqtextquote that night.\n\nThen zqtextrest was said.",
        },
        {"url": "https://a.example/zqoffurl", "title": "A zqofftitle", "publisher": "Zqoffpublisher"},
        {"url": "https://a.example/zqemburl", "title": "A zqembtitle", "publisher": "Zqembpublisher"},
    ],
    "claims": [
        {"text": "The gate was shut", "assertions": [OPEN, {**OPEN, "document": "https://a.example/mixed"}]},
        claim("zqoff", attribution("zqoff", "Zqoffsource Person", "https://a.example/zqoffurl", release="off-record")),
        claim(
            "zqemb",
            attribution(
                "zqemb", "Zqembsource Person", "https://a.example/zqemburl", release="embargoed", until="2099-01-01"
            ),
        ),
        {
            "text": "The pumps had failed before",
            "assertions": [
                {**OPEN, "quote": {"exact": "The pumps had failed before"}},
                attribution("zqoff", "Zqoffsource Person", None, release="off-record"),
                {
                    "chain": ["Zqoffsource Person"],
                    "document": "https://a.example/mixed",
                    "release": "off-record",
                    "quote": {"exact": "It was zqtextquote that night."},
                },
            ],
        },
        claim("zqvoid", attribution("zqvoid", "Ines Vale", "https://a.example/open")),
        claim("zqheld", attribution("zqheld", "Ines Vale", "https://a.example/open")),
        {"text": "A crack was known", "assertions": [{"chain": ["Zqconfname"], "document": "https://a.example/open"}]},
        {
            "text": "A crack was known",
            "assertions": [
                {
                    "chain": [{"source": "Zqbackname", "described_as": "an official"}],
                    "document": "https://a.example/open",
                    "release": "background",
                }
            ],
        },
        {
            "text": "About 12 boats sank",
            "kind": "figure",
            "assertions": [OPEN],
        },
        {
            "text": "Some 40 boats sank",
            "kind": "figure",
            "question": "How many boats sank?",
            "answer": {"figure": "some 40", "unit": "boats"},
            "assertions": [OPEN],
        },
    ],
}

_MADE: list[bytes] = []


@pytest.fixture
def marked(bare_desk: Desk) -> Desk:
    """A desk whose ledger holds marked words of every kind. Made once, then copied."""
    if _MADE:
        Path(bare_desk.db).write_bytes(_MADE[0])
        return bare_desk
    desk = bare_desk
    Path("marked.json").write_text(json.dumps(BUNDLE), "utf-8")
    desk.ok("import", "marked.json")
    story = ("--story", "Harbour flood")
    desk.ok("add", "About 12 boats sank", "-s", "Zqoffsource Person", "--release", "off-record", *story,
            "--question", "How many boats sank?", "--figure", "about 12", "--unit", "boats", "--scope", "zqdetscope",
            "--why", "zqwhyadd")  # fmt: skip
    for mark, verb in (("zqvoid", "void"), ("zqheld", "withhold")):
        for body in marked_bodies(desk, mark):
            if body["type"] not in ("question", "source"):
                desk.ok(verb, body["id"], "--why", "A mistake")
    _MADE.append(Path(desk.db).read_bytes())
    return desk


def marked_bodies(desk: Desk, mark: str) -> list[dict[str, Any]]:
    """The live records with a word that begins so."""
    return [
        body
        for body in desk.bodies("1 = 1")
        if mark in json.dumps(body).casefold() and "zqtext" not in json.dumps(body)
    ]


FORMS = ((), ("--json",), ("--csv",))


def outputs(desk: Desk, *head: str) -> Iterator[tuple[str, str]]:
    """Every reading verb in every format: the column of VISIBLE it belongs to, and what it printed."""

    def printed(*line: str) -> str:
        done = desk(*head, *line)
        assert done.status in (0, 1, 2, 4), (line, done.err)
        return f"{done.out}\n{done.err}"

    story = ("--story", "Harbour flood")
    for form in FORMS:
        yield "lists and search", printed("list", *form)
        for group in ("source", "document", "story", "question"):
            yield "lists and search", printed(group, "list", *form)
        yield "lists and search", printed("flags", *form)
        yield "lists and search", printed("disagreements", *form)
        yield "show and log", printed("log", "--limit", "1000", *form)
        for word in ("gave", "night", "said", "crack"):
            yield "lists and search", printed("search", word, *form)
    for record in sorted(_records(desk)) if not head else ():
        for form in ((), ("--json",)):
            yield "show and log", printed("show", record, *form)
        yield "show and log", printed("log", record)
    for edition in ("desk", "legal", "public"):
        for form in ("text", "markdown", "html", "json", "csv"):
            yield f"{edition} report", printed("report", *story, "--for", edition, "--format", form)
        folder = f"site-{edition}"
        printed("export", "--format", "site", *story, "--for", edition, "-o", folder)
        for page in sorted(Path(folder).rglob("*.html")):
            yield f"{edition} report", page.read_text("utf-8")
        shutil.rmtree(folder, ignore_errors=True)
    for form in ("bundle", "jsonl", "ledger"):
        yield "export", printed("export", "--format", form)
        yield "export", printed("export", "--format", form, *story)
    Path("draft.txt").write_text("Ines Vale said the gate was shut. The pumps had failed before.\n", "utf-8")
    for form in ("text", "json", "github", "sarif"):
        yield "check", printed("check", "draft.txt", *story, "--format", form)


def _records(desk: Desk) -> set[str]:
    from sqlalchemy import text

    from claimtrack.ledger.database import open_ledger

    with open_ledger(desk.db).reading() as connection:
        return {row.id for row in connection.execute(text("SELECT id FROM record"))}


@pytest.mark.parametrize("head", [(), ("--as-of", "2099-06-01")], ids=["now", "future"])
def test_no_output_shows_what_it_may_not(marked: Desk, head: tuple[str, ...]) -> None:
    """Every verb, format and edition, now and as of a day when every embargo is over; and what may be shown is."""
    seen: dict[tuple[str, str], set[str]] = {}
    for column, out in outputs(marked, *head):
        for word in WORD.findall(out):
            kind = next(kind for prefix, kind in PREFIX.items() if word.casefold().startswith(prefix))
            seen.setdefault((kind, column), set()).add(word)
    leaks = {place: words for place, words in seen.items() if VISIBLE[place[0]][COLUMNS.index(place[1])] == "no"}
    assert not leaks, "\n".join(f"{place}: {sorted(words)}" for place, words in sorted(leaks.items()))
    wanted = {
        (kind, column)
        for kind, row in VISIBLE.items()
        for column, may in zip(COLUMNS, row, strict=True)
        if may == "yes" and (column != "show and log" or not head)
    }
    assert wanted <= seen.keys()


@pytest.mark.parametrize("edition", ["desk", "legal", "public"])
def test_what_went_off_the_record_since_shows_at_no_earlier_moment(desk: Desk, edition: str) -> None:
    """The data are those of then, what may be shown of them is judged by the records of now; and a release counts."""
    desk.ok("add", "The dam holds", "-s", "Ines Vale")
    desk.ok("add", "The zqoffclaim broke", "-s", "Lina Orr")
    said = desk.assertion()
    before = desk.ok("log", "--json").json[0]["at"]
    lines = [["list"], ["search", "broke"], ["disagreements"], ["report", "--for", edition], ["source", "list"]]

    def shown() -> str:
        return "".join(desk.ok("--as-of", before, *line).out for line in lines)

    assert "zqoffclaim" in shown()
    desk.ok("edit", said["id"], "--set", "release=off-record")
    assert "zqoffclaim" not in shown()
    assert "Lina Orr" not in shown()
    assert "The dam holds" in shown()
    desk.ok("edit", said["id"], "--set", "release=on-record")
    assert "zqoffclaim" in shown()


def test_the_dry_run_of_an_import_names_nothing_restricted(marked: Desk) -> None:
    """The list of what the ledger has and the file has not."""
    item = {"text": "The pumps had failed before", "assertions": [{"chain": ["Omar Denn"]}]}
    bundle = {"claimtrack": 1, "stories": [{"name": "Harbour flood"}], "claims": [item]}
    Path("again.json").write_text(json.dumps(bundle), "utf-8")
    done = marked("import", "again.json", "--dry-run")
    assert "the file has not" in done.out + done.err
    assert not re.search("zqoff|zqtext", done.out + done.err, re.IGNORECASE)


def test_completion_offers_nothing_restricted(marked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids are offered with what their records are called."""
    from click.shell_completion import ShellComplete

    from claimtrack.cli.main import cli

    monkeypatch.setenv("CLAIMTRACK_DB", marked.db)
    complete = ShellComplete(cli, {}, "claimtrack", "_CLAIMTRACK_COMPLETE")
    offered = [
        f"{item.value} {item.help}"
        for beginning in "abcdefghijklmnopqrstuvwxyz234567"
        for item in complete.get_completions(["show"], beginning)
    ]
    assert any("The gate was shut" in line for line in offered)
    assert not any(re.search("zqoff|zqemb", line, re.IGNORECASE) for line in offered)
    assert os.environ["CLAIMTRACK_DB"] == marked.db


def test_the_page_gives_the_same_table() -> None:
    """docs/safety.md says what this file tests."""
    lines = [line for line in (ROOT / "docs" / "safety.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    head, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert head[1:] == list(COLUMNS)
    assert {kind: tuple(cells) for kind, *cells in rows if set(kind) != {"-"}} == VISIBLE
