"""Quoted words are not in the stored text.

What it flags: an assertion whose quote does not stand in the text stored of its document, or not at
the place that is recorded. Quote marks, dashes, spaces and case are not held against it.

Why it matters: a quote is the one thing a reader will check. Words that are not in the document were
mistyped, taken from elsewhere, or changed since.

Example: recorded: "We will never surrender"; the text has "We shall never surrender".

What to do: Correct the quote to what the text says, or record the document that has these words.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row

from claimtrack.analysis.scope import ClaimScope, composed, fetch, portions
from claimtrack.domain.anchors import find_passages, nearest_sentence
from claimtrack.domain.text import safe, shorten
from claimtrack.rules.rule import Finding, rule

TEXT_AT_ONCE = 4_000_000
"""How many code points of text are held at a time."""

SELECT = """SELECT a.id, a.claim, a.document, d.text_length
FROM scope s CROSS JOIN assertion a CROSS JOIN document d
WHERE a.claim = s.claim AND a.has_quote = 1 AND d.id = a.document AND d.text_sha256 IS NOT NULL
ORDER BY a.document, a.id"""


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Finding]:
    rows = fetch(conn, composed((scope.cte(),), SELECT), scope.params)
    for batch in _batches(rows):
        texts = {
            document: body.get("text", "") for document, body in _bodies(conn, (row.document for row in batch)).items()
        }
        quoting = _bodies(conn, (row.id for row in batch))
        for row in batch:
            quote = quoting[row.id]["quote"]
            found = _fault(texts[row.document], quote)
            if found is not None:
                fact, near = found
                step = f" The nearest passage: {safe(shorten(near, 200))}" if near else ""
                yield Finding(
                    row.id,
                    "assertion",
                    f"{fact}{step}",
                    "Correct the quote to what the text says, or record the document that has these words.",
                    "quote not in the text",
                    (row.document, row.claim),
                )


def _batches(rows: Any) -> Iterator[list[Row[Any]]]:
    """Rows in batches of documents whose texts together are of a size to hold."""
    batch: list[Row[Any]] = []
    held: set[str] = set()
    size = 0
    for row in rows:
        if row.document not in held:
            if batch and (size + row.text_length > TEXT_AT_ONCE or len(held) >= 200):
                yield batch
                batch, held, size = [], set(), 0
            held.add(row.document)
            size += row.text_length
        batch.append(row)
    if batch:
        yield batch


def _bodies(conn: Connection, ids: Any) -> dict[str, dict[str, Any]]:
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
    found = find_passages(text, exact, limit=1)
    shown = safe(shorten(exact, 80)).strip('“”"')
    if not found:
        return f"“{shown}” is not in the stored text.", nearest_sentence(text, exact)
    if start is not None:
        return f"“{shown}” is not where it is recorded to be in the stored text.", found[0].exact
    return None


RULE = rule(__name__, __doc__, "error", _find)
