"""The terms on which somebody spoke, where the piece says them: off the record, on background."""

from __future__ import annotations

import re

from claimtrack.reading.proposals import Spans
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


def other_releases(release: str) -> tuple[str, ...]:
    """The terms that may hold instead, for a person to choose among."""
    return (*(one for one in _TERMS if one != release), OPEN)
