"""Verdicts: what assessors say of claims, each assessor's latest, as SQL building blocks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection

from claimtrack.analysis.origins import LATER
from claimtrack.analysis.scope import Scope, composed, fetch


def ruled_ctes(scope: Scope) -> tuple[str, ...]:
    """`latest` (each assessor's latest verdict on a claim) and `ruled` (one row a judged claim).

    `ruled`: refuted, supported, proven (supported with evidence), conflicting: 0 or 1 each.
    """
    source = "assessment s" if scope.whole else "scope CROSS JOIN assessment s"
    joined = "" if scope.whole else "s.target = scope.claim AND"
    return (
        f"""latest AS (
  SELECT s.id, s.target AS claim, s."by" AS assessor, s.at, s.verdict, s.evidence FROM {source}
  WHERE {joined} NOT {LATER}
)""",
        """ruled AS (
  SELECT claim,
         MAX(CASE WHEN verdict = 'refuted' THEN 1 ELSE 0 END) AS refuted,
         MAX(CASE WHEN verdict = 'supported' THEN 1 ELSE 0 END) AS supported,
         MAX(CASE WHEN verdict = 'supported' AND evidence > 0 THEN 1 ELSE 0 END) AS proven,
         MAX(CASE WHEN verdict = 'conflicting-evidence' THEN 1 ELSE 0 END) AS conflicting
  FROM latest GROUP BY claim
)""",
    )


def decided(claim: str) -> str:
    """The condition that some assessor's latest verdict on a claim verifies or refutes it.

    `claim` is a column of any table alias but `s` and `later`, which are the condition's own.
    """
    return f"""EXISTS (
    SELECT 1 FROM assessment s
    WHERE s.target = {claim} AND (s.verdict = 'refuted' OR (s.verdict = 'supported' AND s.evidence > 0))
      AND NOT {LATER})"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One assessor's latest verdict on a claim; `at` is 27-character UTC text."""

    assessment: str
    assessor: str
    at: str
    verdict: str
    evidence: int


def verdicts(conn: Connection, scope: Scope) -> dict[str, list[Verdict]]:
    """Each assessor's latest verdict on each judged claim, the newest first."""
    found: dict[str, list[Verdict]] = defaultdict(list)
    select = "SELECT claim, id, assessor, at, verdict, evidence FROM latest ORDER BY claim, at DESC, id"
    for row in fetch(conn, composed((scope.cte(), *ruled_ctes(scope)), select), scope.params):
        found[row.claim].append(Verdict(row.id, row.assessor, row.at, row.verdict, row.evidence))
    return dict(found)
