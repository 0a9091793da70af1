"""Rows of the projection: for each type of record, a function from one live record to the rows its tables get.

Row order is the column order of tables.py without `since` and `until`. A function of the record alone: nothing is
looked up. `source_root` is not here: it depends on several records (roots.py).
"""

from __future__ import annotations

from collections.abc import Callable

from claimtrack.ledger.rows import claims, judgements, things
from claimtrack.ledger.rows.claims import answer_words
from claimtrack.ledger.rows.common import (
    OPEN_END,
    Body,
    Context,
    Rows,
    earliest,
    full_name,
    label,
    latest,
    question_key,
    story_of,
)

__all__ = [
    "OPEN_END",
    "OWNER",
    "ROWS",
    "VIEWS",
    "Context",
    "Rows",
    "answer_words",
    "earliest",
    "full_name",
    "label",
    "latest",
    "question_key",
    "story_of",
]

ROWS: dict[str, Callable[[Body, Context], Rows]] = {
    "story": things.story_rows,
    "source": things.source_rows,
    "document": things.document_rows,
    "question": things.question_rows,
    "claim": claims.claim_rows,
    "assertion": claims.assertion_rows,
    "evidence": judgements.evidence_rows,
    "request": judgements.request_rows,
    "assessment": judgements.assessment_rows,
    "rating": judgements.rating_rows,
    "note": judgements.note_rows,
    "tag": judgements.tag_rows,
    "side": judgements.side_rows,
    "allow": judgements.allow_rows,
    "merge": judgements.merge_rows,
    "publication": judgements.publication_rows,
    "disagreement": judgements.disagreement_rows,
}
"""Type of record -> the function that makes its rows. Every type of record is here: a test says so."""

VIEWS: dict[str, tuple[str, ...]] = {
    "story": ("story", "name"),
    "source": ("source", "name", "membership"),
    "document": ("document", "name", "byline"),
    "question": ("question", "name", "synonym"),
    "claim": ("claim", "name", "claim_about"),
    "assertion": ("assertion", "hop", "evidence_given"),
    "disagreement": ("disagreement", "disagreement_claim"),
}
"""Type of record -> the views its rows are in, when it is more than the one of its own name."""

OWNER: dict[str, str] = {
    "name": "record",
    "membership": "source",
    "byline": "document",
    "synonym": "question",
    "claim_about": "claim",
    "hop": "assertion",
    "evidence_given": "assertion",
    "disagreement_claim": "disagreement",
}
"""View -> the column that holds the id of the record its row belongs to, where it is not `id`."""
