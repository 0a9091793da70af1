"""The quick way to the first entry of a record gives what the way of all entries does."""

from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.canonical_json import canonical_text
from claimtrack.ledger.entries import envelope
from claimtrack.ledger.entries.stored import COLUMNS, FIRST_COLUMNS, Stamp, row_of, row_of_first
from tests.formats.strategies import any_record


@given(any_record(), st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.text(max_size=5))
def test_the_first_entry_of_a_record(body: dict[str, Any], by: str, why: str | None) -> None:
    """Its digest is that of the envelope, and its row the same."""
    at = "2022-01-07T12:00:00.000000Z"
    text = canonical_text(body)
    with patch.object(envelope.os, "urandom", lambda count: b"s" * count):
        ((digest, salt),) = envelope.FirstVersions(at, by, why).make([(body, text)])
        changed = [name for name in body if name not in ("id", "type")]
        made = envelope.make_entry(op="set", body=body, prev=(), changed=changed, at=at, by=by, why=why)
    assert (digest, salt) == (made.digest, made.salt)
    row = dict(zip(FIRST_COLUMNS, row_of_first(7, digest, salt, body["id"], body["type"], text), strict=True))
    whole = dict(zip(COLUMNS, row_of(7, made, Stamp(at, by, why), body), strict=True))
    assert whole == dict.fromkeys(COLUMNS) | {"op": "set"} | row
