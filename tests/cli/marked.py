"""A ledger with a word of its own in every text of what may not be shown: for looking whether it shows somewhere.

`marked` holds it as it is now restricted, void and withheld. `turned` holds it as it was open in the past, or
restricted then and released since.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from claimtrack.domain.records import FilePosition
from claimtrack.schema.loader import schema
from claimtrack.schema.nesting import BARE, NESTS
from claimtrack.schema.validation import check_item
from tests.cli.support import Desk

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
    "zqfree": "released since",
}
"""How the words of a kind begin."""
WORD = re.compile(rf"\b(?:{'|'.join(PREFIX)})[a-z]+", re.IGNORECASE)
"""A marked word."""


HIDES_WHAT_IT_NAMES = ("zqoff", "zqemb")
"""Marks of what takes along the sources and questions that nothing else names; void and withheld records do not."""


def person(mark: str, part: str) -> str:
    """The name of a source that nothing else names."""
    return f"{mark.title()}{part} Person" if mark in HIDES_WHAT_IT_NAMES else "Ines Vale"


def attribution(mark: str, source: Any, document: str | None, **more: Any) -> dict[str, Any]:
    """An assertion every text of which holds a word of its own."""
    hop = {"source": source, "hedge": f"{mark}hedge", "words": f"{mark}words", "caveats": ["could-not-verify"]}
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
    said = {
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
    return with_every_text("claim", said, mark)


def document(mark: str) -> dict[str, Any]:
    """A document that nothing else names, every text of which holds a word of its own."""
    piece = {
        "url": f"https://a.example/{mark}url",
        "title": f"A {mark}title",
        "publisher": f"{mark.title()}publisher",
        "bylines": [{"source": person(mark, "author"), "dateline": f"{mark}place", "section": f"{mark}part"}],
        "copies": [{"kind": "repost", "site": f"{mark}site", "why": f"{mark}copied"}],
        "state": "corrected",
    }
    return with_every_text("document", piece, mark)


def leftovers(mark: str) -> str:
    """What another program's file said where somebody is named who may not be, as an import keeps it."""
    author = {"sameAs": f"{mark}same", "image": f"{mark}image", "jobTitle": f"{mark}job"}
    review = {"itemReviewed": {"author": author}, "appearance": {"author": {"name": f"{mark}appears"}}}
    return json.dumps({"@type": "ClaimReview", **review, "csl": {"author": f"{mark}csl"}})


def with_every_text(record_type: str, item: dict[str, Any], mark: str) -> dict[str, Any]:
    """An item, and all that is nested in it, in which every field for free text that may be filled is.

    Which there are, the schema of its type says; the words that are there stay.
    """
    item = dict(item)
    for name, (nested, _) in NESTS[record_type].items():
        listed = [{BARE[nested]: one} if isinstance(one, str) else one for one in item.get(name, ())]
        item |= {name: [with_every_text(nested, one, mark) for one in listed]} if listed else {}
    allowed = len(check_item(record_type, item, FilePosition()))
    for name, part in schema(record_type)["properties"].items():
        if name in item or "x-refers-to" in part or not part.get("$ref", "").endswith("/text"):
            continue
        words = leftovers(mark) if name == "foreign" else f"{mark}{record_type}{name.replace('_', '')}"
        if len(check_item(record_type, {**item, name: words}, FilePosition())) == allowed:
            item[name] = words
    return item


def judged(text: str, mark: str, assertion: dict[str, Any]) -> dict[str, Any]:
    """A claim that has a verdict, by one whose name is protected."""
    evidence = {"bearing": "refutes", "text": "Not so", "url": "https://a.example/check", "foreign": leftovers(mark)}
    return {
        "text": text,
        "foreign": leftovers(mark),
        "evidence": [evidence],
        "assessments": [{"verdict": "not-enough-evidence", "why": "No crack", "by": "desk", "on": "2026-03-02"}],
        "assertions": [{**assertion, "quote": {"exact": "A crack"}, "foreign": leftovers(mark)}],
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
        *(
            with_every_text("source", {"name": person(mark, "asked"), "kind": "person"}, mark)
            for mark in HIDES_WHAT_IT_NAMES
        ),
    ],
    "documents": [
        {"url": "https://a.example/open", "title": "Open piece", "publisher": "Harbour Press"},
        {
            "url": "https://a.example/mixed",
            "title": "Interview",
            "publisher": "Harbour Press",
            "text": "The gate was shut. It was zqtextquote that night.\n\nThen zqtextrest was said.",
        },
        {
            "title": "Confided",
            "url": "https://a.example/confided",
            "text": "A crack was known, Zqconftext said. On Monday the gate was shut by Zqconftext.",
            "bylines": [{"source": "Zqconfname", "dateline": "Zqconfplace", "section": "Zqconfpart"}],
            "foreign": leftovers("zqconf"),
        },
        *map(document, HIDES_WHAT_IT_NAMES),
    ],
    "claims": [
        {
            "text": "The gate was shut",
            "assertions": [
                OPEN,
                {**OPEN, "document": "https://a.example/mixed", "quote": {"exact": "The gate was shut."}},
                {**OPEN, "document": "https://a.example/confided", "quote": {"exact": "the gate was shut"}},
            ],
        },
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
        judged(
            "A crack was known",
            "zqconf",
            {"chain": [{"source": "Zqconfname", "words": "Zqconfwords"}], "document": "https://a.example/confided"},
        ),
        judged(
            "Another crack was known",
            "zqback",
            {
                "chain": [{"source": "Zqbackname", "described_as": "an official", "words": "Zqbackwords"}],
                "document": "https://a.example/open",
                "release": "background",
            },
        ),
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
    "comparisons": [
        {"claims": ["The gate was shut", f"The {mark}claim gave way"], "verdict": "same", "why": f"{mark}comparison"}
        for mark in ("zqoff", "zqemb", "zqvoid", "zqheld")
    ],
}

