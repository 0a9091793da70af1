"""Web Annotation: the model's samples taken and refused, ours come back, passages found where they were marked."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from claimtrack.actions.exports import export
from claimtrack.actions.imports import import_file
from claimtrack.domain.records import FileItem, ReadNotice
from claimtrack.formats import web_annotation
from claimtrack.formats.registry import sniff
from claimtrack.ledger.write.defaults import quote
from claimtrack.problem import Problem
from claimtrack.reading.input import to_plain_text
from tests.ledger.support import new_ledger

ANNO = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}
PAGE = "https://courier.example/flood"


def read(written: Any) -> list[FileItem | ReadNotice | Problem]:
    """What is read of a file."""
    data = written if isinstance(written, bytes) else json.dumps(written).encode()
    return list(web_annotation.read(io.BytesIO(data), "x.json"))


def items(written: Any) -> list[tuple[str, dict[str, Any]]]:
    """The items of a file that nothing is wrong with, with their types."""
    read_of = read(written)
    assert not [one.text() for one in read_of if isinstance(one, Problem)]
    return [(one.type, one.fields) for one in read_of if isinstance(one, FileItem)]


def test_a_marked_passage_is_an_assertion() -> None:
    """In the words that were marked, of whom a tag says; the remark is a note, the rest is kept as found."""
    given = {
        **ANNO,
        "id": "https://notes.example/7",
        "creator": "https://notes.example/ida",
        "body": [
            {"type": "TextualBody", "value": "Compare with the log", "purpose": "commenting"},
            {"type": "TextualBody", "value": "gates", "purpose": "tagging"},
            {"type": "TextualBody", "value": "source: Ines > Coast Wire", "purpose": "tagging"},
            "https://notes.example/picture",
        ],
        "target": {
            "source": PAGE,
            "selector": [
                {"type": "TextQuoteSelector", "exact": "the gates\nstood open", "prefix": "that ", "suffix": "."},
                {"type": "TextPositionSelector", "start": 90, "end": 110},
            ],
        },
    }
    document, claim = items(given)
    assert document == ("document", {"url": PAGE})
    assert claim[0] == "claim"
    assert claim[1]["text"] == "the gates stood open"
    assert claim[1]["tags"] == ["gates"]
    assertion = claim[1]["assertions"][0]
    assert assertion["chain"] == ["Ines", "Coast Wire"]
    assert assertion["quote"] == {"exact": "the gates\nstood open", "prefix": "that ", "suffix": "."}
    assert assertion["notes"] == ["Compare with the log"]
    assert json.loads(assertion["foreign"]) == {
        "id": "https://notes.example/7",
        "creator": "https://notes.example/ida",
        "body": ["https://notes.example/picture"],
        "target": [{"type": "TextPositionSelector", "start": 90, "end": 110}],
    }


def test_nobody_is_invented() -> None:
    """A passage without such a tag has nobody named, and that is said, once however many there are."""
    marked = {**ANNO, "target": {"source": PAGE, "selector": {"type": "TextQuoteSelector", "exact": "It rained"}}}
    (notice,) = {one for one in read([marked, marked]) if isinstance(one, ReadNotice)}
    assert "nobody named" in notice.words
    assert items(marked)[1][1]["assertions"][0]["chain"] == [{"naming": "passive"}]


def test_hypothesis() -> None:
    """An export of Hypothesis: a passage marked twice, a page note, a file that has no web address."""
    mark = {
        "uri": PAGE,
        "text": "Says who?",
        "tags": ["source: mayor"],
        "user": "acct:ida@notes.example",
        "document": {"title": ["Flood in the harbour"]},
        "target": [{"source": PAGE, "selector": [{"type": "TextQuoteSelector", "exact": "saboteurs"}]}],
    }
    rows = [
        mark,
        {"uri": PAGE, "text": "To be archived", "tags": ["to do"], "target": [{"source": PAGE}]},
        {"uri": "urn:x-pdf:0f3a", "text": "Page 3", "document": {"title": "Gate log"}, "target": []},
        {**mark, "user": "acct:omar@notes.example"},
    ]
    found = items({"total": 4, "rows": rows})
    assert [record_type for record_type, _ in found] == [
        "document",
        "claim",
        "note",
        "tag",
        "document",
        "note",
        "claim",
    ]
    assert found[0][1] == {"url": PAGE, "title": "Flood in the harbour"}
    assert found[2][1] == {"target": PAGE, "text": "To be archived"}
    assert found[4][1] == {"title": "Gate log", "foreign": '{"uri":"urn:x-pdf:0f3a"}'}
    assert found[5][1] == {"target": "Gate log", "text": "Page 3"}
    assert "foreign" in found[1][1]["assertions"][0]
    assert "foreign" not in found[6][1]["assertions"][0]
    assert any("marks the same words" in one.words for one in read({"rows": rows}) if isinstance(one, ReadNotice))


def test_what_goes_on_elsewhere_is_told() -> None:
    """A collection or page that names another file."""
    page = {"type": "AnnotationPage", "items": [{"type": "Annotation", "target": PAGE}], "next": "https://a.example/2"}
    collection = {"@context": ANNO["@context"], "type": "AnnotationCollection", "first": page}
    assert any("goes on elsewhere" in one.words for one in read(collection) if isinstance(one, ReadNotice))
    assert ("document", {"url": PAGE}) in items(collection)
    assert any("goes on elsewhere" in one.words for one in read({**collection, "first": "https://a.example/1"}))  # type: ignore[union-attr]


@given(st.text("aé€😀\u0301\n", max_size=30), st.data())
def test_offsets_in_utf16(text: str, data: st.DataObject) -> None:
    """Counted as the encoder counts."""
    offset = data.draw(st.integers(0, len(text)))
    assert web_annotation.Utf16(text).offset(offset) == len(text[:offset].encode("utf-16-le")) // 2


STORY = {
    "claimtrack": 1,
    "sources": [
        {"name": "Ines", "kind": "witness"},
        {"name": "Coast Wire", "kind": "news-agency"},
        {"name": "Ben Orr", "kind": "person", "confidential": True},
    ],
    "documents": [
        {"url": PAGE, "text": "😀 Ines said the gates stood open. A clerk said it rained."},
        {"title": "Log"},
    ],
    "claims": [
        {
            "text": "The gates stood open all night",
            "tags": ["gates"],
            "notes": ["Ask the board"],
            "assertions": [
                {"document": PAGE, "chain": ["Ines", "Coast Wire"], "quote": {"exact": "the gates stood open"}},
                {"document": "Log", "chain": ["Ines"], "quote": {"exact": "open"}},
            ],
        },
        {
            "text": "It rained",
            "assertions": [{"document": PAGE, "chain": ["Ben Orr"], "quote": {"exact": "it rained"}}],
        },
        {"text": "The moon shone", "assertions": [{"document": PAGE, "chain": ["Ines"]}]},
    ],
}


def exported(tmp_path: Path, name: str, story: bytes, form: str | None = None) -> tuple[bytes, dict[str, int]]:
    """What a new ledger with what a file holds is exported as, and of how many records nothing is."""
    ledger = new_ledger(str(tmp_path / name))
    file = tmp_path / f"{name}.json"
    file.write_bytes(story)
    import_file(ledger, str(file), by="Ida", format=form)
    out = io.BytesIO()
    done = export(ledger, out, format="web-annotation")
    return out.getvalue(), dict(done.no_place)


def test_what_we_write_comes_back(tmp_path: Path) -> None:
    """Claim, words, sources, notes and tags; what has no place is counted, no name is given away."""
    first, no_place = exported(tmp_path, "a.db", json.dumps(STORY).encode())
    assert no_place == {"document": 1, "claim": 1}
    assert b"Ben Orr" not in first
    assert sniff(first[:3000], None) == "web-annotation"
    gates = json.loads(first)["first"]["items"]
    marked = next(one for one in gates if "gates" in one["target"]["selector"][0]["exact"])
    (_,) = marked["target"]["selector"]  # its place would tell how much stands before it in a text that is held back
    again, _ = exported(tmp_path, "b.db", first)

    def said(written: bytes) -> list[Any]:
        return sorted(
            json.dumps([one["body"], one["target"]["selector"][0]]) for one in json.loads(written)["first"]["items"]
        )

    assert said(again) == said(first)


@pytest.mark.parametrize(("kind", "number"), [("correct", 45), ("incorrect", 39)])
def test_samples_of_the_model(kind: str, number: int, third_party: Path) -> None:
    """All correct samples of the W3C are taken, all incorrect ones refused."""
    files = sorted((third_party / "data" / "w3c_annotation_samples" / kind).glob("*.json"))
    assert len(files) == number
    refused = {file.name for file in files if any(isinstance(one, Problem) for one in read(file.read_bytes()))}
    assert refused == (set() if kind == "correct" else {file.name for file in files})


def test_ours_are_valid_by_the_model(tmp_path: Path, third_party: Path) -> None:
    """By the definitions of the W3C that say what must hold where a member is there, and by our own reader."""
    folder = third_party / "data" / "w3c_annotation_definitions"
    schemas = {file.name: json.loads(file.read_text()) for file in folder.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource(each, DRAFT4)) for name, each in schemas.items()
    )
    whole = [
        f"{name}#/definitions/{definition}"
        for name in ("annotations.json", "otherProperties.json")
        for definition in schemas[name]["definitions"]
        if definition.endswith("IfPresent")
    ]
    whole += ["annotations.json#/definitions/annotationTypeValueFound", "id.json#/definitions/idValueFound"]
    body = [f"bodyTarget.json#/definitions/{name}" for name in ("textualBodyFound", "optionalBodyPropertiesMust")]
    target = ["bodyTarget.json#/definitions/optionalTargetPropertiesMust"]
    target += [
        f"specificResource.json#/definitions/{name}" for name in ("specificeResourceDetected", "selectorDetected")
    ]
    written, _ = exported(tmp_path, "a.db", json.dumps(STORY).encode())
    annotations = json.loads(written)["first"]["items"]
    assert len(annotations) == 2
    for annotation in annotations:
        parts = [(whole, annotation), (target, annotation["target"]), *((body, each) for each in annotation["body"])]
        for rules, part in parts:
            for rule in rules:
                jsonschema.Draft4Validator({"$ref": rule}, registry=registry).validate(part)
    assert not [one for one in read(written) if isinstance(one, Problem)]


def test_anchors_of_hypothesis(third_party: Path) -> None:
    """What Hypothesis marked in two pages is found in the text that our reader sees of them."""
    folder = third_party / "data" / "hypothesis_anchoring"
    found = 0
    for page in ("minimal", "wikipedia-regression-testing"):
        text = to_plain_text((folder / f"{page}.html").read_text(), "html").text
        for row in json.loads((folder / f"{page}.json").read_text())["rows"]:
            words = items({"rows": [{"uri": PAGE, **row}]})[1][1]["assertions"][0]["quote"]
            anchored, _ = quote(words, {"text": text}, None)
            assert text[anchored["start"] : anchored["end"]] == words["exact"]
            found += 1
    assert found == 6
