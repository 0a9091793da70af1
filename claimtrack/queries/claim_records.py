"""The records behind a set of claims, read in bulk: what every card and report is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import canonical_ctes, composed, fetch, portions
from claimtrack.ledger.lookup import bodies, children

Body = dict[str, Any]

ATTACHED = ("evidence", "request", "assessment", "note", "tag")
"""Types of record that hang on a claim or an assertion by `target`."""


@dataclass(slots=True)
class ClaimRecords:
    """Live records by id. Merged documents and questions are there under the id they are read as.

    `assertions_of`: claim -> ids; `attached`: (type, target) -> bodies, the oldest first; `first_at`, `last_at`: when
    a record was first and last written; `judged`: assessment -> (by, at); `dates`: document -> (published_lo,
    published_hi); `said_lo` and `until_lo` of assertions; `digests`: document -> (SHA-256 of the text, length).
    Instants are 27-character UTC text.
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
        found: set[str] = set()
        for body in self.claims.values():
            found.update(body.get("about", ()))
        for body in self.assertions.values():
            found.update(hop["source"] for hop in body["chain"] if "source" in hop)
        for body in self.documents.values():
            found.update(line["source"] for line in body.get("bylines", ()))
            if body.get("publisher"):
                found.add(body["publisher"])
        for (kind, _), rows in self.attached.items():
            if kind == "request":
                found.update(row["asked"] for row in rows)
        return found

    def records(self, claim: str) -> list[str]:
        """The ids of a claim and of everything that hangs on it."""
        found = [claim, *self.assertions_of[claim]]
        return found + [row["id"] for target in tuple(found) for kind in ATTACHED for row in self._of(kind, target)]

    def _of(self, kind: str, target: str) -> list[Body]:
        return self.attached.get((kind, target), [])


def load_claim_records(conn: Connection, claims: Iterable[str]) -> ClaimRecords:
    """Everything behind these claims, in a fixed number of queries for every few thousand of them."""
    found = ClaimRecords()
    found.claims = bodies(conn, claims)
    for portion in portions(found.claims):
        for row in fetch(
            conn,
            "SELECT id, claim, said_lo, until_lo FROM assertion WHERE claim IN :ids ORDER BY claim, id",
            {"ids": portion},
        ):
            found.assertions_of[row.claim].append(row.id)
            found.said_lo[row.id], found.until_lo[row.id] = row.said_lo, row.until_lo
    found.assertions = bodies(conn, [one for rows in found.assertions_of.values() for one in rows])
    targets = [*found.claims, *found.assertions]
    for kind in ATTACHED:
        for target, rows in children(conn, kind, "target", targets).items():
            found.attached[kind, target] = rows
    _stamps(conn, found, targets)
    _documents(conn, found)
    _questions(conn, found)
    return found


def _stamps(conn: Connection, found: ClaimRecords, targets: list[str]) -> None:
    hanging = [row["id"] for rows in found.attached.values() for row in rows]
    for portion in portions([*targets, *hanging]):
        for row in fetch(conn, "SELECT id, first_at, last_at FROM record WHERE id IN :ids", {"ids": portion}):
            found.first_at[row.id], found.last_at[row.id] = row.first_at, row.last_at
    for portion in portions(targets):
        for row in fetch(conn, 'SELECT id, "by", at FROM assessment WHERE target IN :ids', {"ids": portion}):
            found.judged[row.id] = (row.by, row.at)
    for rows in found.attached.values():
        rows.sort(key=lambda body: (found.first_at.get(body["id"], ""), body["id"]))


def canonical_ids(conn: Connection, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Id -> the id it is read as, for those of these documents, questions or stories that were merged into another."""
    found: dict[str, str] = {}
    for portion in portions(ids):
        sql = composed(canonical_ctes(kind), f"SELECT id, canonical FROM {kind}_canonical WHERE id IN :ids ORDER BY id")
        found.update((row.id, row.canonical) for row in fetch(conn, sql, {"ids": portion}))
    return found


def _documents(conn: Connection, found: ClaimRecords) -> None:
    named = {body["document"] for body in found.assertions.values() if "document" in body}
    for (kind, _), rows in found.attached.items():
        if kind == "evidence":
            named.update(row["document"] for row in rows if "document" in row)
    found.document_canonical = canonical_ids(conn, "document", sorted(named))
    shown = sorted({found.document_canonical.get(document, document) for document in named})
    found.documents = bodies(conn, shown)
    for portion in portions(shown):
        for row in fetch(
            conn,
            "SELECT id, published_lo, text_sha256, text_length FROM document WHERE id IN :ids",
            {"ids": portion},
        ):
            found.published_lo[row.id] = row.published_lo
            found.digests[row.id] = (row.text_sha256, row.text_length)


def _questions(conn: Connection, found: ClaimRecords) -> None:
    named = {body["question"] for body in found.claims.values() if "question" in body}
    found.question_canonical = canonical_ids(conn, "question", sorted(named))
    found.questions = bodies(conn, sorted({found.question_canonical.get(one, one) for one in named}))
