"""What may not leave: off-record and embargoed assertions, and what is known from them alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.dialect import select_in
from claimtrack.ledger.envelope import now_text

RESTRICTED = "(release = 'off-record' OR (release = 'embargoed' AND (until_lo IS NULL OR until_lo > :now)))"
"""The condition on a row of the view `assertion`; `now` is 27-character UTC. An embargo without end has not ended."""

OPEN = (
    "COALESCE(release, '') <> 'off-record'"
    " AND (COALESCE(release, '') <> 'embargoed' OR COALESCE(until_lo, '~') <= :now)"
)
"""The opposite condition."""

_OTHERWISE_NAMED = {
    "source": (
        "SELECT h.source AS id, h.assertion AS used FROM hop h WHERE h.source IN :values",
        "SELECT publisher AS id, NULL AS used FROM document WHERE publisher IN :values",
        "SELECT source AS id, NULL AS used FROM byline WHERE source IN :values",
        "SELECT body AS id, NULL AS used FROM membership WHERE body IN :values",
        "SELECT source AS id, claim AS used FROM claim_about WHERE source IN :values",
        "SELECT asked AS id, target AS used FROM request WHERE asked IN :values",
    ),
    "document": (
        "SELECT document AS id, id AS used FROM assertion WHERE document IN :values",
        "SELECT document AS id, target AS used FROM evidence WHERE document IN :values",
    ),
    "question": ("SELECT question AS id, id AS used FROM claim WHERE question IN :values",),
}
"""Type -> what else names a record of it: its id, and the record that does (NULL when that one leaves anyway)."""


@dataclass(frozen=True, slots=True)
class Restricted:
    """The ids of records that stay in, by type.

    Assertions, the claims that rest on nothing else, and the sources, documents and questions that nothing else names.
    """

    by_type: dict[str, frozenset[str]]

    def holds(self, record_type: str, record: str) -> bool:
        """Whether this record stays in."""
        return record in self.by_type.get(record_type, ())

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        return frozenset[str]().union(*self.by_type.values())


def find_restricted(connection: Connection, now: datetime) -> Restricted:
    """What may not leave at `now` (aware), as the connection's views show the ledger."""
    sql = f"SELECT id, claim, document FROM assertion WHERE {RESTRICTED}"
    rows = connection.execute(text(sql), {"now": now_text(now)}).all()
    assertions = frozenset(row.id for row in rows)
    if not assertions:
        return Restricted({})
    open_claims = {
        row.claim
        for row in select_in(
            connection, "SELECT id, claim FROM assertion WHERE claim IN :values", {row.claim for row in rows}
        )
        if row.id not in assertions
    }
    claims = frozenset({row.claim for row in rows} - open_claims)
    inside = assertions | claims
    sources = {
        row.source
        for row in select_in(connection, "SELECT source FROM hop WHERE assertion IN :values", assertions)
        if row.source is not None
    }
    documents = {row.document for row in rows if row.document is not None}
    questions = {
        row.question
        for row in select_in(connection, "SELECT question FROM claim WHERE id IN :values", claims)
        if row.question is not None
    }
    return Restricted(
        {
            "assertion": assertions,
            "claim": claims,
            "source": _only(connection, "source", sources, inside),
            "document": _only(connection, "document", documents, inside),
            "question": _only(connection, "question", questions, inside),
        }
    )


def _only(connection: Connection, record_type: str, ids: Iterable[str], inside: frozenset[str]) -> frozenset[str]:
    """Those of `ids` that nothing names but records in `inside`."""
    left = set(ids)
    for sql in _OTHERWISE_NAMED[record_type]:
        rows = select_in(connection, sql, sorted(left))
        left -= {row.id for row in rows if row.used is None or row.used not in inside}
    return frozenset(left)
