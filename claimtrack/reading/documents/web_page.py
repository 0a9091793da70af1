"""The main text of a web page, without navigation and advertisements (by trafilatura, of the extra `web`)."""

from __future__ import annotations

from claimtrack.errors import BadInput
from claimtrack.reading.documents.document_text import ExtractedText, clean

LEAST_MAIN_TEXT = 200
"""Characters of what counts as the main text of a page: a shorter one was missed."""


def read_main_text(data: bytes) -> ExtractedText:
    """The main text of a page in UTF-8, and its title. Raises BadInput where none is found."""
    import trafilatura

    page = data.decode("utf-8", "replace")
    text = trafilatura.extract(page, include_comments=False)
    if not text or len(text) < LEAST_MAIN_TEXT:
        raise BadInput("no main text is found in it")
    title = getattr(trafilatura.extract_metadata(page), "title", None)
    return ExtractedText(clean(text), fields={"title": title[:200]} if title else {})
