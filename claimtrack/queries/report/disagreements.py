"""Where the sources of a report part and where they agree: disagreements, agreements and updates as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimtrack.analysis.disagreements.positions import Disagreement, Position, Update
from claimtrack.domain.english import join_list
from claimtrack.ledger.editions import Edition
from claimtrack.queries.claim_views import ClaimBuilder
from claimtrack.queries.report.views import ReportAgreement, ReportDisagreement, ReportPosition, ReportUpdate
from claimtrack.queries.source_names import SourceNames
from claimtrack.queries.views import Assertion, Claim, interval_words

STATES = ("reopened", "open", "resolved", "dismissed")


def report_agreements(builder: ClaimBuilder, claims: Sequence[Claim]) -> tuple[ReportAgreement, ...]:
    """The claims on which opposed sides agree, in their order."""
    return tuple(
        ReportAgreement(claim.number, claim.text, claim.support.sides, _agreed(builder, claim))
        for claim in claims
        if claim.support.opposed
    )


def _agreed(builder: ClaimBuilder, claim: Claim) -> tuple[str, ...]:
    """The two that agree, each with its side."""
    found = []
    for source in builder.judgement.supports[claim.id].pair or ():
        called = builder.directory.called(claim.id, [source])[0]
        named = called == builder.names.label(source)
        sides = builder.directory.sides(source, builder.names.body(source, None)) if named else ()
        found.append(f"{called} ({', '.join(sides)})" if sides else called)
    return tuple(found)


def report_disagreements(builder: ClaimBuilder, claims: Sequence[Claim]) -> tuple[ReportDisagreement, ...]:
    """The disagreements between these claims: open ones first, certain before possible."""
    known = {claim.id: claim for claim in claims}
    made = (report_disagreement(builder.names, builder.edition, one, known) for one in builder.judgement.disagreements)
    return tuple(sorted((row for row in made if row is not None), key=lambda row: is_settled(row.state)))


def is_settled(state: str) -> bool:
    """Whether a disagreement in this state stands after the open ones."""
    return STATES.index(state) > 1


def report_disagreement(
    names: SourceNames, edition: Edition, one: Disagreement, claims: Mapping[str, Claim]
) -> ReportDisagreement | None:
    """A disagreement as it stands between the claims that are shown (by id, ids of all kept); None when it is gone."""
    held = [(position, claims[position.claim]) for position in one.positions if position.claim in claims]
    if len(held) < 2:
        return None
    settled_for = claims.get(one.settled_for or "")
    return ReportDisagreement(
        id="" if _betrays(names, edition, held) else one.id,
        kind=one.kind,
        strength=one.strength,
        subject=one.text,
        positions=tuple(_position(names, edition, one, position, claim) for position, claim in held),
        differs=one.differs,
        notes=one.notes,
        state=one.state,
        recorded=one.recorded,
        why=one.why if edition.notes else None,
        settled_for=settled_for.number if settled_for is not None else None,
    )


def _behind(position: Position, claim: Claim) -> list[Assertion]:
    """The assertions that take a position."""
    return [row for row in claim.assertions if row.id in position.assertions]


def _betrays(names: SourceNames, edition: Edition, held: Sequence[tuple[Position, Claim]]) -> bool:
    """Whether its id, which may be made from that of a source or its body, could betray one that is not named."""
    rows = [row for position, claim in held for row in _behind(position, claim)]
    unnamed = any(
        row.origin_name is not None and (row.origin is None or names.hidden(names.body(row.origin, None)))
        for row in rows
    )
    return unnamed and not edition.confidential


def _position(names: SourceNames, edition: Edition, one: Disagreement, held: Position, claim: Claim) -> ReportPosition:
    answer = claim.answer
    means = None
    if held.low is not None and edition.checks:
        means = interval_words(
            held.low,
            held.high,
            low_open=answer.low_open if answer else False,
            high_open=answer.high_open if answer else False,
        )
    who = {row.origin_name for row in _behind(held, claim)}
    return ReportPosition(
        claim=claim.number,
        text=claim.text,
        words=held.words,
        who=tuple(sorted(name for name in who if name is not None)),
        means=means,
        scope=held.scope,
        counting=held.counting,
        for_date=held.for_date,
        label_words=held.label_words,
        outlet=names.label(held.outlet) if held.outlet else None,
        way=held.way,
        reported=held.reported,
        new=held.key in one.new,
    )


def _update_source(builder: ClaimBuilder, one: Update) -> str | None:
    """Whose the later answer is, as it may be shown: a body is not named for one who spoke on background."""
    behind = [builder.directory.origin(said) for said in one.later.assertions]
    if one.origin is None:
        return join_list(sorted({origin.name for origin in behind if origin.name})) or None
    if any(origin.body_key == one.origin for origin in behind):
        return builder.names.label(one.origin)
    return min((origin.name for origin in behind if origin.source is None and origin.name), default=None)


def update_row(builder: ClaimBuilder, update: Update, numbers: Mapping[str, int]) -> ReportUpdate:
    """An update as a row; its claims by `numbers` (by id), 0 where that has none."""
    earlier, later = update.earlier, update.later
    return ReportUpdate(
        kind=update.kind,
        question=update.text,
        source=_update_source(builder, update),
        earlier=earlier.words,
        later=later.words,
        earlier_claim=numbers.get(earlier.claim, 0),
        later_claim=numbers.get(later.claim, 0),
    )


def report_updates(
    builder: ClaimBuilder, claims: Sequence[Claim], updates: Iterable[Update]
) -> tuple[ReportUpdate, ...]:
    """The updates between these claims that rest on assertions which are shown."""
    numbers = {claim.id: claim.number for claim in claims}
    return tuple(
        update_row(builder, update, numbers)
        for update in updates
        if update.earlier.claim in numbers and update.later.claim in numbers
    )
