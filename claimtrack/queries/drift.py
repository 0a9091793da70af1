"""What became of a document's quotations since they were recorded: whether their words still stand in its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import fetch
from claimtrack.domain.anchors import find_again
from claimtrack.ledger.entries.stored import versions
from claimtrack.ledger.lookup import bodies

SAME, MOVED, CHANGED, GONE = "as before", "moved", "changed", "gone"


@dataclass(frozen=True, slots=True)
class QuoteDrift:
    """A quotation of a document, by its assertion (an id).

    `drift` is SAME, MOVED, CHANGED or GONE. `before` is where it was first found, `start` where it stands now, in code
    points, None where it was or is not found; `fragment` the page or cue there. `now` are the words that stand in its
    place, of one that changed.
    """

    assertion: str
    exact: str
    drift: str
    before: int | None
    start: int | None
    fragment: str | None
    now: str | None


def quotes_in(conn: Connection, document: str) -> dict[str, Mapping[str, Any]]:
    """The quotes of a document's live assertions, by the assertion's id, in the order of the text."""
    rows = fetch(conn, "SELECT id FROM assertion WHERE document = :document ORDER BY id", {"document": document})
    found = {one: body["quote"] for one, body in bodies(conn, [row.id for row in rows]).items() if "quote" in body}
    return dict(sorted(found.items(), key=lambda item: (item[1].get("start", 0), item[0])))


def quote_drift(conn: Connection, document: str, text: str, *, may_show: bool) -> list[QuoteDrift]:
    """What became of each quotation of a document since it was recorded. Unless `may_show`, `now` is always None."""
    quotes = quotes_in(conn, document)
    history = versions(conn, quotes)
    found = []
    for assertion, quote in quotes.items():
        earlier = [(version.body or {}).get("quote", {}) for version in history[assertion]]
        before = next((one["start"] for one in earlier if "start" in one), None)
        place, same = find_again(text, quote)
        start = None if place is None else place.start
        now = place.exact if place is not None and not same and may_show else None
        drift = drift_of(before, start, same=same)
        found.append(QuoteDrift(assertion, quote["exact"], drift, before, start, quote.get("fragment"), now))
    return found


def drift_of(before: int | None, start: int | None, *, same: bool) -> str:
    """What became of words that stood at `before` and stand at `start` now (None: nowhere), if they are the `same`."""
    if start is None:
        return GONE
    if not same:
        return CHANGED
    return SAME if before in (None, start) else MOVED
