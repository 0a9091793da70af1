"""Something restricted may be in what was published.

What it flags: an off-record assertion, or one under an embargo that was not over, that was in the
ledger when its story was published; and a confidential source behind a published story that has no
description to be printed in its place.

Why it matters: an agreement with a source was broken, or may have been, and somebody may be in
danger.

Example: a story went out on Tuesday; a statement recorded on Monday is embargoed until Thursday.

What to do: Make sure that the published piece does not use it. If it does, take it out and tell the
source; give a confidential source a description with `claimtrack edit SOURCE --set described_as=...`.
"""

from collections.abc import Iterator
from datetime import UTC

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch
from claimtrack.domain.dates import read_when, utc_text
from claimtrack.domain.text import safe, shorten
from claimtrack.ledger.store.dialect import select_in
from claimtrack.rules.rule import Flag, rule

RESTRICTED = """SELECT a.id, s.claim, a.release, a.until_lo, p.id AS publication, p.url, p.at
FROM {sources}
LEFT JOIN read_as f ON f.id = s.story
JOIN publication p ON p.story = s.story OR p.story = f.canonical
WHERE a.claim = s.claim AND (a.release IS NOT NULL OR a.until_lo IS NOT NULL)
  AND (a.release IN ('off-record', 'embargoed') OR a.until_lo IS NOT NULL)
ORDER BY a.id, p.id"""

UNDESCRIBED = """SELECT o.id, MIN(s.claim) AS claim, MIN(p.id) AS publication
FROM source o CROSS JOIN hop h JOIN scope s ON s.claim = h.claim
LEFT JOIN read_as f ON f.id = s.story
JOIN publication p ON p.story = s.story OR p.story = f.canonical
WHERE o.confidential = 1 AND o.described_as IS NULL AND h.source = o.id
  AND h.described_as IS NULL
GROUP BY o.id ORDER BY o.id"""


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    ctes = (scope.cte(), READ_AS)
    # Of all claims: from the few assertions in the index of what may be restricted, which its condition names.
    sources = "assertion a CROSS JOIN scope s" if scope.whole else "scope s CROSS JOIN assertion a"
    rows = fetch(conn, composed(ctes, RESTRICTED.format(sources=sources)), scope.params)
    sql = "SELECT id, first_at FROM record WHERE id IN :values"
    first_at = {row.id: row.first_at for row in select_in(conn, sql, [row.id for row in rows])}
    for row in rows:
        at = _instant(row.at)
        if first_at[row.id] > at or (row.release != "off-record" and row.until_lo and row.until_lo <= at):
            continue
        what = "off-record assertion" if row.release == "off-record" else "embargoed assertion"
        fact = f"This {what} was in the ledger when its story was published ({safe(shorten(row.url, 80))})."
        step = "Make sure that the published piece does not use it; if it does, take it out and tell the source."
        yield Flag(row.id, "assertion", fact, step, what, (row.publication, row.claim))
    for row in fetch(conn, composed(ctes, UNDESCRIBED), scope.params):
        fact = "This confidential source is behind a published story and has no description to be printed by."
        step = "Agree on a description with the source and record it as described_as."
        group = "confidential source without a description"
        yield Flag(row.id, "source", fact, step, group, (row.publication, row.claim))


def _instant(at: str) -> str:
    """When a publication was out: 27-character UTC text; a bare day counts whole."""
    latest = read_when(at, UTC).latest
    return utc_text(latest) if latest is not None else "~"


RULE = rule(__name__, __doc__, "error", _find)
