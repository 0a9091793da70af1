"""Formats of other programs name nobody who may not be named; who is described is called so."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from claimtrack.actions.exports import Exported, export
from claimtrack.actions.imports import import_file
from claimtrack.domain.ids import make_id
from claimtrack.domain.text import key
from claimtrack.formats.registry import FORMATS, RecordFormat
from claimtrack.ledger.database import open_ledger
from claimtrack.ledger.transfer.export import export_items
from claimtrack.ledger.transfer.protected_names import ProtectedNames
from tests.cli.support import Desk
from tests.ledger.support import new_ledger

PAGE = "https://courier.example/flood"
FOREIGN = json.dumps({"@type": "ClaimReview", "itemReviewed": {"author": {"sameAs": "https://secret.example/"}}})


def said(source: object, **more: object) -> dict[str, object]:
    """An assertion in words of the page."""
    return {
        "document": PAGE,
        "chain": [source, "Coast Wire"],
        "quote": {"exact": "it rained"},
        "foreign": FOREIGN,
        **more,
    }


STORY = {
    "claimtrack": 1,
    "sources": [
        {"name": "Secret A", "kind": "person", "confidential": True, "described_as": "a clerk", "role": "secret role"},
        {"name": "Secret B", "kind": "person", "confidential": True, "role": "secret role"},
        {"name": "Secret C", "kind": "person", "role": "secret role"},
        {"name": "Secret D", "kind": "person"},
        {"name": "Ines", "kind": "witness", "role": "guard"},
    ],
    "documents": [{"url": PAGE, "title": "Flood", "text": "A clerk said it rained.", "bylines": ["Secret A", "Ines"]}],
    "claims": [
        {
            "text": "It rained",
            "about": ["Secret A"],
            "requests": [{"asked": "Secret B", "outcome": "replied", "answer": "No"}],
            "assessments": [{"verdict": "supported", "why": "The log agrees", "by": "desk"}],
            "assertions": [
                said("Secret A"),
                said("Secret B"),
                said({"source": "Secret C", "described_as": "an engineer", "words": "Secret"}, release="background"),
                said("Secret D"),
                said("Ines"),
            ],
        },
    ],
    "merges": [{"kind": "source", "kept": "Secret A", "merged": "Secret D", "why": "One person"}],
}


def written(tmp_path: Path, form: str) -> tuple[str, Exported]:
    """What the story is in a format."""
    ledger = new_ledger(str(tmp_path / "a.db"))
    file = tmp_path / "story.json"
    file.write_text(json.dumps(STORY), "utf-8")
    import_file(ledger, str(file), by="Ida")
    out = io.BytesIO()
    done = export(ledger, out, format=form)
    return out.getvalue().decode(), done


@pytest.fixture
def desk(db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The command line on an empty ledger of either database."""
    monkeypatch.chdir(tmp_path)
    return Desk(db_url, tmp_path)


HIDING = [form.name for form in FORMATS.values() if isinstance(form, RecordFormat) and form.hides_names]


@pytest.mark.parametrize("form", HIDING)
def test_called_as_described_or_not_at_all(form: str, tmp_path: Path) -> None:
    """Neither names nor what tells of them; who may be named is; and that care is called for is still said."""
    text, done = written(tmp_path, form)
    assert "secret" not in text.casefold()
    assert "a clerk" in text
    assert "Ines" in text
    assert (done.background, done.confidential, done.unnamed) == (1, 2, True)
    if form not in ("csl-json", "ris"):
        assert "an engineer" in text
        assert "Coast Wire" in text or form == "claim-review"


def test_two_of_one_description_cannot_be_told_apart_by_an_id(tmp_path: Path) -> None:
    """The id of an identity is of the description: no name that is tried gives it."""
    text, _ = written(tmp_path, "stix")
    identities = [each for each in json.loads(text)["objects"] if each["type"] == "identity"]
    assert sorted(each["name"] for each in identities) == ["Coast Wire", "Ines", "a clerk", "an engineer"]
    assert [each.get("roles") for each in identities if each["name"] != "Ines"] == [None] * 3


