"""The words of a text, in forms that can be compared, so that a paraphrase is known again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from claimtrack.domain.figures import FigureError
from claimtrack.domain.figures.number import NUMBER_WORDS, read_number
from claimtrack.domain.figures.tables import AFTER, BEFORE, VAGUE
from claimtrack.domain.text import LONGEST_TERM, folded_ascii
from claimtrack.reading.word_lists import lines, words

QUESTION = re.compile(r"\?[\"'”’»)\]]*\s*$")
SUPPOSITION = re.compile(
    # "In May" supposes nothing.
    r"\b(?:if|If|whether|Whether|unless|Unless|[Ss]hould it turn out|could (?:have|be)|may|might)\b"
    r"|\b[Nn]o (?:evidence|proof|sign|indication|trace)\b[^.;]{0,40}\bthat\b"
)
MODAL = re.compile(r"\b(?:could (?:have|be)|may|might)\b")
"""Words of a supposition that say what is possible, and ask nothing."""
NEGATION = frozenset(["not", "no", "never", "nobody", "none", "neither", "nor", "without", "cannot"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    phrases = sorted((re.escape(line).replace(r"\ ", r"\s+") for line in lines(name)), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


def has_phrase(name: str, text: str) -> bool:
    """Whether a text has a phrase of the list `name`. "n't" counts as "not"."""
    return first_phrase(name, text) is not None


def first_phrase(name: str, text: str) -> str | None:
    """The first phrase of the list `name` in a text, as it stands there; None where there is none."""
    match = _pattern(name).search(_with_not(text))
    return match[0] if match is not None else None


def disputes(text: str, about: str) -> bool:
    """Whether a text has a word by which somebody disputes something, and which what it is `about` has not.

    "The guards were dismissed" disputes nothing where that is what is claimed.
    """
    stems = word_stems(about)
    return any(not word_stems(one[0]) <= stems for one in _pattern("dispute_words").finditer(_with_not(text)))


def _with_not(text: str) -> str:
    return text.replace("’", "'").replace("n't", " not").replace("cannot", "can not")


def negations(keys: Sequence[str]) -> int:
    """How many of some words (folded) negate what is said."""
    return sum(key in NEGATION or key.endswith("n't") for key in keys)


def is_denied(inside: Sequence[StemmedWord], word: StemmedWord) -> bool:
    """Whether a "not" stands before a word, function words and adverbs aside: "has not yet been shut"."""
    for before in reversed([one for one in inside if one.start < word.start]):
        if negations([before.key]):
            return True
        if before.stem and not before.key.endswith("ly"):
            return False
    return False


_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""What may stand inside a word and is not seen: soft hyphens, joiners and places to break."""
_WORD = re.compile(rf"[^\W_]+(?:(?:['’ʼ]|[{_INVISIBLE}]+)[^\W_]+)*")
_WITHOUT_INVISIBLE = str.maketrans("", "", _INVISIBLE)
_POSSESSIVE = re.compile(r"['’ʼ]s?$")


@dataclass(frozen=True, slots=True)
class StemmedWord:
    """A word of a text: [start, end) in code points, its `key` (folded for comparing), and its stem.

    The stem of a function word or a number in digits is "".
    """

    start: int
    end: int
    key: str
    stem: str


def split_words(text: str, start: int = 0, end: int | None = None) -> list[StemmedWord]:
    """The words of a stretch of text, in order."""
    return list(iter_words(text, start, end))


