"""What is digested: canonical JSON by the RFC, entries, and changes with their entries streamed in."""

import hashlib
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.canonical_json import canonical, digest, parse
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.ledger.entries.envelope import after, change_digest, make_entry
from claimtrack.ledger.entries.stored import Stamp, StoredEntry, body_of, entry_of, envelope_of, row_of

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
KEYS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12)
WHOLE = st.integers(-(10**15) + 1, 10**15 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda some: st.lists(some, max_size=4) | st.dictionaries(KEYS, some, max_size=4),
    max_leaves=20,
)
RECORDS = st.fixed_dictionaries(
    {"type": st.sampled_from(RECORD_TYPES), "id": st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=24, max_size=24)}
).flatmap(lambda head: st.dictionaries(KEYS, VALUES, max_size=6).map(lambda body: {**body, **head}))
AT = "2022-01-07T12:00:00.000000Z"


@given(RECORDS)
def test_canonical_is_the_rfc(record: dict[str, Any]) -> None:
    assert canonical(record) == rfc8785.dumps(record)
    assert parse(canonical(record)) == record


@given(
    RECORDS,
    st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=3, unique=True),
    TEXT,
    st.tuples(st.sampled_from(["desk", "else"]), st.none() | TEXT),
)
def test_an_entry_is_what_the_rules_say_and_its_row_gives_it_back(
    record: dict[str, Any], prev: list[str], why: str, shared: tuple[str, str | None]
) -> None:
    names = [name for name in record if name not in ("type", "id")]
    made = make_entry(op="set", body=record, prev=prev, changed=names, at=AT, by="desk", why=why or None)
    assert made.salt is not None
    assert made.body is not None
    assert len(made.salt) == 16
    assert made.body.encode() == rfc8785.dumps(record)
    said = {
        "v": 1,
        "op": "set",
        "type": record["type"],
        "id": record["id"],
        "prev": sorted(prev),
        "changed": sorted(names),
        "at": AT,
        "by": "desk",
        "why": why or None,
        "body_digest": hashlib.sha256(made.salt + rfc8785.dumps(record)).hexdigest(),
    }
    assert made.digest == hashlib.sha256(rfc8785.dumps(said)).digest()
    stored = StoredEntry(*row_of(7, made, Stamp(AT, *shared)), AT, *shared)
    assert stored.stored is not None
    assert len(stored.stored) < len(made.body)
    assert body_of(stored) == made.body
    assert envelope_of(stored, made.body) == said
    assert entry_of(stored) == made
    assert (made.type, made.record, made.op, made.at) == (record["type"], record["id"], "set", AT)


def test_the_same_record_is_salted_anew_each_time() -> None:
    made = [
        make_entry(op="set", body={"type": "note", "id": "a"}, prev=(), changed=(), at=AT, by="x", why=None)
        for _ in range(2)
    ]
    assert made[0].digest != made[1].digest


@given(
    st.fixed_dictionaries(
        {
            "seq": st.integers(1, 10**9),
            "ledger": TEXT,
            "at": TEXT,
            "by": TEXT | st.just('"entries":[]'),
            "why": st.none() | TEXT,
            "kind": TEXT,
            "prev": TEXT,
            "merged": st.none() | st.fixed_dictionaries({"ledger": TEXT, "head": TEXT, "count": st.integers(0, 99)}),
        }
    ),
    st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=4),
)
def test_a_streamed_change_digest_is_that_of_the_whole(fields: dict[str, Any], entries: list[str]) -> None:
    assert change_digest(fields, iter(entries)) == digest({**fields, "entries": entries})


@pytest.mark.parametrize(
    ("now", "earlier", "expected"),
    [
        ("2022-01-07T12:00:00.000000Z", [], "2022-01-07T12:00:00.000000Z"),
        ("2022-01-07T12:00:00.000000Z", ["2022-01-07T11:00:00.000000Z"], "2022-01-07T12:00:00.000000Z"),
        ("2022-01-07T12:00:00.000000Z", ["2022-01-07T12:00:00.000000Z"], "2022-01-07T12:00:00.000001Z"),
        (
            "2022-01-07T12:00:00.000000Z",
            ["2022-01-07T11:00:00.000000Z", "2022-12-31T23:59:59.999999Z"],
            "2023-01-01T00:00:00.000000Z",
        ),
    ],
)
def test_an_entry_is_later_than_all_it_replaces(now: str, earlier: list[str], expected: str) -> None:
    assert after(now, earlier) == expected
