"""Publications: the pieces that went out, and the change of the ledger that each is pinned to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch, merged_with
from claimtrack.domain.dates import DateError, read_when, utc_text
from claimtrack.domain.urls import url_key
from claimtrack.ledger.asof import change_at, change_of, moment


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
    sql = "SELECT id, story, url, at, head FROM publication"
    rows = (
        fetch(conn, sql)
        if story is None
        else fetch(conn, f"{sql} WHERE story IN :stories", {"stories": merged_with(conn, "story", story)})
    )
    wanted = None if at is None else moment(at, zone, "--at")
    found = []
    for row in rows:
        instant = _instant(row.at, zone)
        if (url is None or url_key(row.url) == url_key(url)) and wanted in (None, instant):
            change = change_of(conn, row.head) if row.head is not None else None
            known = change is not None
            found.append(
                (
                    instant,
                    Publication(
                        row.id,
                        row.story,
                        row.url,
                        row.at,
                        change if change is not None else change_at(conn, instant),
                        known,
                    ),
                )
            )
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].id), reverse=True)]


def _instant(at: str, zone: tzinfo) -> str:
    """The last instant of a time: 27-character UTC text. What is no time is as it is written."""
    try:
        latest = read_when(at, zone).latest
    except DateError:
        return at
    return at if latest is None else utc_text(latest)
