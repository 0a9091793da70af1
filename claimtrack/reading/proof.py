"""What the text says of the evidence a source gave, and of how far its carrier could check."""

from __future__ import annotations

import re

from claimtrack.reading.found import Found, Span, Spans
from claimtrack.reading.language import patterns
from claimtrack.reading.names import Names

_SAME = re.compile(r"\s*(?:But |However, )?(?:he|she|it|they|the|neither|no)\b", re.IGNORECASE)
_NEAR = 90


def evidence(text: str, frame: Spans, following: Span, language: str = "en") -> tuple[str, ...]:
    """The evidence that was given, in the words of `domain.words`; empty when the text says nothing of it.

    `frame` are the words round the cue, `following` the sentence after, which may say it too.
    """
    for pattern, word in patterns("evidence", language):
        if any(pattern.search(text, start, end) for start, end in frame):
            return (word,)
        if word in ("none-given", "withheld") and _SAME.match(text, following[0], following[1]):
            match = pattern.search(text, following[0], min(following[1], following[0] + _NEAR))
            if match is not None and not match[0].lower().startswith("without"):
                return (word,)
    return ()


def only_evidence(text: str, found: Found, language: str = "en") -> bool:
    """Whether all that the words report is that no evidence was given: "he offered no proof"."""
    if not found.cue:
        return False
    start = found.cue[0][0]
    rows = patterns("evidence", language)
    return any(word in ("none-given", "withheld") and pattern.match(text, start, found.end) for pattern, word in rows)


def caveats(text: str, stretches: Spans, following: Span, language: str = "en") -> list[tuple[str, Span]]:
    """The caveats the text makes, each with the span that says so; one of each."""
    found: dict[str, Span] = {}
    for pattern, word in patterns("caveats", language):
        spans = [*stretches, following] if word == "could-not-verify" else list(stretches)
        for start, end in spans:
            match = pattern.search(text, start, end)
            if match is not None:
                found.setdefault(word, match.span())
                break
    return list(found.items())


def who_says(text: str, span: Span, names: Names) -> str | None:
    """The name of whoever could not check, or had seen it: the last before the words, or the first after "by"."""
    if re.search(r"\bby\s", text[span[0] : span[1]]):
        for mention in names.after(span[1] - 1, 1):
            if mention.span[0] - span[1] < 6:
                return mention.entity.name
        return None
    line = text.rfind("\n", 0, span[0]) + 1
    for mention in names.before(span[0], 3):
        if mention.span[0] >= line and span[0] - mention.span[1] < 40:
            return mention.entity.name
    return None
