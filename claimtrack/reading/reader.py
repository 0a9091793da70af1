"""Reading a text: sentences, quotations and proposed attributions, in one value."""

from __future__ import annotations

from bisect import bisect_right

from claimtrack.domain.anchors import propose_quote_kind
from claimtrack.domain.naming import naming_of
from claimtrack.domain.quotes import quotations
from claimtrack.reading.find.finder import find
from claimtrack.reading.found import Found, Spans
from claimtrack.reading.proposal import Proposal, Reading, Speaker
from claimtrack.reading.segment import sentences


def read(text: str, *, language: str = "en", published: str | None = None, publisher: str | None = None) -> Reading:
    """What a text says who said. `published` is a date (rules 7), `publisher` the outlet's name, each if known.

    The proposals are in the order of their passages. Nothing is decided: every one is for a person to accept.
    """
    found = find(text, language)
    spans = sentences(text)
    starts = [start for start, _ in spans]
    proposals = tuple(_proposal(text, found, each, bisect_right(starts, each.start) - 1) for each in found)
    quoted = tuple((each.inner_start, each.inner_end) for each in quotations(text))
    return Reading(text, spans, quoted, (), proposals)


def _proposal(text: str, found: list[Found], each: Found, sentence: int) -> Proposal:
    source = each
    while source.continues is not None:
        source = found[source.continues]
    name = _words(text, source.source)
    speaker = Speaker(
        name or None,
        source.source[0] if source.source else None,
        naming=naming_of(name) if name else "passive" if each.word.passive else "hearsay",
        hedge=each.word.lemma if each.word.sort == "hearsay" else None,
    )
    return Proposal(
        source=each.source,
        cue=each.cue,
        content=each.content,
        chains=((speaker,),),
        text=_words(text, each.content),
        rule=each.rule,
        sentence=max(sentence, 0),
        quote_kind=propose_quote_kind(text, each.start, each.end),
        continues=each.continues,
    )


def _words(text: str, spans: Spans) -> str:
    return " ".join(text[start:end] for start, end in spans)
