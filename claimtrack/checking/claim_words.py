"""A claim by its words: how much each tells, what is its core, and what its figure counts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from claimtrack.checking.differences.parties import acts
from claimtrack.checking.draft_figures import CountedFigure, DraftFigure, counted_figures_of, may_be_same
from claimtrack.checking.words import (
    StemmedWord,
    is_loosely_counted,
    is_verb,
    numbers_in,
    split_words,
    telling_stems,
    word_keys,
    word_stems,
)
from claimtrack.domain.figures import Interval
from claimtrack.domain.figures.tables import is_count
from claimtrack.queries.check_data import CheckedClaim
from claimtrack.reading.word_lists import one_of, words


class Worded(Protocol):
    """A claim by its words and its figure."""

    @property
    def text(self) -> str:
        """Its words."""
        ...

    @property
    def figure(self) -> Interval | None:
        """The interval of its figure."""
        ...

    @property
    def unit(self) -> str | None:
        """What the figure measures."""
        ...


class RankedClaim(NamedTuple):
    """How much of a claim a sentence says, 0 to 1, how many numbers both have, and the claim's id."""

    part: float
    numbers: int
    claim: str

    def key(self) -> tuple[float, int, str]:
        """What to sort by: the best first."""
        return -round(self.part, 9), -self.numbers, self.claim


class WordCounts:
    """How many of some claims have a word. The fewer, the more it tells."""

    def __init__(self, claims: Mapping[tuple[str, ...], int]) -> None:
        """`claims`: the stems of a claim, each once -> how many claims have just these."""
        self._counts: Counter[str] = Counter()
        self._total = sum(claims.values())
        for stems, claims_alike in claims.items():
            for stem in stems:
                self._counts[stem] += claims_alike

    def weight(self, stem: str) -> float:
        """How much a word tells: less, the more claims have it."""
        return math.log((self._total + 2) / (self._counts[stem] + 0.5)) + 0.2


_CLAUSE_END = re.compile(r"[;:,]\s|\sand\s")
_CIRCUMSTANCES = (
    "after aboard amid at before during from in near off on over since unless until when where while with within"
)
_CIRCUMSTANCE = frozenset(_CIRCUMSTANCES.split())
"""Words that begin where or when something was, or what else is said of it."""
_AUXILIARIES = ("was", "were", "is", "are", "had", "has", "have")


def claim_core(text: str, figure: tuple[int, int] | None) -> str:
    """The words of a claim up to where it says when, where or why; of one with a figure, the clause that has it.

    `figure` is where its number stands, [start, end) in the text, None where it has none.
    """
    begin, end = _clause(text, figure)
    core: list[StemmedWord] = []
    has_verb, skipping = False, False
    last = ""
    for word in split_words(text, begin, end):
        counted = figure is None or word.start >= figure[1]
        # "The death toll of the fire" is a death toll; "the head of the union" is no head.
        named = word.key == "of" and not has_verb and sum(bool(one.stem) for one in core) > 1
        if word.key in _CIRCUMSTANCE or named or _says_by_when(text, word):
            if has_verb and counted:
                break
            skipping = True
        noun = last in ("the", "a", "an", "of") or (text[word.start].isupper() and word.start > begin)
        verb = (is_verb(word.key) or last in words("modals")) and not noun
        last = word.key
        if verb or word.key in _AUXILIARIES or (figure is not None and figure[0] <= word.start < figure[1]):
            skipping = False
        has_verb = has_verb or verb
        if not skipping:
            core.append(word)
    return " ".join(text[word.start : word.end] for word in core)


_BY_WHEN = re.compile(
    r"\s+(?:\d|[\w-]+ votes\b"
    rf"|(?:the end|next|late|early|mid|noon|midnight|then|{'|'.join(words('days_and_months'))})\b)",
    re.IGNORECASE,
)


def _says_by_when(text: str, word: StemmedWord) -> bool:
    """Whether a "by" says by when, or by how many votes."""
    return word.key == "by" and _BY_WHEN.match(text, word.end) is not None


def _clause(text: str, figure: tuple[int, int] | None) -> tuple[int, int]:
    begin = 0
    for mark in _CLAUSE_END.finditer(text):
        if figure is None or mark.start() >= figure[1]:
            return begin, mark.start()
        if mark.end() <= figure[0]:
            begin = mark.end()
    return begin, len(text)


