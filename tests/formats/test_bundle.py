"""The bundle: how it is written, and where its items are said to stand."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.records import FileItem
from claimtrack.formats import bundle
from claimtrack.schema.nesting import records_of

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3)
TAG = {"target": "x", "name": "y"}


def places(text: str) -> Iterator[tuple[str, int | None]]:
    """Pointer and line of every record of a sound bundle, parents first."""
    for item in bundle.read(io.BytesIO(text.encode()), "f"):
        assert isinstance(item, FileItem)
        yield from ((record.position.pointer, record.position.line) for record in records_of(item))


def written(*items: tuple[str, dict[str, Any]]) -> str:
    """The text of a bundle of these items."""
    out = io.BytesIO()
    bundle.write(items, out)
    return out.getvalue().decode()


def test_written() -> None:
    """Indented for people, in one list for each type."""
    assert written(("story", {"name": "A"}), ("tag", TAG), ("tag", {"target": "x", "name": "z"})) == (
        '{\n  "claimtrack": 1,\n  "stories": [\n    {\n      "name": "A"\n    }\n  ],\n  "tags": [\n'
        '    {\n      "target": "x",\n      "name": "y"\n    },\n'
        '    {\n      "target": "x",\n      "name": "z"\n    }\n'
        "  ]\n}\n"
    )
    assert written() == '{\n  "claimtrack": 1\n}\n'


def test_types_out_of_order_are_an_error() -> None:
    """They could only be written by holding everything back."""
    with pytest.raises(ValueError, match="a story came after a tag"):
        written(("tag", TAG), ("story", {"name": "A"}))


def test_line_feeds_in_text_stay() -> None:
    """Indenting touches no value."""
    text = written(("note", {"text": "a\n    b"}))
    assert json.loads(text)["notes"] == [{"text": "a\n    b"}]


def test_lines_of_items() -> None:
    """An item stands on the line on which it begins, and so does what is nested in it."""
    text = """{"claimtrack": 1, "tags":
    [ {"target": "x", "name": "[,{"} , {"target": "x",
    "name": "y"}],

    "claims": [{
      "text": "x",
      "assertions":
        [{"chain": "A",
          "notes": [
            "b",
            {"text": "c"}]}]}]}"""
    assert list(places(text)) == [
        ("/tags/0", 2),
        ("/tags/1", 2),
        ("/claims/0", 5),
        ("/claims/0/assertions/0", 8),
        ("/claims/0/assertions/0/notes/0", 10),
        ("/claims/0/assertions/0/notes/1", 11),
    ]


@given(st.integers(0, 3), st.sampled_from([(",", ":"), (" , ", " : ")]), st.lists(NAMES, max_size=4))
def test_lines_are_right_however_it_is_written(indent: int, separators: tuple[str, str], names: list[str]) -> None:
    """The line of each item is the one on which its text begins."""
    value = {"tags": [{"target": "x", "name": f"{name}]" + "é\\"} for name in names], "claimtrack": 1, "claims": []}
    text = json.dumps(value, indent=indent or None, separators=separators)
    found = list(places(text))
    assert [pointer for pointer, _ in found] == [f"/tags/{index}" for index in range(len(names))]
    if indent:
        assert [line for _, line in found] == [3 + 4 * index for index in range(len(names))]
    else:
        assert {line for _, line in found} <= {1}
