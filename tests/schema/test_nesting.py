"""Expanding and nesting: uniform spelling, nothing lost, and each the inverse of the other."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.canonical_json import canonical_text
from claimtrack.domain.records import FileItem, FilePosition, Record
from claimtrack.domain.vocabulary import PLURALS, RECORD_TYPES
from claimtrack.formats import bundle, jsonl
from claimtrack.schema.nesting import NESTS, expand, hops, nest, records_of
from claimtrack.schema.validation import check_item
from tests.formats.strategies import trees

AT = FilePosition("f.json", 7, "/claims/0")
Json = dict[str, Any]


def expanded(record_type: str, item: Json) -> list[Record]:
    """The records of a valid item."""
    problems = check_item(record_type, item, AT)
    assert not problems, problems
    return expand(record_type, item, AT)


@pytest.mark.parametrize(
    ("record_type", "field", "written", "uniform"),
    [
        ("assertion", "chain", "Saule > AFP", [{"source": "Saule"}, {"source": "AFP"}]),
        ("assertion", "chain", "Saule", [{"source": "Saule"}]),
        ("assertion", "chain", ["Saule > AFP"], [{"source": "Saule > AFP"}]),
        ("assertion", "chain", {"naming": "hearsay"}, [{"naming": "hearsay"}]),
        (
            "assertion",
            "chain",
            ["Saule", {"source": "AFP", "caveats": "translated"}],
            [{"source": "Saule"}, {"source": "AFP", "caveats": ["translated"]}],
        ),
        ("assertion", "evidence_given", "video", ["video"]),
        ("source", "aliases", "S.", ["S."]),
        ("source", "speaks_for", "Kazakhstan (state)", [{"source": "Kazakhstan (state)"}]),
        ("source", "speaks_for", "A > B", [{"source": "A > B"}]),
        ("source", "speaks_for", {"source": "A", "since": "2020"}, [{"source": "A", "since": "2020"}]),
        ("source", "member_of", ["A", {"source": "B"}], [{"source": "A"}, {"source": "B"}]),
        ("document", "bylines", "Abdujalil Abdurasulov", [{"source": "Abdujalil Abdurasulov"}]),
        ("document", "archive_links", "https://example.org/a", ["https://example.org/a"]),
        ("claim", "about", "CSTO", ["CSTO"]),
        ("question", "synonyms", [["a", "b"]], [["a", "b"]]),
        ("claim", "answer", {"figure": "10"}, {"figure": "10"}),
        ("claim", "question", None, None),
    ],
)
def test_spelling(record_type: str, field: str, written: Any, uniform: Any) -> None:
    """One spelling comes out, whichever went in."""
    item = {"id": "a" * 24, field: written}
    (record,) = expanded(record_type, item)
    assert record.fields == {"id": "a" * 24, field: uniform}


@pytest.mark.parametrize(
    ("chain", "found"),
    [
        ("a>b", ["a>b"]),
        ("a > b>c > d", ["a", "b>c", "d"]),
        ("a > > b", ["a", "", "b"]),
        ("> a", ["", "a"]),
        ("a >", ["a", ""]),
        ("a\u00a0>\tb", ["a", "b"]),
    ],
)
def test_hops(chain: str, found: list[str]) -> None:
    """A mark with space round it parts hops."""
    assert hops(chain) == found


def test_nested_items() -> None:
    """Nested items become records after that of their item, each with its place, its parent and the field of it."""
    claim, assertion, *rest = records = expanded(
        "claim",
        {
            "text": "x",
            "key": "k",
            "assertions": [
                {"chain": "A", "key": "first", "notes": ["n"], "evidence": [{"bearing": "context", "text": "v"}]}
            ],
            "tags": "t",
            "notes": ["a", {"text": "b", "tags": ["c"]}],
        },
    )
    assert (claim.key, claim.link, claim.parent, claim.fields) == ("k", None, None, {"text": "x"})
    assert (assertion.key, assertion.link, assertion.parent) == ("first", "claim", claim)
    assert assertion.fields == {"chain": [{"source": "A"}]}
    note = next(record for record in rest if record.fields == {"text": "b"})
    assert [(record.type, record.parent, record.position.pointer, record.fields) for record in rest] == [
        ("note", assertion, "/claims/0/assertions/0/notes/0", {"text": "n"}),
        ("evidence", assertion, "/claims/0/assertions/0/evidence/0", {"bearing": "context", "text": "v"}),
        ("tag", claim, "/claims/0/tags", {"name": "t"}),
        ("note", claim, "/claims/0/notes/0", {"text": "a"}),
        ("note", claim, "/claims/0/notes/1", {"text": "b"}),
        ("tag", note, "/claims/0/notes/1/tags/0", {"name": "c"}),
    ]
    assert {record.link for record in rest} == {"target"}
    assert {(record.position.file, record.position.line) for record in records} == {("f.json", 7)}


def test_a_field_is_not_taken_for_nested_items() -> None:
    """An assessment's `evidence` is a list of references; a claim's is a list of items."""
    (record,) = expanded("assessment", {"target": "x", "verdict": "supported", "why": "y", "evidence": "z"})
    assert record.fields["evidence"] == ["z"]


def test_expanding_alters_no_input() -> None:
    """What was read stays as it was read."""
    item: Json = {"text": "x", "answer": {"figure": "10"}, "assertions": [{"chain": ["A", {"caveats": "translated"}]}]}
    copy = {"text": "x", "answer": {"figure": "10"}, "assertions": [{"chain": ["A", {"caveats": "translated"}]}]}
    expanded("claim", item)[0].fields["answer"]["low"] = "8"
    assert item == copy


def stored(records: list[Record]) -> list[Json]:
    """Records whose references are ids, as they are stored."""
    bodies = []
    for record in records:
        above = {} if record.parent is None or record.link is None else {record.link: record.parent.fields["id"]}
        bodies.append({"type": record.type, **record.fields, **above})
    return bodies


def by_id(records: list[Json]) -> list[Json]:
    return sorted(records, key=lambda record: (record["id"], record["type"]))


TREES = st.sampled_from(RECORD_TYPES).flatmap(trees)


@given(TREES)
def test_expanding_undoes_nesting(tree: tuple[Json, list[Json]]) -> None:
    """Whatever is exported with its ids comes back, every field of every record."""
    record, below = tree
    item = nest(record, below)
    assert "type" not in item
    assert check_item(record["type"], item, FilePosition()) == []
    records = expand(record["type"], item, FilePosition())
    assert records[0].fields["id"] == record["id"]
    assert by_id(stored(records)) == by_id([record, *below])


@given(TREES)
def test_nesting_undoes_expanding(tree: tuple[Json, list[Json]]) -> None:
    """And the item made again is the item, whatever order its records come in."""
    item = nest(*tree)
    records = stored(expand(tree[0]["type"], item, FilePosition()))
    assert nest(records[0], reversed(records[1:])) == item


@given(st.lists(TREES, max_size=3))
def test_files_hold_everything(many: list[tuple[Json, list[Json]]]) -> None:
    """Written as a bundle or as lines, read and expanded, the same records are there, in the same order."""
    many = sorted(many, key=lambda tree: RECORD_TYPES.index(tree[0]["type"]))
    for module in (bundle, jsonl):
        out = io.BytesIO()
        nested = [(record["type"], nest(record, below)) for record, below in many]
        module.write(nested if module is bundle else ((kind, canonical_text(item)) for kind, item in nested), out)
        items = list(module.read(io.BytesIO(out.getvalue()), "f")) if many or module is bundle else []
        assert all(isinstance(item, FileItem) for item in items), items
        assert [by_id(stored(records_of(item))) for item in items if isinstance(item, FileItem)] == [
            by_id([record, *below]) for record, below in many
        ]


def test_order_is_fixed() -> None:
    """Fields as in the schema, nested items by id, whatever order they came in."""
    claim = {"kind": "event", "text": "x", "id": "a" * 24, "type": "claim"}
    tags = [{"type": "tag", "id": letter * 24, "target": "a" * 24, "name": letter} for letter in "cb"]
    item = nest(claim, tags)
    assert list(item) == ["id", "text", "kind", "tags"]
    assert item["tags"] == [{"id": "b" * 24, "name": "b"}, {"id": "c" * 24, "name": "c"}]


def test_strays_are_not_lost_in_silence() -> None:
    """A record that belongs nowhere below is an error of the program."""
    claim = {"type": "claim", "id": "a" * 24, "text": "x", "kind": "event"}
    with pytest.raises(ValueError, match="1 of these records"):
        nest(claim, [{"type": "tag", "id": "b" * 24, "target": "c" * 24, "name": "x"}])
    with pytest.raises(ValueError, match="belong nowhere"):
        nest(claim, [{"type": "rating", "id": "b" * 24, "source": "a" * 24, "letter": "A", "why": "x"}])
    ring = [{"type": "note", "id": a * 24, "target": b * 24, "text": "x"} for a, b in ("bc", "cb")]
    with pytest.raises(ValueError, match="2 of these records"):
        nest(claim, ring)
    assert nest(ring[0], ring[1:])["notes"] == [{"id": "c" * 24, "text": "x"}]


def test_every_type_has_its_nests() -> None:
    """No type is forgotten, and every list has a plural that is a list of the bundle too."""
    assert set(NESTS) == set(RECORD_TYPES) == set(PLURALS)
    for lists in NESTS.values():
        for plural, nested in lists.items():
            assert PLURALS[nested.type] == plural
