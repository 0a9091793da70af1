"""Strict JSON: what is refused, how it is said, and that the fast way and the slow ways mean the same."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimtrack.domain.records import FilePosition
from claimtrack.formats import strict_json
from claimtrack.formats.strict_json import Scanner, read_json
from claimtrack.problem import Problem
from tests.support.effort import examples

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def fault(data: bytes | str) -> Problem:
    """The one problem of a refused text."""
    value, problems = read_json(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"), "f.json")
    assert value is None
    assert len(problems) == 1, problems
    return problems[0]


REFUSED = [
    ('{"a": 1, "b": 2, "a": 3}', 1, "/a", "this field stands here twice", "duplicate"),
    ('{"a":1,"a":1}', 1, "/a", "this field stands here twice", "duplicate"),
    ('{"x":\n{"a":1,\n"\\u0061":1}}', 3, "/x/a", "this field stands here twice", "duplicate"),
    ('{"a": NaN}', 1, "/a", "NaN is no number", "not-a-number"),
    ("[1, -Infinity]", 1, "/1", "-Infinity is no number", "not-a-number"),
    ('{"a":1.5}', 1, "/a", "point or an exponent", "float"),
    ('{"a": [1e3]}', 1, "/a/0", "point or an exponent", "float"),
    ('{"a":-0.0}', 1, "/a", "point or an exponent", "float"),
    ('{"a":1234567890123456}', 1, "/a", "more than 15 digits", "integer"),
    ('{"a":-1234567890123456}', 1, "/a", "more than 15 digits", "integer"),
    ('{"a":' + "9" * 5000 + "}", 1, "/a", "more than 15 digits", "integer"),
    ('{"a":"x\\u0000y"}', 1, "/a", "U+0000", "nul"),
    ('{"\\u0000":1}', 1, "", "this name holds U+0000", "nul"),
    ('{"a":"\\ud800"}', 1, "/a", "half a character, U+D800", "surrogate"),
    ('["\\udc00\\ud800"]', 1, "/0", "half a character", "surrogate"),
    ('{"a":"x\ty"}', 1, "/a", "control character, U+0009", "control"),
    ('{"a":"x\ny"}', 1, "/a", "control character, U+000A", "control"),
    ('{"a":"x\0y"}', 1, "/a", "control character, U+0000", "control"),
    ("[" * 65 + "]" * 65, 1, "/0" * 64, "deeper than 64", "depth"),
    ("[" * 100_000, 1, "/0" * 64, "deeper than 64", "depth"),
    ('{"a":1} {"b":2}', 1, "", "more after the end", "trailing"),
    ("", 1, "", "nothing in this file", "empty"),
    (" \n ", 1, "", "nothing in this file", "empty"),
    ('{"a":1,}', 1, "", "a comma before }", "syntax"),
    ("[1,\n2,\n]", 2, "", "a comma before ]", "syntax"),
    ('{"a" 1}', 1, "/a", "a colon is missing", "syntax"),
    ("{'a': 1}", 1, "", "the name of a field in quotes", "syntax"),
    ("{a: 1}", 1, "", "the name of a field in quotes", "syntax"),
    ('{"a": True}', 1, "/a", "JSON writes this true", "syntax"),
    ('{"a": None}', 1, "/a", "JSON writes this null", "syntax"),
    ('{"a": “x”}', 1, "/a", "straight double quotation marks", "syntax"),
    ('{"a": +1}', 1, "/a", "no number that JSON knows", "syntax"),
    ('{"a": 01}', 1, "/a", "no number that JSON knows", "syntax"),
    ('{"a": // b\n1}', 1, "/a", "JSON has no comments", "syntax"),
    ('{"a": "x', 1, "/a", "no closing quotation mark", "syntax"),
    ('{"a": "\\x"}', 1, "/a", "no escape that JSON knows", "syntax"),
    ('{"a": "\\u12"}', 1, "/a", "no escape that JSON knows", "syntax"),
    ('{"a":\n\n', 3, "/a", "breaks off", "cut-off"),
    ('{"a": 1 "b": 2}', 1, "", "a comma or the closing bracket", "syntax"),
    ("[1 2]", 1, "", "a comma or the closing bracket", "syntax"),
    ('{"a": 1', 1, "", "breaks off", "cut-off"),
    ('{"a": 1,', 1, "", "breaks off", "cut-off"),
    ("[1,\n\n", 3, "/1", "breaks off", "cut-off"),
    ('{"a": }', 1, "/a", "a value is missing", "syntax"),
]


@pytest.mark.parametrize(("text", "line", "pointer", "says", "code"), REFUSED, ids=[text[:20] for text, *_ in REFUSED])
def test_refused(text: str, line: int, pointer: str, says: str, code: str) -> None:
    """Each is one problem, at its line and pointer."""
    problem = fault(text)
    assert (problem.file, problem.line, problem.pointer, problem.code) == ("f.json", line, pointer, code)
    assert says in problem.message
    assert problem.text().isprintable()


def test_every_fault_is_reported() -> None:
    """Faults that leave the rest readable do not hide one another."""
    text = '{"a": 1.5,\n "b": NaN,\n "a": "\\ud800",\n "c": [1, 12345678901234567]}'
    problems = read_json(text.encode(), "f")[1]
    assert [(problem.line, problem.pointer, problem.code) for problem in problems] == [
        (1, "/a", "float"),
        (2, "/b", "not-a-number"),
        (3, "/a", "duplicate"),
        (3, "/a", "surrogate"),
        (4, "/c/1", "integer"),
    ]


def test_a_flood_is_cut_off() -> None:
    """A thousand faults are enough."""
    problems = read_json(b"[" + b"1.5," * 5000 + b"1]", "f")[1]
    assert len(problems) == 1001
    assert problems[-1].code == "more"


def test_columns_count_characters_from_one() -> None:
    """The column is that of the fault on its line."""
    assert fault('{"a":\n  "é" x}').message.startswith("column 7: ")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ('{"a":1}'.encode("utf-16"), "UTF-16"),
        ('{"a":1}'.encode("utf-16-be"), "UTF-16"),
        ('{"a":1}'.encode("utf-16-le"), "UTF-16"),
        ('{"a":1}'.encode("utf-32"), "UTF-32"),
        (b'{"a":"\xe9"}', "not UTF-8 at byte 6"),
        (b'{"a":\n"\xc0\x80"}', "not UTF-8 at byte 7"),
        (b'{"a":"\xed\xa0\x80"}', "not UTF-8 at byte 6"),
    ],
)
def test_other_encodings_are_named(data: bytes, says: str) -> None:
    """What is not UTF-8 is called by its name, or the first bad byte is told."""
    problem = fault(data)
    assert says in problem.message
    assert problem.line == 1 + data[:8].count(b"\n") * ("byte 7" in says)
    assert problem.accepted == "UTF-8: save the file in that encoding"


def test_a_mark_of_utf_8_is_accepted() -> None:
    """Some editors put one first."""
    assert read_json(b'\xef\xbb\xbf{"a":1}', "f") == ({"a": 1}, [])
    assert read_json(b'\xef\xbb\xbf{ "a" : 1 }', "f") == ({"a": 1}, [])


def test_lines_are_counted_from_where_the_text_stands() -> None:
    """A line of a file gives its own number."""
    assert read_json(b"{", "f", 17)[1][0].line == 17
    assert read_json(b"\xff", "f", 17)[1][0].line == 17


@pytest.mark.parametrize(
    "text", ["[" * 64 + "]" * 64, '{"a":123456789012345}', '{"a":-123456789012345}', "null", "0", '"x"']
)
def test_at_the_limit(text: str) -> None:
    """What is just allowed is allowed, however it is written."""
    wanted = json.loads(text)
    assert read_json(text.encode(), "f") == (wanted, [])
    assert read_json(f" {text} ".encode(), "f") == (wanted, [])


@given(JSON)
def test_all_ways_of_writing_mean_the_same(value: Any) -> None:
    """Compact, indented, escaped: one value."""
    for text in (
        orjson.dumps(value),
        json.dumps(value, indent=1, ensure_ascii=False).encode(),
        json.dumps(value).encode(),
        json.dumps(value, sort_keys=True, ensure_ascii=False).encode(),
    ):
        assert read_json(text, "f") == (value, [])


@given(JSON)
def test_what_is_compact_is_read_fast(value: Any) -> None:
    """The first reader believes what it would write itself, unless it looks like a number that it may not hold."""
    data = orjson.dumps(value)
    if isinstance(value, dict | list):
        assert strict_json.as_written(data) == value
        if b"." not in data and b"e" not in data and b"E" not in data:
            assert not strict_json.has_doubtful_number(data)


@pytest.mark.parametrize("number", ["1.5", "-2e5", "1E3", "0.0", "1234567890123456", "-1234567890123456"])
@pytest.mark.parametrize("around", ['{"a":%s}', "[%s]", '["x",%s]', '{"a":{"b":1},"c":[[%s]]}'])
def test_a_number_that_no_record_may_hold_is_looked_at(number: str, around: str) -> None:
    assert strict_json.has_doubtful_number((around % number).encode())


@settings(max_examples=examples(500))
@given(
    JSON.map(orjson.dumps),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(b'"\\{}[],:0.e-u\n\0\xff')), max_size=3),
)
@example(b'{"a":"1.5"}', [])
@example(b'{"a":1,"a":1}', [])
@example(b"[1e5]", [])
def test_damage_is_refused_or_harmless(data: bytes, damage: list[tuple[int, int]]) -> None:
    """Text with bytes put in is a value that the standard library reads the same, or problems; never an exception."""
    broken = bytearray(data)
    for at, byte in damage:
        broken.insert(min(at, len(broken)), byte)
    value, problems = read_json(bytes(broken), "f")
    if problems:
        assert value is None
        assert all(f"{each.message}{each.value}{each.accepted}".isprintable() for each in problems)
    else:
        assert json.loads(bytes(broken)) == value
        assert not Scanner(bytes(broken).decode(), FilePosition()).scan().problems


@settings(max_examples=examples(300))
@given(JSON, st.integers(0, 3))
def test_the_scanner_agrees_on_what_is_sound(value: Any, indent: int) -> None:
    """It finds no fault with sound text, and a line for every pointer."""
    text = json.dumps(value, indent=indent or None)
    scanner = Scanner(text, FilePosition("f", 5, "/x")).scan()
    assert scanner.problems == []
    assert scanner.lines["/x"] == 5
    last = max(scanner.lines.values())
    assert last <= 5 + text.count("\n")


# A public suite of JSON texts: y_ is JSON, n_ is none, i_ may be either.

STRICTER = {
    "float": "float",
    "integer": "integer",
    "duplicate": "duplicate",
    "nul": "nul",
    "control": "control",
}


def suite(third_party: Path, kind: str) -> list[Path]:
    """The files of one kind; skipped when they are not there."""
    folder = third_party / "data" / "hostile" / "JSONTestSuite"
    if not folder.is_dir():
        pytest.skip("third-party data absent: no JSONTestSuite")
    found = sorted((folder / "test_parsing").glob(f"{kind}_*.json"))
    return found if kind != "i" else found + sorted((folder / "test_transform").glob("*.json"))


def test_suite_of_json(third_party: Path) -> None:
    """What is JSON is accepted, unless it is one of the things that strict JSON does not have."""
    stricter = set()
    for path in suite(third_party, "y"):
        data = path.read_bytes()
        value, problems = read_json(data, path.name)
        if problems:
            assert {problem.code for problem in problems} <= set(STRICTER), (path.name, problems)
            stricter.add(path.name)
        else:
            assert value == json.loads(data), path.name
    assert "y_object_duplicated_key.json" in stricter
    assert "y_number_simple_real.json" in stricter
    assert "y_string_null_escape.json" in stricter
    assert len(stricter) < 25


def test_suite_of_no_json(third_party: Path) -> None:
    """What is no JSON is refused, each with a line to show."""
    paths = suite(third_party, "n")
    assert len(paths) > 150
    for path in paths:
        for lenient in (False, True):
            value, problems = read_json(path.read_bytes(), path.name, decimals_as_text=lenient)
            assert value is None, path.name
            assert problems, path.name
            assert all(problem.text().isprintable() and problem.line for problem in problems), path.name


def test_decimals_of_other_programs_are_taken_as_text() -> None:
    """Digit by digit; nothing else is read more generously."""
    value, problems = read_json(b"[1.50, 1e999, 12345678901234567890, 7, true]", None, decimals_as_text=True)
    assert (value, problems) == (["1.50", "1e999", "12345678901234567890", 7, True], [])
    value, problems = read_json(b'{"a": 1.5, "a": NaN}', None, decimals_as_text=True)
    assert value is None
    assert {problem.code for problem in problems} == {"duplicate", "not-a-number"}


def test_suite_of_doubtful(third_party: Path) -> None:
    """What parsers differ on is refused or read, and never crashes."""
    for path in suite(third_party, "i"):
        value, problems = read_json(path.read_bytes(), path.name)
        assert (value is None) == bool(problems), path.name
