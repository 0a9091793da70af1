"""Who did something to whom, as far as the order of the words tells; and whether two texts have it turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimtrack.checking.words import StemmedWord, is_past, split_words
from claimtrack.reading.word_lists import words

_BREAK = re.compile(r"[,;:()“”\"–—]")
_MOST_WORDS_TO_BE = 3
"""Words from a form of "be" to its participle at most, itself counted."""
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "got"))


@dataclass(frozen=True, slots=True)
class _Act:
    """A verb by its stem, and the stems of those before and behind it: who does it, and to whom or what."""

    verb: str
    agent: frozenset[str]
    patient: frozenset[str]


def are_turned_round(text: str, other: str) -> bool:
    """Whether somebody does in one text what in the other text is done to them, and the other way round.

    "The tug rammed the ferry" is turned round in "The ferry rammed the tug", and not in "The ferry was rammed by the
    tug". Nor are verbs that say the same of both, as "met".
    """
    theirs = list(_acts(other))
    return any(
        one.verb == act.verb and one.agent & act.patient and act.agent & one.patient and not one.agent & act.agent
        for one in _acts(text)
        for act in theirs
    )


def _acts(text: str) -> Iterator[_Act]:
    inside = split_words(text)
    for place, word in enumerate(inside):
        if not word.stem or not is_past(word.key) or word.key in words("symmetric_verbs"):
            continue
        before, after = _noun_before(text, inside, place), _clause_after(text, inside, place)
        if not any(one.key in _BE for one in inside[max(0, place - _MOST_WORDS_TO_BE) : place]):
            agent, patient = before, _stems(after)
        else:
            by = next((n for n, one in enumerate(after) if one.key == "by"), None)
            agent = frozenset() if by is None else _stems(_until_preposition(after[by + 1 :]))
            patient = before
        if agent and patient:
            yield _Act(word.stem, agent, patient)


def _noun_before(text: str, inside: Sequence[StemmedWord], place: int) -> frozenset[str]:
    """The stems of the noun before a verb, auxiliaries and adverbs left out: "Rune Ask", "the water authority"."""
    noun: list[StemmedWord] = []
    for n in range(place - 1, -1, -1):
        word = inside[n]
        if _BREAK.search(text, word.end, inside[n + 1].start) or word.key in words("prepositions"):
            break
        if word.key in words("auxiliaries") or word.key.endswith("ly"):
            if noun:
                break
            continue
        if not word.stem or is_past(word.key):
            break
        noun.append(word)
    return _stems(noun)


def _clause_after(text: str, inside: Sequence[StemmedWord], place: int) -> list[StemmedWord]:
    """The words behind a verb to the end of its clause."""
    clause: list[StemmedWord] = []
    for n in range(place + 1, len(inside)):
        if _BREAK.search(text, inside[n - 1].end, inside[n].start) or inside[n].key in words("subordinators"):
            break
        clause.append(inside[n])
    return clause


def _until_preposition(clause: Sequence[StemmedWord]) -> list[StemmedWord]:
    last = next((n for n, word in enumerate(clause) if word.key in words("prepositions")), len(clause))
    return list(clause[:last])


def _stems(clause: Sequence[StemmedWord]) -> frozenset[str]:
    return frozenset(word.stem for word in clause if word.stem)
