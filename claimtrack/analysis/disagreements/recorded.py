"""Disagreements as people recorded them: their own findings, and how detected ones were settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import CLAIM_COLUMNS
from claimtrack.analysis.disagreements.positions import POSSIBLE, Disagreement, Position, label_words_of, position_of
from claimtrack.analysis.origins import counted_assertions, standing
from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.ledger.entries.versions import Body
from claimtrack.ledger.lookup import bodies
from claimtrack.ledger.store.dialect import select_in


def joined(disagreement: Disagreement, record: Body | None) -> Disagreement:
    """A disagreement with the state that its record (None: there is none) gives it; reopened when a position is new."""
    if record is None:
        return disagreement
    state: str = record["state"]
    new: tuple[str, ...] = ()
    if state != "open" and record.get("positions"):
        new = tuple(position.key for position in disagreement.positions if position.key not in record["positions"])
        state = "reopened" if new else state
    return replace(
        disagreement,
        state=state,
        new=new,
        record=True,
        why=record.get("why"),
        settled_for=record.get("for"),
        recorded=record.get("recorded", False),
    )


def stand_alone(conn: Connection, scope: ClaimScope, known: Iterable[str]) -> list[Disagreement]:
    """The disagreements that people recorded about claims of a scope, those known left out."""
    select = """SELECT DISTINCT d.id FROM disagreement d
JOIN disagreement_claim m ON m.disagreement = d.id JOIN scope s ON s.claim = m.claim
WHERE d.recorded = 1 ORDER BY d.id"""
    rows = fetch(conn, composed((scope.cte(),), select), scope.params)
    skipped = set(known)
    records = bodies(conn, [row.id for row in rows if row.id not in skipped])
    claims = sorted({claim for record in records.values() for claim in record.get("claims", ())})
    stories: dict[str, str | None] = {}
    texts: dict[str, str] = {}
    positions: dict[str, Position] = {}
    for portion in portions(claims):
        assertions = counted_assertions(conn, ClaimScope(claims=portion))
        sql = f"SELECT c.text, c.story, {CLAIM_COLUMNS} FROM claim c WHERE c.id IN :values"
        for row in select_in(conn, sql, portion):
            texts[row.id], stories[row.id] = row.text, row.story
            behind = [assertion for assertion in standing(assertions.get(row.id, ())) if assertion.affirms]
            words = row.answer or row.text
            fields = {name: getattr(row, name) for name in ("low", "high", "for_date", "scope", "counting", "unit")}
            positions[row.id] = position_of(row.id, words, behind, words, label_words=label_words_of(behind), **fields)
    disagreements = []
    for record in records.values():
        held = [claim for claim in record.get("claims", ()) if claim in positions]
        if len(held) > 1:
            strength = record.get("strength") or POSSIBLE
            alone = Disagreement(
                id=record["id"],
                kind=record["kind"],
                strength=strength,
                subject=record.get("on"),
                subject_type=None if record.get("on") is None else "question",
                text=" / ".join(texts[claim] for claim in held),
                story=next((stories[claim] for claim in held if stories[claim]), None),
                positions=tuple(replace(positions[claim], strength=strength) for claim in held),
                recorded=True,
            )
            disagreements.append(joined(alone, record))
    return disagreements
