"""The words and figures of a text, in forms that can be compared, so that a paraphrase is known again."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cache, lru_cache

from claimtrack.domain.figures import FigureError, Interval, meet, read_figure
from claimtrack.domain.figures.number import SCALES, read_number
from claimtrack.domain.figures.tables import AFTER, BEFORE, COUPLE, UNITS, VAGUE
from claimtrack.domain.text import FOLDED_ASCII, LONGEST_TERM
from claimtrack.reading.word_lists import lines, words

QUESTION = re.compile(r"\?[\"'”’»)\]]*\s*$")
SUPPOSITION = re.compile(
    # "In May" supposes nothing.
    r"\b(?:if|If|whether|Whether|unless|Unless|[Ss]hould it turn out|could (?:have|be)|may|might)\b"
    r"|\b[Nn]o (?:evidence|proof|sign|indication|trace)\b[^.;]{0,40}\bthat\b"
)
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
    plain = text.replace("’", "'").replace("n't", " not").replace("cannot", "can not")
    match = _pattern(name).search(plain)
    return match[0] if match is not None else None


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
    return text.translate(FOLDED_ASCII).split() if _is_plain(text) else _WORD.findall(text)


def _is_plain(text: str) -> bool:
    """Whether a text is of ASCII without an apostrophe, which may stand in a word."""
    return text.isascii() and "'" not in text


OF_NUMBERS = frozenset(("half", "third", "thirds", "quarter", "quarters", "least"))
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


_TOKEN = re.compile(r"[^\W_]+(?:[.,'’\u00a0\u202f][0-9]+m?)*%?")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_MONTHS = frozenset(name.casefold() for names in (month_name, month_abbr) for name in names if name) | {"sept"}
_AGES = frozenset(("year", "years", "old"))
_HOURS = frozenset(("am", "pm"))
_MOST_TOKENS = 5
_MOST_TOKENS_BEFORE = 4
_MOST_CHARACTERS = 80
_BETWEEN = "between and to or a an half of bn tn"
_BESIDE_NUMBER = frozenset(
    word
    for phrase in (*VAGUE, *COUPLE, *SCALES, *(row[0] for row in (*BEFORE, *AFTER, *UNITS)), _BETWEEN)
    for word in phrase.replace("-", " ").split()
)
"""Words that may stand in a figure beside its number."""


_BOUNDING = frozenset(
    word for row in (*BEFORE, *AFTER) for word in row[0].replace("-", " ").split() if word not in words("stopwords")
) | {"over", "under", "about", "around", "more", "than", "up", "least", "most"}


class _IsCounting(dict[str, bool]):
    """Word as written -> whether it is a number in letters, or may make one a bound ("least", "nearly")."""

    def __missing__(self, word: str) -> bool:
        key = _folded(word)
        counts = not word[:1].isdecimal() and (key in _BOUNDING or is_number_word(key))
        if len(self) < _MOST_KEPT:
            self[word] = counts
        return counts


_COUNTING = _IsCounting()
_NUMBER = re.compile(r"\d+")


def numbers_in(text: str) -> frozenset[str]:
    """The numbers in digits of a text, as written."""
    return frozenset(_NUMBER.findall(text))


def is_loosely_counted(text: str, written: list[str] | None = None) -> bool:
    """Whether a text may have a figure that is more than a number in digits: in letters, a bound, about a number.

    Its words as `written` are given where they are known.
    """
    return any(map(_COUNTING.__getitem__, written_words(text) if written is None else written))


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A figure in a text, [start, end) in code points, with the interval it means if it counts and if it measures."""

    start: int
    end: int
    words: str
    counted: Interval
    measured: Interval


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


def may_count(word: str) -> bool:
    """Whether a word may stand in a figure: a number, or a word beside one ("about", "than")."""
    return word.lower() in _BESIDE_NUMBER or is_number_word(word.lower().rstrip("%"))


