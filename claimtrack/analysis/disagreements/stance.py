"""Stance: one origin asserts what another denies or doubts. Candidates start from the denials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Disagreement, Position
from claimtrack.analysis.origins import AFFIRMED, Voice, listed, standing, voices
from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.domain.ids import make_id
from claimtrack.domain.vocabulary import DENYING

_SELECT = f"""SELECT DISTINCT s.claim FROM assertion a JOIN scope s ON s.claim = a.claim
WHERE a.stance IN ({listed(DENYING)}) AND a.origin IS NOT NULL AND EXISTS (
  SELECT 1 FROM assertion b
  WHERE b.claim = a.claim AND b.{AFFIRMED} AND b.origin IS NOT NULL AND b.origin <> a.origin)
ORDER BY 1"""


def find(conn: Connection, scope: ClaimScope) -> list[Disagreement]:
    """The disagreements of stance on the claims of a scope."""
    claims = [row.claim for row in fetch(conn, composed((scope.cte(),), _SELECT), scope.params)]
    found: list[Disagreement] = []
    for portion in portions(claims):
        part = ClaimScope(claims=portion)
        texts = {
            row.id: row for row in fetch(conn, "SELECT id, text, story FROM claim WHERE id IN :ids", {"ids": portion})
        }
        for claim, spoken in sorted(voices(conn, part).items()):
            row = texts[claim]
            if disagreement := _about(claim, row.text, row.story, spoken):
                found.append(disagreement)
    return found


def _about(claim: str, text: str, story: str | None, spoken: Sequence[Voice]) -> Disagreement | None:
    kept = [voice for voice in standing(spoken) if voice.top_body is not None]
    against = {voice.top_body for voice in kept if voice.denies}
    behind = {voice.top_body for voice in kept if voice.affirms}
    if not any(a != b for a in against for b in behind):
        return None
    grouped: dict[tuple[str, str], list[Voice]] = defaultdict(list)
    for voice in kept:
        stance = voice.stance if voice.denies else "asserts"
        grouped[str(voice.top_body), stance].append(voice)
    certain = any(voice.stance == "denies" for voice in kept)
    strength = CERTAIN if certain else POSSIBLE
    positions = [
        Position(
            key=make_id("position", claim, top_body, stance),
            claim=claim,
            words=stance,
            assertions=tuple(sorted(voice.assertion for voice in held)),
            sources=tuple(sorted({str(voice.canonical) for voice in held})),
            strength=POSSIBLE if stance == "doubts" else strength,
            date_lo=min((v.date_lo for v in held if v.date_lo), default=None),
            date_hi=max((v.date_hi for v in held if v.date_hi), default=None),
            stance=stance,
        )
        for (top_body, stance), held in sorted(grouped.items(), key=lambda item: (item[0][1], item[0]))
    ]
    differs = () if certain else ("one source only casts doubt on it",)
    return Disagreement(
        id=make_id("disagreement", "stance", claim),
        kind="stance",
        strength=strength,
        subject=claim,
        subject_type="claim",
        text=text,
        story=story,
        positions=tuple(positions),
        differs=differs,
    )
