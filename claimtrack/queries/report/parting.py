"""Where the sources of a report part and where they agree: disagreements, agreements and updates as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimtrack.analysis.position import Disagreement, Position, Update
from claimtrack.queries.cards import Dealer
from claimtrack.queries.interval import interval_words
from claimtrack.queries.report.rows import AgreementRow, DisagreementRow, PositionRow, UpdateRow
from claimtrack.queries.rows import ClaimRow

STATES = ("reopened", "open", "resolved", "dismissed")


def agreements(dealer: Dealer, claims: Sequence[ClaimRow]) -> tuple[AgreementRow, ...]:
    """The claims on which opposed sides agree, in their order."""
    return tuple(
        AgreementRow(claim.number, claim.text, claim.support.sides, _agreed(dealer, claim))
        for claim in claims
        if claim.support.opposed
    )


def _agreed(dealer: Dealer, claim: ClaimRow) -> tuple[str, ...]:
    """The two that agree, each with its side."""
    found = []
    for source in dealer.standing.supports[claim.id].pair or ():
        sides = dealer.cast.sides(source, dealer.names.body(source, None))
        called = dealer.cast.called(claim.id, [source])[0]
        found.append(f"{called} ({', '.join(sides)})" if sides else called)
    return tuple(found)


def parted(dealer: Dealer, claims: Sequence[ClaimRow]) -> tuple[DisagreementRow, ...]:
    """The disagreements between these claims: open ones first, certain before possible."""
    numbers = {claim.id: claim for claim in claims}
    rows = []
    for one in dealer.standing.disagreements:
        positions = tuple(
            _position(dealer, one, held, numbers[held.claim]) for held in one.positions if held.claim in numbers
        )
        if len(positions) > 1:
            settled = numbers.get(one.settled_for or "")
            rows.append(
                DisagreementRow(
                    id="" if _betrays(dealer, one) else one.id,
                    kind=one.kind,
                    strength=one.strength,
                    subject=one.text,
                    positions=positions,
                    differs=one.differs,
                    notes=one.notes,
                    state=one.state,
                    recorded=one.recorded,
                    why=one.why if dealer.edition.notes else None,
                    settled_for=settled.number if settled is not None else None,
                )
            )
    return tuple(sorted(rows, key=lambda row: STATES.index(row.state) > 1))


def _betrays(dealer: Dealer, one: Disagreement) -> bool:
    """Whether its id, which may be made from a source's, could betray one that is not named."""
    origins = [dealer.cast.origin(assertion) for held in one.positions for assertion in held.assertions]
    unnamed = any(origin.key is not None and origin.source is None for origin in origins)
    return unnamed and not dealer.edition.confidential


def _position(dealer: Dealer, one: Disagreement, held: Position, claim: ClaimRow) -> PositionRow:
    answer = claim.answer
    means = None
    if held.low is not None:
        means = interval_words(
            held.low,
            held.high,
            low_open=answer.low_open if answer else False,
            high_open=answer.high_open if answer else False,
        )
    who = {dealer.cast.origin(assertion).name for assertion in held.assertions}
    return PositionRow(
        claim=claim.number,
        text=claim.text,
        words=held.words,
        who=tuple(sorted(name for name in who if name is not None)),
        means=means,
        scope=held.scope,
        counting=held.counting,
        for_date=held.for_date,
        label_words=held.label_words,
        outlet=dealer.names.label(held.outlet) if held.outlet else None,
        way=held.way,
        reported=held.reported,
        new=held.key in one.new,
    )


def updated(dealer: Dealer, claims: Sequence[ClaimRow], found: Iterable[Update]) -> tuple[UpdateRow, ...]:
    """The updates between these claims that rest on assertions which are shown."""
    numbers = {claim.id: claim.number for claim in claims}
    rows = []
    for one in found:
        ends = (one.earlier, one.later)
        if any(end.claim not in numbers or set(end.assertions) <= dealer.hidden for end in ends):
            continue
        source = dealer.cast.called(one.later.claim, [one.origin])[0] if one.origin else None
        rows.append(
            UpdateRow(
                kind=one.kind,
                question=one.text,
                source=source,
                earlier=one.earlier.words,
                later=one.later.words,
                earlier_claim=numbers[one.earlier.claim],
                later_claim=numbers[one.later.claim],
            )
        )
    return tuple(rows)
