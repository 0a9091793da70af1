"""Merging sources made them speak for each other in a ring.

What it flags: a source that, after merges, speaks for a body that speaks for it, directly or through
others. The ring is read as if its earliest link were not there.

Why it matters: sources that speak for one body are one origin. In a ring nobody is at the top, and
what counts as one origin rests on which link was cut.

Example: the ministry speaks for the government; the government's press office is then merged with
the ministry's.

What to do: Undo the merge (`claimtrack void`), or end one of the links with
`claimtrack edit SOURCE --unset speaks_for`.
"""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import ClaimScope, composed, fetch
from claimtrack.rules.rule import Flag, concerned_ctes, rule

UPWARD = """SELECT DISTINCT COALESCE(f.canonical, m.source) AS source, COALESCE(b.canonical, m.body) AS body
FROM membership m
LEFT JOIN canonical_source f ON f.source = m.source AND f.newest = 1
LEFT JOIN canonical_source b ON b.source = m.body AND b.newest = 1
WHERE m.kind = 'speaks_for'"""

MERGED = """SELECT DISTINCT r.canonical AS source FROM merge m
JOIN canonical_source r ON r.source = m.kept OR r.source = m.merged WHERE m.kind = 'source'"""


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    merged = {row.source for row in fetch(conn, MERGED)}
    rings = merged & _on_rings(conn) if merged else set()
    if rings and not scope.whole:
        sql = composed(concerned_ctes(scope), "SELECT record FROM concerned")
        rings &= {row.record for row in fetch(conn, sql, scope.params)}
    for source in sorted(rings):
        fact = "Since a merge, this source and the body it speaks for speak for each other."
        step = "Undo the merge, or end one of the links."
        yield Flag(source, "source", fact, step, "ring of bodies")


def _on_rings(conn: Connection) -> set[str]:
    """The sources that, after merges, speak for themselves through others."""
    above: dict[str, set[str]] = defaultdict(set)
    for row in fetch(conn, UPWARD):
        if row.source != row.body:
            above[row.source].add(row.body)
    # Whoever is at the top of what is left is on no ring: without them, others are at the top.
    while tops := set().union(*above.values()) - above.keys():
        above = defaultdict(set, {source: kept for source, bodies in above.items() if (kept := bodies - tops)})
    return {source for source in above if source in _reached(above, source)}


def _reached(above: dict[str, set[str]], source: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(above[source])
    while waiting:
        body = waiting.pop()
        if body not in reached:
            reached.add(body)
            waiting.extend(above.get(body, ()))
    return reached


RULE = rule(__name__, __doc__, "warning", _find)
