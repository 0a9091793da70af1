"""A claim rests on one origin.

What it flags: a claim that can be true or false, is not decided by a verdict, and of which all the
traced assertions come from one source, or from sources that speak for one body. A group that speaks
for nobody is not counted as a second.

Why it matters: many documents can hide that only one person knows. If that one is wrong, all are.

Example: eleven articles report a deal, and each of them quotes the same minister.

What to do: Look for somebody who knows it in another way, and record what they say with
`claimtrack attribute`, or the records with `claimtrack annotate --supports`.
"""

from claimtrack.analysis.judged_claims import UNDECIDED, undecided_ctes
from claimtrack.analysis.origins import listed
from claimtrack.domain.vocabulary import ON_RECORD_KINDS
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

SELECT = f"""SELECT t.claim, t.first_body, t.said,
       CASE WHEN t.first_body <> t.last_body THEN 1 ELSE 0 END AS several
FROM tally t JOIN claim c ON c.id = t.claim LEFT JOIN ruled u ON u.claim = t.claim
WHERE t.first_body IS NOT NULL AND COALESCE(t.first_strong, '') = COALESCE(t.last_strong, '')
  AND c.kind NOT IN ({listed(ON_RECORD_KINDS)})
  AND {UNDECIDED}
ORDER BY t.claim"""


def _flag(row: ResultRow) -> Flag:
    if row.several:
        fact = "This rests on one origin, or on groups that may be the same people."
    elif row.said == 1:
        fact = "Only one origin is known for this."
    else:
        fact = f"All {row.said} traced assertions of this go back to one origin."
    step = "Look for a second source that knows it in another way, or for records."
    return Flag(row.claim, "claim", fact, step, "one origin", (row.first_body,))


RULE = rule(__name__, __doc__, "notice", selecting(SELECT, _flag, undecided_ctes), cached=True)