@pytest.mark.parametrize("form", HIDING)
def test_who_is_merged_or_withdrawn_since_is_named_at_no_earlier_moment(form: str, tmp_path: Path) -> None:
    """A source that is one with a confidential one by now; and of one that is void, nothing that was left over."""
    ledger = new_ledger(str(tmp_path / "a.db"))
    story = {
        "claimtrack": 1,
        "sources": [
            {"name": "Secret A", "kind": "person", "confidential": True},
            {"name": "Secret B", "kind": "person"},
        ],
        "documents": [{"url": PAGE, "title": "Flood", "text": "It rained. it rained", "bylines": ["Secret B", "Ines"]}],
        "claims": [
            {
                "text": "It rained",
                "assertions": [said("Secret B"), said("Ines"), said("Gone")],
                "assessments": [{"verdict": "supported", "why": "The log agrees", "by": "desk"}],
            }
        ],
    }
    desk = Desk(str(tmp_path / "a.db"), tmp_path)
    (tmp_path / "story.json").write_text(json.dumps(story), "utf-8")
    import_file(ledger, str(tmp_path / "story.json"), by="Ida")
    before = desk.ok("log", "--json").json[0]["at"]
    desk.ok("source", "merge", "Secret A", "Secret B", "--why", "One person")
    desk.ok("void", "Gone")
    for head in ([], ["--as-of", before]):
        text = desk.ok(*head, "export", "--format", form).out
        assert "Secret B" not in text
        assert "secret.example" not in text
        assert "Ines" in text


def kept(mark: str) -> str:
    """What another program's file said, every word of it marked."""
    author = {"sameAs": f"{mark}same", "name": f"{mark}name", "jobTitle": f"{mark}job"}
    review = {"@type": "ClaimReview", "itemReviewed": {"author": author}, "appearance": {"author": f"{mark}appears"}}
    return json.dumps({**review, "csl": {"author": f"{mark}csl", "note": f"{mark}csl"}})


BESIDE = {
    "confidential": {"chain": ["Secret A"]},
    "void": {"chain": ["Secret A"]},
    "withheld": {"chain": ["Secret A"]},
    "off-record": {"chain": ["Leo"], "release": "off-record"},
    "embargoed": {"chain": ["Leo"], "until": "2099-01-01"},
    "void off-record": {"chain": ["Leo"], "release": "off-record"},
    "withheld off-record": {"chain": ["Leo"], "release": "off-record"},
    "background": {"chain": ["Leo"], "release": "background"},
    "void background": {"chain": ["Leo"], "release": "background"},
}
"""How somebody came to be not named -> the assertion of theirs; what is void or withheld has become so later."""


@pytest.mark.parametrize("how", BESIDE)
def test_no_leftovers_beside_what_is_protected(how: str, desk: Desk) -> None:
    """Of its claim, the evidence of that, the other assertions, and its document; whatever became of it since."""
    more = {"document": PAGE, "quote": {"exact": "It rained"}, "foreign": kept("zqleft")}
    claim = {
        "text": "It rained",
        "about": ["Leo"],
        "foreign": kept("zqleft"),
        "evidence": [{"bearing": "refutes", "text": "Not", "url": "https://a.example/c", "foreign": kept("zqleft")}],
        "assessments": [{"verdict": "supported", "why": "The log agrees", "by": "desk"}],
        "assertions": [{"chain": ["Ines"], **more}, {**BESIDE[how], **(more if "withheld" not in how else {})}],
    }
    story = {
        "claimtrack": 1,
        "sources": [{"name": "Secret A", "kind": "person", "confidential": True}],
        "documents": [{"url": PAGE, "title": "Flood", "foreign": kept("zqleft")}],
        "claims": [claim],
    }
    Path("story.json").write_text(json.dumps(story), "utf-8")
    desk.ok("import", "story.json")
    (said,) = [one["id"] for one in desk.all("assertion") if "release" in one or "until" in one] or [
        one["id"] for one in desk.all("assertion") if desk.body(one["chain"][0]["source"])["name"] == "Secret A"
    ]
    if "void" in how:
        desk.ok("void", said)
    if "withheld" in how:
        desk.ok("withhold", said, "--yes", "--why", "asked")
    for form in HIDING:
        assert "zqleft" not in desk.ok("export", "--format", form).out, form


