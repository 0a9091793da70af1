"""All disagreements: those detected from the data, and those recorded by a person.

SQL finds the questions and claims that may hold one; only those go to Python. Detected ones exist without being stored;
a stored record settles the one of its id, until a new position re-opens it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.cached import Part, recall
from claimtrack.analysis.disagreements import answers, figures, stance, wording
from claimtrack.analysis.disagreements.answers import load_together
from claimtrack.analysis.disagreements.certain_figures import certain_clashes
from claimtrack.analysis.disagreements.comparison import disagreement_about, disagreement_of
from claimtrack.analysis.disagreements.contest import contest
from claimtrack.analysis.disagreements.positions import CERTAIN, Disagreement, Position
from claimtrack.analysis.disagreements.recorded import joined, stand_alone
from claimtrack.analysis.origins import AssertionOrigin
from claimtrack.analysis.scope import ClaimScope, fetch, scopes
from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.ledger.lookup import bodies
from claimtrack.ledger.references import merged
from claimtrack.ledger.store.dialect import chunks, select_in
from claimtrack.ledger.write.identity import disagreement_id

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
        for question in load_together(conn, candidates(conn, scope)):
            if disagreement := disagreement_about(question):
                yield disagreement

    return find


KINDS = (
    DisagreementKind(("figure",), _contested(figures.candidates)),
    DisagreementKind(("label", "cause", "actor", "motive", "time", "place", "yes-no"), _contested(answers.candidates)),
    DisagreementKind(("stance",), stance.find),
    DisagreementKind(("wording",), wording.find_wordings),
    DisagreementKind(("voice",), wording.find_label_voices),
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
    by_id: dict[str, Disagreement] = {}
    for scope in scopes(conn, story=story, claims=claims):
        detected = _detected(conn, scope) if claims is not None else recall(conn, DETECTED, story=story)
        for disagreement in chain.from_iterable(detected.values()):
            by_id.setdefault(disagreement.id, disagreement)
        by_id.update({disagreement.id: disagreement for disagreement in stand_alone(conn, scope, by_id)})
    wanted = None if kinds is None else frozenset(kinds)
    fitting = (disagreement for disagreement in by_id.values() if wanted is None or disagreement.kind in wanted)
    return sorted(fitting, key=sort_key_of)


def positions_still_held(conn: Connection, settled: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Disagreement -> the keys that it was settled with and that a position of it has now, as the views show it.

    Of these disagreements (ids; None: of all) only those that have such keys.
    """
    if settled is None:
        settled = [row.id for row in fetch(conn, "SELECT id FROM disagreement WHERE state <> 'open'")]
    records = {record: body for record, body in bodies(conn, settled).items() if body.get("positions")}
    if not records:
        return {}
    claims = {claim for body in records.values() for claim in body.get("claims", ())}
    subjects = {body["on"] for body in records.values() if "on" in body}
    sql = "SELECT id FROM claim WHERE {0} IN :values"
    claims.update(row.id for row in select_in(conn, sql.format("id"), subjects))
    claims.update(row.id for row in select_in(conn, sql.format("question"), merged(conn, subjects)))
    found = {}
    for one in disagreements(conn, claims=sorted(claims)):
        held = {position.key for position in one.positions}
        if one.id in records and (kept := [key for key in records[one.id]["positions"] if key in held]):
            found[one.id] = kept
    return found


_ORDER = {name: at for at, kind in enumerate(KINDS) for name in kind.kinds}


def sort_key_of(disagreement: Disagreement) -> tuple[bool, int, str, str]:
    """What disagreements are ordered by: certain ones first, then by kind and id."""
    return (
        disagreement.strength != CERTAIN,
        _ORDER.get(disagreement.kind, len(KINDS)),
        disagreement.kind,
        disagreement.id,
    )


def _detected(conn: Connection, scope: ClaimScope) -> dict[str, list[Disagreement]]:
    """The disagreements that the data show, as records settled them, by the question or claim they are about."""
    found = [disagreement for kind in KINDS for disagreement in kind.find(conn, scope)]
    records = bodies(conn, [disagreement.id for disagreement in found]) if _is_any_recorded(conn) else {}
    by_subject: dict[str, list[Disagreement]] = defaultdict(list)
    for disagreement in found:
        by_subject[str(disagreement.subject)].append(joined(disagreement, records.get(disagreement.id)))
    return by_subject


def _is_any_recorded(conn: Connection) -> bool:
    """Whether any disagreement is stored at all: in most ledgers none is, and records of none have to be looked for."""
    return bool(fetch(conn, "SELECT id FROM disagreement LIMIT 1"))


def _packed(disagreements: Iterable[Disagreement]) -> str:
    return canonical_text([_values(one) | {"positions": list(map(_values, one.positions))} for one in disagreements])


_DEFAULTS = {
    kind: [(field.name, field.default) for field in fields(kind) if field.name != "positions"]
    for kind in (Disagreement, Position)
}


def _values(value: Disagreement | Position) -> dict[str, Any]:
    """The fields that are not as they mostly are."""
    return {name: held for name, mostly in _DEFAULTS[type(value)] if (held := getattr(value, name)) != mostly}


def _unpacked(_subject: str, value: str) -> list[Disagreement]:
    return [
        Disagreement(**_fields(one) | {"positions": tuple(Position(**_fields(side)) for side in one["positions"])})
        for one in parse(value)
    ]


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


DETECTED = Part("disagreements", _detected, _packed, _unpacked)
"""The detected disagreements as they are kept."""


def disputed_claims(
    conn: Connection, scope: ClaimScope, origins: Mapping[str, Sequence[AssertionOrigin]]
) -> dict[str, str]:
    """The claims in a certain open disagreement that bears on status, with the reason's code.

    Stance is left out: a denial disputes a claim by itself. `origins` are of the claims of the scope.
    """
    disputed: dict[str, str] = {}
    known: set[str] = set()
    by_question = certain_clashes(conn, scope, origins)
    recorded: set[str] = set()
    if by_question and _is_any_recorded(conn):
        ids = {disagreement_id("figure", on=question): question for question in by_question}
        recorded = {ids[record] for record in bodies(conn, ids)}
    closer = []
    for question, claims in by_question.items():
        if claims is None or question in recorded:
            closer.append(question)
        else:
            disputed.update(dict.fromkeys(claims, "disagreement"))
    asked = load_together(conn, closer + answers.candidates(conn, scope))
    for contests in chunks(found for question in asked if (found := contest(question))):
        records = bodies(conn, [found.id for found in contests])
        for found in contests:
            known.add(found.id)
            record = records.get(found.id)
            if record is None or joined(disagreement_of(found), record).open:
                disputed.update(dict.fromkeys(found.certain, "disagreement"))
    for disagreement in stand_alone(conn, scope, known):
        if disagreement.open and disagreement.strength == CERTAIN and disagreement.kind not in NEVER_STATUS:
            for claim in disagreement.claims:
                disputed.setdefault(claim, "open-disagreement")
    return disputed
