"""A word of a claim with another in its place that tells something else: "the south wall" for "the north wall"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from claimtrack.checking.differences.parties import MOST_CHARACTERS
from claimtrack.checking.draft_figures import is_year
from claimtrack.checking.words import StemmedWord, cut_ending, is_denied, split_words, word_stems
from claimtrack.domain.figures.number import number_value
from claimtrack.reading.word_lists import lines, one_of, words


def substituted(text: str, claim: str) -> tuple[str, str] | None:
    """The word of a text that stands where a claim has another of its kind, and that one; None where none does.

    The same word stands before both, or behind both, or each is a cause, and neither text has the other's.
    """
    ours, theirs = _exclusive(text), _exclusive(claim)
    for kind, (their, their_neighbours) in theirs.items():
        if kind not in ours:
            continue
        our, our_neighbours = ours[kind]
        if cut_ending(our.lower()) != cut_ending(their.lower()) and any(
            a and a == b for a, b in zip(our_neighbours, their_neighbours, strict=True)
        ):
            return (_date_at(text, our), _date_at(claim, their)) if kind == _DAY else (our, their)
    return None


def _date_at(text: str, day: str) -> str:
    """A day of a month in a text with its month: "6 May", "June 12"."""
    inside = split_words(text, 0, min(len(text), MOST_CHARACTERS))
    for word, after in pairwise(inside):
        written = text[word.start : after.end]
        if day in written.split() and len(written.split()) == 2 and {word.key, after.key} & words("days_and_months"):
            return written
    return day


def other_words(inside: Sequence[StemmedWord]) -> Iterator[tuple[str, StemmedWord]]:
    """The stems of other words of its kind than one of some words, each with the word there."""
    ours = {cut_ending(word.key) for word in inside}
    for word in inside:
        for kind in _kinds().get(cut_ending(word.key), ()):
            yield from ((stem, word) for cut, stem in _words_of_kind()[kind] if cut not in ours and stem)


def are_exclusive(one: str, other: str) -> bool:
    """Whether two descriptions are of people of whom nobody is both: "a nurse", "a doctor". A wife may be a sister."""
    ours, theirs = _exclusive(one), _exclusive(other)
    kinds = ours.keys() & theirs & _of_people()
    return any(cut_ending(ours[kind][0].lower()) != cut_ending(theirs[kind][0].lower()) for kind in kinds)


_PEOPLE = frozenset(
    ("man", "men", "boy", "doctor", "driver", "pilot", "teacher", "judge", "former", "physician", "surgeon", "landlord")
)
"""First words of the lines that are of people who are one or the other."""


@cache
def _of_people() -> frozenset[int]:
    return frozenset(number for number, line in enumerate(lines("exclusive_words")) if line.split()[0] in _PEOPLE)


@lru_cache(maxsize=1 << 12)
def _exclusive(text: str) -> Mapping[int, tuple[str, tuple[str, ...]]]:
    """Kind -> the word of it in a text, and the stems before and behind it, and whether it is a cause.

    Only of kinds that it has one word of.
    """
    inside = split_words(text, 0, min(len(text), MOST_CHARACTERS))
    found: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
    for place, word in enumerate(inside):
        kinds = _kinds_of(text, inside, place)
        if not kinds or is_denied(inside, word):
            continue  # "not safe" is unsafe
        before = next(filter(None, map(_telling, reversed(inside[:place]))), "")
        behind = next(filter(None, map(_telling, inside[place + 1 :])), "")
        cause = any(one.key in _BECAUSE for one in inside[max(0, place - _MOST_FROM_BECAUSE) : place])
        for kind in kinds:
            beside = (before, behind, "because" if cause else "")
            found.setdefault(kind, []).append((text[word.start : word.end], beside))
    return {kind: several[0] for kind, several in found.items() if len({key.lower() for key, _ in several}) == 1}


def _telling(word: StemmedWord) -> str:
    """The stem of a word, or a number in digits; "" for a function word, and for one that begins a cause."""
    return "" if word.key in _BECAUSE else word.stem or (word.key if word.key.isdecimal() else "")


_BECAUSE = frozenset(("because", "due", "owing"))
_MOST_FROM_BECAUSE = 3
"""Words from a "because" to the cause at most: "because of the wind"."""


_ONLY = re.compile(r"\bthe only (?:\w+ )??(?P<noun>\w+)\b", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\bone of (?:the )?(?:several |many |some |a few |few |two |three |four |five |six |\d+ )?"
    r"(?:\w+ )??(?P<noun>\w+s|people|men|women)\b",
    re.IGNORECASE,
)


def one_of_several(text: str, claim: str) -> tuple[str, str] | None:
    """A text's "one of several nurses" for a claim's "the only nurse", or the other way round, and that."""
    for ours, theirs in ((_ONE_OF, _ONLY), (_ONLY, _ONE_OF)):
        our, their = ours.search(text), theirs.search(claim)
        if our is not None and their is not None and word_stems(our["noun"]) == word_stems(their["noun"]):
            return our[0], their[0]
    return None


_YEAR, _DAY = -1, -2
"""Kinds that are no lines of the list: a year, and a day of a month."""
_HOUR_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_HOURS = {word: number for number, word in enumerate(_HOUR_WORDS.split(), 1)}
_TIME = re.compile(
    r"\b(?:at|by|until|till|before|after|since|around|about|(?P<to>(?<!\d )to))\s(?:about\s|around\s)?"
    rf"(?P<words>(?P<hour>[01]?\d|2[0-3]|{'|'.join(_HOURS)})(?:(?P<mark>[:.])(?P<minutes>[0-5]\d))?"
    r"(?P<told>\s?(?P<half>[ap])(?:m\b|\.m\.?)|\so[’']clock|(?=\sin the (?P<part>morning|afternoon|evening)))?)"
    r"(?![\d%]|[.,:]\d|\s?[–-]\s?\d|\s(?:to|and|or)\s\d)",
    re.IGNORECASE,
)


def other_time(text: str, claim: str) -> tuple[str, str] | None:
    """The time of day of a text, and that of a claim, which is another; None where either has none, or several."""
    ours, theirs = _times(text), _times(claim)
    if len(ours) != 1 or len(theirs) != 1:
        return None
    (our, our_minutes), (their, their_minutes) = *ours.items(), *theirs.items()
    return None if our_minutes & their_minutes else (our, their)


def _times(text: str) -> dict[str, frozenset[int]]:
    """The times of day of a text as written -> the minutes since midnight that each may mean."""
    times: dict[str, frozenset[int]] = {}
    for found in _TIME.finditer(text):
        # "At 3.20 metres" is no time: a full stop makes one only before "am" or "pm".
        if found["told"] is None and (found["mark"] != ":" or found["to"] is not None):
            continue
        hour = _HOURS.get(found["hour"].lower()) or int(found["hour"])
        part = (found["part"] or "").lower()
        half = (found["half"] or "").lower() or (part and ("a" if part == "morning" else "p"))
        hours = {hour % 12 + 12 * (half == "p")} if half else {hour, (hour + 12) % 24} if hour <= 12 else {hour}
        times[found["words"]] = frozenset(each * 60 + int(found["minutes"] or 0) for each in hours)
    return times


_AGE = re.compile(
    r"\b(?:(?:aged|(?<=[a-z] )of) (?P<behind>\d{1,3}|[a-z]+(?:-[a-z]+)?)\b(?! ?%|[.,:]\d| (?:to|and|or|\w+s)\b)"
    r"|(?P<before>\d{1,3}|[a-z]+(?:-[a-z]+)??)[- ]years?[- ]olds?)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"\b(?:{one_of('people_with_ages')}|he|she)\b", re.IGNORECASE)


def other_age(text: str, claim: str) -> tuple[str, str] | None:
    """The age of somebody in a text, and in a claim that gives another; None where either gives none, or several."""
    ours, theirs = _ages(text), _ages(claim)
    if len(ours) != 1 or len(theirs) != 1 or ours[0][0] == theirs[0][0]:
        return None
    return ours[0][1], theirs[0][1]


def _ages(text: str) -> list[tuple[Decimal, str]]:
    """The ages of people in a text, and as written: "a man of 40", "aged 40", "the 40-year-old"."""
    if _PERSON.search(text) is None and "aged" not in text and "old" not in text:
        return []
    written = (found["behind"] or found["before"] for found in _AGE.finditer(text))
    return [(age, words) for words in written if (age := number_value(words)) is not None]


_SINCE = {"since": "from", "from": "from", "in": "in", "during": "in", "on": "in", "until": "until", "till": "until"}
"""Word before a date -> whether something began, was or ended then."""
_DATED = re.compile(
    rf"\b(?P<when>{'|'.join(_SINCE)}) (?P<date>(?:early |late |mid-)?(?:\d{{1,2}} )?"
    rf"(?:(?-i:{'|'.join(name.capitalize() for name in sorted(words('calendar_names')))})|(?:19|20)\d\d\b)"
    r"(?: \d{1,2}\b)?(?: (?:19|20)\d\d\b)?)",
    re.IGNORECASE,
)


def other_relation_to_date(text: str, claim: str) -> tuple[str, str] | None:
    """A text's "in May" for a claim's "since May", or for "until May", and that; None where neither has the other."""
    ours, theirs = ({one["date"].lower(): one for one in _DATED.finditer(part)} for part in (text, claim))
    for date, their in theirs.items():
        our = ours.get(date)
        relations = {_SINCE[one["when"].lower()] for one in (our, their) if one is not None}
        # What "has been shut since May" was shut in May.
        if our is not None and len(relations) == 2 and not (relations == {"from", "in"} and _lasts(text, claim)):
            return our[0], their[0]
    return None


def _lasts(*texts: str) -> bool:
    return any(map(_LASTING.search, texts))


_LASTING = re.compile(r"\b(?:has|have|had) been \w+ since\b", re.IGNORECASE)
"""A state since a day, which began with what was done on that day."""


def _kinds_of(text: str, inside: Sequence[StemmedWord], place: int) -> tuple[int, ...]:
    word = inside[place]
    if word.key.isdecimal():
        beside = {one.key for one in inside[max(0, place - 1) : place + 2]}
        if is_year(word.key):
            return (_YEAR,)
        return (_DAY,) if beside & words("days_and_months") and len(word.key) <= 2 else ()
    # "May" may be a month, and "may" is none.
    if word.key in words("calendar_names") and not text[word.start].isupper():
        return ()
    return _kinds().get(cut_ending(_POSSESSIVE.sub("", word.key)), ())


_POSSESSIVE = re.compile(r"['’]s?$")


@cache
def _words_of_kind() -> tuple[tuple[tuple[str, str], ...], ...]:
    """The words of each line of the list: without its ending, and its stem."""
    return tuple(
        tuple((cut_ending(word.key), word.stem) for word in split_words(line)) for line in lines("exclusive_words")
    )


@cache
def _kinds() -> dict[str, tuple[int, ...]]:
    """Word without its ending -> the numbers of its lines in the list."""
    kinds: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(lines("exclusive_words")):
        for word in map(cut_ending, line.split()):
            kinds[word] = (*kinds.get(word, ()), number)
    return kinds