def iter_words(text: str, start: int = 0, end: int | None = None) -> Iterator[StemmedWord]:
    """The same, one after another."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield StemmedWord(match.start(), match.end(), *_key_and_stem(match[0]))


def word_keys(text: str, written: list[str] | None = None) -> list[str]:
    """The words of a text as folded for comparing word by word. `written` are given where they are known."""
    written = written_words(text) if written is None else written
    return written if _is_plain(text) and len(text) <= LONGEST_TERM else list(map(_folded, written))


def word_runs(keys: Sequence[str], length: int) -> list[tuple[str, ...]]:
    """Every run of so many words in a row."""
    return list(zip(*(keys[n:] for n in range(length)), strict=False))


def word_stems(text: str) -> frozenset[str]:
    """The stems of what a text is about."""
    return frozenset(word.stem for word in split_words(text) if word.stem)


def telling_stems(text: str, written: list[str] | None = None) -> tuple[str, ...]:
    """What a text is about, each stem once: numbers and words of hearsay left out, which are compared by themselves.

    Its words as `written` are given where they are known.
    """
    words = written_words(text) if written is None else written
    return tuple(dict.fromkeys(filter(None, map(_TELLING.__getitem__, words))))


def written_words(text: str) -> list[str]:
    """The words of a text; of a plain one in lower case, which is quicker and folded to the same."""
    return folded_ascii(text).split() if _is_plain(text) else _WORD.findall(text)


def _is_plain(text: str) -> bool:
    """Whether a text is of ASCII without an apostrophe, which may stand in a word."""
    return text.isascii() and "'" not in text


_OF_NUMBERS = "half third thirds quarter quarters least per cent percent fewer higher lower"
OF_NUMBERS = frozenset(_OF_NUMBERS.split())
"""Words that say how much, as numbers do."""


class _TellingStem(dict[str, str]):
    """Word as written -> its stem; "" for a function word, a number and a word of hearsay."""

    def __missing__(self, word: str) -> str:
        if word[:1].isdecimal():  # not kept: there is no end of numbers
            return ""
        key, stem = _key_and_stem(word)
        apart = is_number_word(key) or key in OF_NUMBERS or key in words("hearsay_adverbs")
        telling = "" if apart else stem
        if len(self) < _MOST_KEPT:
            self[word] = telling
        return telling


_MOST_KEPT = 1 << 17
_TELLING = _TellingStem()


@lru_cache(maxsize=1 << 16)
def _key_and_stem(word: str) -> tuple[str, str]:
    key = _folded(word)
    bare = _POSSESSIVE.sub("", key)
    letter = len(bare) <= 1 and bare.isascii()  # of "p.m."
    if letter or bare in words("stopwords") or bare.isdecimal():
        return key, ""
    synonyms = _synonyms()
    stem = cut_ending(bare)
    return key, synonyms.get(bare) or synonyms.get(stem, stem)


def _folded(word: str) -> str:
    return word.casefold().translate(_WITHOUT_INVISIBLE).replace("’", "'").replace("ʼ", "'")[:LONGEST_TERM]


def is_verb(key: str) -> bool:
    """Whether a word looks like a form of a verb that says what happened, as far as its shape tells."""
    return key in _verbs() or (key.endswith(("ed", "ing")) and len(key) > 4)


def is_past(key: str) -> bool:
    """Whether a word looks like a past form, as far as its shape tells."""
    return key in words("past_forms") or (key.endswith("ed") and len(key) > 4)


def is_done(inside: Sequence[StemmedWord], place: int) -> bool:
    """Whether the word at a place is a past form, or a participle not far behind a "have" or a "was"."""
    key = inside[place].key
    if is_past(key):
        return True
    before = (word.key for word in inside[max(0, place - _MOST_TO_PARTICIPLE) : place])
    return key in _participles() and not _WITH_PARTICIPLE.isdisjoint(before)


_MOST_TO_PARTICIPLE = 3
_WITH_PARTICIPLE = words("forms_of_have") | (words("forms_of_be") - {"be", "am"})


@cache
def _participles() -> frozenset[str]:
    return frozenset(line.split()[-1] for line in lines("irregular_verbs"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(word for line in lines("verb_variants") for word in line.split()) | words("past_forms")


@cache
def _synonyms() -> dict[str, str]:
    """Word, or its stem -> the stem of the word that stands for it."""
    synonyms: dict[str, str] = {}
    for line in (*lines("verb_variants"), *lines("word_variants")):
        alike = line.split()
        stem = cut_ending(alike[0])
        for word in alike:
            synonyms.setdefault(word, stem)
            synonyms.setdefault(cut_ending(word), stem)
    return synonyms


@cache
def event_steps() -> dict[str, frozenset[tuple[int, int]]]:
    """Stem -> the matters it is a step of, by number, and which step: what became of a matter, such as a plan."""
    steps: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for matter, line in enumerate(lines("event_steps")):
        for step, alike in enumerate(line.split(";")):
            for stem in word_stems(alike):
                steps[stem].add((matter, step))
    return {stem: frozenset(places) for stem, places in steps.items()}


def cut_ending(word: str) -> str:
    """A word without the ending that number and tense give it. Light: it seldom takes two words for one."""
    if len(word) < 4 or not word.isascii():
        return word
    word = _without_plural(word)
    for ending, least in (("ing", 6), ("ed", 5), ("ly", 6)):
        if word.endswith(ending) and len(word) >= least:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    if word.endswith("i") and len(word) > 3:
        word = word[:-1] + "y"
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _without_plural(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def is_number_word(word: str) -> bool:
    """Whether a word, in lower case, is a number or stands for one ("dozens")."""
    if word[:1].isdecimal():
        return True
    if word in ("a", "an", "no", "one", "some", "several"):
        return False
    try:
        return word == "dozen" or word in VAGUE or read_number(word) is not None
    except FigureError:
        return False


_BOUNDING = frozenset(
    word for row in (*BEFORE, *AFTER) for word in row[0].replace("-", " ").split() if word not in words("stopwords")
) | {"over", "under", "about", "around", "more", "than", "up", "least", "most"}


_COUNTING = _BOUNDING.union(filter(is_number_word, (*NUMBER_WORDS, *VAGUE, "dozen")))
"""Words that are a number in letters, or may make one a bound ("least", "nearly")."""
_NUMBER = re.compile(r"\d+")
_DIGITS = b"".join(bytes([code]) if bytes([code]).isdigit() else b" " for code in range(256))
"""Bytes with a space in place of what is no digit: for what `_NUMBER` finds in ASCII, in a third of the time."""


def numbers_in(text: str) -> frozenset[str]:
    """The numbers in digits of a text, as written."""
    return frozenset(text.encode().translate(_DIGITS).decode().split() if text.isascii() else _NUMBER.findall(text))


def is_loosely_counted(text: str, written: list[str] | None = None) -> bool:
    """Whether a text may have a figure that is more than a number in digits: in letters, a bound, about a number.

    Its words as `written` are given where they are known.
    """
    return not _COUNTING.isdisjoint(word_keys(text, written))
