"""The records behind a set of claims, read in bulk: what views of claims and reports are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import READ_AS, composed
from claimtrack.ledger.lookup import bodies, children
from claimtrack.ledger.references import ATTACHED
from claimtrack.ledger.restricted.visibility import hidden_texts
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.shown import is_outsider
from claimtrack.queries.unnamed_details import UnnamedDetails
from claimtrack.queries.views import Comparison

Body = dict[str, Any]


@dataclass(slots=True)
class ClaimRecords:
    """Live records by id. Merged documents and questions are there under the id they are read as.

    `assertions_of`: claim -> ids; `attached`: (type, target) -> bodies, the oldest first; `first_at`, `last_at`: when
    a record was first and last written; `judged`: assessment -> (by, at); `digests`: document -> (SHA-256 of the text,
    length); `comparisons`: claim -> those of it with others, the oldest first; `shown_ids`: id -> the one to put it in
    order by, where its own would tell of who is not named. Instants are 27-character UTC text.
    """

    claims: dict[str, Body] = field(default_factory=dict)
    assertions: dict[str, Body] = field(default_factory=dict)
    assertions_of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    attached: dict[tuple[str, str], list[Body]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[str, Body] = field(default_factory=dict)
    document_canonical: dict[str, str] = field(default_factory=dict)
    questions: dict[str, Body] = field(default_factory=dict)
    question_canonical: dict[str, str] = field(default_factory=dict)
    first_at: dict[str, str] = field(default_factory=dict)
    last_at: dict[str, str] = field(default_factory=dict)
    judged: dict[str, tuple[str, str]] = field(default_factory=dict)
    published_lo: dict[str, str | None] = field(default_factory=dict)
    said_lo: dict[str, str | None] = field(default_factory=dict)
    until_lo: dict[str, str | None] = field(default_factory=dict)
    digests: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    comparisons: dict[str, list[Comparison]] = field(default_factory=dict)
    shown_ids: Mapping[str, str] = field(default_factory=dict)

    def document_of(self, assertion: str) -> str | None:
        """The document an assertion stands in, after merges."""
        document: str | None = self.assertions[assertion].get("document")
        return None if document is None else self.document_canonical.get(document, document)

    def question_of(self, claim: str) -> Body | None:
        """The question a claim answers, after merges."""
        question: str | None = self.claims[claim].get("question")
        if question is None:
            return None
        return self.questions.get(self.question_canonical.get(question, question))

    def uttered(self, assertion: str) -> str | None:
        """The instant an assertion's origin is looked at: when it was said, else when its document was published."""
        if self.assertions[assertion]["chain"][0].get("said"):
            return self.said_lo.get(assertion)
        document = self.document_of(assertion)
        return None if document is None else self.published_lo.get(document)

    def sources(self) -> set[str]:
        """The ids of all sources that anything here names."""
        sources = {source for body in self.claims.values() for source in body.get("about", ())}
        sources |= {hop["source"] for body in self.assertions.values() for hop in body["chain"] if "source" in hop}
        for body in self.documents.values():
            sources.update(line["source"] for line in body.get("bylines", ()))
            if body.get("publisher"):
                sources.add(body["publisher"])
        requests = (rows for (kind, _), rows in self.attached.items() if kind == "request")
        return sources | {row["asked"] for rows in requests for row in rows}

    def ids_of(self, claim: str) -> list[str]:
        """The ids of a claim and of everything that hangs on it."""
        targets = [claim, *self.assertions_of[claim]]
        attached = (self.attached_to(target, kind) for target in targets for kind in ATTACHED)
        return targets + [row["id"] for rows in attached for row in rows]

    def order_by(self, shown_ids: Mapping[str, str]) -> None:
        """Put what hangs on records in the order of time; of one instant by ids, or by what these give for an id."""
        self.shown_ids = shown_ids
        for rows in self.attached.values():
            rows.sort(key=lambda body: (self.first_at.get(body["id"], ""), shown_ids.get(body["id"], body["id"])))

    def hide(self, unnamed: UnnamedDetails) -> None:
        """Leave out what tells of those who are not named, and order the rest without their ids."""
        for assertion in self.assertions.keys() & unnamed.quotations:
            self.assertions[assertion].pop("quote", None)
        for body in self.assertions.values():
            if body.get("continues") in unnamed.assertions:
                del body["continues"]
        for document in self.documents.keys() & unnamed.titles:
            self.documents[document].pop("title", None)
        self.order_by(unnamed.shown_ids)

    def attached_to(self, target: str, kind: str) -> list[Body]:
        """The records of a type of ATTACHED that hang on a claim or an assertion, the oldest first."""
        return self.attached.get((kind, target), [])


