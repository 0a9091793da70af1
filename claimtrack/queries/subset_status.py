"""What a set of claims comes to when some assertions are left out: status, support, what counts, where sources part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.detect import NEVER_STATUS, disagreements
from claimtrack.analysis.disagreements.positions import CERTAIN, Disagreement
from claimtrack.analysis.independence import Support, support
from claimtrack.analysis.origins import CountedAssertion, counted_assertions, standing
from claimtrack.analysis.paths import Path, paths, source_facts
from claimtrack.analysis.scope import scopes
from claimtrack.analysis.status import Status, settle, statuses, verdicts

CONTESTING = ("disagreement", "open-disagreement")
"""Reasons that lie in what other claims say: they fall with what is hidden of those."""


@dataclass(frozen=True, slots=True)
class SubsetStatus:
    """The judgement of a set of claims, by claim, without the assertions that are hidden.

    `paths` are those of assertions that still stand behind their claim; `counted` are the assertions that count: not
    judged misquoted, misattributed or fabricated, nor taken back or reversed since.
    """

    statuses: dict[str, Status]
    supports: dict[str, Support]
    paths: dict[str, tuple[Path, ...]]
    counted: frozenset[str]
    disagreements: tuple[Disagreement, ...]


def judge_subset(conn: Connection, claims: Iterable[str], hidden: frozenset[str] = frozenset()) -> SubsetStatus:
    """Judge claims as if the hidden assertions, of these claims or of others, were not in the ledger."""
    wanted = tuple(claims)
    found = dict(statuses(conn, claims=wanted))
    parted = visible_disagreements(disagreements(conn, claims=wanted), hidden)
    contested = _contested(parted)
    around = source_facts(conn)
    supports: dict[str, Support] = {}
    ways: dict[str, tuple[Path, ...]] = {}
    counted: set[str] = set()
    for scope in scopes(conn, claims=wanted):
        spoken = counted_assertions(conn, scope)
        led = paths(conn, spoken, around)
        rulings = verdicts(conn, scope) if hidden else {}
        for claim in scope.claims or ():
            said = [voice for voice in spoken.get(claim, []) if voice.id not in hidden]
            supports[claim] = support(said, led.get(claim, ()), around)
            ways[claim] = supports[claim].paths
            counted.update({voice.id for voice in said} - _fallen(said))
            unseen = hidden and found[claim].reason_code in CONTESTING and claim not in contested
            heard = spoken.get(claim, [])
            if len(said) < len(heard) or unseen:
                kept = {voice.id for voice in said}
                shown = [path for path in led.get(claim, ()) if path.assertion in kept]
                found[claim] = settle(
                    heard[0].claim_kind if heard else "event",
                    said,
                    shown,
                    rulings.get(claim, ()),
                    contested=contested.get(claim),
                )
    return SubsetStatus(found, supports, ways, frozenset(counted), tuple(parted))


def _fallen(said: list[CountedAssertion]) -> set[str]:
    kept = {voice.id for voice in standing(said)}
    return {voice.id for voice in said if (voice.affirms or voice.denies) and voice.id not in kept}


def _contested(parted: Iterable[Disagreement]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in parted:
        if not one.open or one.strength != CERTAIN or one.kind in (*NEVER_STATUS, "stance"):
            continue
        alone = one.recorded and one.subject is None
        for position in one.positions:
            if position.strength == CERTAIN:
                found.setdefault(position.claim, "open-disagreement" if alone else "disagreement")
    return found


def visible_disagreements(parted: Iterable[Disagreement], hidden: frozenset[str]) -> list[Disagreement]:
    """The disagreements that are left when hidden assertions are: a position nobody else holds goes with them."""
    if not hidden:
        return list(parted)
    found = []
    for one in parted:
        positions = []
        for position in one.positions:
            kept = tuple(assertion for assertion in position.assertions if assertion not in hidden)
            if kept or not position.assertions:
                positions.append(replace(position, assertions=kept))
        if len(positions) > 1:
            found.append(replace(one, positions=tuple(positions)))
    return found
