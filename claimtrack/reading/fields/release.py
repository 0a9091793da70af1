"""The terms on which somebody spoke, where the piece says them: off the record, on background."""

from __future__ import annotations

import re

from claimtrack.reading.proposals import Span, Spans
from claimtrack.reading.word_lists import one_of, patterns

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


_LEAD = re.compile(
    r"[“\"]?(?:(?:but|and) )?(?:(?:all|most|some) (?:of )?)?(?:he|she|they|it|i|this|that|what (?:he|she|they) said"
    r"|(?:the|this|that|our|his|her|their)"
    rf" (?:{one_of('occasions')}|{one_of('message_nouns')}|conversation|comments?|remarks?|interview|briefing|words)"
    r"|[\w’'.-]+(?: [\w’'.-]+){1,4}?(?= (?:said|told|spoke|was|were) )"
    rf")(?: {one_of('release_lead_words')})*,? ",
    re.IGNORECASE,
)
"""What stands before the terms in a sentence that tells of them alone."""
_REST = re.compile(
    r"(?:[,;]? (?:because|as|since|for|in|at|on|by|when|while|during|after|before"
    r"|and (?:asked|wanted|did not want|requested))\b(?!.*\b(?:that|but|adding|saying)\b)[^“”\"\n]{0,120}?"
    r"|, [\w’' -]{1,40} (?:said|added))?[.!”\"]*\s*"
)
"""What stands behind them: why they hold, for example, and nothing else that is told."""


def release_told_after(text: str, sentence: Span) -> str | None:
    """The terms of what stands before a sentence that tells of them alone, as "He said this off the record" does.

    None where it tells something else, or no terms.
    """
    start, end = sentence
    for pattern, release in patterns("release_patterns") if _LEAD.match(text, start, end) else ():
        found = pattern.search(text, start, end)
        if (
            found is not None
            and _LEAD.fullmatch(text, start, found.start())
            and _REST.fullmatch(text, found.end(), end)
            and _NOT.search(text, start, found.start()) is None
        ):
            return release
    return None


def other_releases(release: str) -> tuple[str, ...]:
    """The terms that may hold instead, for a person to choose among."""
    return (*(one for one in _TERMS if one != release), OPEN)
