"""What a finished draft is checked against: the claims of the ledger, their sources, and the stored texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.origins import counted_assertions
from claimtrack.analysis.scope import composed, fetch, merged_with, scopes
from claimtrack.analysis.status import Status, settle, statuses
from claimtrack.domain.dates import DateError, read_when, utc_text
from claimtrack.domain.figures import Interval
from claimtrack.domain.urls import url_key
from claimtrack.domain.vocabulary import AFFIRMING
from claimtrack.ledger.lookup import bodies
from claimtrack.ledger.projection.project import as_of_instant, change_at, change_of
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.visibility import RestrictedRecords, hide_restricted, opened, restricted_records
from claimtrack.queries.claim_records import Body, ClaimRecords, load_claim_records
from claimtrack.queries.claim_views import answer_of
from claimtrack.queries.sources import NOT_NAMED, SourceNames, is_common
from claimtrack.rules.ledger import find_flags

__all__ = ["CheckData", "CheckedClaim", "CheckedSource", "KnownAssertion", "StoredText", "load_check_data"]


UNSOUND = ("retracted", "removed")
"""States of a document that no longer stands behind what it said."""


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """A source after merges. `names` are all it goes by, the first what it is called; `body` is whom it speaks for.

    `name_hidden` is whether its name may not be printed: a confidential source, or one known from restricted records
    alone; `described` is what may stand for it.
    """

    id: str
    names: tuple[str, ...]
    kind: str
    role: str | None
    body: str | None
    name_hidden: bool
    described: str


@dataclass(frozen=True, slots=True)
class KnownAssertion:
    """One assertion of a claim. `origin` is who said it first and `sources` everybody it may be given to, by id.

    `own` is an outlet's own voice or a reporter's own observation. `hedges` are words of doubt as printed; `nobody`
    is whether no source is named. `counts` is False where it was judged misquoted, misattributed or fabricated.
    `state` is the state of its document where one is noted ("retracted"). `described` is what may be printed of an
    origin quoted on background, else None. `said` is the instant it was said, else published (27-character UTC text).
    """

    id: str
    stance: str
    origin: str | None
    top_body: str | None
    sources: frozenset[str]
    nobody: bool
    own: bool
    hedges: tuple[str, ...]
    unverified: bool
    no_evidence: bool
    label_words: str | None
    quote: str | None
    document: str | None
    state: str | None
    restricted: bool
    described: str | None
    said: str | None
    counts: bool
    carriers: frozenset[str] = frozenset()
    """Those who passed it on, by id, as far as they are named; the publisher of its document left out."""

    @property
    def affirms(self) -> bool:
        """Whether it stands behind the claim."""
        return self.stance in AFFIRMING

    @property
    def sound(self) -> bool:
        """Whether its document still stands behind what it said."""
        return self.state not in UNSOUND


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim. `figure` is the interval of its answer, `label` the word it calls something, `unit` what is measured.

    `restricted` is whether it rests on nothing but what is off the record or embargoed; `unanswered` whether it
    alleges wrongdoing and no reply was sought. `common` is whether its first word is known to be an ordinary one.
    """

    id: str
    text: str
    kind: str
    status: Status
    question: str | None
    answer: str | None
    figure: Interval | None
    unit: str | None
    label: str | None
    unanswered: bool
    about: frozenset[str]
    restricted: bool
    assertions: tuple[KnownAssertion, ...]
    common: bool = False

    @property
    def affirming(self) -> tuple[KnownAssertion, ...]:
        """The assertions that stand behind it and count; restricted ones only where there are no others."""
        return tuple(
            assertion
            for assertion in self.assertions
            if assertion.affirms and assertion.counts and (self.restricted or not assertion.restricted)
        )

    @property
    def sources(self) -> frozenset[str]:
        """Everybody it may be given to, by id: the sources of the assertions that stand behind it."""
        return frozenset[str]().union(*(assertion.sources for assertion in self.affirming))


@dataclass(frozen=True, slots=True)
class StoredText:
    """A stored text. `restricted` is whether it is known from restricted records alone."""

    id: str
    title: str
    text: str
    restricted: bool


