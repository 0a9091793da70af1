"""The words of a letter or an e-mail: nobody is said to say them, and they are those of who signed it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimtrack.reading.proposals import Cue, DetectedAttribution, Span, Spans

SIGNED = "words of a letter"
"""The rule of words that stand above a signature."""
_FEWEST = 3
"""Words of a sentence below which it states nothing."""
_STOP = re.compile(r"[.!…][\"”’')]*$")
_NOT_THEIRS = re.compile(r"^(?:>|-{2,} ?(?:original|forwarded) message|on .{4,80} wrote:$|from: )", re.IGNORECASE)
"""How a line begins that another letter begins with, or that is quoted from one."""


def signature(text: str, name: str) -> Span | None:
    """Where who sent a letter signed it: the last line with nothing but their name; None where there is none.

    What follows the letter, such as one that it answers, is not looked at.
    """
    start, signed = 0, None
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if _NOT_THEIRS.match(words):
            break
        if words.rstrip(",.").casefold() == name.casefold():
            at = start + line.index(words)
            signed = (at, at + len(name))
        start += len(line)
    return signed


def with_letter(
    text: str, sentences: Spans, found: Sequence[DetectedAttribution], signed: Span
) -> list[DetectedAttribution]:
    """What was found, and behind it every other statement above the signature, as the words of who signed."""
    taken = sorted(span for one in found for span in (*one.source, *one.cue, *one.content))
    made = list(found)
    free_from, at = 0, 0
    for start, end in sentences:
        while at < len(taken) and taken[at][0] < end:
            free_from = max(free_from, taken[at][1])
            at += 1
        words = text[start:end].strip()
        states = len(words.split()) >= _FEWEST and _STOP.search(words) is not None
        if states and end <= signed[0] and free_from <= start:
            made.append(DetectedAttribution((signed,), (), ((start, end),), Cue("", "say"), SIGNED))
    return made
