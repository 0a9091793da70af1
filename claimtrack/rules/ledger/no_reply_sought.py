"""An allegation to which nobody was asked to reply.

What it flags: a claim marked as an allegation, and every source it is about that no request for a
reply is recorded for (asking somebody who speaks for it will do). A request recorded as not sought
does not count. Nor does a denial that others report: that is said, but it was not you who asked.

Why it matters: whoever is accused has a right to be heard before publication; in many places it is
also the law.

Example: a report says a company bribed officials; nothing shows that the company was called.

What to do: Ask, and record it: `claimtrack ask CLAIM --whom SOURCE --how phone --due DATE`. Where the
denial was given to you, record that as the answer: `--answer TEXT`.
"""

from collections.abc import Collection, Iterator
from itertools import groupby

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import ClaimScope, composed, fetch
from claimtrack.domain.english import plural
from claimtrack.ledger.restricted.unnamed import confidential_sources
from claimtrack.rules.rule import Flag, rule

SELECT = """SELECT DISTINCT s.claim, b.source AS accused, d.source AS denying FROM scope s
LEFT JOIN accused b ON b.claim = s.claim
LEFT JOIN canonical_source n ON n.source = b.source AND n.newest = 1
LEFT JOIN denied d ON d.claim = s.claim AND d.canonical = COALESCE(n.canonical, b.source)
LEFT JOIN sought r ON r.claim = s.claim
  AND (b.source IS NULL OR r.top_body = COALESCE(n.top_body, b.source)
    OR r.canonical = COALESCE(n.canonical, b.source))
WHERE s.allegation = 1 AND r.claim IS NULL
ORDER BY s.claim, b.source, d.source"""

ACCUSED = """accused AS (
  SELECT s.claim, b.source FROM scope s CROSS JOIN claim_about b WHERE s.allegation = 1 AND b.claim = s.claim
)"""

SOUGHT = """sought AS (
  SELECT s.claim, COALESCE(n.canonical, r.asked) AS canonical, COALESCE(n.top_body, r.asked) AS top_body
  FROM scope s CROSS JOIN request r LEFT JOIN canonical_source n ON n.source = r.asked AND n.newest = 1
  WHERE s.allegation = 1 AND r.target = s.claim AND r.purpose = 'reply' AND r.outcome <> 'not-sought'
  UNION ALL
  SELECT s.claim, COALESCE(n.canonical, r.asked), COALESCE(n.top_body, r.asked)
  FROM scope s CROSS JOIN assertion a CROSS JOIN request r
  LEFT JOIN canonical_source n ON n.source = r.asked AND n.newest = 1
  WHERE s.allegation = 1 AND a.claim = s.claim AND r.target = a.id
    AND r.purpose = 'reply' AND r.outcome <> 'not-sought'
)"""


DENIED = """denied AS (
  SELECT s.claim, h.source, COALESCE(n.canonical, h.source) AS canonical
  FROM scope s CROSS JOIN assertion a CROSS JOIN hop h
  LEFT JOIN canonical_source n ON n.source = h.source AND n.newest = 1
  WHERE s.allegation = 1 AND a.claim = s.claim AND a.stance = 'denies' AND COALESCE(a.release, '') <> 'background'
    AND h.claim = a.claim AND h.assertion = a.id AND h.pos = 0 AND h.source IS NOT NULL
)"""
"""Who denies what is alleged, by their name."""


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    rows = fetch(conn, composed((scope.cte(), ACCUSED, SOUGHT, DENIED), SELECT), scope.params)
    unnamed = confidential_sources(conn) if any(row.denying is not None for row in rows) else frozenset()
    for claim, group in groupby(rows, key=lambda row: row.claim):
        told = [row for row in group if row.accused is not None]
        accused = tuple(dict.fromkeys(row.accused for row in told))
        denying = {row.accused for row in told if row.denying is not None and row.denying not in unnamed}
        if accused:
            whom = plural(len(accused), "source")
            fact = (
                f"This alleges wrongdoing, and no reply was sought from {whom} it is about{_denials(accused, denying)}."
            )
            step = "Put the allegation to them before publishing, and record when and how."
        else:
            fact = "This alleges wrongdoing; whom it accuses is not recorded, and no reply was sought."
            step = "Record whom it is about (--about), and put the allegation to them before publishing."
        yield Flag(claim, "claim", fact, step, "no reply sought", accused)


def _denials(accused: Collection[str], denying: Collection[str]) -> str:
    """What is said of those accused who are reported to deny it, of all from whom no reply was sought."""
    if not denying:
        return ""
    if len(accused) == 1:
        return "; the source is reported to deny it"
    return f"; {len(denying)} of these {'is' if len(denying) == 1 else 'are'} reported to deny it"


RULE = rule(__name__, __doc__, "warning", _find, cached=True)
