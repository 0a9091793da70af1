"""A verdict names no evidence.

What it flags: an assessor's latest verdict that a claim is supported or refuted, without a piece of
evidence.

Why it matters: a verdict is worth what it rests on. Without evidence, "supported" does not make a
claim verified, and "refuted" cannot be checked by anybody else.

Example: refuted, "the desk knows better".

What to do: Record the evidence with `claimtrack annotate CLAIM --supports URL` (or `--refutes`), and
assess again naming it: `--evidence ID`.
"""

from claimtrack.analysis.judged_claims import ruled_ctes
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

SELECT = """SELECT l.id, l.claim, l.verdict FROM latest l JOIN scope s ON s.claim = l.claim
WHERE l.evidence = 0 AND l.verdict IN ('supported', 'refuted') ORDER BY l.id"""


def _flag(row: ResultRow) -> Flag:
    stays = ", so it stays unverified" if row.verdict == "supported" else ""
    fact = f"The claim was judged {row.verdict} without naming evidence{stays}."
    step = "Record what the verdict rests on, and assess the claim again with --evidence."
    return Flag(row.id, "assessment", fact, step, f"{row.verdict} without evidence", (row.claim,))


RULE = rule(
    __name__, __doc__, "warning", selecting(SELECT, _flag, lambda scope: (scope.cte(), *ruled_ctes(scope))), cached=True
)
