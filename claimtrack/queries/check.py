"""Recorded words held against the stored text of their document."""

from __future__ import annotations

from claimtrack.domain.anchors import find_passages
from claimtrack.queries.material import Body
from claimtrack.queries.rows import CheckRow


def check(assertion: Body, document: Body) -> CheckRow:
    """An assertion's words held against its document's stored text."""
    quote, text = assertion.get("quote"), document.get("text")
    if quote is None:
        return CheckRow("no-words")
    start, end = quote.get("start"), quote.get("end")
    if text is None:
        return CheckRow("no-text", start, end)
    if start is not None and end is not None and text[start:end] == quote["exact"]:
        return CheckRow("exact", start, end)
    places = find_passages(text, quote["exact"], limit=1)
    if not places:
        return CheckRow("missing")
    return CheckRow("exact" if start is None else "elsewhere", places[0].start, places[0].end)
