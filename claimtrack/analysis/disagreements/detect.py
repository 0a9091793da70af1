"""Disagreements: positions that cannot all stand, detected from the data or recorded by a person.

SQL finds the questions and claims that may hold one; only those go to Python. Those detected exist
without being stored; a stored record settles the one of its id, until a new position re-opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements import answers, figures, stance, voice, wording
from claimtrack.analysis.disagreements.answers import load
from claimtrack.analysis.disagreements.comparison import disagreement_about
from claimtrack.analysis.disagreements.positions import CERTAIN, Disagreement, Incompatibility, Position, Update
from claimtrack.analysis.disagreements.recorded import joined, stand_alone
from claimtrack.analysis.scope import ClaimScope, portions, scopes
from claimtrack.ledger.lookup import bodies

__all__ = [
    "KINDS",
    "Disagreement",
    "Incompatibility",
    "Position",
    "Update",
    "disagreements",
    "disputed_claims",
    "sort_key_of",
]

NEVER_STATUS = ("voice", "wording")
"""Kinds that never change a claim's status."""


class DisagreementKind(NamedTuple):
    """A detector: the kinds of disagreement it finds, and the function that finds them."""

    kinds: tuple[str, ...]
    find: Callable[[Connection, ClaimScope], Iterable[Disagreement]]


def _contested(
    candidates: Callable[[Connection, ClaimScope], list[str]],
) -> Callable[[Connection, ClaimScope], Iterator[Disagreement]]:
    def find(conn: Connection, scope: ClaimScope) -> Iterator[Disagreement]:
        for portion in portions(candidates(conn, scope), 500):
            for question in load(conn, portion):
                if found := disagreement_about(question):
                    yield found

    return find


KINDS = (
    DisagreementKind(("figure",), _contested(figures.candidates)),
    DisagreementKind(("label", "cause", "actor", "motive", "time", "place", "yes-no"), _contested(answers.candidates)),
    DisagreementKind(("stance",), stance.find),
    DisagreementKind(("wording",), wording.find),
    DisagreementKind(("voice",), voice.find),
)
"""Every detector, in the order in which their findings are listed."""


def disagreements(
    conn: Connection,
    *,
    story: str | None = None,
    claims: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
) -> list[Disagreement]:
    """The disagreements of a story, of the claims named, or (neither given) of the whole ledger.

    Of `kinds` only, when given. Certain ones first, then by the order of KINDS and by id; those
    recorded by a person stand among those of their kind. Settled ones are there with their state.
    """
    wanted = None if kinds is None else frozenset(kinds)
    found: dict[str, Disagreement] = {}
    for scope in scopes(conn, story=story, claims=claims):
        for disagreement in _detected(conn, scope, wanted):
            found.setdefault(disagreement.id, disagreement)
        for disagreement in stand_alone(conn, scope, found):
            if wanted is None or disagreement.kind in wanted:
                found[disagreement.id] = disagreement
    return sorted(found.values(), key=sort_key_of)


_ORDER = {name: at for at, kind in enumerate(KINDS) for name in kind.kinds}


def sort_key_of(one: Disagreement) -> tuple[bool, int, str, str]:
    """What disagreements are ordered by: certain ones first, then by kind and id."""
    return one.strength != CERTAIN, _ORDER.get(one.kind, len(KINDS)), one.kind, one.id


def _detected(conn: Connection, scope: ClaimScope, wanted: frozenset[str] | None) -> list[Disagreement]:
    found = [
        disagreement
        for kind in KINDS
        if wanted is None or wanted.intersection(kind.kinds)
        for disagreement in kind.find(conn, scope)
        if wanted is None or disagreement.kind in wanted
    ]
    records = bodies(conn, [disagreement.id for disagreement in found])
    return [joined(disagreement, records.get(disagreement.id)) for disagreement in found]


def disputed_claims(conn: Connection, scope: ClaimScope) -> dict[str, str]:
    """The claims in a certain open disagreement that bears on status, with the reason's code.

    Stance is left out: a denial disputes a claim by itself.
    """
    bearing = frozenset(name for kind in KINDS for name in kind.kinds if name not in (*NEVER_STATUS, "stance"))
    found = _detected(conn, scope, bearing)
    disputed = {
        position.claim: "disagreement"
        for disagreement in found
        if disagreement.open
        for position in disagreement.positions
        if position.strength == CERTAIN
    }
    for disagreement in stand_alone(conn, scope, [d.id for d in found]):
        if disagreement.open and disagreement.strength == CERTAIN and disagreement.kind not in NEVER_STATUS:
            for claim in disagreement.claims:
                disputed.setdefault(claim, "open-disagreement")
    return disputed