def test_leftovers_of_what_names_nobody_protected_are_given(desk: Desk) -> None:
    """Those of a claim and document beside protected ones in the same ledger, recorded at another time."""
    test_no_leftovers_beside_what_is_protected("withheld", desk)
    page = "https://courier.example/other"
    claim = {
        "text": "It snowed",
        "assessments": [{"verdict": "supported", "why": "The log agrees", "by": "desk"}],
        "assertions": [{"chain": ["Ines"], "document": page, "foreign": kept("zqopen")}],
    }
    documents = [{"url": page, "title": "Snow", "foreign": kept("zqopen")}]
    Path("story.json").write_text(json.dumps({"claimtrack": 1, "documents": documents, "claims": [claim]}), "utf-8")
    desk.ok("import", "story.json")
    for form, mark in (("claim-review", "zqopensame"), ("csl-json", "zqopencsl")):
        assert mark in desk.ok("export", "--format", form).out


@pytest.mark.parametrize("form", HIDING)
def test_who_is_merged_is_called_as_described(form: str, desk: Desk) -> None:
    """It has no description of its own, and nobody else is called by that one."""
    desk.ok("source", "add", "Secret A", "--confidential", "--described-as", "a clerk")
    desk.ok("document", "add", PAGE, "--title", "Flood", "--byline", "Secret D")
    claim = desk.ok("add", "It rained", "-s", "Secret D", "-i", PAGE, "-q", "it rained").id
    desk.ok("assess", claim, "supported", "--why", "The log agrees")
    desk.ok("source", "merge", "Secret A", "Secret D", "--why", "One person")
    text = desk.ok("export", "--format", form).out
    assert "a clerk" in text
    assert "Secret" not in text


def test_no_id_is_one_that_a_name_gives(desk: Desk) -> None:
    """Of what somebody said who is not named, in whatever way; and of a source that goes by such a body."""
    Path("a.txt").write_text("The gate stood open. Another line stands. A mast fell. All is well.", "utf-8")
    desk.ok("document", "add", "a.txt", "--url", PAGE, "--title", "Flood")
    names = {"Secret A": "The gate stood open", "Secret B": "Another line stands", "Secret C": "A mast fell"}
    background = ("--release", "background", "--described-as", "an official")
    for name, words in names.items():
        desk.ok("add", words, "-s", name, "-i", PAGE, "-q", words, *(background if name == "Secret A" else ()))
    desk.ok("add", "All is well", "-s", "officials", "--of", "Secret D", "-i", PAGE, "-q", "All is well")
    desk.ok("edit", "Secret B", "--set", "confidential=yes")
    desk.ok("edit", "Secret D", "--set", "confidential=yes")
    desk.ok("void", "Secret C")
    guessed = {make_id("source", key(name), "") for name in (*names, "Secret D")}
    guessed |= {each["id"] for each in desk.all("source") if each["name"] == "officials"}
    guessed |= {each["id"] for each in desk.all("assertion")}
    once = {form: desk.ok("export", "--format", form).out for form in HIDING}
    assert guessed
    assert [(form, one) for form, text in once.items() for one in guessed if one in text] == []
    annotations = json.loads(once["web-annotation"])["first"]["items"]
    ids = {each["id"] for each in annotations}
    assert len(ids) == len(annotations) > 2
    again = json.loads(desk.ok("export", "--format", "web-annotation").out)["first"]["items"]
    assert {each["id"] for each in again} == ids


def test_the_order_of_what_was_said_is_that_of_the_ids_that_are_shown(desk: Desk) -> None:
    """By the ledger's ids, where an attribution stands among others would bear out a guess at who made it."""
    desk.ok("story", "add", "F")
    for number in range(6):
        desk.ok("source", "add", f"Secret {number}")
        desk.ok("add", "It rained", "-s", f"Secret {number}", "--story", "F")
    for body in desk.all("source"):
        desk.ok("edit", body["id"], "--set", "confidential=yes")
    ids = sorted(body["id"] for body in desk.all("assertion"))
    (claim,) = [item for kind, item in ProtectedNames(export_items(open_ledger(desk.db))) if kind == "claim"]
    shown = [assertion["id"] for assertion in claim["assertions"]]
    assert len(shown) == len(ids) == 6
    assert not set(shown) & set(ids)
    assert shown == sorted(shown)
