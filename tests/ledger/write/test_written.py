"""What an import to an empty ledger remembers of what it wrote."""

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.ledger.write.defaults import UNDATED
from claimtrack.ledger.write.written import WrittenKeys
from claimtrack.schema.loader import schema

KEYS = st.text() | st.tuples(st.text(), st.text())


@given(st.lists(KEYS))
def test_what_was_added_is_found(keys: list[object]) -> None:
    """A key that was added is never taken for one that was not."""
    written = WrittenKeys()
    written.update(keys)
    assert written.among(keys) == keys


def test_few_keys_are_taken_for_others() -> None:
    """Of a thousand keys that were not added at most a few are taken for some that were."""
    written = WrittenKeys()
    written.update(f"there {number}" for number in range(10_000))
    assert len(written.among(f"not there {number}" for number in range(1_000))) < 10


def test_types_without_dates() -> None:
    """No field of theirs is a date."""
    for record_type in UNDATED:
        assert "/date" not in str(schema(record_type)), record_type
