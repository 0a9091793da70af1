"""A source gave no evidence, and the document says so.

What it flags: an assertion recorded as made without evidence (`none-given`) or with the evidence
kept back (`withheld`). Where nothing is recorded, nothing is flagged.

Why it matters: that a claim was made without evidence is itself a fact, and readers should have it
beside the claim.

Example: a president blames foreign-trained fighters; the article adds that he offered no evidence.

What to do: Say so wherever the claim is repeated, and ask the source for the evidence
(`claimtrack ask`).
"""

from claimtrack.analysis.origins import AFFIRMED
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

SELECT = f"""SELECT a.id AS assertion, s.claim, MIN(g.kind) AS kind
FROM evidence_given g JOIN assertion a ON a.id = g.assertion AND a.claim = g.claim
JOIN scope s ON s.claim = a.claim
WHERE g.kind IN ('none-given', 'withheld') AND a.{AFFIRMED}
GROUP BY a.id, s.claim ORDER BY a.id"""


def _flag(row: ResultRow) -> Flag:
    if row.kind == "withheld":
        fact, group = "The source says it has evidence and did not show it.", "evidence withheld"
    else:
        fact, group = "The source gave no evidence, and the document says so.", "no evidence given"
    step = "Say so wherever the claim is repeated, and ask the source for the evidence."
    return Flag(row.assertion, "assertion", fact, step, group, (row.claim,))


RULE = rule(__name__, __doc__, "warning", selecting(SELECT, _flag), cached=True)
