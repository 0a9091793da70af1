"""Sentences that tell another outcome of a matter than a claim does: "approved" for "will debate"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Literal

from claimtrack.checking.claim_words import OF_PEOPLE, WordCounts, wordings, years_in
from claimtrack.checking.differences.names import Name, names_in
from claimtrack.checking.draft import Sentence, sources_of
from claimtrack.checking.draft_figures import (
    CountedFigure,
    DraftFigure,
    counted_figures_of,
    counts_what_was_named,
)
from claimtrack.checking.speakers import SourceMention
from claimtrack.checking.words import (
    OF_NUMBERS,
    StemmedWord,
    event_steps,
    is_denied,
    is_number_word,
    split_words,
    word_stems,
)
from claimtrack.queries.check_data import CheckedClaim
from claimtrack.reading.word_lists import words

ENOUGH_BESIDE_STEP = 0.75
"""How much of the rest of a claim a sentence must say to be about the same matter with another outcome."""
MOST_SPANS = 40
"""Stretches of a sentence looked at for who says it."""
LEAST_SHARED = 2
"""Words that a sentence has in common with what it is about."""


Detail = Literal["", "place", "cause", "name"]


@dataclass(frozen=True, slots=True)
class AlteredEvent:
    """A sentence that says all of a claim but what happened, and something else of that: "approved" for "will debate".

    `ours` is the word of the draft, which stands from `start` to `end`; `theirs` that of the claim.
    """

    claim: CheckedClaim
    sentence: Sentence
    start: int
    end: int
    ours: str
    theirs: str
    detail: Detail = ""
    """What is told otherwise, where that is not what happened."""


def own_words(sentence: Sentence) -> set[str]:
    """The stems of what a sentence says, beside numbers, days, months and who says it; a year is one."""
    spans = [span for one in sentence.attributions for span in one.reporting]
    spans += [(mention.start, mention.end) for mention in sentence.mentions]
    saying = {word.stem for word in sentence.words if is_within(word, spans[:MOST_SPANS])} - _causing()
    for name in names_in(sentence.text) if sentence.mentions else ():
        if any(one.start <= sentence.start + name.start < one.end for one in sentence.mentions):
            saying |= name.stems - name.named  # "the mayor, Ana Orr"
    years = years_in(word.key for word in sentence.words)
    stems = {word.stem for word in sentence.words if word.stem and not is_number_word(word.key)}
    return years | stems - saying - words("calendar_names")


@cache
def _causing() -> frozenset[str]:
    """The stems of words that report, and say themselves that something was a cause: "blamed"."""
    return word_stems("blame")


def names_told(sentence: Sentence) -> list[Name]:
    """The names in what a sentence tells, beside those of who says it, and of where."""
    return [name for name in names_in(sentence.text) if sentence.tells_at(name.start)]


def other_steps(sentence: Sentence) -> list[tuple[str, StemmedWord]]:
    """The stems of other steps of the matters that a sentence has steps of, each with its word: "vote", "approved"."""
    steps = event_steps()
    ours = {word.stem: word for word in sentence.words if word.stem in steps}
    return [
        (stem, word)
        for own, word in ours.items()
        if not is_denied(sentence.words, word)
        for stem, places in steps.items()
        if stem not in ours
        and any(matter == other and step != at for matter, step in places for other, at in steps[own])
    ]


def tells_other_step(
    sentence: Sentence, word: StemmedWord, rest: frozenset[str], present: Set[str], counts: WordCounts
) -> bool:
    """Whether a sentence with a step of a matter is about a claim of another step, of which `rest` are the other stems.

    It says most of them, or nothing but some of them: "The council approved the plan". `present` are its stems.
    """
    said = rest & present
    if len(said) < LEAST_SHARED or word.stem in rest:
        return False
    if sum(map(counts.weight, said)) >= ENOUGH_BESIDE_STEP * sum(map(counts.weight, rest)):
        return True
    return own_words(sentence) <= rest | {word.stem}


def with_same_count(
    sentence: Sentence, word: StemmedWord, stem: str, figures: Sequence[CountedFigure], claim: CheckedClaim
) -> bool:
    """Whether a sentence gives the exact count of a claim, from its source, for another step: "171 died" for treated.

    `figures` are those of the sentence, `word` its word for a step, and `stem` that of another one of the claim.
    """
    known = claim.figure
    if known is None or known.low != known.high or not sources_of(sentence.attributions) & claim.sources:
        return False
    stems = word_stems(claim.text)
    return stem in stems and any(
        (one.figure.counted.low, one.figure.counted.high) == (known.low, known.high)
        and one.things[:1] != ()
        and one.things[0] in stems
        and (one.things[0] not in OF_PEOPLE or Decimal(known.low) >= _LEAST_COUNT)
        and word.start > one.figure.start
        for one in figures
    )


def other_thing(
    sentence: Sentence, figures: Sequence[CountedFigure], claim: CheckedClaim
) -> tuple[StemmedWord, str] | None:
    """The word of a sentence for what it counts, and that of a claim which counts as many of something else.

    "30 beds for relatives" for 30 rooms. None where it does not, says more than that, or either counts people.
    """
    known = claim.figure
    if known is None or all(one.figure.counted.low != known.low for one in figures):
        return None
    stems = word_stems(claim.text)
    theirs = {(one.figure.counted.low, one.figure.counted.high): one.things for one in counted_figures_of(claim.text)}
    for one in figures:
        things = theirs.get((one.figure.counted.low, one.figure.counted.high), ())
        if not (one.things and things) or one.figure.counted.low != one.figure.counted.high:
            continue
        ours, thing = one.things[0], things[0]
        if ours in stems or thing in sentence.stems or {*one.things, *things} & _of_people():
            continue
        if {ours, thing} & OF_NUMBERS or counts_what_was_named(sentence.draft, one.figure):
            continue
        if (beside := words_beside(sentence, one.things[:1])) and beside <= stems:
            behind = (word for word in sentence.words if word.stem == ours and word.start >= one.figure.end)
            word = next(behind, None)  # "twice" counts times, and has no word for them
            if word is not None:
                return word, word_of(claim, thing) or thing
    return None


def other_whole(
    sentence: Sentence, figures: Sequence[CountedFigure], claim: CheckedClaim
) -> tuple[DraftFigure, str] | None:
    """How many there are of which a sentence counts as many as a claim does of others, and how many the claim has.

    "50" and "30" of "four of the 50 beds" for four of the 30. None where they have too few words in common.
    """
    theirs = _counted_of(claim.text, counted_figures_of(claim.text))
    ours = _counted_of(sentence.draft, figures) if theirs else {}
    for counted, whole in ours.items():
        known = theirs.get(counted)
        if known is None or any(one.counted.low != one.counted.high for one in (known, whole)):
            continue
        if known.counted.low != whole.counted.low and len(own_words(sentence) & word_stems(claim.text)) > LEAST_SHARED:
            return whole, known.words
    return None


_OF_THE = re.compile(r"\s+of (?:the|its|their|those|these)\s+", re.IGNORECASE)


def _counted_of(text: str, figures: Sequence[CountedFigure]) -> dict[tuple[str, str | None, str], DraftFigure]:
    """How many of what a text counts -> of how many: "four of the 30 beds"."""
    return {
        (one.figure.counted.low, one.figure.counted.high, whole.things[0]): whole.figure
        for one, whole in pairwise(figures)
        if whole.things and _OF_THE.fullmatch(text, one.figure.end, whole.figure.start)
    }


def words_beside(sentence: Sentence, stems: Iterable[str]) -> frozenset[str]:
    """The stems of what a sentence says beside some words, such as a thing that it counts, or a place.

    None where they are too few to tell a claim.
    """
    beside = frozenset(own_words(sentence)).difference(stems)
    return beside if len(beside) >= LEAST_SHARED else frozenset()


@cache
def _of_people() -> frozenset[str]:
    """The stems of words for people."""
    return OF_PEOPLE | word_stems(" ".join((*words("person_nouns"), *words("unnamed_groups"))))


_LEAST_COUNT = 3
"""How many people must be counted for two counts to be of the same ones."""


def word_of(claim: CheckedClaim, stem: str) -> str | None:
    """The word of a claim, or else of what is quoted for it, that has a stem, as it stands there; None if denied."""
    for text in wordings(claim):
        inside = split_words(text)
        for word in inside:
            if word.stem == stem:
                return None if is_denied(inside, word) else text[word.start : word.end]
    return stem


def is_within(word: StemmedWord | SourceMention, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a word or a name begins in one of these stretches."""
    return any(start <= word.start < end for start, end in spans)
