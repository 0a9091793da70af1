"""What is told of every claim without a closer look: its status by verdicts and origins, and the latest verdicts.

Some parts are common table expressions that other queries start from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.engine import Connection

from claimtrack.analysis.origins import (
    AFFIRMED,
    BODY,
    CARRIED,
    DATE_LO,
    DATED,
    LATER,
    AssertionOrigin,
    discounted_cte,
)
from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch, fetch_pages
from claimtrack.domain.vocabulary import AFFIRMING, ON_RECORD_KINDS


def ruled_ctes(scope: ClaimScope) -> tuple[str, ...]:
    """`latest` (each assessor's latest verdict on a claim) and `ruled` (one row a judged claim).

    `ruled`: refuted, supported, proven (supported with evidence), conflicting: 0 or 1 each.
    """
    source = "assessment s" if scope.whole else "scope CROSS JOIN assessment s"
    joined = "" if scope.whole else "s.target = scope.claim AND"
    return (
        f"""latest AS (
  SELECT s.id, s.target AS claim, s."by" AS assessor, s.at, s.verdict, s.evidence FROM {source}
  {LATER}
  WHERE {joined} later.id IS NULL
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


UNDECIDED = "COALESCE(u.refuted, 0) = 0 AND COALESCE(u.proven, 0) = 0"
"""The condition that no assessor's latest verdict verifies or refutes a claim; `u` is its row of `ruled`, if any."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One assessor's latest verdict on a claim; `at` is 27-character UTC text."""

    assessment: str
    assessor: str
    at: str
    verdict: str
    evidence: int


def verdicts(conn: Connection, scope: ClaimScope) -> dict[str, list[Verdict]]:
    """Each assessor's latest verdict on each judged claim, the newest first."""
    by_claim: dict[str, list[Verdict]] = defaultdict(list)
    select = "SELECT claim, id, assessor, at, verdict, evidence FROM latest ORDER BY claim, at DESC, id"
    for row in fetch(conn, composed((scope.cte(), *ruled_ctes(scope)), select), scope.params):
        by_claim[row.claim].append(Verdict(row.id, row.assessor, row.at, row.verdict, row.evidence))
    return dict(by_claim)


_DATED_JOINS = f"""LEFT JOIN read_as df ON df.id = CASE WHEN {DATED} THEN a.document END
      LEFT JOIN document d ON d.id = CASE WHEN {DATED} THEN COALESCE(df.canonical, a.document) END
      LEFT JOIN canonical_source r ON r.source = CASE WHEN {DATED} THEN a.origin END
           AND r.valid_from <= {DATE_LO} AND {DATE_LO} < r.valid_to"""
"""A document is read only where it must: NULL finds nothing."""


def tally_ctes(scope: ClaimScope) -> tuple[str, ...]:
    """Everything up to `tally`, for the claims of `scope`.

    `tally`: what can be told of the affirming assertions of a claim without pairing them; the strong top_bodies leave
    out groups that (by their newest top_body) speak for nobody.
    """
    sources, of_scope = scope.assertions
    return (
        scope.cte(),
        READ_AS,
        discounted_cte(scope),
        f"""tally AS (
  SELECT claim,
         COUNT(traced_body) AS said,
         MAX(origin) AS last_origin,
         MAX(own_voice) AS own_voice,
         MIN(traced_body) AS first_body,
         MAX(traced_body) AS last_body,
         MIN(strong_body) AS first_strong,
         MAX(strong_body) AS last_strong
  FROM (
    SELECT claim, origin, own_voice, traced_body,
           CASE WHEN weak = 1 THEN NULL ELSE traced_body END AS strong_body
    FROM (
      SELECT a.claim, a.origin,
             CASE WHEN a.quote_kind = 'own' THEN 1 ELSE 0 END AS own_voice,
             CASE WHEN o.kind IN ('group', 'unknown') AND COALESCE(n.top_body, a.origin) = o.id
                  THEN 1 ELSE 0 END AS weak,
             CASE WHEN {CARRIED} THEN NULL ELSE {BODY} END AS traced_body
      FROM {sources}
      LEFT JOIN canonical_source n ON n.source = a.origin AND n.newest = 1
      LEFT JOIN source o ON o.id = COALESCE(n.canonical, a.origin)
      {_DATED_JOINS}
      WHERE {of_scope} a.{AFFIRMED} AND a.id NOT IN (SELECT assertion FROM discounted)
    ) AS traced
  ) AS spoken_for GROUP BY claim
)""",
    )


def undecided_ctes(scope: ClaimScope) -> tuple[str, ...]:
    """Everything up to `tally` and `ruled`, for what is said of claims that are `UNDECIDED`."""
    return (*tally_ctes(scope), *ruled_ctes(scope))


JudgedClaim = tuple[str, str, str, str, bool, bool, bool]
"""What is told of a claim without a closer look: its id, its kind, its status, and the code of the reason.

Then whether somebody judged it, whether somebody denies or withdrew it, and whether it has more than one origin.
"""


def judged(
    conn: Connection, scope: ClaimScope, origins: Mapping[str, Sequence[AssertionOrigin]]
) -> Iterator[JudgedClaim]:
    """Each claim of a scope as it is judged by the verdicts and the origins of its assertions alone, in no order."""
    ctes = (scope.cte(), *ruled_ctes(scope))
    rulings = {row.claim: row for row in fetch(conn, composed(ctes, "SELECT * FROM ruled"), scope.params)}
    rows = fetch_pages(conn, composed((scope.cte(),), "SELECT claim, kind FROM scope"), scope.params)
    for claim, kind in rows:
        opposed = several = spoken = named = affirmed = False
        body: str | None = None
        for carried, identified, _, stance, top_body, _ in origins.get(claim, ()):
            affirmed = affirmed or stance in AFFIRMING
            if top_body is None:
                continue
            if stance in AFFIRMING:
                named = True
                spoken = spoken or identified
                if not carried:
                    several = several or (body is not None and body != top_body)
                    body = top_body
            elif stance in ("denies", "withdraws"):
                opposed = True
        ruling = rulings.get(claim)
        if spoken and kind in ON_RECORD_KINDS:
            status, reason = "on-record", "on-record"
        elif ruling is not None:
            status, reason = _ruled(ruling)
        else:
            nobody = "no-origin" if affirmed else "not-asserted"
            status, reason = "unverified", "one-origin" if body else "untraced" if named else nobody
        yield claim, kind, status, reason, ruling is not None, opposed, several


def _ruled(ruling: Row[Any]) -> tuple[str, str]:
    """The status and reason that a row of `ruled` comes to."""
    if ruling.refuted:
        return ("disputed", "assessors-differ") if ruling.supported else ("refuted", "assessed")
    if ruling.proven:
        return "verified", "assessed"
    return ("disputed", "conflicting-evidence") if ruling.conflicting else ("unverified", "checked-unproven")
