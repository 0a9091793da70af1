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
_BLAMING = r"\bblam(?:e|es|ed|ing)\s"
_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result of|thanks to"
    rf"|(?:caused|destroyed|damaged|sparked|triggered) by)\s(?P<behind>{_IN_NOUN}{{1,120}})"
    rf"|{_BLAMING}(?P<blamed>{_IN_NOUN}{{1,120}}?)\sfor\s|{_BLAMING}{_IN_NOUN}{{1,120}}?\son\s(?P<on>{_IN_NOUN}{{1,120}})"
    rf"|(?:^|[,;:]\s|{_SAYING}\s)(?P<before>(?:(?!{_SAYING}){_IN_NOUN}){{1,120}}?)\s"
    r"(?:(?:ha[ds]\s|have\s)?caused\s(?!by\b)|(?:is|are|was|were)\sto\sblame\sfor\s)",
    re.IGNORECASE,
)
"""What is behind "because of" and the like, what is blamed for something, and what "caused" something."""
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
        name = match.lastgroup or "before"
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
    known = theirs[0].stems if _ANY.match(text, ours[0].start) else theirs[0].stems | _referring()
    if not telling or telling & known:
        return None
    return ours[0], theirs[0]


_ANY = re.compile(r"an? ", re.IGNORECASE)
"""An article with which a text tells of something new: "a fire" is none of which it has told."""


@cache
def _referring() -> frozenset[str]:
    """The stems of nouns by which a text refers to what it has told: "the affair", "the fire"."""
    return word_stems(
        " ".join(("affair case dispute event issue matter problem row scandal situation", *event_kinds()))
    )


_AFTER = re.compile(r"\b(?:after|following|during|since|when|while|amid)\b", re.IGNORECASE)
_CAUSAL = re.compile(
    r"\b(?:because|due to|owing to|caus\w+|blam\w+|results? (?:of|in)|resulted|thanks to|led to|leads? to|kill\w*)\b",
    re.IGNORECASE,
)


def invented_cause(text: str, claim: str) -> tuple[str, str] | None:
    """What a text gives as the cause of what a claim has only "after" it, or "during" it, and that word; else None."""
    causes = causes_in(text)
    after = _AFTER.search(claim) if len(causes) == 1 and _CAUSAL.search(claim) is None else None
    if after is None or not causes[0].stems or not causes[0].stems <= word_stems(claim[after.end() :]):
        return None
    return text[causes[0].start : causes[0].end], after[0]
