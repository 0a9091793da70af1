"""The status of a claim (verified, disputed, unverified, ...) with its reason: always derived, never typed.

The first rule that applies decides. Most claims are judged by the origins of their assertions alone; all there is about
a claim is read where it has two origins, a denial or a withdrawal. A reason names no source: `by` has their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache

from sqlalchemy.engine import Connection

from claimtrack.analysis.cached import Part, recall
from claimtrack.analysis.disagreements.detect import disputed_claims
from claimtrack.analysis.independence import DEPENDENCE, corroboration, count
from claimtrack.analysis.judged_claims import Verdict, judged, verdicts
from claimtrack.analysis.origins import (
    CountedAssertion,
    assertion_origins,
    before,
    counted_assertions,
    standing,
    withdrawn,
    withdrawn_since,
)
from claimtrack.analysis.paths import Path, paths, source_facts
from claimtrack.analysis.scope import ClaimScope, portions, scopes
from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.domain.vocabulary import IDENTIFYING, ON_RECORD_KINDS

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
    "not-asserted": "nobody stands behind it",
    "untraced": "untraced: no source is recorded behind the outlets that state it",
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


def statuses(conn: Connection, claims: Iterable[str] | None = None, story: str | None = None) -> Mapping[str, Status]:
    """The status of the claims named, of a story's, or (neither given) of every live claim, by id."""
    if claims is None:
        return recall(conn, STATUSES, story=story)
    by_claim: dict[str, Status] = {}
    for scope in scopes(conn, claims=claims):
        by_claim.update(judge(conn, scope))
    return by_claim


def judge(conn: Connection, scope: ClaimScope) -> dict[str, Status]:
    """The status of every claim of a scope, by id."""
    origins = assertion_origins(conn, scope)
    contested = disputed_claims(conn, scope, origins)
    statuses_by_claim: dict[str, Status] = {}
    closer: dict[str, str] = {}
    with_verdicts: list[str] = []
    for claim, kind, status, reason, assessed, opposed, several in judged(conn, scope, origins):
        dispute = contested.get(claim)
        if opposed or (several and dispute is None):
            closer[claim] = kind
        elif status == "on-record" or (dispute is None and not assessed):
            statuses_by_claim[claim] = _common(status, reason)
        elif assessed:
            with_verdicts.append(claim)
        else:
            statuses_by_claim[claim] = _common("disputed", dispute or reason)
    del origins
    statuses_by_claim.update(_look_closer(conn, closer, with_verdicts, contested))
    return statuses_by_claim


def _look_closer(
    conn: Connection, closer: Mapping[str, str], with_verdicts: Iterable[str], contested: Mapping[str, str]
) -> dict[str, Status]:
    """The status of claims of which their origins do not say all there is to say, and of those somebody judged.

    `closer`: claim -> its kind.
    """
    statuses_by_claim: dict[str, Status] = {}
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
                closer[claim],
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
        assertion.canonical and assertion.naming in IDENTIFYING for assertion in affirming
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
    return _plain("unverified", "untraced" if ours else "no-origin" if affirming else "not-asserted")


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


def _packed(status: Status) -> str:
    if status is _common(status.name, status.reason_code):
        return canonical_text([status.name, status.reason_code])
    return canonical_text([getattr(status, field.name) for field in fields(Status)])


@lru_cache(1_000)
def _unpacked(value: str) -> Status:
    name, reason, *more = parse(value)
    if not more:
        return _common(name, reason)
    text, by, assessors, since, verdict, denials = more
    denied = tuple(DenialOfClaim(**denial) for denial in denials)
    return Status(name, reason, text, tuple(by), tuple(assessors), since, verdict, denied)


STATUSES = Part("statuses", judge, _packed, lambda claim, value: _unpacked(value))
"""The statuses as they are kept."""