@dataclass(frozen=True, slots=True)
class CheckData:
    """Everything a draft is checked against; `sources` by id, after merges."""

    claims: tuple[CheckedClaim, ...]
    sources: Mapping[str, CheckedSource]
    texts: tuple[StoredText, ...]


def load_check_data(conn: Connection, now: datetime, story: str | None = None) -> CheckData:
    """What a story (an id; None: the whole ledger) holds, restricted records too; they count in no status.

    `now` is the present, aware: embargoes end by it. The texts are those of the story's documents, and of documents
    that no claim of any story cites.
    """
    (scope,) = scopes(conn, story=story)
    sql = composed((scope.cte(),), "SELECT claim FROM scope ORDER BY claim")
    ids = [row.claim for row in fetch(conn, sql, scope.params)]
    counted = {assertion.id for rows in counted_assertions(conn, scope).values() for assertion in rows}
    material = load_claim_records(conn, ids)
    barred = restricted_records(conn, now)
    sources = bodies(conn, [row.id for row in fetch(conn, "SELECT id FROM source ORDER BY id")])
    names = SourceNames(conn, sources, confidential=True)
    material.claims = {claim: opened(body, barred) for claim, body in material.claims.items()}
    builder = _CheckedClaimBuilder(material, names, barred, counted)
    checked_sources, texts = _checked_sources(sources, names, barred), _texts(conn, material, barred)
    hide_restricted(conn, now)
    judged = statuses(conn, story=story)
    unanswered = {flag.record for flag in find_flags(conn, story=story, select=["no-reply-sought"])}
    nothing = settle("event", [], [], (), contested=None)
    return CheckData(
        tuple(builder.claim(claim, judged.get(claim, nothing), claim in unanswered) for claim in material.claims),
        checked_sources,
        texts,
    )


def _checked_sources(
    sources: Mapping[str, Body], names: SourceNames, barred: RestrictedRecords
) -> dict[str, CheckedSource]:
    checked: dict[str, CheckedSource] = {}
    for source, body in sources.items():
        canonical = names.canonical(source)
        earlier = checked[canonical].names if canonical in checked else ()
        first = sources.get(canonical, body)
        checked[canonical] = CheckedSource(
            canonical,
            tuple(dict.fromkeys((first["name"], *earlier, body["name"], *body.get("aliases", ())))),
            first["kind"],
            first.get("role") or body.get("role"),
            names.speaks_for(canonical, None),
            bool((person := names.person(canonical)) and person.confidential) or barred.holds("source", canonical),
            names.described(canonical),
        )
    return checked


def _texts(conn: Connection, material: ClaimRecords, barred: RestrictedRecords) -> tuple[StoredText, ...]:
    stored = [row.id for row in fetch(conn, "SELECT id FROM document WHERE text_sha256 IS NOT NULL ORDER BY id")]
    sql = "SELECT DISTINCT document FROM assertion WHERE document IN :values"
    cited = {row.document for row in select_in(conn, sql, stored)}
    documents = {**material.documents, **bodies(conn, [one for one in stored if one not in cited])}
    return tuple(
        StoredText(one, body.get("title") or body.get("url") or one, body["text"], barred.holds("document", one))
        for one, body in sorted(documents.items())
        if body.get("text")
    )


