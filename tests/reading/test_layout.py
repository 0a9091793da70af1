"""The parts of a piece that are no running text. Every file of tests/cases/layout is a piece with its parts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.reading.layout import layout_parts
from claimtrack.reading.sentences import paragraphs, sentences
from tests.support.tree import ROOT

FILES = sorted((ROOT / "tests" / "cases" / "layout").glob("*.json"))
KINDS = {"headline", "heading", "byline", "dateline", "caption", "boilerplate"}
LINES = st.sampled_from(
    ["By Ana Lint, Kesra", "KESRA (Coast Wire) — It rained.", "Photo: Tom Ek", "Read more: it", "", "***", "It rained."]
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_parts(file) -> None:  # type: ignore[no-untyped-def]
    """As the file says, in the order of the text, and nothing else."""
    case = json.loads(file.read_text("utf-8"))
    text = case["text"]
    found = []
    for part in layout_parts(text):
        each = {"words": text[slice(*part.span)], "kind": part.kind, "name": part.name, "place": part.place}
        found.append({field: value for field, value in each.items() if value is not None})
    assert found == case["parts"]


@pytest.mark.parametrize(
    ("pictures", "kinds"), [(3, ["headline"]), (14, ["headline"]), (15, ["headline", "boilerplate"])]
)
def test_a_gallery(pictures: int, kinds: list[str]) -> None:
    """Each picture's caption is a sentence; a gallery of many pictures is the site's own."""
    captions = [f"{number}/{pictures} Smoke over pier {number}" for number in range(1, pictures + 1)]
    text = "Fire in Kesra\n\nA mill burns. " + " ".join(captions)
    assert [part.kind for part in layout_parts(text)] == kinds
    _, burns, first, *_, last = (text[slice(*span)] for span in sentences(text))
    assert (burns, first) == ("A mill burns.", f"1/{pictures}")
    assert last == f"Smoke over pier {pictures}"
    assert len(sentences(text)) == pictures + 3


@given(st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=12).map("\n".join)))
def test_parts_stand_in_order_each_within_a_line(text: str) -> None:
    """Whatever the text: spans lie in it, do not overlap, and cross no line."""
    rows = list(paragraphs(text))
    at = 0
    for part in layout_parts(text):
        start, end = part.span
        assert at <= start < end <= len(text)
        assert any(first <= start and end <= last for first, last in rows)
        assert part.kind in KINDS
        at = end
