"""A verdict names no evidence.

What it flags: an assessor's latest verdict that a claim is supported or refuted, without a piece of
evidence.

Why it matters: a verdict is worth what it rests on. Without evidence, "supported" does not make a
claim verified, and "refuted" cannot be checked by anybody else.

Example: refuted, "the desk knows better".

What to do: Record the evidence with `claimtrack annotate CLAIM --supports URL` (or `--refutes`), and
assess again naming it: `--evidence ID`.
"""

from typing import Any

from sqlalchemy import Row

from claimtrack.analysis.scope import ClaimScope
from claimtrack.analysis.status import ruled_ctes
from claimtrack.rules.rule import Finding, rule, selecting

SELECT = """SELECT l.id, l.claim, l.verdict FROM latest l JOIN scope s ON s.claim = l.claim
WHERE l.evidence = 0 AND l.verdict IN ('supported', 'refuted') ORDER BY l.id"""


def _ctes(scope: ClaimScope) -> tuple[str, ...]:
    return (scope.cte(), *ruled_ctes(scope))


def _tell(row: Row[Any]) -> Finding:
    supported = row.verdict == "supported"
    return Finding(
        row.id,
        "assessment",
        "The claim was judged supported without naming evidence, so it stays unverified."
        if supported
        else "The claim was judged refuted without naming evidence.",
        "Record what the verdict rests on, and assess the claim again with --evidence.",
        f"{row.verdict} without evidence",
        (row.claim,),
    )


RULE = rule(__name__, __doc__, "warning", selecting(SELECT, _tell, _ctes))