class _CheckedClaimBuilder:
    def __init__(
        self, material: ClaimRecords, names: SourceNames, barred: RestrictedRecords, counted: set[str]
    ) -> None:
        self.material = material
        self.names = names
        self.barred = barred
        self.counted = counted

    def claim(self, claim: str, status: Status, unanswered: bool) -> CheckedClaim:
        """One claim with its assertions."""
        body = self.material.claims[claim]
        question = self.material.question_of(claim)
        answer = answer_of(body, question)
        figure = None
        if answer is not None and answer.kind == "figure" and answer.low is not None:
            # What is counted is no part of a figure's own words.
            unit = answer.unit if answer.unit in ("%", "pp") else None
            ends = (answer.low, answer.high, answer.low_open, answer.high_open)
            figure = Interval(*ends, answer.approximate, answer.vague, unit)
        documents = {self.material.document_of(one) or "" for one in self.material.assertions_of[claim]}
        texts = {self.material.documents.get(document, {}).get("text", "") for document in documents}
        return CheckedClaim(
            id=claim,
            text=body["text"],
            kind=body["kind"],
            status=status,
            question=None if question is None else question["id"],
            answer=answer.words if answer else None,
            figure=figure,
            unit=answer.unit if answer else None,
            label=body.get("answer", {}).get("label"),
            unanswered=unanswered,
            about=frozenset(self.names.canonical(one) for one in body.get("about", ())),
            restricted=self.barred.holds("claim", claim),
            assertions=tuple(self.assertion(one) for one in self.material.assertions_of[claim]),
            common=any(is_common(body["text"], text, self.names.words) for text in texts),
        )

    def assertion(self, assertion: str) -> KnownAssertion:
        """One assertion."""
        body = self.material.assertions[assertion]
        document_id = self.material.document_of(assertion)
        document = self.material.documents.get(document_id or "", {})
        chain: list[dict[str, Any]] = body["chain"]
        first = chain[0]
        origin = self.names.canonical(first["source"]) if "source" in first else None
        named = {self.names.canonical(hop["source"]) for hop in chain if "source" in hop}
        if document.get("publisher"):
            named.add(self.names.canonical(document["publisher"]))
        instant = self.material.uttered(assertion)
        top_body = self.names.body(first["source"], instant) if "source" in first else None
        return KnownAssertion(
            id=assertion,
            stance=body["stance"],
            origin=origin,
            top_body=top_body,
            sources=frozenset(named) | self._upward(origin),
            nobody=origin is None,
            own=body.get("quote_kind") == "own",
            hedges=tuple(hop["hedge"] for hop in chain if hop.get("hedge")),
            unverified=any("could-not-verify" in hop.get("caveats", ()) for hop in chain),
            no_evidence="none-given" in body.get("evidence_given", ()),
            label_words=body.get("label_words"),
            quote=body.get("quote", {}).get("exact"),
            document=document_id,
            state=document.get("state"),
            restricted=self.barred.holds("assertion", assertion),
            described=self._described(body) if body.get("release") == "background" else None,
            said=instant,
            counts=assertion in self.counted,
            carriers=frozenset(self.names.canonical(hop["source"]) for hop in chain[1:] if "source" in hop),
        )

    def _described(self, body: Body) -> str:
        first = body["chain"][0]
        if "source" not in first:
            return NOT_NAMED
        return str(first.get("described_as") or self.names.described(first["source"]))

    def _upward(self, source: str | None) -> frozenset[str]:
        """A source and the bodies it speaks for, one after the other."""
        bodies: set[str] = set()
        while source is not None and source not in bodies:
            bodies.add(source)
            source = self.names.speaks_for(source, None)
        return frozenset(bodies)


@dataclass(frozen=True, slots=True)
class Publication:
    """A piece that went out: `at` as written, `change` the number of the last change that the ledger held then.

    `pinned` is whether that change is known by its digest, and not by the time alone. 0: the ledger held nothing.
    """

    id: str
    story: str
    url: str
    at: str
    change: int
    pinned: bool


def publications(
    conn: Connection, zone: tzinfo, *, story: str | None = None, url: str | None = None, at: str | None = None
) -> list[Publication]:
    """The publications of a story (an id; None: of any), at a URL and a time where one is given, the latest first.

    Raises BadInput for no time.
    """
    sql, values = "SELECT id, story, url, at, head FROM publication", {}
    if story is not None:
        sql, values = f"{sql} WHERE story IN :stories", {"stories": merged_with(conn, story)}
    wanted = None if at is None else as_of_instant(at, zone, "--at")
    found = []
    for row in fetch(conn, sql, values):
        instant = _instant(row.at, zone)
        if (url is None or url_key(row.url) == url_key(url)) and wanted in (None, instant):
            known = change_of(conn, row.head) if row.head is not None else None
            change = change_at(conn, instant) if known is None else known
            found.append((instant, Publication(row.id, row.story, row.url, row.at, change, known is not None)))
    return [publication for _, publication in sorted(found, key=lambda pair: (pair[0], pair[1].id), reverse=True)]


def _instant(at: str, zone: tzinfo) -> str:
    """The last instant of a time: 27-character UTC text. What is no time is as it is written."""
    try:
        latest = read_when(at, zone).latest
    except DateError:
        return at
    return at if latest is None else utc_text(latest)
