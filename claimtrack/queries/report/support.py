"""On whom a report rests: bodies, carriers and sources, with the claims that stand or fall with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claimtrack.analysis.paths import Path
from claimtrack.domain.vocabulary import AFFIRMING
from claimtrack.queries.claim_views import ClaimBuilder
from claimtrack.queries.report.views import ReportBody, ReportCarrier, ReportSource, SourceRating
from claimtrack.queries.source_names import SourceNames
from claimtrack.queries.sources import SourceDirectory
from claimtrack.queries.views import Assertion, Claim


@dataclass(slots=True)
class SupportTally:
    """What is gathered of one body, carrier or source: its name and kind, and the numbers of claims in each respect."""

    name: str = ""
    kind: str | None = None
    voices: set[str] = field(default_factory=set)
    sides: set[str] = field(default_factory=set)
    claims: set[int] = field(default_factory=set)
    otherwise: set[int] = field(default_factory=set)
    only: set[int] = field(default_factory=set)
    first_hand: set[int] = field(default_factory=set)
    witnessed: set[int] = field(default_factory=set)
    carries: set[int] = field(default_factory=set)


def _ordered(numbers: set[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


def _affirms(row: Assertion) -> bool:
    return row.counts and row.attribution.stance in AFFIRMING


def _paths(builder: ClaimBuilder, claim: Claim) -> dict[str, Path]:
    return {path.assertion: path for path in builder.judgement.supports[claim.id].paths}


def _kind(names: SourceNames, body: str) -> str | None:
    """What a body is; None where it is not named, since that could tell which it is."""
    person = names.person(body)
    return None if person is None or names.hidden(body) else person.kind


def _key(names: SourceNames, source: str) -> str:
    """What a source is gathered under: who is not named with all that are described alike, as at an origin."""
    return f"described {names.label(source)}" if names.hidden(source) else source


BodyKey = tuple[bool, bool, str]
"""Of a body at the origin: whether it is named, whether it is traced, and its key."""
CarrierKey = tuple[str, str]
"""Of somebody through whom claims came: its role, and its id."""


def report_bodies(builder: ClaimBuilder, claims: Sequence[Claim]) -> tuple[ReportBody, ...]:
    """The bodies at the origin of claims, those behind the most claims first; then the untraced and the unnamed."""
    return body_rows(tally_bodies(builder, claims))


def tally_bodies(builder: ClaimBuilder, claims: Sequence[Claim]) -> dict[BodyKey, SupportTally]:
    """What rests on each body at the origin of these claims."""
    found: dict[BodyKey, SupportTally] = defaultdict(SupportTally)
    for claim in claims:
        paths = _paths(builder, claim)
        behind = set()
        top_bodies = set()
        for row in claim.assertions:
            if not _affirms(row):
                continue
            origin = builder.directory.origin(row.id)
            path = paths.get(row.id)
            traced = path is not None and path.traced
            key = (origin.body_key is not None, traced, origin.body_key or "")
            weight = found[key]
            weight.claims.add(claim.number)
            if origin.body_key is None:
                continue
            weight.name = origin.body or ""
            weight.kind = _kind(builder.names, origin.body_key)
            if origin.name != origin.body:
                weight.voices.add(origin.name or "")
            weight.sides.update(builder.directory.sides(origin.source, origin.body_key if origin.source else None))
            if path is not None and traced:
                behind.add(key)
                top_bodies.add(path.top_body)
                if row.first_hand and claim.status.name != "on-record":
                    weight.first_hand.add(claim.number)
                    if row.attribution.hops[0].basis == "witnessed":
                        weight.witnessed.add(claim.number)
        if len(behind) == len(top_bodies) == 1 and claim.status.name != "on-record":
            found[behind.pop()].only.add(claim.number)
    return found


def body_rows(found: Mapping[BodyKey, SupportTally]) -> tuple[ReportBody, ...]:
    """What was weighed of bodies as rows, in their order."""
    rows = [
        ReportBody(
            name=weight.name,
            kind=weight.kind,
            voices=tuple(sorted(weight.voices)),
            sides=tuple(sorted(weight.sides)),
            claims=_ordered(weight.claims),
            only=_ordered(weight.only),
            first_hand=_ordered(weight.first_hand),
            witnessed=_ordered(weight.witnessed),
            named=named,
            traced=traced,
        )
        for (named, traced, _), weight in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.named, not row.traced, -len(row.claims), row.name, row.claims)))


def report_carriers(builder: ClaimBuilder, claims: Sequence[Claim]) -> tuple[ReportCarrier, ...]:
    """Those through whom claims came: carriers, then publishers, those on whom the most depends first."""
    return carrier_rows(tally_carriers(builder, claims))


def tally_carriers(builder: ClaimBuilder, claims: Sequence[Claim]) -> dict[CarrierKey, SupportTally]:
    """What came through each carrier and publisher of these claims; `only`: what is lost if it withdraws."""
    found: dict[CarrierKey, SupportTally] = defaultdict(SupportTally)
    for claim in claims:
        paths = _paths(builder, claim)
        traced = [path for path in paths.values() if path.traced]
        through = builder.through(claim.id)
        for row in claim.assertions:
            document = builder.records.documents.get(row.document or "", {})
            passed = [("publisher", document["publisher"])] if document.get("publisher") else []
            path = paths.get(row.id)
            if path is not None:
                hops = (hop for hop in path.hops if builder.names.top_body(hop, None) in path.carriers)
                passed += [("carrier", hop) for hop in hops]
            passed += [] if path else [("carrier", hop.source) for hop in row.attribution.hops[1:] if hop.source]
            for role, source in passed:
                body, top_body = builder.names.body(source, None), builder.names.top_body(source, None)
                weight = found[role, _key(builder.names, body)]
                weight.name = builder.names.label(body)
                weight.kind = _kind(builder.names, body)
                weight.claims.add(claim.number)
                all_through = through[top_body] == {body} and all(top_body in path.nodes for path in traced)
                if traced and claim.status.name != "on-record" and all_through:
                    weight.only.add(claim.number)
    return found


def carrier_rows(weighed: Mapping[CarrierKey, SupportTally]) -> tuple[ReportCarrier, ...]:
    """What was weighed of carriers as rows, in their order; who publishes and carries is one."""
    found = dict(weighed)
    for top_body in [top_body for role, top_body in found if role == "carrier" and ("publisher", top_body) in found]:
        both = found.pop(("carrier", top_body))
        found["publisher", top_body].claims |= both.claims
        found["publisher", top_body].only |= both.only
    rows = [
        ReportCarrier(weight.name, weight.kind, role, _ordered(weight.claims), _ordered(weight.only))
        for (role, _), weight in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.role, -len(row.lost), -len(row.claims), row.name, row.claims)))


def report_sources(
    builder: ClaimBuilder, claims: Sequence[Claim], ratings: dict[str, tuple[SourceRating, ...]]
) -> tuple[ReportSource, ...]:
    """Every source that may be shown, with what it said, what rests on it alone and what it passed on."""
    rows = [
        report_source(builder.names, builder.directory, source, weight, ratings.get(key, ()))
        for key, (source, weight) in tally_sources(builder, claims).items()
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row.only), -len(row.origin_of), -len(row.carries), row.name)))


def tally_sources(builder: ClaimBuilder, claims: Sequence[Claim]) -> dict[str, tuple[str | None, SupportTally]]:
    """Key of a source -> its id, None where it may not be named, and what rests on it (`claims`: what it said)."""
    found: dict[str, SupportTally] = defaultdict(SupportTally)
    ids: dict[str, str | None] = {}
    for claim in claims:
        alone: set[str] = set()
        origins: set[str] = set()
        behind: set[str] = set()
        paths = _paths(builder, claim)
        for row in claim.assertions:
            origin = builder.directory.origin(row.id)
            if origin.key is not None:
                found[origin.key].name = origin.name or ""
                found[origin.key].claims.add(claim.number)
                ids[origin.key] = origin.source
                found[origin.key].otherwise.add(claim.number)
                if row.attribution.stance in AFFIRMING:
                    behind.add(origin.key)
                path = paths.get(row.id)
                if _affirms(row) and path is not None and path.traced:
                    alone.add(origin.key)
                    origins.add(path.origin)
            document = builder.records.documents.get(row.document or "", {})
            chain = builder.records.assertions[row.id]["chain"][1:]
            passed = [hop["source"] for hop in chain if "source" in hop]
            passed += [document["publisher"]] if document.get("publisher") else []
            for source in passed:
                canonical = builder.names.canonical(source)
                key = _key(builder.names, canonical)
                if key == origin.key:
                    continue
                found[key].name = builder.names.label(canonical)
                found[key].carries.add(claim.number)
                ids[key] = None if builder.names.hidden(canonical) else canonical
        for origin_key in behind:
            found[origin_key].otherwise.discard(claim.number)
        if len(alone) == len(origins) == 1 and claim.status.name != "on-record":
            found[alone.pop()].only.add(claim.number)
    return {key: (ids[key], weight) for key, weight in found.items()}


def report_source(
    names: SourceNames,
    directory: SourceDirectory,
    source: str | None,
    weight: SupportTally,
    ratings: tuple[SourceRating, ...],
) -> ReportSource:
    """What was weighed of a source as a row; `source` is its id, None where it may not be named."""
    person = names.person(source) if source is not None else None
    top_body = names.body(source, None) if source is not None else None
    direct = names.speaks_for(source, None) if source is not None else None
    return ReportSource(
        id=source,
        name=weight.name,
        kind=person.kind if person else None,
        role=person.role if person else None,
        body=names.label(direct) if direct is not None else None,
        sides=directory.sides(source, top_body),
        confidential=person.confidential if person else False,
        origin_of=_ordered(weight.claims),
        otherwise=_ordered(weight.otherwise),
        carries=_ordered(weight.carries),
        only=_ordered(weight.only),
        ratings=ratings,
    )
