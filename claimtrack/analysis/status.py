"""The status of a claim (verified, disputed, unverified, ...) with its reason: always derived, never typed.

The first rule that applies decides. SQL judges every claim; those with two origins, a denial, a withdrawal or a
disagreement are settled in Python. A reason names no source: `by` has their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.detect import disputed_claims
from claimtrack.analysis.independence import DEPENDENCE, corroboration, count
from claimtrack.analysis.origins import (
    AFFIRMED,
    DATE_LO,
    LATER,
    CountedAssertion,
    before,
    counted_assertions,
    discounted_cte,
    listed,
    standing,
    withdrawn,
    withdrawn_since,
)
from claimtrack.analysis.paths import Path, paths, source_facts
from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch, portions, scopes
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
         MAX(own_voice) AS own_voice, MAX(first_body) AS first_body, MAX(last_body) AS last_body,
         MAX(opposed) AS opposed, MAX(assessed) AS assessed, MAX(refuted) AS refuted,
         MAX(supported) AS supported, MAX(proven) AS proven, MAX(conflicting) AS conflicting
  FROM (
    SELECT claim, kind, NULL AS last_origin, 0 AS spoken, 0 AS own_voice, NULL AS first_body,
           NULL AS last_body, 0 AS opposed, 0 AS assessed, 0 AS refuted, 0 AS supported, 0 AS proven,
           0 AS conflicting
    FROM scope
    UNION ALL
    SELECT claim, NULL, last_origin, spoken, own_voice, first_body, last_body, 0, 0, 0, 0, 0, 0
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
    """A row of `judged`: what is told without a closer look. The last four are 0 or 1.

    `opposed`: somebody denies or withdrew it; `several`: it may have more than one origin.
    """

    claim: str
    kind: str
    status: str
    reason: str
    assessed: int
    opposed: int
    several: int
    own_voice: int


def judged(conn: Connection, scope: ClaimScope, where: str = "") -> Iterator[JudgedClaim]:
    """The rows of `judged` for a scope, in no order; `where` is a condition with its WHERE."""
    select = f"SELECT {', '.join(JudgedClaim._fields)} FROM judged {where}"
    for row in fetch(conn, composed(judged_ctes(scope), select), scope.params):
        yield JudgedClaim._make(row)


REASONS = {
    "withdrawn": "every source that said it took it back",
    "on-record": "on record: what matters is who said it",
    "assessed": "an assessor reached this verdict",
    "assessors-differ": "assessors differ: one says supported, another refuted",
    "denied": "a source denies it",
    "disagreement": "another answer to the same question rules it out",
    "open-disagreement": "an open disagreement stands against it",
    "conflicting-evidence": "an assessor found conflicting evidence",
    "independent-origins": "two independent origins, one of them first-hand",
    "opposed-sides": "opposed sides agree",
    "one-origin": "one origin",
    "no-origin": "no named origin",
    "untraced": "untraced: outlets state it without saying where they have it from",
    "one-carrier": "one carrier: all of it came through the same hands",
    "one-side": "one side: the origins are all of one side",
    "checked-unproven": "checked and unproven",
    "one-body": "one side: the origins belong to one body",
    "one-statement": "one statement: the origins said it together",
    "shared-evidence": "one report: the origins rest on the same evidence",
    "rated-e": "an origin is rated E (unreliable)",
    "not-first-hand": "no origin saw it, did it or holds the records",
}
"""Reason code -> what it says in words."""

VERDICT_WORDS = {
    "supported": "an assessor supports it, without evidence",
    "not-enough-evidence": "not enough evidence",
    "missing-context": "missing context",
    "outdated": "outdated",
    "not-checkable": "not checkable",
}


@dataclass(frozen=True, slots=True)
class DenialOfClaim:
    """A source's first denial that stands, and when it was uttered or published.

    `since` and `latest` bound that time (27-character UTC text, None when undated); `said` is the
    date as written, when the denial itself is dated.
    """

    source: str
    since: str | None
    latest: str | None
    said: str | None
    assertion: str


@dataclass(frozen=True, slots=True)
class Status:
    """What a claim's standing is, and why.

    `name` is one of the statuses, `reason_code` a key of REASONS, `reason_text` its words. `by` are the sources the
    reason rests on (deniers, or the two that agree), `assessors` who judged, `since` when the newest of them did
    (27-character UTC text). `denials`: of a verified claim, those not older than the verdict; of any other, all that
    stand. `verdict`: the verdict that left the claim as it is, None where nobody judged it.
    """

    name: str
    reason_code: str
    reason_text: str
    by: tuple[str, ...] = ()
    assessors: tuple[str, ...] = ()
    since: str | None = None
    verdict: str | None = None
    denials: tuple[DenialOfClaim, ...] = ()


def statuses(conn: Connection, claims: Iterable[str] | None = None, story: str | None = None) -> dict[str, Status]:
    """The status of the claims named, of a story's, or (neither given) of every live claim, by id."""
    by_claim: dict[str, Status] = {}
    for scope in scopes(conn, story=story, claims=claims):
        by_claim.update(judge(conn, scope))
    return by_claim


