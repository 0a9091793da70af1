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

from claimtrack.rules.rule import Flag, ResultRow, rule, selecting_concerned

UPWARD = (
    """upward AS (
  SELECT DISTINCT COALESCE(f.canonical, m.source) AS source, COALESCE(b.canonical, m.body) AS body
  FROM membership m
  LEFT JOIN canonical_source f ON f.source = m.source AND f.newest = 1
  LEFT JOIN canonical_source b ON b.source = m.body AND b.newest = 1
  WHERE m.kind = 'speaks_for'
)""",
    """above(source, body) AS (
  SELECT u.source, u.body FROM upward u WHERE u.source <> u.body
    AND u.source IN (SELECT r.canonical FROM canonical_source r JOIN merge m ON m.kind = 'source'
                     AND (m.kept = r.source OR m.merged = r.source))
  UNION
  SELECT a.source, u.body FROM above a JOIN upward u ON u.source = a.body
  WHERE u.source <> u.body
)""",
)


def _flag(row: ResultRow) -> Flag:
    fact = "Since a merge, this source and the body it speaks for speak for each other."
    step = "Undo the merge, or end one of the links."
    return Flag(row.source, "source", fact, step, "ring of bodies")


RULE = rule(
    __name__, __doc__, "warning", selecting_concerned("t.source", "above", "source", "t.source = t.body", _flag, UPWARD)
)