def core_wordings(claim: Worded) -> tuple[str, ...]:
    """Less than all of a claim's words, by which it may be known again: its core, and what was done without who did it.

    Those are left out that are too little, or all there is.
    """
    span = None
    if claim.figure is not None:
        if not _may_have(claim.text, claim.figure):
            return ()
        span = next(((f.start, f.end) for f in _figures(claim.text) if may_agree(claim, [f])), None)
        if span is None:
            return ()
    every = set(telling_stems(claim.text))
    least = least_core(claim.text, counts=claim.figure is not None)
    stems = set(telling_stems(core := claim_core(claim.text, span)))
    cores = [core] if len(stems) >= least and stems < every else []
    if claim.figure is None:
        because = claim.text.partition(" because ")[2]
        cores += (
            [because] if not because.startswith("of ") and len(set(telling_stems(because))) >= _LEAST_REASON else []
        )
        done = [claim.text[act.start : act.end] for act in acts(claim.text) if act.agent and not act.passive]
        to_come = _TO_COME.search(core)
        done += [core[to_come.end() :]] if to_come is not None else []
        cores += [text for text in done if least <= len(set(telling_stems(text))) < len(every)]
    return tuple(cores)


_LEAST_REASON = 3
"""How many telling words a reason that is a proposition by itself has at least."""
_TO_COME = re.compile(
    r"\b(?:will|shall|won't|would|wouldn't|(?:(?:going|due|set|about|expected|scheduled|planned|likely)"
    r"|(?:is|are|was|were)|(?:plan|plans|intend|intends|expect|expects|hope|hopes|aim|aims)) to"
    r"(?! (?:the|an?|its|his|her|their|this|that|blame)\b))\b",
    re.IGNORECASE,
)
"""Words for what is to come; who is to blame is so already."""


def is_to_come(text: str) -> bool:
    """Whether a claim tells of what is still to come."""
    return _TO_COME.search(text) is not None


_YEAR_LENGTH = 4


def years_in(keys: Iterable[str]) -> set[str]:
    """The years among words, or what may be one."""
    return {key for key in keys if key.isdecimal() and len(key) == _YEAR_LENGTH}


def is_of_past_year(claim: Worded, years: Set[str]) -> bool:
    """Whether a claim tells of what is to come, and of none of these years."""
    return is_to_come(claim.text) and not years & years_in(word_keys(claim.text))


def what_is_to_come(text: str) -> frozenset[str]:
    """The stems of the words for what is to come, may be or should be: the first two behind each "will" or the like."""
    places = (*_TO_COME.finditer(text), *_POSSIBLE.finditer(text), *_CALLED_FOR.finditer(text))
    after = (split_words(text, match.end(), match.end() + _NEAR_MODAL) for match in places)
    return frozenset(stem for inside in after for stem in [word.stem for word in inside if word.stem][:2])


_POSSIBLE = re.compile(r"\b(?:may|might|could)\b(?! (?:not )?(?:have|be)\b)")
_CALLED_FOR = re.compile(r"\b(?:should|must|ought to)\b(?! (?:not )?have\b)")
_NEAR_MODAL = 60
"""Characters behind a "will" in which its verb stands."""


_SEPARATED = re.compile(r"\d[.,'’\u00a0\u202f]\d|%")


def _may_have(text: str, figure: Interval) -> bool:
    """Whether a text may have this figure: False, which is told fast, where its numbers are plain and all outside."""
    if _SEPARATED.search(text) or is_loosely_counted(text):
        return True
    low, high = Decimal(figure.low), Decimal(figure.high or "Infinity")
    return any(low <= int(number) <= high for number in numbers_in(text))


def least_core(text: str, *, counts: bool) -> int:
    """How many telling words the core of a claim has at least: few, where it `counts` or tells of what is to come."""
    return 2 if counts or is_to_come(text) else 3


def _figures(text: str) -> list[DraftFigure]:
    return [counted.figure for counted in counted_figures_of(text)]


def counted_things(claim: Worded) -> frozenset[str]:
    """The stems of what the figure of a claim counts or measures."""
    figures = counted_figures_of(claim.text)
    counted = {one.things[0] for one in figures if one.things and may_agree(claim, [one.figure])}
    unit = [word.stem for word in split_words(claim.unit or "") if word.stem]
    return frozenset(counted | set(unit[:1]))


OF_PEOPLE = word_stems("people persons")
"""The stems of words for people of any sort."""


@lru_cache(maxsize=1 << 15)
def asked_stems(question: str) -> tuple[str, ...]:
    """What a question for a figure is about, each stem once; that people are counted says nothing."""
    about = _HOW_MUCH.sub("", question)
    return tuple(stem for stem in telling_stems(about) if stem not in OF_PEOPLE)


_HOW_MUCH = re.compile(rf"^how {one_of('adjectives_of_measure')}\b", re.IGNORECASE)