def judge(conn: Connection, scope: ClaimScope) -> dict[str, Status]:
    """The status of every claim of a scope, by id."""
    return {row.claim: status for row, status in judge_each(conn, scope)}


def judge_each(conn: Connection, scope: ClaimScope) -> list[tuple[JudgedClaim, Status]]:
    """Every claim of a scope as SQL judged it, with its status, in the order of their ids."""
    rows = sorted(judged(conn, scope))
    contested = disputed_claims(conn, scope)
    statuses_by_claim = _look_closer(conn, rows, contested)
    return [(row, statuses_by_claim.get(row.claim) or _common(row.status, row.reason)) for row in rows]


def _look_closer(conn: Connection, rows: Iterable[JudgedClaim], contested: Mapping[str, str]) -> dict[str, Status]:
    """The status of those claims among `rows` of which SQL could not say all there is to say."""
    statuses_by_claim: dict[str, Status] = {}
    closer: dict[str, JudgedClaim] = {}
    with_verdicts: list[str] = []
    for row in rows:
        dispute = contested.get(row.claim)
        if row.opposed or (row.several and dispute is None):
            closer[row.claim] = row
        elif row.status == "on-record":
            continue
        elif row.assessed:
            with_verdicts.append(row.claim)
        elif dispute is not None:
            statuses_by_claim[row.claim] = _common("disputed", dispute)
    for portion in portions(with_verdicts):
        rulings = verdicts(conn, ClaimScope(claims=portion))
        for claim in portion:
            settled = _assessed(rulings[claim], ()) or _unjudged((), (), rulings[claim], (), contested.get(claim))
            statuses_by_claim[claim] = settled
    facts = source_facts(conn) if closer else None
    for portion in portions(closer):
        part = ClaimScope(claims=portion)
        assertions = counted_assertions(conn, part)
        rulings = verdicts(conn, part)
        assert facts is not None
        paths_by_claim = paths(conn, assertions, facts)
        for claim in portion:
            statuses_by_claim[claim] = settle(
                closer[claim].kind,
                assertions.get(claim, ()),
                paths_by_claim.get(claim, ()),
                rulings.get(claim, ()),
                contested=contested.get(claim),
            )
    return statuses_by_claim


def settle(
    kind: str,
    assertions: Sequence[CountedAssertion],
    claim_paths: Sequence[Path],
    rulings: Sequence[Verdict],
    *,
    contested: str | None,
) -> Status:
    """The status of one claim of `kind`, by all there is about it.

    `assertions` are its assertions that count, `claim_paths` their paths, `rulings` each assessor's latest
    verdict, newest first; `contested` is the reason code of a certain open disagreement, or None.
    """
    kept = standing(assertions)
    affirming = [assertion for assertion in kept if assertion.affirms]
    denials = tuple(
        DenialOfClaim(assertion.canonical, assertion.date_lo, assertion.date_hi, assertion.said, assertion.id)
        for assertion in sorted(kept, key=lambda v: (v.date_lo or "", v.id))
        if assertion.stance == "denies" and assertion.canonical is not None
    )
    if _withdrawn(assertions):
        by = tuple(sorted({v.canonical for v in assertions if v.stance == "withdraws" and v.canonical}))
        return _plain("withdrawn", "withdrawn", by=by, denials=_each_once(denials))
    if kind in ON_RECORD_KINDS and any(
        assertion.origin and assertion.naming in ("named", "role", "group") for assertion in affirming
    ):
        return _plain("on-record", "on-record", denials=_each_once(denials))
    if decided := _assessed(rulings, denials):
        return decided
    return _unjudged(affirming, claim_paths, rulings, _each_once(denials), contested)


