"""Causes: whether a text gives another one than a claim does: "because of frost" for because of a strike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from claimtrack.checking.differences.parties import MOST_CHARACTERS
from claimtrack.checking.words import word_stems
from claimtrack.reading.fields.event import event_kinds

_IN_NOUN = r"[^,;.:!?“”\"()]"
_SAYING = r"\b(?:said|says|that)\b"
_CAUSE = re.compile(
    rf"\b(?:because(?: of)?|due to|owing to|as a result of|thanks to|caused by)\s(?P<behind>{_IN_NOUN}{{1,120}})"
    rf"|(?:^|[,;:]\s|{_SAYING}\s)(?P<before>(?:(?!{_SAYING}){_IN_NOUN}){{1,120}}?)\s(?:ha[ds]\s|have\s)?caused\s(?!by\b)",
    re.IGNORECASE,
)
"""What is behind "because of" and the like, and what "caused" something."""
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cause:
    """What a text gives as a cause, [start, end), and the stems of its words."""

    start: int
    end: int
    stems: frozenset[str]


@lru_cache(maxsize=1 << 12)
def causes_in(text: str) -> tuple[Cause, ...]:
    """The causes that a text gives, in order."""
    found: list[Cause] = []
    for match in _CAUSE.finditer(text, 0, min(len(text), MOST_CHARACTERS)):
        name = "behind" if match["behind"] else "before"
        cause = match[name]
        if name == "before" and _PASSIVE.search(cause):
            continue
        start = match.start(name) + len(cause) - len(cause.lstrip())
        found.append(Cause(start, match.start(name) + len(cause.rstrip()), word_stems(cause)))
    return tuple(found)


def other_cause(text: str, claim: str) -> tuple[Cause, Cause] | None:
    """What a text gives as a cause, and what a claim gives, where they have no word in common; None where they do.

    None too where either gives none, or several, or the text only refers to what was named: "because of the affair".
    """
    ours, theirs = causes_in(text), causes_in(claim)
    if len(ours) != 1 or len(theirs) != 1:
        return None
    telling = ours[0].stems
    if not telling or telling & (theirs[0].stems | _referring()):
        return None
    return ours[0], theirs[0]


@cache
def _referring() -> frozenset[str]:
    """The stems of nouns by which a text refers to what it has told: "the affair", "the fire"."""
    return word_stems(
        " ".join(("affair case dispute event issue matter problem row scandal situation", *event_kinds()))
    )
