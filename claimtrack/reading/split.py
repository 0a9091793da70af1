"""What of a content each proposal is about: additions cut off, one content that answers two questions made two."""

from __future__ import annotations

import re

from claimtrack.reading.found import Found, Span, Spans
from claimtrack.reading.language import patterns, words
from claimtrack.reading.quoted import Quoted

_EDGE = " \t\u00a0,;:"
_WORD = re.compile(r"[^\W\d_]+")
_COUNTS = re.compile(
    r"(?:(?:at|up|more|fewer|less|over|under|about|around|between|near) )+(?:least |most |to |than )?"
    r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|[a-z]+ty|eleven|twelve|a|half|dozens|hundreds"
    r"|thousands)\b)",
    re.IGNORECASE,
)
_AND_WILL = re.compile(
    r"\A(?:that\s+)?[^.;:“”\"]{1,120}?\s(?:is|are|was|were)\s(?:an?)\s[^.;:“”\"]{2,80}?(?P<and>,?\s+and\s+)(?:it\s+|they\s+|he\s+|she\s+)?"
    r"(?=(?:will|would)\s)",
    re.IGNORECASE,
)


def cleaned(text: str, found: Found, quoted: Quoted, language: str = "en") -> Spans:
    """The content without what says when and where it was said, and without what is said of its evidence."""
    content = list(found.content)
    if len(content) > 1 and found.source and found.cue:
        first = content[0]
        before = first[1] <= found.source[0][0] and content[1][0] >= found.cue[-1][1]
        lead = _WORD.match(text, first[0])
        opens = lead is not None and lead[0].lower() in words("preposition", language)
        counts = lead is not None and _COUNTS.match(text, first[0], first[1]) is not None
        if before and opens and not counts and not quoted.within(*first):
            content = content[1:]
    start, end = content[-1]
    for pattern, _ in patterns("evidence", language):
        match = pattern.search(text, start + 1, end)
        if match is None or quoted.round(*match.span()) is not None:
            continue
        comma = text.rfind(",", start, match.start() + 1)
        if comma > start and match.start() - comma < 30:
            content[-1] = (start, comma)
            break
    return tuple(span for span in (_trimmed(text, span) for span in content) if span[0] < span[1]) or found.content


def called(text: str, content: Spans, quoted: Quoted, language: str = "en") -> tuple[Spans, Spans, Spans] | None:
    """A content that also says what somebody is called, of "killed dozens of people described as “rioters” overnight".

    The content without the label; the label with whom it is for; the same as the parts of a sentence. None where it
    says no such thing.
    """
    for start, end in content:
        for match in re.finditer(
            rf"\s(?P<verb>{'|'.join(words('called', language))})\s+(?:as\s+)?(?:an?\s+|the\s+)?", text[start:end]
        ):
            at = start + match.end()
            inner = quoted.within(at, end)
            before = max(start, start + match.start() - 40)
            noun = re.search(r"[^\W\d_][\w’'-]*$", text[before : start + match.start()])
            if noun is None or not inner or not at <= inner[0][0] <= at + 1 or quoted.round(at - 2, at - 1):
                continue
            if (
                len(text[slice(*inner[0])].split()) > 4
                or inner[0][1] > end
                or _is_verb(text[before : start + match.start()], language)
            ):
                continue
            close = inner[0][1] + (1 if text[inner[0][1] : inner[0][1] + 1] in "”\"’'»" else 0)
            whom = (before + noun.start(), start + match.start())
            rest = without(text, content, (whom[1], close))
            return rest, ((whom[0], close),), (whom, (at, close))
    return None


def _is_verb(before: str, language: str) -> bool:
    """Whether what stands before "called" makes it the clause's verb: "was called", "he called"."""
    last = before.split()[-1:]
    return bool(last) and any(
        last[0].lower() in words(name, language) for name in ("auxiliary", "modal", "subject", "adverb")
    )


def without(text: str, content: Spans, hole: Span) -> Spans:
    """The content without a stretch of it."""
    found: list[Span] = []
    for start, end in content:
        found += [(start, min(end, hole[0])), (max(start, hole[1]), end)]
    kept = tuple(span for span in (_trimmed(text, span) for span in found if span[0] < span[1]) if span[0] < span[1])
    return kept or content


def halves(text: str, content: Spans, quoted: Quoted) -> tuple[Spans, Spans, Span] | None:
    """A content that says what something is and what it will do, as the two, with the span of their subject."""
    if len(content) != 1:
        return None
    start, end = content[0]
    match = _AND_WILL.match(text[start:end])
    if match is None or quoted.within(start, end):
        return None
    verb = re.search(r"\s(?:is|are|was|were)\s", text[start:end])
    subject = (start, start + verb.start()) if verb else (start, start)
    return ((start, start + match.start("and")),), ((start + match.end(), end),), subject


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