def find_figures(text: str, start: int, end: int) -> list[DraftFigure]:
    """The figures of a stretch of text in order; dates, times and ages are none, and none overlaps another."""
    tokens = list(_TOKEN.finditer(text, start, end))
    figures: list[DraftFigure] = []
    free = 0
    for place, token in enumerate(tokens):
        number = place >= free and is_number_word(token[0].lower().rstrip("%"))
        if not number or _is_date_or_age(text, tokens, place):
            continue
        figure, last = _longest_figure(text, tokens, place, free, end)
        if figure is not None:
            figures.append(figure)
            free = last + 1
    return figures


def _longest_figure(
    text: str, tokens: list[re.Match[str]], place: int, free: int, end: int
) -> tuple[DraftFigure | None, int]:
    """The longest figure round a token, and the place of its last token."""
    begin, behind = place, place
    while begin > max(free, place - _MOST_TOKENS_BEFORE) and may_count(tokens[begin - 1][0]):
        begin -= 1
    while behind + 1 < min(len(tokens), place + _MOST_TOKENS) and may_count(tokens[behind + 1][0]):
        behind += 1
    for first in range(begin, place + 1):
        for last in range(behind, place - 1, -1):
            start, stop = tokens[first].start(), tokens[last].end()
            if text[stop : stop + 1] in "%+" and stop < end:
                stop += 1
            intervals = _intervals(text[start:stop])
            if intervals is not None:
                return DraftFigure(start, stop, text[start:stop], *intervals), last
    return None, place


@lru_cache(maxsize=4096)
def _intervals(words: str) -> tuple[Interval, Interval] | None:
    """What the words mean as a count and as a measure; None where they are no figure."""
    if len(words) > _MOST_CHARACTERS or any(mark in words for mark in ';:!?\n“”"('):
        return None
    try:
        return read_figure(words), read_figure(words, count=False)
    except FigureError:
        return None


def is_year(word: str) -> bool:
    """Whether a number in digits may be a year."""
    return _YEAR.fullmatch(word) is not None


def _is_date_or_age(text: str, tokens: list[re.Match[str]], place: int) -> bool:
    """Whether a number is a year, a day of a month, a time of day or an age."""
    token = tokens[place]
    before = tokens[place - 1][0].lower() if place else ""
    after, next_after = (tokens[n][0].lower() if n < len(tokens) else "" for n in (place + 1, place + 2))
    if before in _MONTHS or after in _MONTHS or before == "aged" or _YEAR.fullmatch(token[0]):
        return True
    hyphen = text[token.end() : token.end() + 1] == "-"
    return after in _HOURS or (after in _AGES and hyphen) or (after.startswith("year") and next_after == "old")


_MULTIPLES = {"twice": "2", "thrice": "3"}
_MULTIPLE = re.compile(r"\b(?:twice|thrice)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.,;:!?()–—\n]")
_MOST_WORDS_BEHIND = 5
"""How many words behind a number may say what it counts."""
_UNDERSTATED = Decimal("0.2")
"""How much a bound may be given too weakly."""


@dataclass(frozen=True, slots=True)
class CountedFigure:
    """A figure and what it counts: the stems of the first two telling words behind it, none if unknown."""

    figure: DraftFigure
    things: tuple[str, ...]


def counted_figures(
    text: str, start: int, end: int, figures: Sequence[DraftFigure] | None = None
) -> list[CountedFigure]:
    """What the figures of a stretch of text count, in order. `figures` are given where they are known."""
    known = find_figures(text, start, end) if figures is None else figures
    counted = [CountedFigure(figure, _things(text, figure.end, end)) for figure in known]
    for match in _MULTIPLE.finditer(text, start, end):
        exact = Interval(_MULTIPLES[match[0].lower()], _MULTIPLES[match[0].lower()])
        counted.append(CountedFigure(DraftFigure(*match.span(), match[0], exact, exact), ("time",)))
    return sorted(counted, key=lambda one: one.figure.start)


@lru_cache(maxsize=1 << 14)
def counted_figures_of(text: str) -> tuple[CountedFigure, ...]:
    """What the figures of a whole text, such as a claim's, count."""
    return tuple(counted_figures(text, 0, len(text)))