STORY = ("--story", "Harbour flood")


def kind_of(word: str) -> str:
    """The kind of material that a marked word belongs to."""
    return next(kind for prefix, kind in PREFIX.items() if word.casefold().startswith(prefix))


def _take_in(desk: Desk, bundle: dict[str, Any], *release: str) -> None:
    Path("marked.json").write_text(json.dumps(bundle), "utf-8")
    desk.ok("import", "marked.json")
    desk.ok("add", "About 12 boats sank", "-s", "Zqoffsource Person", *release, *STORY,
            "--question", "How many boats sank?", "--figure", "about 12", "--unit", "boats", "--scope", "zqdetscope",
            "--note", "A zqdetnote", "--tag", "zqdettag", "--about", "Zqdetabout Person",
            "--why", "zqwhyadd")  # fmt: skip


def _take_out(desk: Desk) -> None:
    for mark, verb, *yes in (("zqvoid", "void"), ("zqheld", "withhold", "--yes")):
        for body in marked_bodies(desk, mark):
            if body["type"] not in ("question", "source"):
                desk.ok(verb, body["id"], "--why", "A mistake", *yes)


_MADE: dict[str, bytes] = {}


def marked(desk: Desk) -> Desk:
    """The desk with a ledger of marked words of every kind. On SQLite it is made once, then copied."""
    if "://" not in desk.db and "now" in _MADE:
        Path(desk.db).write_bytes(_MADE["now"])
        return desk
    _take_in(desk, BUNDLE, "--release", "off-record")
    _take_out(desk)
    if "://" not in desk.db:
        _MADE["now"] = Path(desk.db).read_bytes()
    return desk


def turned(desk: Desk) -> str:
    """Take in the same while nothing was confidential, then make it so; the instant between.

    What was off the record then and is released now holds words that begin with "zqfree".
    """
    then = json.loads(json.dumps(BUNDLE))
    for source in then["sources"]:
        source.pop("confidential", None)
    for item in then["claims"]:
        for said in item["assertions"]:
            for name in ("release", "until"):
                said.pop(name, None)
    then["claims"].append(claim("zqfree", attribution("zqfree", "Ines Vale", None, release="off-record")))
    _take_in(desk, then)
    instant: str = desk.ok("log", "--json", "--limit", "1").json[0]["at"]
    for body in desk.all("assertion"):
        quote = body.get("quote", {}).get("exact")  # and not what stands beside it
        words = json.dumps({**body, "quote": quote})
        if body.get("release") == "off-record":
            desk.ok("edit", body["id"], "--set", "release=on-record")
        elif "zqemb" in words:
            desk.ok("edit", body["id"], "--set", "release=embargoed", "--set", "until=2099-01-01")
        elif "zqoff" in words or "zqtext" in words or _is_by(desk, body, "Zqoffsource Person"):
            desk.ok("edit", body["id"], "--set", "release=off-record")
        elif _is_by(desk, body, "Zqbackname"):
            desk.ok("edit", body["id"], "--set", "release=background")
    (confidential,) = [body for body in desk.all("source") if body["name"] == "Zqconfname"]
    desk.ok("edit", confidential["id"], "--set", "confidential=yes")
    _take_out(desk)
    return instant


def _is_by(desk: Desk, assertion: dict[str, Any], name: str) -> bool:
    return any(desk.body(hop["source"])["name"] == name for hop in assertion["chain"] if "source" in hop)


def marked_bodies(desk: Desk, mark: str) -> list[dict[str, Any]]:
    """The live records with a word that begins so."""
    return [
        body
        for body in desk.bodies("1 = 1")
        if mark in json.dumps(body).casefold() and "zqtext" not in json.dumps(body)
    ]
