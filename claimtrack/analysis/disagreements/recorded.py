"""What people recorded of disagreements: their own findings, and how detected ones were settled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import CLAIM_COLUMNS
from claimtrack.analysis.disagreements.positions import POSSIBLE, Disagreement, Position
from claimtrack.analysis.origins import Voice, standing, voices
from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.domain.ids import make_id


@dataclass(frozen=True, slots=True)
class Settlement:
    """A stored disagreement record: what it says of the one detected under its id."""

    id: str
    kind: str
    subject: str | None
    recorded: bool
    strength: str | None
    state: str
    why: str | None
    settled_for: str | None
    positions: tuple[str, ...]
    claims: tuple[str, ...]
    text: str


def settlements(conn: Connection, ids: Iterable[str]) -> dict[str, Settlement]:
    """The live disagreement records among these ids."""
    found: dict[str, Settlement] = {}
    for portion in portions(ids):
        for row in fetch(
            conn,
            "SELECT d.id, b.body FROM disagreement d JOIN record_body b ON b.id = d.id"
            " WHERE d.id IN :ids ORDER BY d.id",
            {"ids": portion},
        ):
            body = json.loads(row.body)
            found[row.id] = Settlement(
                id=row.id,
                kind=body["kind"],
                subject=body.get("on"),
                recorded=body.get("recorded", False),
                strength=body.get("strength"),
                state=body["state"],
                why=body.get("why"),
                settled_for=body.get("for"),
                positions=tuple(body.get("positions", ())),
                claims=tuple(body.get("claims", ())),
                text=body.get("why") or "",
            )
    return found


def joined(found: Disagreement, settled: Settlement | None) -> Disagreement:
    """A disagreement with the state its record gives it; reopened when a position is new."""
    if settled is None:
        return found
    state = settled.state
    new: tuple[str, ...] = ()
    if state != "open" and settled.positions:
        new = tuple(p.key for p in found.positions if p.key not in settled.positions)
        state = "reopened" if new else state
    return replace(
        found,
        state=state,
        new=new,
        record=True,
        why=settled.why,
        settled_for=settled.settled_for,
        recorded=settled.recorded,
    )


def stand_alone(conn: Connection, scope: ClaimScope, known: Iterable[str]) -> list[Disagreement]:
    """The disagreements that people recorded about claims of a scope, those known left out."""
    select = """SELECT DISTINCT d.id FROM disagreement d
JOIN disagreement_claim m ON m.disagreement = d.id JOIN scope s ON s.claim = m.claim
WHERE d.recorded = 1 ORDER BY d.id"""
    rows = fetch(conn, composed((scope.cte(),), select), scope.params)
    skipped = set(known)
    settled = settlements(conn, [row.id for row in rows if row.id not in skipped])
    claims = sorted({claim for settlement in settled.values() for claim in settlement.claims})
    texts: dict[str, tuple[str, str | None, str | None]] = {}
    spoken: dict[str, list[Voice]] = {}
    answers: dict[str, Position] = {}
    for portion in portions(claims):
        spoken.update(voices(conn, ClaimScope(claims=portion)))
        for row in fetch(
            conn, f"SELECT c.text, c.story, {CLAIM_COLUMNS} FROM claim c WHERE c.id IN :ids", {"ids": portion}
        ):
            texts[row.id] = (row.text, row.story, row.answer)
            behind = [v for v in standing(spoken.get(row.id, ())) if v.affirms]
            words = row.answer or row.text
            answers[row.id] = _position(row.id, words, behind, row)
    return [
        joined(_alone(settlement, answers, texts), settlement)
        for settlement in settled.values()
        if sum(claim in answers for claim in settlement.claims) > 1
    ]


def _position(claim: str, words: str, behind: Sequence[Voice], row: object) -> Position:
    return Position(
        key=make_id("position", claim, words),
        claim=claim,
        words=words,
        assertions=tuple(sorted(voice.assertion for voice in behind)),
        sources=tuple(sorted({voice.canonical for voice in behind if voice.canonical})),
        low=getattr(row, "low", None),
        high=getattr(row, "high", None),
        date_lo=min((v.date_lo for v in behind if v.date_lo), default=None),
        date_hi=max((v.date_hi for v in behind if v.date_hi), default=None),
        for_date=getattr(row, "for_date", None),
        scope=getattr(row, "scope", None),
        counting=getattr(row, "counting", None),
        unit=getattr(row, "unit", None),
        label_words=tuple(sorted({v.label_words for v in behind if v.label_words})),
    )


def _alone(
    settled: Settlement, answers: dict[str, Position], texts: dict[str, tuple[str, str | None, str | None]]
) -> Disagreement:
    held = [claim for claim in settled.claims if claim in answers]
    strength = settled.strength or POSSIBLE
    return Disagreement(
        id=settled.id,
        kind=settled.kind,
        strength=strength,
        subject=settled.subject,
        subject_type=None if settled.subject is None else "question",
        text=" / ".join(texts[claim][0] for claim in held),
        story=next((texts[claim][1] for claim in held if texts[claim][1]), None),
        positions=tuple(replace(answers[claim], strength=strength) for claim in held),
        recorded=True,
    )
