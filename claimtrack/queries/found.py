"""What a search found: records by their words, and the paragraphs of documents that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from claimtrack.domain.words import RECORD_TYPES
from claimtrack.errors import BadInput
from claimtrack.ledger.read import bodies
from claimtrack.ledger.restricted import find_restricted
from claimtrack.ledger.search import Hit, hits_among, search


@dataclass(frozen=True, slots=True)
class Found:
    """A record that holds all the words; for a document's text, `paragraph` counts from 1 and `text` is that one."""

    id: str
    type: str
    label: str
    paragraph: int | None
    text: str | None


def find_words(
    connection: Connection,
    words: str,
    *,
    types: Sequence[str] = (),
    story: str | None = None,
    limit: int = 50,
    embargoed_at: datetime | None = None,
) -> tuple[list[Found], bool, int]:
    """At most `limit` records that hold all the words, whether there are more, and how many were left out.

    With `embargoed_at` (aware), what may not leave then is left out. Raises BadInput for a type there is not.
    """
    for unknown in (one for one in types if one not in RECORD_TYPES):
        raise BadInput(f"there is no type {unknown!r}", f"Give one of {', '.join(RECORD_TYPES)}.")
    without = find_restricted(connection, embargoed_at).ids if embargoed_at is not None else frozenset[str]()
    hits = search(connection, words, types=types, story=story, without=without, limit=limit + 1)
    left_out = hits_among(connection, words, without, types=types, story=story)
    texts = _texts(connection, hits[:limit])
    found = [Found(hit.id, hit.type, hit.label, hit.part or None, text) for hit, text in zip(hits, texts, strict=False)]
    return found, len(hits) > limit, left_out


def _texts(connection: Connection, hits: Sequence[Hit]) -> list[str | None]:
    """The paragraph that each hit is, None for a record itself."""
    documents = bodies(connection, {hit.id for hit in hits if hit.part})
    paragraphs = {record: str(body.get("text", "")).split("\n") for record, body in documents.items()}
    found: list[str | None] = []
    for hit in hits:
        lines = paragraphs.get(hit.id, []) if hit.part else []
        found.append(lines[hit.part - 1] if 0 < hit.part <= len(lines) else None)
    return found