def names_something(question: str) -> bool:
    """Whether a question has a name in it, behind its first word."""
    return any(question[word.start].isupper() for word in split_words(question)[1:])


def counts_what_is_asked(claim: Worded, question: str, counted: CountedFigure) -> bool:
    """Whether a figure counts what the question of a claim asks for, as the word behind it tells."""
    return bool(counted.things) and counted.things[0] in OF_PEOPLE | counted_things(claim) | set(asked_stems(question))


def may_agree(claim: Worded, figures: Collection[DraftFigure]) -> bool:
    """Whether one of these may be the claim's figure; True where either has none."""
    return claim.figure is None or not figures or gives_figure(claim, figures)


def gives_figure(claim: Worded, figures: Iterable[DraftFigure]) -> bool:
    """Whether one of the figures of a draft may be the one of a claim; False where the claim has none."""
    if claim.figure is None:
        return False
    counts, is_share = is_count(claim.unit), gives_share(claim)
    # "By 3 percentage points" is not by 3 per cent, nor "25 per cent" 25 euros.
    other = "pp" if is_share else "%"
    return any(
        (is_share or not one.is_fraction)
        and one.counted.unit != other
        and may_be_same(claim.figure, one, counts=counts)
        for one in figures
    )


def gives_share(claim: Worded) -> bool:
    """Whether the figure of a claim is a share, in percent."""
    return claim.unit == "%" or (claim.figure is not None and claim.figure.unit == "%")


def wordings(claim: CheckedClaim) -> list[str]:
    """The claim's own words, and those in which sources put it when they are a proposition too."""
    quotes = [assertion.quote for assertion in claim.affirming if assertion.quote]
    return list(dict.fromkeys([claim.text, *(quote for quote in quotes if len(telling_stems(quote)) >= 3)]))


_UNTRUE = r"(?:not (?:\w+ )?true|untrue|false|wrong|nonsense|a lie|no truth in)"
_BEFORE = re.compile(
    rf"\b(?:(?:is|was|were|are|be)n[’']t true|{_UNTRUE})\s(?:\w+\s){{0,3}}?(?:that|claims?|reports?|talk)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[”\"’',]*\s(?:is|are|was|were|as)\s(?:[\w“‘\"'-]+\s){0,3}[“‘\"']?[a-z]+", re.IGNORECASE)
_NOT_TRUE = re.compile(
    r"\s(?:(?:is|are|was|were) (?:simply |just )?not|(?:is|are|was|were)n[’']t) true\b", re.IGNORECASE
)


def is_called_untrue(text: str, start: int, end: int) -> bool:
    """Whether a sentence calls what it says from `start` to `end` untrue, or no longer said, before or behind it."""
    if _BEFORE.search(text, 0, start) or _NOT_TRUE.match(text, end) or _NOT_SAID.search(text[:start]):
        return True
    behind = _BEHIND.match(text, end)
    return behind is not None and any(
        word in words("rejecting_words") for word in re.findall(r"[a-z]+", text[end : behind.end()].lower())
    )


_NOT_SAID = re.compile(
    r"(?:\b(?:not|never|no longer)|n[’']t) "
    r"(?:says?|said|claims?|claimed|suggests?|suggested|maintains?|maintained|writes?|wrote|written) (?:that )?$",
    re.IGNORECASE,
)
"""Somebody does not say what is behind it, or does so no longer."""


_CALLS = re.compile(
    r"\b(?:calls?|called|calling) (?:that|this|it|them|the [\w’'-]+) (?:[\w“‘\"'-]+ ){0,2}?[“‘\"']?([a-z]+)",
    re.IGNORECASE,
)


def says_untrue(text: str) -> bool:
    """Whether a text says that somebody rejects something: "Raud called that nonsense"."""
    return any(match[1].lower() in words("rejecting_words") for match in _CALLS.finditer(text))


_NO_DENIAL = "".join(
    rf"(?<!\b{word} )" for word in ("was", "were", "is", "are", "be", "been", "being", "nobody", "never", "not")
)
_DENYING = rf"{_NO_DENIAL}\bden(?:y|ies|ied|ying)\b"
"""Somebody denies something: "was denied entry" and "nobody denied" say the contrary of nothing."""
_DENIED = re.compile(_DENYING, re.IGNORECASE)
_DENIED_BEHIND = re.compile(rf"{_DENYING}[^,;:.]{{0,25}}$", re.IGNORECASE)


def says_denial(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a text says that somebody denies what it says from `start` to `end`: "his lawyer said that he denied"."""
    end = len(text) if end is None else end
    return _DENIED.search(text, start, end) is not None or _DENIED_BEHIND.search(text[:start]) is not None
