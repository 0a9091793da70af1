"""Quoted words are not in the stored text.

What it flags: an assertion whose quote does not stand in the text stored of its document, or not at
the place that is recorded. Quote marks, dashes, spaces and case are not held against it.

Why it matters: a quote is the one thing a reader will check. Words that are not in the document were
mistyped, taken from elsewhere, or changed since.

Example: recorded: "We will never surrender"; the text has "We shall never surrender".

What to do: Correct the quote to what the text says, or record the document that has these words.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.domain.anchors import find_passages, nearest_sentence
from claimtrack.domain.text import safe, shorten
from claimtrack.ledger.restricted.visibility import hidden_texts
from claimtrack.ledger.store.shown import is_outsider
from claimtrack.rules.rule import Flag, ResultRow, rule

TEXT_AT_ONCE = 4_000_000
"""How many code points of text are held at a time."""

SELECT = """SELECT a.id, a.claim, a.document, d.text_length
FROM scope s CROSS JOIN assertion a CROSS JOIN document d
WHERE a.claim = s.claim AND a.has_quote = 1 AND d.id = a.document AND d.text_sha256 IS NOT NULL
ORDER BY a.document, a.id"""


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    held_back = hidden_texts(conn)
    unknown = held_back if is_outsider(conn) else frozenset()
    rows = fetch(conn, composed((scope.cte(),), SELECT), scope.params)
    for batch in _batches(row for row in rows if row.document not in unknown):
        documents = _bodies(conn, (row.document for row in batch))
        assertions = _bodies(conn, (row.id for row in batch))
        for row in batch:
            fault = _fault(documents[row.document].get("text", ""), assertions[row.id]["quote"])
            if fault is not None:
                fact, passage = fault
                fact += (
                    f" The nearest passage: {safe(shorten(passage, 200))}"
                    if passage and row.document not in held_back
                    else ""
                )
                step = "Correct the quote to what the text says, or record the document that has these words."
                yield Flag(row.id, "assertion", fact, step, "quote not in the text", (row.document, row.claim))


def _batches(rows: Iterable[ResultRow]) -> Iterator[list[ResultRow]]:
    """Rows in batches of documents whose texts together are of a size to hold."""
    batch: list[ResultRow] = []
    documents: set[str] = set()
    size = 0
    for row in rows:
        if row.document not in documents:
            if batch and (size + row.text_length > TEXT_AT_ONCE or len(documents) >= 200):
                yield batch
                batch, documents, size = [], set(), 0
            documents.add(row.document)
            size += row.text_length
        batch.append(row)
    if batch:
        yield batch


def _bodies(conn: Connection, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {
        row.id: json.loads(row.body)
        for portion in portions(ids)
        for row in fetch(conn, "SELECT id, body FROM record_body WHERE id IN :ids", {"ids": portion})
    }


def _fault(text: str, quote: dict[str, Any]) -> tuple[str, str | None] | None:
    """What is wrong with a quote, and the passage nearest to it; None when it is in the text."""
    exact = quote["exact"]
    start, end = quote.get("start"), quote.get("end")
    if start is not None and end is not None and text[start:end] == exact:
        return None
    passages = find_passages(text, exact, limit=1)
    shown = safe(shorten(exact, 80)).strip('“”"')
    if not passages:
        return f"“{shown}” is not in the stored text.", nearest_sentence(text, exact)
    if start is not None:
        return f"“{shown}” is not where it is recorded to be in the stored text.", passages[0].exact
    return None


RULE = rule(__name__, __doc__, "error", _find, cached=True)
