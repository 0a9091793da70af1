"""STIX 2.1: taken by the reference library, with the same ids every time."""

from __future__ import annotations

import io
import json
from pathlib import Path

import stix2

from claimtrack.actions.exports import export
from claimtrack.actions.imports import import_file
from tests.ledger.support import new_ledger

STORY = {
    "claimtrack": 1,
    "stories": [{"name": "Harbour flood"}, {"name": "Nothing yet"}],
    "sources": [
        {"name": "Ines", "kind": "witness"},
        {"name": "Ben Orr", "kind": "person", "confidential": True, "described_as": "a clerk"},
    ],
    "documents": [{"url": "https://courier.example/flood", "title": "Flood"}],
    "claims": [
        {
            "text": "The gates stood open",
            "story": "Harbour flood",
            "assertions": [
                {"chain": ["Ines"], "document": "https://courier.example/flood", "quote": {"exact": "wide open"}},
                {"chain": ["Ben Orr"], "stance": "denies"},
            ],
            "assessments": [{"verdict": "supported", "why": "The log agrees"}],
        },
        {"text": "It rained", "story": "Harbour flood", "assertions": [{"chain": [{"naming": "hearsay"}]}]},
    ],
}


def test_valid_and_stable(tmp_path: Path) -> None:
    """Sources, claims, verdicts and stories, each of its kind; what has no place is counted, no name is given away."""
    ledger = new_ledger(str(tmp_path / "a.db"))
    file = tmp_path / "story.json"
    file.write_text(json.dumps(STORY), "utf-8")
    import_file(ledger, str(file), by="Ida")
    found = []
    for _ in range(2):
        out = io.BytesIO()
        done = export(ledger, out, format="stix")
        assert dict(done.no_place) == {"claim": 1, "story": 1}
        assert b"Ben Orr" not in out.getvalue()
        found.append(stix2.parse(out.getvalue().decode(), version="2.1"))
    first, second = ({one.id: one for one in bundle.objects} for bundle in found)
    assert first.keys() == second.keys()
    assert sorted(one.type for one in first.values()) == ["identity", "identity", "note", "opinion", "report"]
    note = next(one for one in first.values() if one.type == "note")
    assert note.abstract == "The gates stood open"
    assert set(note.content.split("\n")) == {"Ines: asserts: “wide open”", "a clerk: denies"}
    assert note.external_references[0].url == "https://courier.example/flood"
    opinion = next(one for one in first.values() if one.type == "opinion")
    assert (opinion.opinion, opinion.object_refs) == ("agree", [note.id])
    assert all(first[same].created == second[same].created for same in first)
    assert all(first[same].modified <= second[same].modified for same in first)
    report = next(one for one in first.values() if one.type == "report")
    assert set(report.object_refs) == {note.id, *note.object_refs}


def test_nothing_to_write(tmp_path: Path) -> None:
    """A bundle without objects."""
    out = io.BytesIO()
    export(new_ledger(str(tmp_path / "a.db")), out, format="stix")
    assert stix2.parse(out.getvalue().decode(), version="2.1").type == "bundle"
