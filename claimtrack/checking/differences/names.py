"""Names: whether a text has another one than a claim does and is else the same: "the Holm dam" for "the Ostby dam"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimtrack.checking.differences.parties import MOST_CHARACTERS
from claimtrack.checking.differences.places import of_states
from claimtrack.checking.words import StemmedWord, is_verb, split_words, word_stems
from claimtrack.reading.word_lists import words

_ARTICLES = frozenset(("the", "a", "an", "its", "his", "her", "their"))
_MOST_IN_TITLE = 4
"""Words of a title between its article and a name, or between the commas behind a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, [start, end), its own stems, and those of it with the title beside it: "the director, Petra Lund"."""

    start: int
    end: int
    named: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=1 << 12)
def names_in(text: str) -> tuple[Name, ...]:
    """The names in a text: capitalised words in a row. A single one that begins it is none, nor is one of the calendar.

    Letters for a longer name are none either.
    """
    inside = split_words(text, 0, min(len(text), MOST_CHARACTERS))
    found: list[Name] = []
    first = 0
    while first < len(inside):
        last = first
        while last < len(inside) and _is_capitalised(text, inside, last, first):
            last += 1
        if last - first > (first == 0):
            start, end = inside[first].start, inside[last - 1].end
            title = _title_before(text, inside, first) | _title_behind(text, inside, last - 1)
            named = word_stems(text[start:end])
            found.append(Name(start, end, named, named | title))
        first = max(last, first + 1)
    return tuple(found)


def _is_capitalised(text: str, inside: Sequence[StemmedWord], place: int, first: int) -> bool:
    word = inside[place]
    written = text[word.start : word.end]
    joined = place == first or text[inside[place - 1].end : word.start] == " "
    capital = written[0].isupper() and not (written.isupper() and len(written) > 1)
    return joined and capital and bool(word.stem) and word.key not in words("calendar_names")


def _title_before(text: str, inside: Sequence[StemmedWord], first: int) -> frozenset[str]:
    """The stems of the words from an article to a name; none where there is more between them than a title."""
    title: list[str] = []
    for place in range(first - 1, max(-1, first - 2 - _MOST_IN_TITLE), -1):
        word, after = inside[place], inside[place + 1]
        between = text[word.end : after.start]
        if between != " " and not (between == ", " and place + 1 == first):
            break
        if word.key in _ARTICLES:
            return frozenset(title)
        if not word.stem or is_verb(word.key):
            break
        title.append(word.stem)
    return frozenset()


def _title_behind(text: str, inside: Sequence[StemmedWord], last: int) -> frozenset[str]:
    """The stems of the words between commas behind a name that begin with an article."""
    behind = inside[last + 1 : last + 3 + _MOST_IN_TITLE]
    if not behind or behind[0].key not in _ARTICLES or text[inside[last].end : behind[0].start] != ", ":
        return frozenset()
    for place, word in enumerate(behind):
        if text[word.end : word.end + 1] == ",":
            return frozenset(one.stem for one in behind[: place + 1] if one.stem)
    return frozenset()


def other_name(told: Iterable[Name], text: str, claim: str) -> tuple[Name, Name] | None:
    """The one of some names of a text that a claim has not, and the one of the claim that the text has not; else None.

    None too where one alone is of a state, for which its capital may stand, or the text tells of one more: "she too".
    """
    if _ONE_MORE.search(text):
        return None
    here, there = word_stems(text), word_stems(claim)
    ours = [one for one in told if not one.named & there]
    theirs = [one for one in names_in(claim) if not one.named & here] if len(ours) == 1 else []
    if len(theirs) != 1:
        return None
    states = [bool(one.named & of_states()) for one in (ours[0], theirs[0])]
    return (ours[0], theirs[0]) if states[0] == states[1] else None


_ONE_MORE = re.compile(r"\b(?:too|also|as well|likewise)\b", re.IGNORECASE)
