"""Formats of other programs name nobody who may not be named; who is described is called so."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from claimtrack.actions.import_export import Exported, export, import_file
from claimtrack.formats.registry import FORMATS, RecordFormat
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