def load_claim_records(conn: Connection, claims: Iterable[str], *, attached: bool = True) -> ClaimRecords:
    """Everything behind these claims, in a fixed number of queries for every few hundred of them.

    Without `attached` neither what hangs on them, nor comparisons, nor when they were written.
    """
    records = ClaimRecords()
    records.claims = bodies(conn, claims)
    sql = "SELECT id, claim, said_lo, until_lo, release FROM assertion WHERE claim IN :values ORDER BY claim, id"
    background = []
    for row in select_in(conn, sql, records.claims):
        records.assertions_of[row.claim].append(row.id)
        records.said_lo[row.id], records.until_lo[row.id] = row.said_lo, row.until_lo
        if row.release == "background":
            background.append(row.id)
    records.assertions = bodies(conn, [assertion for ids in records.assertions_of.values() for assertion in ids])
    for assertion in background:  # of a view of the past, by what it is now
        records.assertions[assertion]["release"] = "background"
    if attached:
        targets = [*records.claims, *records.assertions]
        for kind in ATTACHED:
            for target, rows in children(conn, kind, "target", targets).items():
                records.attached[kind, target] = rows
        records.comparisons = comparisons(conn, records.claims)
        _load_times(conn, records, targets)
    _load_documents(conn, records)
    named = {body["question"] for body in records.claims.values() if "question" in body}
    records.question_canonical = canonical_ids(conn, sorted(named))
    records.questions = bodies(conn, sorted({records.question_canonical.get(question, question) for question in named}))
    return records


def comparisons(conn: Connection, claims: Collection[str]) -> dict[str, list[Comparison]]:
    """Claim -> its comparisons with other claims, the oldest first; none for a claim that was never compared."""
    rows: list[Any] = []
    for one, other in (("claim", "other"), ("other", "claim")):
        sql = f'SELECT id, {one} AS own, {other} AS against, verdict, "by", at FROM comparison WHERE {one} IN :values'
        rows += select_in(conn, sql, claims)
    records = bodies(conn, {record for row in rows for record in (row.id, row.against)})
    found: dict[str, list[Comparison]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        if row.against in records:
            text, why = records[row.against]["text"], records[row.id]["why"]
            found[row.own].append(Comparison(row.id, row.against, text, row.verdict, why, row.by, row.at))
    return found


def _load_times(conn: Connection, records: ClaimRecords, targets: list[str]) -> None:
    attached = [row["id"] for rows in records.attached.values() for row in rows]
    for row in select_in(conn, "SELECT id, first_at, last_at FROM record WHERE id IN :values", [*targets, *attached]):
        records.first_at[row.id], records.last_at[row.id] = row.first_at, row.last_at
    for row in select_in(conn, 'SELECT id, "by", at FROM assessment WHERE target IN :values', targets):
        records.judged[row.id] = (row.by, row.at)
    records.order_by({})


def canonical_ids(conn: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Id -> the id it is read as, for those of these documents, questions or stories that were merged into another."""
    sql = composed([READ_AS], "SELECT id, canonical FROM read_as WHERE id IN :values ORDER BY id")
    return {row.id: row.canonical for row in select_in(conn, sql, ids)}


def _load_documents(conn: Connection, records: ClaimRecords) -> None:
    evidence = [row for (kind, _), rows in records.attached.items() if kind == "evidence" for row in rows]
    named = {body["document"] for body in (*records.assertions.values(), *evidence) if "document" in body}
    records.document_canonical = canonical_ids(conn, sorted(named))
    shown = sorted({records.document_canonical.get(document, document) for document in named})
    records.documents = bodies(conn, shown)
    sql = "SELECT id, published_lo, text_sha256, text_length FROM document WHERE id IN :values"
    for row in select_in(conn, sql, shown):
        records.published_lo[row.id] = row.published_lo
        records.digests[row.id] = (row.text_sha256, row.text_length)
    if is_outsider(conn):  # who must not know that there is such a text
        for one in hidden_texts(conn) & records.documents.keys():
            records.documents[one].pop("text", None)
            records.digests[one] = (None, 0)
