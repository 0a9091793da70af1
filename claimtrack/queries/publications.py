"""The pieces that went out, and which change the ledger had come to when they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import fetch, merged_with
from claimtrack.domain.dates import DateError, read_when, utc_text
from claimtrack.domain.urls import url_key
from claimtrack.ledger.as_of import change_at, change_of, instant_of


@dataclass(frozen=True, slots=True)
class Publication:
    """A piece that went out: `at` as written, `change` the number of the last change that the ledger held then.

    `pinned` is whether that change is known by its digest, and not by the time alone. 0: the ledger held nothing.
    """

    id: str
    story: str
    url: str
    at: str
    change: int
    pinned: bool


def publications(
    conn: Connection, zone: tzinfo, *, story: str | None = None, url: str | None = None, at: str | None = None
) -> list[Publication]:
    """The publications of a story (an id; None: of any), at a URL and a time where one is given, the latest first.

    Raises BadInput for no time.
    """
    sql, values = "SELECT id, story, url, at, head FROM publication", {}
    if story is not None:
        sql, values = f"{sql} WHERE story IN :stories", {"stories": merged_with(conn, story)}
    wanted = None if at is None else instant_of(at, zone, "--at")
    found = []
    for row in fetch(conn, sql, values):
        instant = _instant(row.at, zone)
        if (url is None or url_key(row.url) == url_key(url)) and wanted in (None, instant):
            known = change_of(conn, row.head) if row.head is not None else None
            change = change_at(conn, instant) if known is None else known
            found.append((instant, Publication(row.id, row.story, row.url, row.at, change, known is not None)))
    return [publication for _, publication in sorted(found, key=lambda pair: (pair[0], pair[1].id), reverse=True)]


def _instant(at: str, zone: tzinfo) -> str:
    """The last instant of a time: 27-character UTC text. What is no time is as it is written."""
    try:
        latest = read_when(at, zone).latest
    except DateError:
        return at
    return at if latest is None else utc_text(latest)
