"""What the ledger holds, as a finished draft is held against it: claims, who tells them, and the stored texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from claimtrack.analysis.origins import Voice, voices
from claimtrack.analysis.scope import composed, fetch, scopes
from claimtrack.analysis.status import Status
from claimtrack.domain.figures import Interval
from claimtrack.flags.run import run
from claimtrack.ledger.read import bodies
from claimtrack.ledger.restricted import Restricted, find_restricted
from claimtrack.queries.cards import answer
from claimtrack.queries.first_word import is_common, name_words
from claimtrack.queries.holding import Holding, Holdings, Saying, Stored, Teller
from claimtrack.queries.material import Body, Material, load
from claimtrack.queries.names import NOT_NAMED, Names
from claimtrack.queries.standing import judge

__all__ = ["Holding", "Holdings", "Saying", "Stored", "Teller", "holdings"]


def holdings(conn: Connection, now: datetime, story: str | None = None) -> Holdings:
    """What a story (an id; None: the whole ledger) holds, restricted records too; they count in no status.

    `now` is the present, aware: embargoes end by it. The texts are those of the story's documents, and of documents
    that no claim of any story cites.
    """
    ids: list[str] = []
    spoken: dict[str, list[Voice]] = {}
    for scope in scopes(conn, story=story):
        sql = composed((scope.cte(),), "SELECT claim FROM scope ORDER BY claim")
        ids += [row.claim for row in fetch(conn, sql, scope.params)]
        spoken |= voices(conn, scope)
    material = load(conn, ids)
    barred = find_restricted(conn, now)
    sources = _sources(conn)
    names = Names(conn, sources, confidential=True)
    judged = judge(conn, material.claims, barred.by_type.get("assertion", frozenset())).statuses
    unanswered = {flag.record for flag in run(conn, story=story, select=["no-reply-sought"])}
    held = _Held(material, names, barred, spoken)
    return Holdings(
        tuple(held.claim(claim, judged[claim], claim in unanswered) for claim in material.claims),
        _tellers(sources, names, barred),
        _texts(conn, material, barred),
    )


def _sources(conn: Connection) -> dict[str, Body]:
    return bodies(conn, [row.id for row in fetch(conn, "SELECT id FROM source ORDER BY id")])


def _tellers(sources: Mapping[str, Body], names: Names, barred: Restricted) -> dict[str, Teller]:
    found: dict[str, Teller] = {}
    for source, body in sources.items():
        face = names.face(source)
        known = found.get(face)
        called = (body["name"], *body.get("aliases", ()))
        first = sources.get(face, body)
        found[face] = Teller(
            face,
            tuple(dict.fromkeys((first["name"], *(known.names if known else ()), *called))),
            first["kind"],
            first.get("role") or body.get("role"),
            names.speaks_for(face, None),
            bool(first.get("confidential")) or barred.holds("source", face),
            names.described(face),
        )
    return found


def _texts(conn: Connection, material: Material, barred: Restricted) -> tuple[Stored, ...]:
    loose = fetch(
        conn,
        "SELECT id FROM document WHERE text_sha256 IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM assertion a WHERE a.document = document.id) ORDER BY id",
    )
    documents = {**material.documents, **bodies(conn, [row.id for row in loose])}
    return tuple(
        Stored(one, body.get("title") or body.get("url") or one, body["text"], barred.holds("document", one))
        for one, body in sorted(documents.items())
        if body.get("text")
    )


class _Held:
    def __init__(self, material: Material, names: Names, barred: Restricted, spoken: Mapping[str, list[Voice]]) -> None:
        self.material = material
        self.names = names
        self.barred = barred
        self.named = name_words(names.people.values())
        self.voices = {voice.assertion: voice for rows in spoken.values() for voice in rows}

    def claim(self, claim: str, status: Status, unanswered: bool) -> Holding:
        """One claim with its assertions."""
        body = self.material.claims[claim]
        question = self.material.question_of(claim)
        told = answer(body, question)
        given = body.get("answer", {})
        figure = None
        if told is not None and told.kind == "figure" and told.low is not None:
            figure = Interval(
                told.low, told.high, told.low_open, told.high_open, told.approximate, told.vague, _unit(told.unit)
            )
        return Holding(
            id=claim,
            text=body["text"],
            kind=body["kind"],
            status=status,
            question=None if question is None else question["id"],
            asked=None if question is None else question["text"],
            answer=told.words if told else None,
            figure=figure,
            unit=told.unit if told else None,
            label=given.get("label"),
            allegation=bool(body.get("allegation")),
            unanswered=unanswered,
            about=frozenset(self.names.face(one) for one in body.get("about", ())),
            restricted=self.barred.holds("claim", claim),
            sayings=tuple(self.saying(one) for one in self.material.assertions_of[claim]),
            common=any(is_common(body["text"], text, self.named) is True for text in self._texts(claim)),
        )

    def _texts(self, claim: str) -> set[str]:
        """The texts of the documents that a claim stands in."""
        placed = (self.material.document_of(one) for one in self.material.assertions_of[claim])
        return {self.material.documents[one].get("text", "") for one in placed if one in self.material.documents}

    def saying(self, assertion: str) -> Saying:
        """One assertion."""
        body = self.material.assertions[assertion]
        document = self.material.documents.get(self.material.document_of(assertion) or "", {})
        chain: list[dict[str, Any]] = body["chain"]
        first = chain[0]
        origin = self.names.face(first["source"]) if "source" in first else None
        named = {self.names.face(hop["source"]) for hop in chain if "source" in hop}
        if document.get("publisher"):
            named.add(self.names.face(document["publisher"]))
        instant = self.material.uttered(assertion)
        root = self.names.body(first["source"], instant) if "source" in first else None
        own = body.get("quote_kind") == "own"
        caveats = {caveat for hop in chain for caveat in hop.get("caveats", ())}
        quote = body.get("quote", {}).get("exact")
        return Saying(
            id=assertion,
            stance=body["stance"],
            origin=origin,
            root=root,
            sources=frozenset(named) | self._upward(origin),
            nobody=origin is None,
            own=own,
            first_hand=first.get("basis") in ("witnessed", "own-act", "records"),
            hedges=tuple(hop["hedge"] for hop in chain if hop.get("hedge")),
            unverified="could-not-verify" in caveats,
            no_evidence="none-given" in body.get("evidence_given", ()),
            label_words=body.get("label_words"),
            quote=quote,
            quote_kind=body.get("quote_kind", "indirect"),
            document=self.material.document_of(assertion),
            state=document.get("state"),
            restricted=self.barred.holds("assertion", assertion),
            described=self._described(body) if body.get("release") == "background" else None,
            said=instant,
            counts=assertion in self.voices,
            carriers=frozenset(self.names.face(hop["source"]) for hop in chain[1:] if "source" in hop),
        )

    def _described(self, body: Body) -> str:
        first = body["chain"][0]
        if "source" not in first:
            return NOT_NAMED
        return str(first.get("described_as") or self.names.described(first["source"]))

    def _upward(self, source: str | None) -> frozenset[str]:
        """A source and the bodies it speaks for, one after the other."""
        found: set[str] = set()
        while source is not None and source not in found:
            found.add(source)
            source = self.names.speaks_for(source, None)
        return frozenset(found)


def _unit(unit: str | None) -> str | None:
    """The unit that a figure's own words carry: of a percentage, never of what is counted."""
    return unit if unit in ("%", "pp") else None
