"""What a finished draft is checked against: the claims of the ledger, their sources, and the stored texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.origins import counted_assertions
from claimtrack.analysis.scope import READ_AS, composed, fetch, scopes
from claimtrack.analysis.status import Status, settle, statuses
from claimtrack.domain.figures import Interval
from claimtrack.domain.vocabulary import AFFIRMING, UNSOUND_STATES
from claimtrack.ledger.lookup import bodies
from claimtrack.ledger.restricted.records import RestrictedRecords, opened
from claimtrack.ledger.restricted.unnamed import unnamed_texts
from claimtrack.ledger.restricted.visibility import hide_restricted, restricted_records
from claimtrack.ledger.search import texts_with
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.shown import is_outsider
from claimtrack.queries.claim_records import Body, ClaimRecords, load_claim_records
from claimtrack.queries.claim_texts import figure_interval
from claimtrack.queries.claim_views import answer_of
from claimtrack.queries.source_names import NOT_NAMED, SourceNames, is_common
from claimtrack.rules.ledger import find_flags

__all__ = [
    *("CheckData", "CheckedClaim", "CheckedSource", "KnownAssertion", "StoredText", "WantedRecords"),
    *("load_check_data", "load_checked_sources"),
]


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

    `own` is an outlet's own voice or a reporter's own observation. `hedges` are words of doubt as printed, "" for one
    beside who is not named; `nobody` is whether no source is named. `counts` is False where it was judged misquoted,
    misattributed or fabricated. `state` is the state of its document where one is noted ("retracted"). `described` is
    what may be printed of an origin quoted on background, else None. `said` is the instant it was said, else published
    (27-character UTC text).
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
    named: bool = True
    """Whether its document names who said it first, by a name or by a role."""
    carriers: frozenset[str] = frozenset()
    """Those who passed it on, by id, as far as they are named; the publisher of its document left out."""

    @property
    def affirms(self) -> bool:
        """Whether it stands behind the claim."""
        return self.stance in AFFIRMING

    @property
    def sound(self) -> bool:
        """Whether its document still stands behind what it said."""
        return self.state not in UNSOUND_STATES


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim. `figure` is the interval of its answer, `label` the word it calls something, `unit` what is measured.

    `restricted` is whether it rests on nothing but what is off the record or embargoed; `unanswered` whether it is an
    `allegation` of wrongdoing and no reply was sought. `common` is whether its first word is known to be an ordinary
    one.
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
    allegation: bool
    unanswered: bool
    about: frozenset[str]
    restricted: bool
    assertions: tuple[KnownAssertion, ...]
    common: bool = False
    asked: str | None = None
    """The text of the question."""
    counts: tuple[str | None, str | None] = (None, None)
    """Whom its figure counts, and for which place and hours; None where that is not told."""

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
    """What a draft is checked against; `sources` by id, after merges.

    `any_text` is whether there is a stored text or a recorded quotation at all, among `texts` and `claims` or not.
    `held_back` counts the stored texts that count as not there, as something restricted stands in them. `beside` are
    the ids of the claims that a draft is not about: they are here as they answer the question of one that it may be.
    """

    claims: tuple[CheckedClaim, ...]
    sources: Mapping[str, CheckedSource]
    texts: tuple[StoredText, ...]
    any_text: bool
    held_back: int = 0
    beside: frozenset[str] = frozenset()

    @property
    def compared(self) -> Iterator[CheckedClaim]:
        """The claims that a draft may be about."""
        return (claim for claim in self.claims if claim.id not in self.beside)


@dataclass(frozen=True, slots=True)
class WantedRecords:
    """The records that drafts may be about: `claims` by id, and figures by the ids of the `sources` who gave them.

    `quotations` are the words (folded) of each quotation that a stored text may have.
    """

    claims: frozenset[str]
    sources: frozenset[str]
    quotations: tuple[tuple[str, ...], ...]

    def joined(self, other: WantedRecords) -> WantedRecords:
        """What either wants."""
        quotations = dict.fromkeys((*self.quotations, *other.quotations))
        return WantedRecords(self.claims | other.claims, self.sources | other.sources, tuple(quotations))


def load_checked_sources(conn: Connection, now: datetime) -> dict[str, CheckedSource]:
    """The sources of the ledger, restricted ones too, by id after merges. `now` is the present, aware."""
    sources = bodies(conn, [row.id for row in fetch(conn, "SELECT id FROM source ORDER BY id")])
    return _checked_sources(sources, SourceNames(conn, sources, confidential=True), restricted_records(conn, now))


def load_check_data(
    conn: Connection,
    now: datetime,
    story: str | None = None,
    wanted: WantedRecords | None = None,
    *,
    held_back: bool = False,
) -> CheckData:
    """What a story (an id; None: the whole ledger) holds, restricted records too; they count in no status.

    `now` is the present, aware: embargoes end by it. The texts are those of the story's documents, and of documents
    that no claim of any story cites; those that are held back, as something restricted stands in them, only with
    `held_back`: a draft could hold a guess at each sentence. Only what is `wanted` where that is given, with all that
    answers the same questions and whatever is restricted.
    """
    barred = restricted_records(conn, now)
    ids, beside = _claim_ids(conn, story, wanted, barred)
    counted: set[str] = set()
    for scope in scopes(conn, claims=ids):
        counted |= {assertion.id for rows in counted_assertions(conn, scope).values() for assertion in rows}
    records = load_claim_records(conn, ids, attached=False)
    sources = bodies(conn, [row.id for row in fetch(conn, "SELECT id FROM source ORDER BY id")])
    names = SourceNames(conn, sources, confidential=True)
    records.claims = {claim: opened(body, barred) for claim, body in records.claims.items()}
    records.assertions = {one: opened(body, barred) for one, body in records.assertions.items()}
    builder = _CheckedClaimBuilder(records, names, barred, counted)
    checked_sources = _checked_sources(sources, names, barred)
    gone = frozenset[str]() if held_back and not is_outsider(conn) else barred.texts
    texts, any_text, left_out = _texts(conn, story, barred, wanted, gone)
    hide_restricted(conn, now)
    judged = statuses(conn, claims=ids)
    unanswered = {flag.record for flag in find_flags(conn, claims=ids, select=["no-reply-sought"])}
    nothing = settle("event", [], [], (), contested=None)
    return CheckData(
        tuple(builder.claim(claim, judged.get(claim, nothing), claim in unanswered) for claim in records.claims),
        checked_sources,
        texts,
        any_text,
        0 if is_outsider(conn) else left_out,
        beside,
    )


def _claim_ids(
    conn: Connection, story: str | None, wanted: WantedRecords | None, barred: RestrictedRecords
) -> tuple[list[str], frozenset[str]]:
    """The claims of a story (None: of the ledger) in the order of their ids; of those that are wanted, see above.

    Last, those of them that are there for the questions they answer alone.
    """
    (scope,) = scopes(conn, story=story)
    if wanted is None:
        sql = composed((scope.cte(),), "SELECT claim FROM scope ORDER BY claim")
        return [row.claim for row in fetch(conn, sql, scope.params)], frozenset()
    ids = set(wanted.claims) | barred.parts.keys()
    sql = "SELECT claim FROM assertion WHERE id IN :values"
    ids |= {row.claim for row in select_in(conn, sql, barred.by_type.get("assertion", ()))}
    if wanted.sources:
        sql = composed([READ_AS], "SELECT id FROM read_as WHERE canonical IN :values")
        origins = wanted.sources | {row.id for row in select_in(conn, sql, wanted.sources)}
        sql = (
            "SELECT DISTINCT h.claim FROM hop h JOIN claim c ON c.id = h.claim"
            " WHERE c.answer_kind = 'figure' AND h.pos = 0 AND h.source IN :values"
        )
        ids |= {row.claim for row in select_in(conn, sql, origins)}
    beside = _answering_the_same(conn, wanted.claims) - ids
    rows = select_in(conn, "SELECT id, story FROM claim WHERE id IN :values", ids | beside)
    return sorted(row.id for row in rows if scope.stories is None or row.story in scope.stories), frozenset(beside)


def _answering_the_same(conn: Connection, claims: Iterable[str]) -> set[str]:
    """The claims that answer the same questions as these, merged ones taken for one."""
    sql = "SELECT DISTINCT question FROM claim WHERE question IS NOT NULL AND id IN :values"
    questions = {row.question for row in select_in(conn, sql, claims)}
    sql = composed([READ_AS], "SELECT id, canonical FROM read_as WHERE {} IN :values")
    questions |= {row.canonical for row in select_in(conn, sql.format("id"), questions)}
    questions |= {row.id for row in select_in(conn, sql.format("canonical"), questions)}
    return {row.id for row in select_in(conn, "SELECT id FROM claim WHERE question IN :values", questions)}


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


_TEXTS_OF_STORY = """
  SELECT d.id, d.text_length FROM document d WHERE d.text_sha256 IS NOT NULL AND (d.id IN (
    SELECT COALESCE(r.canonical, a.document) FROM scope s JOIN assertion a ON a.claim = s.claim
      LEFT JOIN read_as r ON r.id = a.document
    UNION ALL
    SELECT COALESCE(r.canonical, e.document) FROM evidence e
      JOIN (SELECT claim AS id FROM scope UNION ALL
            SELECT a.id FROM scope s JOIN assertion a ON a.claim = s.claim) t ON t.id = e.target
      LEFT JOIN read_as r ON r.id = e.document
  ) OR d.id NOT IN (SELECT a.document FROM assertion a WHERE a.document IS NOT NULL))
  ORDER BY d.id"""

MOST_CHARACTERS = 1_000_000
"""Stored texts of so many characters together are all looked through; of more, those that may have a quotation."""


def _texts(
    conn: Connection,
    story: str | None,
    barred: RestrictedRecords,
    wanted: WantedRecords | None,
    gone: Collection[str],
) -> tuple[tuple[StoredText, ...], bool, int]:
    """The stored texts that a draft's quotations are looked for in; whether there is any such text, or a quotation.

    The texts of documents that are `gone` count as not there; last, how many these are.
    """
    (scope,) = scopes(conn, story=story)
    anywhere = fetch(conn, "SELECT 1 FROM document WHERE text_sha256 IS NOT NULL LIMIT 1")
    rows = fetch(conn, composed((scope.cte(), READ_AS), _TEXTS_OF_STORY), scope.params) if anywhere else []
    stored = [row for row in rows if row.id not in gone]
    ids = [row.id for row in stored]
    unshown = barred.texts | barred.by_type.get("document", frozenset()) | unnamed_texts(conn)
    if wanted is not None and sum(row.text_length for row in stored) > MOST_CHARACTERS:
        found = texts_with(conn, wanted.quotations)
        ids = [one for one in ids if one in found]
    texts = tuple(
        StoredText(one, body.get("title") or body.get("url") or one, body["text"], one in unshown)
        for one, body in bodies(conn, ids).items()
        if body.get("text")
    )
    quoted = "SELECT 1 FROM scope s JOIN assertion a ON a.claim = s.claim WHERE a.has_quote = 1 LIMIT 1"
    any_text = bool(stored or fetch(conn, composed((scope.cte(),), quoted), scope.params))
    return texts, any_text, len(rows) - len(stored)


class _CheckedClaimBuilder:
    def __init__(self, records: ClaimRecords, names: SourceNames, barred: RestrictedRecords, counted: set[str]) -> None:
        self.records = records
        self.names = names
        self.barred = barred
        self.counted = counted

    def claim(self, claim: str, status: Status, unanswered: bool) -> CheckedClaim:
        """One claim with its assertions."""
        body = self.records.claims[claim]
        question = self.records.question_of(claim)
        answer = answer_of(body, question)
        figure = None
        if answer is not None and answer.kind == "figure" and answer.low is not None:
            ends = (answer.low, answer.high, answer.low_open, answer.high_open)
            vague = answer.vague or answer.bounds_by is not None  # a recorder's bounds are no numbers that were said
            figure = figure_interval(ends, answer.unit, approximate=answer.approximate, vague=vague)
        documents = {self.records.document_of(one) or "" for one in self.records.assertions_of[claim]}
        texts = {self.records.documents.get(document, {}).get("text", "") for document in documents}
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
            allegation=body.get("allegation", False),
            unanswered=unanswered,
            about=frozenset(self.names.canonical(one) for one in body.get("about", ())),
            restricted=self.barred.holds("claim", claim),
            assertions=tuple(self.assertion(one) for one in self.records.assertions_of[claim]),
            common=any(is_common(body["text"], text, self.names.words) for text in texts),
            asked=None if question is None else question["text"],
            counts=(answer.counting, answer.scope) if answer else (None, None),
        )

    def assertion(self, assertion: str) -> KnownAssertion:
        """One assertion."""
        body = self.records.assertions[assertion]
        document_id = self.records.document_of(assertion)
        document = self.records.documents.get(document_id or "", {})
        chain: list[dict[str, Any]] = body["chain"]
        first = chain[0]
        origin = self.names.canonical(first["source"]) if "source" in first else None
        named = {self.names.canonical(hop["source"]) for hop in chain if "source" in hop}
        if document.get("publisher"):
            named.add(self.names.canonical(document["publisher"]))
        instant = self.records.uttered(assertion)
        top_body = self.names.body(first["source"], instant) if "source" in first else None
        return KnownAssertion(
            id=assertion,
            stance=body["stance"],
            origin=origin,
            top_body=top_body,
            sources=frozenset(named) | self._upward(origin),
            nobody=origin is None,
            own=body.get("quote_kind") == "own",
            hedges=tuple(self._hedge(body, index) for index, hop in enumerate(chain) if hop.get("hedge")),
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
            named=first.get("naming") in ("named", "role"),
            carriers=frozenset(self.names.canonical(hop["source"]) for hop in chain[1:] if "source" in hop),
        )

    def _hedge(self, body: Body, index: int) -> str:
        """The word of doubt of a hop, "" where its source is not named outside the desk."""
        hop = body["chain"][index]
        if "source" not in hop:
            return str(hop["hedge"])
        person = self.names.person(hop["source"])
        named = person is not None and not person.confidential
        return hop["hedge"] if named and (index or body.get("release") != "background") else ""

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
