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
      SELECT CASE WHEN {DATE_LO} IS NULL THEN t.root ELSE COALESCE(r.root, t.face) END
      FROM (SELECT 1 AS one) AS this
      LEFT JOIN document_face df ON df.id = a.document
      LEFT JOIN document d ON d.id = COALESCE(df.face, a.document)
      LEFT JOIN source_root r ON r.source = a.origin
           AND r.valid_from <= {DATE_LO} AND {DATE_LO} < r.valid_to)"""

TELLER = f"""teller AS (
  SELECT s.id AS source, COALESCE(n.face, s.id) AS face, COALESCE(n.root, s.id) AS root,
         CASE WHEN COALESCE(n.valid_from, '') = '' AND COALESCE(n.valid_to, '~') = '~'
              THEN 0 ELSE 1 END AS bounded,
         CASE WHEN o.kind IN ({listed(CARRIER_KINDS)}) THEN 1 ELSE 0 END AS carries,
         CASE WHEN o.kind IN ('group', 'unknown') THEN 1 ELSE 0 END AS may_be_weak
  FROM source s LEFT JOIN source_root n ON n.source = s.id AND n.newest = 1
  JOIN source o ON o.id = COALESCE(n.face, s.id)
)"""
"""Each source once: its face and newest root, and whether dates decide which root it has."""


def tally_ctes(scope: Scope) -> tuple[str, ...]:
    """Everything up to `tally` and `ruled`, for the claims of `scope`.

    `tally`: what can be told of the affirming assertions of a claim without pairing them. Roots are
    those of `voiced`; documents are read only where a root depends on a date. `against`: the claims
    that somebody denies or withdrew.
    """
    if scope.whole:
        sources, joined, teller = "assertion a", "", "teller"
    else:
        sources, joined = "scope s CROSS JOIN assertion a", "a.claim = s.claim AND"
        teller = "told"
    told = f"""told AS (
  SELECT DISTINCT x.* FROM {sources} JOIN teller x ON x.source = a.origin WHERE {joined} 1 = 1
)"""
    return (
        scope.cte(),
        *face_ctes("document"),
        discounted_cte(scope),
        TELLER,
        *(() if scope.whole else (told,)),
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
           CASE WHEN may_be_weak = 0 OR traced_root <> face THEN traced_root END AS strong_root
    FROM (
      SELECT a.claim, a.origin, t.face, t.may_be_weak,
             CASE WHEN a.naming IN ('named', 'role', 'group') AND a.origin IS NOT NULL
                  THEN 1 ELSE 0 END AS spoken,
             CASE WHEN a.quote_kind = 'own' THEN 1 ELSE 0 END AS own_voice,
             CASE WHEN t.carries = 1 AND a.basis NOT IN ({listed(FIRST_HAND)}) THEN NULL
                  WHEN t.bounded = 1 THEN {_DATED_ROOT}
                  ELSE COALESCE(t.root, a.origin) END AS traced_root
      FROM {sources} LEFT JOIN {teller} t ON t.source = a.origin
      WHERE {joined} a.{AFFIRMED} AND a.id NOT IN (SELECT assertion FROM discounted)
    ) AS traced
  ) AS spoken_for GROUP BY claim
)""",
        f"""against AS (
  SELECT a.claim, MAX(CASE WHEN a.stance = 'withdraws' THEN 1 ELSE 0 END) AS withdrawn
  FROM {sources}
  WHERE {joined} a.stance IN ('denies', 'withdraws') AND a.origin IS NOT NULL
    AND a.id NOT IN (SELECT assertion FROM discounted)
  GROUP BY a.claim
)""",
        *ruled_ctes(scope),
    )


JUDGED = f"""judged AS (
  SELECT s.claim, s.kind, COALESCE(t.own_voice, 0) AS own_voice,
         CASE WHEN s.kind IN ({listed(ON_RECORD_KINDS)}) AND t.spoken = 1 THEN 'on-record'
              WHEN r.refuted = 1 AND r.supported = 1 THEN 'disputed'
              WHEN r.refuted = 1 THEN 'refuted'
              WHEN r.proven = 1 THEN 'verified'
              WHEN r.conflicting = 1 THEN 'disputed'
              ELSE 'unverified' END AS status,
         CASE WHEN s.kind IN ({listed(ON_RECORD_KINDS)}) AND t.spoken = 1 THEN 'on-record'
              WHEN r.refuted = 1 AND r.supported = 1 THEN 'assessors-differ'
              WHEN r.refuted = 1 OR r.proven = 1 THEN 'assessed'
              WHEN r.conflicting = 1 THEN 'conflicting-evidence'
              WHEN r.claim IS NOT NULL THEN 'checked-unproven'
              WHEN t.first_root IS NOT NULL THEN 'one-origin'
              WHEN t.last_origin IS NOT NULL THEN 'untraced'
              ELSE 'no-origin' END AS reason,
         CASE WHEN r.claim IS NULL THEN 0 ELSE 1 END AS assessed,
         CASE WHEN g.claim IS NOT NULL OR t.first_root <> t.last_root THEN 1 ELSE 0 END AS closer
  FROM scope s LEFT JOIN tally t ON t.claim = s.claim LEFT JOIN against g ON g.claim = s.claim
  LEFT JOIN ruled r ON r.claim = s.claim
)"""


def judged_ctes(scope: Scope) -> tuple[str, ...]:
    """Everything up to `judged`, for the claims of `scope`."""
    return (*tally_ctes(scope), JUDGED)


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
