"""The terms on which somebody spoke, where the piece says them: off the record, on background."""

from __future__ import annotations

import re

from claimtrack.reading.proposals import Span, Spans
from claimtrack.reading.word_lists import patterns

OPEN = "on-record"
"""What may hold where the words for the terms were not meant as such."""
_TERMS = ("off-record", "background")
_NOT = re.compile(r"\b(?:not|never|neither)(?: \w+){0,2} $|n[’']t (?:\w+ )?$", re.IGNORECASE)
"""Before words for terms, that they did not hold: "she was not speaking off the record"."""


def release_of(text: str, beside: Spans) -> str | None:
    """The terms that the words beside an attribution tell of, as a word of `vocabulary.RELEASES`; None without any.

    `beside` are the words for its source and those of its sentence that are no part of what was said.
    """
    for pattern, release in patterns("release_patterns"):
        for start, end in beside:
            found = pattern.search(text, start, end)
            if found is not None and _NOT.search(text, start, found.start()) is None:
                return release
    return None


_WHO_SAID = re.compile(
    r"\s*(?:But |And )?(?:He|She|They|Both|It|This|That|All of (?:this|that|it)"
    r"|The (?:comments?|remarks?|words|conversation|interview|briefing))(?: [a-z’']+){0,6} ?"
)
"""How a sentence begins that says on what terms the words before it were said: "She said this"."""
_LONGEST = 240
_LITTLE_MORE = re.compile(r"(?:,? (?!that\b)[\w’']+){0,4}\W*")
"""What may stand behind the terms in it: " and asked not to be named"."""


def release_told_behind(text: str, sentence: Span) -> str | None:
    """The terms of what was said before a sentence that tells of nothing else; None of any other sentence.

    "He said this off the record.", "The remarks were not for publication."
    """
    start, end = sentence
    if end - start > _LONGEST or _WHO_SAID.match(text, start, end) is None:
        return None
    for pattern, release in patterns("release_patterns"):
        found = pattern.search(text, start, end)
        if found is None or _NOT.search(text, start, found.start()) is not None:
            continue
        begins = _WHO_SAID.fullmatch(text, start, found.start()) is not None
        if begins and _LITTLE_MORE.fullmatch(text, found.end(), end) is not None:
            return release
    return None


def other_releases(release: str) -> tuple[str, ...]:
    """The terms that may hold instead, for a person to choose among."""
    return (*(one for one in _TERMS if one != release), OPEN)