def _things(text: str, start: int, end: int) -> tuple[str, ...]:
    things: list[str] = []
    last_end = start
    for word in split_words(text, start, min(end, start + 120))[:_MOST_WORDS_BEHIND]:
        ends = _CLAUSE_END.search(text, last_end, word.start)
        if ends or (word.key != "of" and word.key in words("prepositions")) or len(things) == 2:
            break
        last_end = word.end
        if is_number_word(word.key):
            continue  # "four of the twelve beams"
        thing = "time" if word.key in ("time", "times") else word.stem
        if thing:
            things.append(thing)
    return tuple(things)


def may_be_same(recorded: Interval, figure: DraftFigure, *, counts: bool = True) -> bool:
    """Whether a figure of a draft may pass for a recorded one, as a count or as a measure.

    It may be rounder ("about 200" for 210) and a bound may be weaker. It gives no number that was not said: 61 and
    "at least 61" are not "at least 60", 11 is not "about 10", "up to 50" is not "up to 5", "7 million" not "8 million".
    """
    given = figure.counted if counts else figure.measured
    if not meet(recorded, given):
        return False
    if given.high is None:
        least, bound = Decimal(recorded.low), Decimal(given.low)
        if recorded.high is None:
            # Of counts "more than 60" is stored as 61 or more.
            return least * (1 - _UNDERSTATED) <= bound and min(bound, Decimal(figure.measured.low)) <= least
        return bound * 2 >= least and bound <= _named_end(recorded, recorded.low)
    if _is_upper_bound(given) and recorded.high is not None:
        most, bound = Decimal(recorded.high), Decimal(given.high)
        if _is_upper_bound(recorded):
            return most <= bound <= most * (1 + _UNDERSTATED)
        return _named_end(recorded, recorded.high) <= bound <= most * 2
    if given.low == given.high and not recorded.vague:
        return Decimal(given.low) in _numbers_said(recorded)
    unbounded = recorded.high is None or recorded.vague or _is_upper_bound(recorded)
    if _is_plain_number(figure.words) and not unbounded:
        return _is_rounding(recorded, given) or _is_rounding(given, recorded)
    return recorded.high is not None or Decimal(given.low) <= Decimal(recorded.low)


def _is_plain_number(words: str) -> bool:
    """Whether the words of a figure are a number with its scale and no more: "7 million", not "some 7 million"."""
    return all(
        word in SCALES or is_number_word(word) for word in (token[0].lower() for token in _TOKEN.finditer(words))
    )


def _is_rounding(rough: Interval, fine: Interval) -> bool:
    """Whether the number that one bounded interval names lies in the other."""
    # Of counts "nearly 8 million" ends one below.
    return Decimal(rough.low) <= _middle(fine) <= Decimal(rough.high or "Infinity") + 1


def _numbers_said(interval: Interval) -> set[Decimal]:
    """The numbers that the words for an interval may have named: its ends, or the middle of an estimate."""
    ends = {Decimal(end) for end in (interval.low, interval.high) if end is not None}
    if not interval.approximate:
        return ends
    middle = _middle(interval)
    return {*ends, middle, middle.to_integral_value(ROUND_FLOOR)}  # "about 2" is 1 to 4


def _named_end(interval: Interval, end: str) -> Decimal:
    """An end of an interval as its words named it: of an estimate its middle, "about 200" names 200."""
    return _middle(interval) if interval.approximate and interval.high is not None else Decimal(end)


def _middle(interval: Interval) -> Decimal:
    ends = [Decimal(end) for end in (interval.low, interval.high) if end is not None]
    return sum(ends, Decimal()) / len(ends)


def loses_bound(recorded: Interval, figure: DraftFigure, *, counts: bool = True) -> bool:
    """Whether a figure of a draft is the very number of a recorded bound, given as the number itself.

    "Nine" for "at least nine", "30" for "up to 30".
    """
    given = figure.counted if counts else figure.measured
    if given.low != given.high or recorded.approximate or recorded.vague:
        return False
    if recorded.high is None:
        return Decimal(given.low) == Decimal(recorded.low)
    return _is_upper_bound(recorded) and Decimal(given.low) == Decimal(recorded.high)


def _is_upper_bound(interval: Interval) -> bool:
    return interval.low == "0" and interval.high not in (None, "0")