def _each_once(denials: Iterable[DenialOfClaim]) -> tuple[DenialOfClaim, ...]:
    """The first denial of each source."""
    first: dict[str, DenialOfClaim] = {}
    for denial in denials:
        first.setdefault(denial.source, denial)
    return tuple(first.values())


def _withdrawn(assertions: Sequence[CountedAssertion]) -> bool:
    """Whether some source asserted it, and every one that did took it back."""
    said = [assertion for assertion in assertions if assertion.affirms and assertion.top_body is not None]
    last = withdrawn(assertions)
    return bool(said) and all(withdrawn_since(assertion, last) for assertion in said)


def _assessed(rulings: Sequence[Verdict], denials: tuple[DenialOfClaim, ...]) -> Status | None:
    """Refuted, verified, or disputed because assessors differ; None when no verdict decides."""
    refuting = [ruling for ruling in rulings if ruling.verdict == "refuted"]
    supporting = [ruling for ruling in rulings if ruling.verdict == "supported"]
    proving = [ruling for ruling in supporting if ruling.evidence]
    if refuting and supporting:
        return _ruled("disputed", "assessors-differ", [*refuting, *supporting], _each_once(denials))
    if refuting:
        return _ruled("refuted", "assessed", refuting, _each_once(denials))
    if proving:
        newest = max(ruling.at for ruling in proving)
        since = [denial for denial in denials if not before(denial.latest, newest)]
        return _ruled("verified", "assessed", proving, _each_once(since))
    return None


def _unjudged(
    affirming: Sequence[CountedAssertion],
    claim_paths: Sequence[Path],
    rulings: Sequence[Verdict],
    denials: tuple[DenialOfClaim, ...],
    contested: str | None,
) -> Status:
    """Disputed, corroborated or unverified: what holds when no verdict decides."""
    if denials:
        by = tuple(dict.fromkeys(denial.source for denial in denials))
        return _plain("disputed", "denied", by=by, denials=denials)
    if contested:
        return _plain("disputed", contested)
    conflicting = [ruling for ruling in rulings if ruling.verdict == "conflicting-evidence"]
    if conflicting:
        return _ruled("disputed", "conflicting-evidence", conflicting, denials)
    kept = {assertion.id for assertion in affirming}
    ours = [path for path in claim_paths if path.assertion in kept]
    together = corroboration(ours)
    if together.pair:
        reason = "opposed-sides" if together.opposed else "independent-origins"
        return _plain("corroborated", reason, by=together.pair)
    if rulings:
        return _ruled("unverified", "checked-unproven", rulings[:1], denials)
    if together.ways:
        by = tuple(sorted({path.origin for path in ours if path.traced and not path.weak}))
        return _plain("unverified", together.ways[0], by=by)
    low, high = count(ours)
    if high:
        by = tuple(sorted({path.origin for path in ours if path.traced}))
        text = REASONS["one-origin"] if high == 1 else f"{low}-{high} origins: {DEPENDENCE['group']}"
        return Status("unverified", "one-origin", text, by=by)
    return _plain("unverified", "untraced" if ours else "no-origin")


def _ruled(name: str, reason: str, rulings: Sequence[Verdict], denials: tuple[DenialOfClaim, ...]) -> Status:
    newest = max(rulings, key=lambda ruling: (ruling.at, ruling.assessment))
    text = REASONS[reason]
    if reason == "checked-unproven":
        text = f"{text}: {VERDICT_WORDS[newest.verdict]}"
    return Status(
        name,
        reason,
        text,
        assessors=tuple(sorted({ruling.assessor for ruling in rulings})),
        since=newest.at,
        verdict=newest.verdict,
        denials=denials,
    )


def _plain(name: str, reason: str, *, by: tuple[str, ...] = (), denials: tuple[DenialOfClaim, ...] = ()) -> Status:
    if not (by or denials):
        return _common(name, reason)
    return Status(name, reason, REASONS[reason], by=by, denials=denials)


@cache
def _common(name: str, reason: str) -> Status:
    """One object for all the claims of which there is no more to say."""
    return Status(name, reason, REASONS[reason])
