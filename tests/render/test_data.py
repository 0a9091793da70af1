"""Rows for machines: exact in JSON, harmless in CSV."""

import csv
import io
import json
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.domain.text import safe
from claimtrack.render.data import as_csv, as_json, as_jsonl, cell, to_plain


@dataclass(frozen=True, slots=True)
class Inner:
    a: str
    b: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    inner: Inner
    tags: tuple[str, ...] = ()
    yes: bool = False


def test_fields_are_the_names() -> None:
    """A row is an object of its fields in their order; lists stay lists, sets are sorted."""
    assert to_plain(Row("x", Inner("y"), ("b", "a"))) == {
        "name": "x",
        "inner": {"a": "y", "b": None},
        "tags": ["b", "a"],
        "yes": False,
    }
    assert to_plain({"s": frozenset({"b", "a"})}) == {"s": ["a", "b"]}


@given(st.text())
@example("\x7f")
def test_json_is_exact_and_safe(text: str) -> None:
    """What is read back is what was there, and nothing in between could move a cursor."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    written = as_json({"x": text})
    assert json.loads(written) == {"x": text}
    assert safe(written, lines=True) == written


def test_json_lines_are_lines() -> None:
    """One row a line, whatever it holds."""
    lines = list(as_jsonl([Inner("a\nb\u2028c"), Inner("d", 2)]))
    assert [json.loads(line) for line in lines] == [{"a": "a\nb\u2028c", "b": None}, {"a": "d", "b": 2}]
    assert all(line.count("\n") == 1 and "\u2028" not in line for line in lines)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    """An apostrophe stands before what a spreadsheet would work out, in names and lists too."""
    row = Row(f"{start}HYPERLINK(1)", Inner(f"{start}1", -5), (f"{start}cmd",))
    cells = list(csv.reader(io.StringIO(as_csv([row]), newline="")))[1]
    assert [cell[:1] for cell in cells] == ["'", "'", "-", "'", "f"]
    assert cells[2] == "-5"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; =1+1", "a;' =1+1"),
        ("a\t@b;-c", "a\t'@b;'-c"),
        ("a\n+1\n-b", "a\n'+1\n'-b"),
        ('a;"=1+1"', 'a;\'"=1+1"'),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("a - b = c; d", "a - b = c; d"),
        ("a\n::error file=x::y", "a\n\\x3a:error file=x::y"),
    ],
)
def test_no_part_of_a_cell_is_a_formula(words: str, shown: str) -> None:
    """Where spreadsheets part cells at semicolons, quotation marks of the comma's kind hold nothing together."""
    assert cell(words) == shown


def test_no_item_of_a_list_is_a_formula() -> None:
    """The items of a list are joined by semicolons."""
    assert cell(["=a", "b", "=c"]) == "'=a; b;' =c"


def test_csv_has_its_names_without_rows() -> None:
    """A list that may be empty still says what its columns are."""
    assert as_csv([], ("id", "name")) == "id,name\r\n"
    assert as_csv([]) == ""


def test_nested_fields_are_named_by_their_way() -> None:
    """A row inside a row has its fields as columns; a list is joined; yes and no are words; nothing is empty."""
    heads, cells = list(csv.reader(io.StringIO(as_csv([Row("x", Inner("y"), ("b", "c"), True)]), newline="")))
    assert dict(zip(heads, cells, strict=True)) == {
        "name": "x",
        "inner.a": "y",
        "inner.b": "",
        "tags": "b; c",
        "yes": "true",
    }
