"""Publishing: a piece is pinned to what the ledger held when it went out."""

import pytest

from claimtrack.actions import records
from claimtrack.actions.reports import publish
from claimtrack.errors import BadInput
from claimtrack.ledger.as_of import change_of, digest_of
from claimtrack.ledger.database import LedgerDatabase

URL = "https://courier.example/flood"


def _story(ledger: LedgerDatabase) -> str:
    (made,) = records.add(ledger, "story", {"name": "Flood"}, by="ana").value.top_level_ids
    assert made is not None
    return made


def test_now_is_pinned_to_the_change_before(ledger: LedgerDatabase) -> None:
    """Without a time it is now, and what the ledger held is what it held before this change."""
    story = _story(ledger)
    written = publish(ledger, story, url=URL, by="ana")
    assert (written.value.change, written.seq) == (1, 2)
    with ledger.reading() as conn:
        assert written.value.head == digest_of(conn, 1)
        assert change_of(conn, written.value.head or "") == 1


def test_the_past_is_pinned_to_what_was_known_then(ledger: LedgerDatabase) -> None:
    """A piece that went out before anything was recorded has no head."""
    story = _story(ledger)
    records.add(ledger, "source", {"name": "Ines", "kind": "witness"}, by="ana")
    early = publish(ledger, story, url=URL, at="2026-03-02T09:00:02.5Z", by="ana")
    late = publish(ledger, story, url=URL, at="2026-03-02", by="ana")
    before = publish(ledger, story, url=URL, at="2026-03-01", by="ana")
    assert early.value.change is not None
    assert late.value.change is not None
    assert early.value.change < late.value.change
    assert (before.value.change, before.value.head) == (None, None)


def test_once_is_once(ledger: LedgerDatabase) -> None:
    """The same piece at the same time is one publication, and keeps its head."""
    story = _story(ledger)
    first = publish(ledger, story, url=URL, at="2030-01-01T10:00", by="ana")
    records.add(ledger, "source", {"name": "Ines", "kind": "witness"}, by="ana")
    again = publish(ledger, story, url=URL, at="2030-01-01T10:00", by="ana")
    assert again.value.id == first.value.id
    assert again.seq is None
    (kept,) = _bodies(ledger, story)
    assert kept["head"] == first.value.head


def _bodies(ledger: LedgerDatabase, story: str) -> list[dict[str, object]]:
    from claimtrack.ledger import lookup

    with ledger.reading() as conn:
        return lookup.children(conn, "publication", "story", [story])[story]


@pytest.mark.parametrize("at", ["soon", "2026-03-01/..", "2026-13-01"])
def test_no_time_is_refused(ledger: LedgerDatabase, at: str) -> None:
    """A time without an end is none."""
    story = _story(ledger)
    with pytest.raises(BadInput, match="--at"):
        publish(ledger, story, url=URL, at=at, by="ana")
