"""Disagreements of stance: one origin asserts what another denies or doubts. Candidates start from the denials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Disagreement, detected, position_of
from claimtrack.analysis.origins import CountedAssertion, counted_assertions, listed, standing
from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.domain.vocabulary import DENYING
from claimtrack.ledger.store.dialect import select_in

_DENIED = f"""SELECT a.claim FROM {{sources}}
WHERE {{of_scope}} a.stance IN ({listed(DENYING)}) AND a.origin IS NOT NULL"""


def find(conn: Connection, scope: ClaimScope) -> list[Disagreement]:
    """The disagreements of stance on the claims of a scope."""
    sources, of_scope = scope.assertions
    select = composed((scope.cte(),), _DENIED.format(sources=sources, of_scope=of_scope))
    claims = sorted({row.claim for row in fetch(conn, select, scope.params)})
    disagreements: list[Disagreement] = []
    for portion in portions(claims):
        part = ClaimScope(claims=portion)
        rows = {
            row.id: row for row in select_in(conn, "SELECT id, text, story FROM claim WHERE id IN :values", portion)
        }
        for claim, assertions in sorted(counted_assertions(conn, part).items()):
            row = rows[claim]
            if disagreement := _about(claim, row.text, row.story, assertions):
                disagreements.append(disagreement)
    return disagreements


def _about(claim: str, text: str, story: str | None, assertions: Sequence[CountedAssertion]) -> Disagreement | None:
    kept = [assertion for assertion in standing(assertions) if assertion.top_body is not None]
    against = {assertion.top_body for assertion in kept if assertion.denies}
    behind = {assertion.top_body for assertion in kept if assertion.affirms}
    if not any(a != b for a in against for b in behind):
        return None
    grouped: dict[tuple[str, str], list[CountedAssertion]] = defaultdict(list)
    for assertion in kept:
        stance = assertion.stance if assertion.denies else "asserts"
        grouped[str(assertion.top_body), stance].append(assertion)
    certain = any(assertion.stance == "denies" for assertion in kept)
    strength = CERTAIN if certain else POSSIBLE
    positions = [
        position_of(
            claim,
            stance,
            held,
            *(top_body, stance),
            strength=POSSIBLE if stance == "doubts" else strength,
            stance=stance,
        )
        for (top_body, stance), held in sorted(grouped.items(), key=lambda item: (item[0][1], item[0]))
    ]
    differs = () if certain else ("one source only casts doubt on it",)
    return detected("stance", strength, ("claim", claim, text, story), positions, differs=differs)
