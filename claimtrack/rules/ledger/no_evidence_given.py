"""A source gave no evidence, and the document says so.

What it flags: an assertion recorded as made without evidence (`none-given`) or with the evidence
kept back (`withheld`). Where nothing is recorded, nothing is flagged.

Why it matters: that a claim was made without evidence is itself a fact, and readers should have it
beside the claim.

Example: a president blames foreign-trained fighters; the article adds that he offered no evidence.

What to do: Say so wherever the claim is repeated, and ask the source for the evidence
(`claimtrack ask`).
"""

from typing import Any

from sqlalchemy import Row

from claimtrack.analysis.origins import AFFIRMED
from claimtrack.rules.rule import Finding, rule, selecting

SELECT = f"""SELECT a.id AS assertion, s.claim, MIN(g.kind) AS kind
FROM evidence_given g JOIN assertion a ON a.id = g.assertion JOIN scope s ON s.claim = a.claim
WHERE g.kind IN ('none-given', 'withheld') AND a.{AFFIRMED}
GROUP BY a.id, s.claim ORDER BY a.id"""


def _tell(row: Row[Any]) -> Finding:
    kept_back = row.kind == "withheld"
    return Finding(
        row.assertion,
        "assertion",
        "The source says it has evidence and did not show it."
        if kept_back
        else "The source gave no evidence, and the document says so.",
        "Say so wherever the claim is repeated, and ask the source for the evidence.",
        "evidence withheld" if kept_back else "no evidence given",
        (row.claim,),
    )


RULE = rule(__name__, __doc__, "warning", selecting(SELECT, _tell))
