"""Wording: documents quote the same words of one origin differently.

Two quotes differ when, marks and case aside, neither is a part of the other though they share half
of their words. Said at different times, they are different utterances and no disagreement.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.positions import CERTAIN, POSSIBLE, Disagreement, Position
from claimtrack.analysis.origins import Voice, before, standing, voices
from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.domain.ids import make_id
from claimtrack.domain.text import folded, key

QUOTED = ("direct", "partial")

_SELECT = """SELECT DISTINCT claim FROM (
  SELECT s.claim, COALESCE(n.canonical, a.origin) AS canonical
  FROM assertion a JOIN scope s ON s.claim = a.claim
  LEFT JOIN canonical_source n ON n.source = a.origin AND n.newest = 1
  WHERE a.has_quote = 1 AND a.quote_kind IN ('direct', 'partial') AND a.origin IS NOT NULL
    AND a.document IS NOT NULL
  GROUP BY s.claim, COALESCE(n.canonical, a.origin) HAVING MIN(a.document) <> MAX(a.document)
) AS quoted ORDER BY claim"""


def find(conn: Connection, scope: ClaimScope) -> list[Disagreement]:
    """The disagreements of wording on the claims of a scope."""
    claims = [row.claim for row in fetch(conn, composed((scope.cte(),), _SELECT), scope.params)]
    found: list[Disagreement] = []
    for portion in portions(claims, 500):
        texts = {
            row.id: row for row in fetch(conn, "SELECT id, text, story FROM claim WHERE id IN :ids", {"ids": portion})
        }
        by_claim = voices(conn, ClaimScope(claims=portion))
        kept = {
            claim: [
                v for v in standing(spoken) if v.has_quote and v.quote_kind in QUOTED and v.canonical and v.document
            ]
            for claim, spoken in by_claim.items()
        }
        words = quotes(conn, [v.assertion for spoken in kept.values() for v in spoken])
        for claim, spoken in sorted(kept.items()):
            by_source: dict[str, list[Voice]] = defaultdict(list)
            for voice in spoken:
                by_source[str(voice.canonical)].append(voice)
            for canonical, said in sorted(by_source.items()):
                row = texts[claim]
                if disagreement := _about(claim, row.text, row.story, canonical, said, words):
                    found.append(disagreement)
    return found


def quotes(conn: Connection, assertions: Sequence[str]) -> dict[str, str]:
    """Assertion -> the words it quotes, for those that quote any."""
    found: dict[str, str] = {}
    for portion in portions(assertions):
        for row in fetch(conn, "SELECT id, body FROM record_body WHERE id IN :ids", {"ids": portion}):
            quote = json.loads(row.body).get("quote") if row.body else None
            if quote:
                found[row.id] = quote["exact"]
    return found


def plain(quote: str) -> str:
    """A quote without marks, case and punctuation: its words."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(quote)).split())


def _about(
    claim: str, text: str, story: str | None, canonical: str, said: Sequence[Voice], words: dict[str, str]
) -> Disagreement | None:
    strengths: dict[str, str] = {}
    differs: dict[str, None] = {}
    held = [voice for voice in said if voice.assertion in words]
    for x, y in combinations(held, 2):
        if x.document == y.document or not _parted(words[x.assertion], words[y.assertion]):
            continue
        if before(x.said_hi, y.said_lo) or before(y.said_hi, x.said_lo):
            continue
        strength = CERTAIN
        if x.said is None or y.said is None:
            strength = POSSIBLE
            differs["not known to be the same utterance: when it was said is not given"] = None
        if x.language != y.language:
            strength = POSSIBLE
            differs["the documents are in different languages"] = None
        for voice in (x, y):
            if strengths.get(voice.assertion) != CERTAIN:
                strengths[voice.assertion] = strength
    if not strengths:
        return None
    return Disagreement(
        id=make_id("disagreement", "wording", canonical, claim),
        kind="wording",
        strength=CERTAIN if CERTAIN in strengths.values() else POSSIBLE,
        subject=claim,
        subject_type="claim",
        text=text,
        story=story,
        positions=tuple(
            Position(
                key=make_id("position", claim, key(words[voice.assertion])),
                claim=claim,
                words=words[voice.assertion],
                assertions=(voice.assertion,),
                sources=(canonical,),
                strength=strengths[voice.assertion],
                date_lo=voice.date_lo,
                date_hi=voice.date_hi,
                outlet=voice.publisher,
                document=voice.document,
            )
            for voice in held
            if voice.assertion in strengths
        ),
        differs=tuple(differs),
        origin=canonical,
    )


def _parted(a: str, b: str) -> bool:
    x, y = plain(a), plain(b)
    if f" {x} " in f" {y} " or f" {y} " in f" {x} ":
        return False
    first, second = set(x.split()), set(y.split())
    return len(first & second) * 2 >= min(len(first), len(second))
