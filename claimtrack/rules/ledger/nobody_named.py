"""Nobody is named as the origin of a claim.

What it flags: a claim of which every assertion begins with nobody: "reportedly", "it is said", a
passive without an agent, an anonymous source that is not recorded.

Why it matters: a rumour repeated by ten outlets still has no origin. Nobody can be asked how they
know, and nobody answers for it.

Example: "The force reportedly numbers about 2,500": no one is said to have counted.

What to do: Look for whoever said it first and record them with `claimtrack attribute`; until then,
write that it is not known who says so.
"""

from claimtrack.analysis.judged_claims import UNDECIDED, ruled_ctes
from claimtrack.analysis.origins import AFFIRMED, discounted_cte
from claimtrack.analysis.scope import ClaimScope
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

SELECT = f"""SELECT n.claim, COUNT(*) AS said FROM unnamed n
LEFT JOIN named o ON o.claim = n.claim LEFT JOIN ruled u ON u.claim = n.claim
WHERE o.claim IS NULL AND {UNDECIDED}
GROUP BY n.claim ORDER BY n.claim"""

UNNAMED = f"""unnamed AS (
  SELECT a.claim FROM assertion a JOIN scope s ON s.claim = a.claim
  WHERE a.origin IS NULL AND a.{AFFIRMED} AND a.id NOT IN (SELECT assertion FROM discounted)
)"""

NAMED = f"""named AS (
  SELECT DISTINCT b.claim FROM unnamed n CROSS JOIN assertion b
  WHERE b.claim = n.claim AND b.origin IS NOT NULL AND b.{AFFIRMED} AND b.id NOT IN (SELECT assertion FROM discounted)
)"""


def _ctes(scope: ClaimScope) -> tuple[str, ...]:
    return (scope.cte(), discounted_cte(scope), UNNAMED, NAMED, *ruled_ctes(scope))


def _flag(row: ResultRow) -> Flag:
    among = "" if row.said == 1 else f", in any of {row.said} assertions"
    fact = f"Nobody is named as saying this{among}."
    step = "Find who said it first and attribute it to them, or say that the origin is not known."
    return Flag(row.claim, "claim", fact, step, "nobody named")


RULE = rule(__name__, __doc__, "warning", selecting(SELECT, _flag, _ctes), cached=True)
