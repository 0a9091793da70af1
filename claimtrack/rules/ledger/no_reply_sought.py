"""An allegation to which nobody was asked to reply.

What it flags: a claim marked as an allegation, and every source it is about that no request for a
reply is recorded for (asking somebody who speaks for it will do). A request recorded as not sought
does not count.

Why it matters: whoever is accused has a right to be heard before publication; in many places it is
also the law.

Example: a report says a company bribed officials; nothing shows that the company was called.

What to do: Ask, and record it: `claimtrack ask CLAIM --whom SOURCE --how phone --due DATE`.
"""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import ClaimScope, composed, fetch
from claimtrack.domain.english import plural
from claimtrack.rules.rule import Flag, rule

SELECT = """SELECT s.claim, b.source AS accused FROM scope s
LEFT JOIN accused b ON b.claim = s.claim
LEFT JOIN canonical_source n ON n.source = b.source AND n.newest = 1
LEFT JOIN sought r ON r.claim = s.claim
  AND (b.source IS NULL OR r.top_body = COALESCE(n.top_body, b.source)
    OR r.canonical = COALESCE(n.canonical, b.source))
WHERE s.allegation = 1 AND r.claim IS NULL
ORDER BY s.claim, b.source"""

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


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    rows = fetch(conn, composed((scope.cte(), ACCUSED, SOUGHT), SELECT), scope.params)
    for claim, group in groupby(rows, key=lambda row: row.claim):
        accused = tuple(row.accused for row in group if row.accused is not None)
        if accused:
            whom = plural(len(accused), "source")
            fact = f"This alleges wrongdoing, and no reply was sought from {whom} it is about."
            step = "Put the allegation to them before publishing, and record when and how."
        else:
            fact = "This alleges wrongdoing; it does not say by whom, and no reply was sought."
            step = "Record whom it is about (--about), and put the allegation to them before publishing."
        yield Flag(claim, "claim", fact, step, "no reply sought", accused)


RULE = rule(__name__, __doc__, "warning", _find, cached=True)
