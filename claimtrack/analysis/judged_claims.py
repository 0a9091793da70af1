"""What SQL tells of every claim without a closer look: its status by verdicts and origins, and the latest verdicts.

The parts are common table expressions that other queries may start from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.origins import AFFIRMED, DATE_LO, LATER, discounted_cte, listed
from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch
from claimtrack.domain.vocabulary import CARRIER_KINDS, FIRST_HAND, ON_RECORD_KINDS


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


_DATED = "n.valid_from <> '' OR n.valid_to <> '~'"
"""The condition that whom an origin speaks for depends on when it spoke."""

_DATED_JOINS = f"""LEFT JOIN read_as df ON df.id = CASE WHEN {_DATED} THEN a.document END
      LEFT JOIN document d ON d.id = CASE WHEN {_DATED} THEN COALESCE(df.canonical, a.document) END
      LEFT JOIN canonical_source r ON r.source = CASE WHEN {_DATED} THEN a.origin END
           AND r.valid_from <= {DATE_LO} AND {DATE_LO} < r.valid_to"""
"""A document is read only where it must: NULL finds nothing."""

_TRACED_BODY = f"""CASE
        WHEN o.kind IN ({listed(CARRIER_KINDS)}) AND a.basis NOT IN ({listed(FIRST_HAND)}) THEN NULL
        WHEN n.source IS NULL THEN a.origin
        WHEN NOT ({_DATED}) OR {DATE_LO} IS NULL THEN n.top_body
        ELSE COALESCE(r.top_body, n.canonical) END"""
"""The top_body, as `counted` has it, of an origin that is traced."""


def tally_ctes(scope: ClaimScope) -> tuple[str, ...]:
    """Everything up to `tally` and `against`, for the claims of `scope`.

    `tally`: what can be told of the affirming assertions of a claim without pairing them; the strong top_bodies leave
    out groups that (by their newest top_body) speak for nobody. `against`: the claims that somebody denies or withdrew.
    """
    sources = "assertion a" if scope.whole else "scope s CROSS JOIN assertion a"
    joined = "" if scope.whole else "a.claim = s.claim AND"
    return (
        scope.cte(),
        READ_AS,
        discounted_cte(scope),
        f"""tally AS (
  SELECT claim,
         COUNT(traced_body) AS said,
         MAX(origin) AS last_origin,
         MAX(spoken) AS spoken,
         MAX(own_voice) AS own_voice,
         MIN(traced_body) AS first_body,
         MAX(traced_body) AS last_body,
         MIN(strong_body) AS first_strong,
         MAX(strong_body) AS last_strong
  FROM (
    SELECT claim, origin, spoken, own_voice, traced_body,
           CASE WHEN weak = 1 THEN NULL ELSE traced_body END AS strong_body
    FROM (
      SELECT a.claim, a.origin,
             CASE WHEN a.naming IN ('named', 'role', 'group') AND a.origin IS NOT NULL
                  THEN 1 ELSE 0 END AS spoken,
             CASE WHEN a.quote_kind = 'own' THEN 1 ELSE 0 END AS own_voice,
             CASE WHEN o.kind IN ('group', 'unknown') AND COALESCE(n.top_body, a.origin) = o.id
                  THEN 1 ELSE 0 END AS weak,
             {_TRACED_BODY} AS traced_body
      FROM {sources}
      LEFT JOIN canonical_source n ON n.source = a.origin AND n.newest = 1
      LEFT JOIN source o ON o.id = COALESCE(n.canonical, a.origin)
      {_DATED_JOINS}
      WHERE {joined} a.{AFFIRMED} AND a.id NOT IN (SELECT assertion FROM discounted)
    ) AS traced
  ) AS spoken_for GROUP BY claim
)""",
        f"""against AS (
  SELECT DISTINCT a.claim FROM {sources}
  WHERE {joined} a.stance IN ('denies', 'withdraws') AND a.origin IS NOT NULL
    AND a.id NOT IN (SELECT assertion FROM discounted)
)""",
    )


def undecided_ctes(scope: ClaimScope) -> tuple[str, ...]:
    """Everything up to `tally` and `ruled`, for what is said of claims that are `UNDECIDED`."""
    return (*tally_ctes(scope), *ruled_ctes(scope))


JUDGED = (
    """gathered AS (
  SELECT claim, MAX(kind) AS kind, MAX(last_origin) AS last_origin, MAX(spoken) AS spoken,
         MAX(first_body) AS first_body, MAX(last_body) AS last_body,
         MAX(opposed) AS opposed, MAX(assessed) AS assessed, MAX(refuted) AS refuted,
         MAX(supported) AS supported, MAX(proven) AS proven, MAX(conflicting) AS conflicting
  FROM (
    SELECT claim, kind, NULL AS last_origin, 0 AS spoken, NULL AS first_body,
           NULL AS last_body, 0 AS opposed, 0 AS assessed, 0 AS refuted, 0 AS supported, 0 AS proven,
           0 AS conflicting
    FROM scope
    UNION ALL
    SELECT claim, NULL, last_origin, spoken, first_body, last_body, 0, 0, 0, 0, 0, 0
    FROM tally
    UNION ALL
    SELECT claim, NULL, NULL, 0, NULL, NULL, 1, 0, 0, 0, 0, 0 FROM against
    UNION ALL
    SELECT claim, NULL, NULL, 0, NULL, NULL, 0, 1, refuted, supported, proven, conflicting
    FROM ruled
  ) AS parts GROUP BY claim
)""",
    f"""judged AS (
  SELECT claim, kind, assessed,
         CASE WHEN kind IN ({listed(ON_RECORD_KINDS)}) AND spoken = 1 THEN 'on-record'
              WHEN refuted = 1 AND supported = 1 THEN 'disputed'
              WHEN refuted = 1 THEN 'refuted'
              WHEN proven = 1 THEN 'verified'
              WHEN conflicting = 1 THEN 'disputed'
              ELSE 'unverified' END AS status,
         CASE WHEN kind IN ({listed(ON_RECORD_KINDS)}) AND spoken = 1 THEN 'on-record'
              WHEN refuted = 1 AND supported = 1 THEN 'assessors-differ'
              WHEN refuted = 1 OR proven = 1 THEN 'assessed'
              WHEN conflicting = 1 THEN 'conflicting-evidence'
              WHEN assessed = 1 THEN 'checked-unproven'
              WHEN first_body IS NOT NULL THEN 'one-origin'
              WHEN last_origin IS NOT NULL THEN 'untraced'
              ELSE 'no-origin' END AS reason,
         opposed, CASE WHEN first_body <> last_body THEN 1 ELSE 0 END AS several
  FROM gathered WHERE kind IS NOT NULL
)""",
)
"""The parts are gathered and not joined: linear whatever a planner thinks of their sizes."""


def judged_ctes(scope: ClaimScope) -> tuple[str, ...]:
    """Everything up to `judged`, for the claims of `scope`."""
    return (*undecided_ctes(scope), *JUDGED)


class JudgedClaim(NamedTuple):
    """A row of `judged`: what is told without a closer look. The last three are 0 or 1.

    `opposed`: somebody denies or withdrew it; `several`: it may have more than one origin.
    """

    claim: str
    kind: str
    status: str
    reason: str
    assessed: int
    opposed: int
    several: int


def judged(conn: Connection, scope: ClaimScope, where: str = "") -> Iterator[JudgedClaim]:
    """The rows of `judged` for a scope, in no order; `where` is a condition with its WHERE."""
    select = f"SELECT {', '.join(JudgedClaim._fields)} FROM judged {where}"
    for row in fetch(conn, composed(judged_ctes(scope), select), scope.params):
        yield JudgedClaim._make(row)
