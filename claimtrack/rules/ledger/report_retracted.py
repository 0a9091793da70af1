"""Every document that reports a claim was retracted or removed.

What it flags: a claim that somebody stands behind, where each document in which they do is retracted
or removed.

Why it matters: the outlet no longer vouches that this was said, nor that it is so. Whoever goes on
repeating it has nothing left to point to.

Example: a station takes back its report of a leaked letter, which nobody else has seen.

What to do: Find another document in which it was said, or leave it out. Where it was published, say
what became of it.
"""

from claimtrack.analysis.origins import AFFIRMED, discounted_cte, listed
from claimtrack.analysis.scope import READ_AS, ClaimScope
from claimtrack.domain.vocabulary import UNSOUND_STATES
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

UNSOUND = f"d.state IN ({listed(UNSOUND_STATES)})"
SELECT = """SELECT a.claim, COUNT(*) AS said, COUNT(DISTINCT u.read_as) AS documents
FROM reported r CROSS JOIN assertion a LEFT JOIN unsound u ON u.id = a.document
WHERE a.claim = r.claim AND {affirmed} AND a.id NOT IN (SELECT assertion FROM discounted)
GROUP BY a.claim HAVING COUNT(*) = COUNT(u.id) ORDER BY a.claim"""


def _ctes(scope: ClaimScope) -> tuple[str, ...]:
    """Up to `unsound` (documents that no longer stand, as whatever merged one) and `reported` (claims in any of them).

    The few documents come first: of a large ledger no more is read than the claims that they report.
    """
    return (
        scope.cte(),
        READ_AS,
        discounted_cte(scope),
        f"""unsound AS (
  SELECT d.id, d.id AS read_as FROM document d LEFT JOIN read_as m ON m.id = d.id
  WHERE {UNSOUND} AND COALESCE(m.canonical, d.id) = d.id
  UNION SELECT m.id, d.id FROM document d JOIN read_as m ON m.canonical = d.id WHERE {UNSOUND}
)""",
        """reported AS (
  SELECT DISTINCT a.claim FROM unsound u JOIN assertion a ON a.document = u.id JOIN scope s ON s.claim = a.claim
)""",
    )


def _flag(row: ResultRow) -> Flag:
    reports = "The document that reports this was" if row.documents == 1 else "All documents that report this were"
    step = "Find another document in which it was said, or leave it out and say what became of it."
    return Flag(row.claim, "claim", f"{reports} retracted or removed.", step, "retracted or removed")


RULE = rule(__name__, __doc__, "warning", selecting(SELECT.format(affirmed=f"a.{AFFIRMED}"), _flag, _ctes), cached=True)
