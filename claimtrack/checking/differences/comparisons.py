"""Comparisons and votes: whether a text has one turned round: "fewer than last year" for more than last year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from claimtrack.checking.differences.parties import MOST_CHARACTERS
from claimtrack.checking.draft_figures import is_year
from claimtrack.checking.words import StemmedWord, is_number_word, negations, split_words
from claimtrack.domain.figures.number import number_value
from claimtrack.reading.word_lists import lines


class ComparativePhrase(NamedTuple):
    """Something that is more, or less, of one kind than something else.

    `kind` is the line of the list that the comparative is in, `is_more` which side of it; `word` is its place in the
    text. `compared` and `standard` are the words, by stem or in digits, that stand before and behind "than" alone.
    """

    kind: int
    is_more: bool
    word: tuple[int, int]
    compared: frozenset[str]
    standard: frozenset[str]


def turned_comparison(text: str, claim: str) -> tuple[str, str] | None:
    """The comparative of a text that turns the comparison of a claim round, and that of the claim; None for no such.

    The other comparative of its kind stands between the same two things, or the same one between the two the other way
    round: "higher in May than in June" for lower in May, or for higher in June.
    """
    ours, theirs = _comparison(text), _comparison(claim)
    if ours is None or theirs is None or ours.kind != theirs.kind:
        return None
    same_standard = ours.standard & theirs.standard
    swapped = not same_standard and bool(ours.standard & theirs.compared or ours.compared & theirs.standard)
    if not (swapped or same_standard or ours.compared & theirs.compared):
        return None
    if (ours.is_more == theirs.is_more) != swapped:
        return None
    return text[slice(*ours.word)], claim[slice(*theirs.word)]


@lru_cache(maxsize=1 << 12)
def _comparison(text: str) -> ComparativePhrase | None:
    """The comparison of a text that has one "than" behind a comparative, and no number of which it is more or less.

    None where it is denied: what is "not longer" may be shorter.
    """
    inside = split_words(text, 0, min(len(text), MOST_CHARACTERS))
    than = [place for place, word in enumerate(inside) if word.key == "than"]
    if len(than) != 1 or _counts(inside[than[0] + 1 :]):
        return None
    found = [place for place, word in enumerate(inside[: than[0]]) if word.key in _comparatives()]
    if len(found) != 1 or negations([word.key for word in inside[max(0, found[0] - _NEAR) : found[0]]]):
        return None
    word = inside[found[0]]
    kind, is_more = _comparatives()[word.key]
    behind = (one for one in inside[than[0] + 1 :] if not _BREAK.search(text, inside[than[0]].end, one.start))
    compared, standard = (frozenset(map(_named, part)) - {""} for part in (inside[: than[0]], behind))
    return ComparativePhrase(kind, is_more, (word.start, word.end), compared - standard, standard - compared)


_NEAR = 3
"""Words before a comparative among which a "not" denies it: "not very much longer"."""
_BREAK = re.compile(r"[,;:()“”\"–—]")


def _counts(behind: Sequence[StemmedWord]) -> bool:
    """Whether a number, and no year, is the first of some words."""
    return bool(behind) and is_number_word(behind[0].key) and not is_year(behind[0].key)


def _named(word: StemmedWord) -> str:
    """What a word stands for in a comparison: its stem, or its digits; nothing for a comparative."""
    return "" if word.key in _comparatives() else word.stem or (word.key if word.key.isdecimal() else "")


@cache
def _comparatives() -> dict[str, tuple[int, bool]]:
    """Comparative -> the line of the list that it is in, and whether it is on the first side."""
    return {
        word: (kind, side == 0)
        for kind, line in enumerate(lines("comparatives"))
        for side, alike in enumerate(line.split(";"))
        for word in alike.split()
    }


class _Vote(NamedTuple):
    """How a vote went: how many were for and against, None where it says no more than that nobody was against."""

    counts: tuple[Decimal, Decimal] | None
    words: str


def other_vote(text: str, claim: str) -> tuple[str, str] | None:
    """How a vote went in a text, and in a claim that has it otherwise; None where either says nothing of one."""
    ours, theirs = _vote(text), _vote(claim)
    if ours is None or theirs is None or ours.counts == theirs.counts:
        return None
    if (_REJECTED.search(text) or _REJECTED.search(claim)) and ours.counts and theirs.counts == ours.counts[::-1]:
        return None  # "rejected by six votes to four" is four to six
    if None in (ours.counts, theirs.counts) and not (ours.counts or theirs.counts or (0, 0))[1]:
        return None  # "by eight votes to none" is unanimous
    return ours.words, theirs.words


def _vote(text: str) -> _Vote | None:
    if (unanimous := _UNANIMOUS.search(text)) is not None:
        return _Vote(None, unanimous[0])
    for found in _COUNTED.finditer(text) if "vote" in text else ():
        ayes, noes = (number_value(found[name]) for name in ("ayes", "noes"))
        if ayes is not None and noes is not None:
            return _Vote((ayes, noes), found["words"])
    return None


_COUNTED = re.compile(
    r"\b(?:by|voted|vote of|majority of) (?P<words>(?P<ayes>[\w-]+?)(?: votes?)?(?: to | against |[-–])(?P<noes>\w+))\b"
)
_UNANIMOUS = re.compile(
    r"(?<!\bnot )(?<!n[’']t )(?<!\balmost )(?<!\bnearly )(?<!\bfrom )\bunanimous(?:ly)?\b", re.IGNORECASE
)
_REJECTED = re.compile(r"\b(?:against|reject\w*|refus\w*|defeat\w*|lost|vot\w+ down|turn\w+ down)\b", re.IGNORECASE)
"""Words with which the first of two counts may be of those who were against."""
