"""Which texts of a record are searched, and the terms each is found by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimtrack.domain.text import terms

MOST_TERMS = 20_000
"""Terms kept of one text: a longer paragraph is cut into several."""

PARTS = ("exact", "label", "text", "where")
"""Members of a quote or an answer that are searched."""

FIELDS: dict[str, tuple[str, ...]] = {
    "story": ("name", "summary"),
    "source": ("name", "qualifier", "role", "aliases"),
    "document": ("title", "url"),
    "question": ("text",),
    "claim": ("text", "answer"),
    "assertion": ("quote", "occasion"),
    "evidence": ("text", "url", "credit", "place"),
    "request": ("answer",),
    "assessment": ("why",),
    "note": ("text",),
    "tag": ("name",),
    "disagreement": ("why",),
}
"""Type of record -> its fields that are searched; other types are not searched for."""


def texts_of(body: Mapping[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The searchable texts of a record.

    (0, terms) for the record itself, (n, terms) for paragraph n of a document's text.
    """
    pieces: list[str] = []
    for name in FIELDS.get(body["type"], ()):
        value = body.get(name)
        if isinstance(value, str):
            pieces.append(value)
        elif isinstance(value, list):
            pieces.extend(item for item in value if isinstance(item, str))
        elif isinstance(value, dict):
            pieces.extend([value[part] for part in PARTS if isinstance(value.get(part), str)])
    found = list(dict.fromkeys(terms(" ".join(pieces)))) if pieces else []
    if found:
        yield 0, found[:MOST_TERMS]
    if body["type"] == "document" and body.get("text"):
        for number, paragraph in enumerate(body["text"].split("\n"), 1):
            words = list(dict.fromkeys(terms(paragraph)))
            for start in range(0, len(words), MOST_TERMS):
                yield number, words[start : start + MOST_TERMS]
