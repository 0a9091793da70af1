"""How a set of claims is judged: status, support, which assertions count, and where sources disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.detect import disagreements
from claimtrack.analysis.disagreements.positions import Disagreement
from claimtrack.analysis.independence import Support, support
from claimtrack.analysis.origins import CountedAssertion, counted_assertions, standing
from claimtrack.analysis.paths import paths, source_facts
from claimtrack.analysis.scope import scopes
from claimtrack.analysis.status import Status, statuses


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of a set of claims, by claim.

    `counted` are the assertions that count: not judged misquoted, misattributed or fabricated, nor taken back or
    reversed since.
    """

    statuses: dict[str, Status]
    supports: dict[str, Support]
    counted: frozenset[str]
    disagreements: tuple[Disagreement, ...]


def judge_claims(conn: Connection, claims: Iterable[str]) -> Judgement:
    """Judge claims by all that the connection's views show."""
    wanted = tuple(claims)
    around = source_facts(conn)
    supports: dict[str, Support] = {}
    counted: set[str] = set()
    for scope in scopes(conn, claims=wanted):
        heard = counted_assertions(conn, scope)
        led = paths(conn, heard, around)
        for claim in scope.claims or ():
            said = heard.get(claim, [])
            supports[claim] = support(said, led.get(claim, ()), around)
            counted.update({voice.id for voice in said} - _fallen(said))
    return Judgement(
        dict(statuses(conn, claims=wanted)), supports, frozenset(counted), tuple(disagreements(conn, claims=wanted))
    )


def _fallen(said: list[CountedAssertion]) -> set[str]:
    kept = {voice.id for voice in standing(said)}
    return {voice.id for voice in said if (voice.affirms or voice.denies) and voice.id not in kept}
