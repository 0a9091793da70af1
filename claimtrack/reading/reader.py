"""Reading a text: sentences, quotations, parts and proposed attributions, in one value."""

from __future__ import annotations

from claimtrack.domain.quotes import quotations
from claimtrack.reading.attribution.finder import find
from claimtrack.reading.enrichment import enrich
from claimtrack.reading.layout import parts
from claimtrack.reading.proposals import Reading
from claimtrack.reading.sentences import sentences


def read(text: str, *, language: str = "en", published: str | None = None, publisher: str | None = None) -> Reading:
    """What a text says who said. `published` is a date (rules 7), `publisher` the outlet's name, each if known.

    The proposals are in the order of their passages. Nothing is decided: every one is for a person to accept.
    """
    spans = sentences(text)
    quoted = tuple((each.inner_start, each.inner_end) for each in quotations(text))
    layout = parts(text, spans, language)
    proposals = enrich(text, spans, quoted, layout, find(text, language), published, publisher, language)
    return Reading(text, spans, quoted, layout, proposals)
