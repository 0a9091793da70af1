"""The words that a sentence is about, brought to one form, so that a paraphrase is known again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from claimtrack.domain.text import LONGEST_TERM
from claimtrack.reading.word_lists import lines, words

QUESTION = re.compile(r"\?[\"'”’»)\]]*\s*$")
SUPPOSITION = re.compile(
    # "In May" supposes nothing.
    r"\b(?:if|If|whether|Whether|unless|Unless|[Ss]hould it turn out|could have|may|might)\b"
)
NEGATION = frozenset(["not", "no", "never", "nobody", "none", "neither", "nor", "without", "cannot"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    phrases = sorted((re.escape(line).replace(r"\ ", r"\s+") for line in lines(name)), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


def has_phrase(name: str, text: str) -> bool:
    """Whether a text has a phrase of the list `name`. "n't" counts as "not"."""
    return _pattern(name).search(_plain(text)) is not None


def first_phrase(name: str, text: str) -> str | None:
    """The first phrase of the list `name` in a text, as it stands there; None where there is none."""
    found = _pattern(name).search(_plain(text))
    return found[0] if found is not None else None


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("n't", " not").replace("cannot", "can not")


def negations(words: list[str]) -> int:
    """How many of some words (folded) turn what is said round."""
    return sum(word in NEGATION or word.endswith("n't") for word in words)


_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""What may stand inside a word and is not seen: soft hyphens, joiners and places to break."""
_WORD = re.compile(rf"[^\W_]+(?:(?:['’ʼ]|[{_UNSEEN}]+)[^\W_]+)*")
_NOT_SEEN = str.maketrans("", "", _UNSEEN)
_POSSESSIVE = re.compile(r"['’ʼ]s?$")


@dataclass(frozen=True, slots=True)
class StemmedWord:
    """A word of a text: [start, end) in code points, as folded for comparing, and its stem ("" of an empty word)."""

    start: int
    end: int
    key: str
    stem: str


def split_words(text: str, start: int = 0, end: int | None = None) -> list[StemmedWord]:
    """The words of a stretch of text, in order."""
    return [
        StemmedWord(match.start(), match.end(), *_known(match[0]))
        for match in _WORD.finditer(text, start, len(text) if end is None else end)
    ]


def word_keys(text: str) -> list[str]:
    """The words of a text as folded for comparing word by word."""
    return [_folded(match[0]) for match in _WORD.finditer(text)]


def word_stems(text: str) -> frozenset[str]:
    """The stems of what a text is about."""
    return frozenset(word.stem for word in split_words(text) if word.stem)


@lru_cache(maxsize=1 << 16)
def _known(word: str) -> tuple[str, str]:
    key = _folded(word)
    return key, _stem(key)


def _folded(word: str) -> str:
    return word.casefold().translate(_NOT_SEEN).replace("’", "'").replace("ʼ", "'")[:LONGEST_TERM]


def _stem(key: str) -> str:
    bare = _POSSESSIVE.sub("", key)
    if bare in words("stopwords") or not bare or bare.isdecimal():
        return ""
    alike = _synonyms()
    if bare in alike:
        return alike[bare]
    cut = cut_ending(bare)
    return alike.get(cut, cut)


def is_verb(key: str) -> bool:
    """Whether a word looks like a form of a verb that says what happened, as far as its shape tells."""
    return key in _verbs() or (key.endswith(("ed", "ing")) and len(key) > 4)


@cache
def _verbs() -> frozenset[str]:
    return frozenset(word for line in lines("verb_variants") for word in line.split()) | words("past_forms")


@cache
def _synonyms() -> dict[str, str]:
    """Word, or its stem -> the stem of the word that stands for it."""
    found: dict[str, str] = {}
    for line in (*lines("verb_variants"), *lines("word_variants")):
        first, *others = line.split()
        face = cut_ending(first)
        for word in (first, *others):
            found.setdefault(word, face)
            found.setdefault(cut_ending(word), face)
    return found


def cut_ending(word: str) -> str:
    """A word without the ending that number and tense give it. Light: it takes no two words for one lightly."""
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
