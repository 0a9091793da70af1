"""The first judgement of every claim in SQL: its status, or that it takes a closer look.

`tally` has one row a claim with assertions that count, `judged` one row a claim: `status` and
`reason`; `verdict`, what else an assessor found; and, 0 or 1, whether it is `assessed` at all and
affirmed in an outlet's `own_voice`. `closer` is 1 where two or more origins, a denial or a
withdrawal make the status a matter for status.py; then `status` and `reason` are what holds if
nothing comes of it. Disagreements are not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from claimtrack.analysis.origins import AFFIRMED, DATE_LO, discounted_cte, listed
from claimtrack.analysis.scope import Scope, composed, face_ctes, fetch
from claimtrack.analysis.verdicts import ruled_ctes
from claimtrack.domain.words import CARRIER_KINDS, FIRST_HAND, ON_RECORD_KINDS

_DATED_ROOT = f"""(
      SELECT CASE WHEN {DATE_LO} IS NULL THEN n.root ELSE COALESCE(r.root, n.face) END
      FROM (SELECT 1 AS one) AS this
      LEFT JOIN document_face df ON df.id = a.document
      LEFT JOIN document d ON d.id = COALESCE(df.face, a.document)
      LEFT JOIN source_root r ON r.source = a.origin
           AND r.valid_from <= {DATE_LO} AND {DATE_LO} < r.valid_to)"""

_TRACED_ROOT = f"""CASE
        WHEN o.kind IN ({listed(CARRIER_KINDS)}) AND a.basis NOT IN ({listed(FIRST_HAND)}) THEN NULL
        WHEN n.source IS NULL THEN a.origin
        WHEN n.valid_from = '' AND n.valid_to = '~' THEN n.root
        ELSE {_DATED_ROOT} END"""
"""The root, as `voiced` has it, of an origin that is traced; a document is read only where it must."""


def tally_ctes(scope: Scope) -> tuple[str, ...]:
    """Everything up to `tally` and `against`, for the claims of `scope`.

    `tally`: what can be told of the affirming assertions of a claim without pairing them; the
    strong roots leave out groups that (by their newest root) speak for nobody. `against`: the
    claims that somebody denies or withdrew.
    """
    sources = "assertion a" if scope.whole else "scope s CROSS JOIN assertion a"
    joined = "" if scope.whole else "a.claim = s.claim AND"
    return (
        scope.cte(),
        *face_ctes("document"),
        discounted_cte(scope),
        f"""tally AS (
  SELECT claim,
         COUNT(traced_root) AS said,
         MAX(origin) AS last_origin,
         MAX(spoken) AS spoken,
         MAX(own_voice) AS own_voice,
         MIN(traced_root) AS first_root,
         MAX(traced_root) AS last_root,
         MIN(strong_root) AS first_strong,
         MAX(strong_root) AS last_strong
  FROM (
    SELECT claim, origin, spoken, own_voice, traced_root,
           CASE WHEN weak = 1 THEN NULL ELSE traced_root END AS strong_root
    FROM (
      SELECT a.claim, a.origin,
             CASE WHEN a.naming IN ('named', 'role', 'group') AND a.origin IS NOT NULL
                  THEN 1 ELSE 0 END AS spoken,
             CASE WHEN a.quote_kind = 'own' THEN 1 ELSE 0 END AS own_voice,
             CASE WHEN o.kind IN ('group', 'unknown') AND COALESCE(n.root, a.origin) = o.id
                  THEN 1 ELSE 0 END AS weak,
             {_TRACED_ROOT} AS traced_root
      FROM {sources}
      LEFT JOIN source_root n ON n.source = a.origin AND n.newest = 1
      LEFT JOIN source o ON o.id = COALESCE(n.face, a.origin)
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


JUDGED = (
    """gathered AS (
  SELECT claim, MAX(kind) AS kind, MAX(last_origin) AS last_origin, MAX(spoken) AS spoken,
         MAX(own_voice) AS own_voice, MAX(first_root) AS first_root, MAX(last_root) AS last_root,
         MAX(opposed) AS opposed, MAX(assessed) AS assessed, MAX(refuted) AS refuted,
         MAX(supported) AS supported, MAX(proven) AS proven, MAX(conflicting) AS conflicting
  FROM (
    SELECT claim, kind, NULL AS last_origin, 0 AS spoken, 0 AS own_voice, NULL AS first_root,
           NULL AS last_root, 0 AS opposed, 0 AS assessed, 0 AS refuted, 0 AS supported, 0 AS proven,
           0 AS conflicting
    FROM scope
    UNION ALL
    SELECT claim, NULL, last_origin, spoken, own_voice, first_root, last_root, 0, 0, 0, 0, 0, 0
    FROM tally
    UNION ALL
    SELECT claim, NULL, NULL, 0, 0, NULL, NULL, 1, 0, 0, 0, 0, 0 FROM against
    UNION ALL
    SELECT claim, NULL, NULL, 0, 0, NULL, NULL, 0, 1, refuted, supported, proven, conflicting
    FROM ruled
  ) AS parts GROUP BY claim
)""",
    f"""judged AS (
  SELECT claim, kind, own_voice, assessed,
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
              WHEN first_root IS NOT NULL THEN 'one-origin'
              WHEN last_origin IS NOT NULL THEN 'untraced'
              ELSE 'no-origin' END AS reason,
         CASE WHEN opposed = 1 OR first_root <> last_root THEN 1 ELSE 0 END AS closer
  FROM gathered WHERE kind IS NOT NULL
)""",
)
"""The parts are gathered and not joined: linear whatever a planner thinks of their sizes."""


def judged_ctes(scope: Scope) -> tuple[str, ...]:
    """Everything up to `judged`, for the claims of `scope`."""
    return (*tally_ctes(scope), *ruled_ctes(scope), *JUDGED)


class Judged(NamedTuple):
    """A row of `judged`."""

    claim: str
    kind: str
    status: str
    reason: str
    assessed: int
    closer: int
    own_voice: int


def judged(conn: Connection, scope: Scope, where: str = "") -> Iterator[Judged]:
    """The rows of `judged` for a scope, in no order; `where` is a condition with its WHERE."""
    select = f"SELECT {', '.join(Judged._fields)} FROM judged {where}"
    for row in fetch(conn, composed(judged_ctes(scope), select), scope.params):
        yield Judged._make(row)
