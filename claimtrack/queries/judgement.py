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
    facts = source_facts(conn)
    supports: dict[str, Support] = {}
    counted: set[str] = set()
    for scope in scopes(conn, claims=wanted):
        assertions_of = counted_assertions(conn, scope)
        paths_of = paths(conn, assertions_of, facts)
        for claim in scope.claims or ():
            assertions = assertions_of.get(claim, [])
            supports[claim] = support(assertions, paths_of.get(claim, ()), facts)
            counted.update({assertion.id for assertion in assertions} - _fallen(assertions))
    return Judgement(
        dict(statuses(conn, claims=wanted)), supports, frozenset(counted), tuple(disagreements(conn, claims=wanted))
    )


def _fallen(assertions: list[CountedAssertion]) -> set[str]:
    """The ids of those that affirm or deny a claim and were taken back or reversed since."""
    kept = {assertion.id for assertion in standing(assertions)}
    return {one.id for one in assertions if (one.affirms or one.denies) and one.id not in kept}
