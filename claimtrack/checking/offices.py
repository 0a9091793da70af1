"""Offices and titles: whether a phrase gives somebody another one than is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from claimtrack.checking.words import split_words, word_stems
from claimtrack.reading.word_lists import lines, words

_SINCE = frozenset(("former", "ex"))
"""What a title may have become since the ledger noted it."""


def is_other_office(phrase: str, role: str, names: Iterable[str] = ()) -> bool:
    """Whether a phrase gives another office than a role: another rank, field, place or public office.

    "The mayor" where it is a deputy mayor, "the minister of transport" where it is one of energy, "the mayor of Torp"
    where it is the mayor of Orlen, "the governor" where it is a mayor. `names` are those of the source and of the
    bodies it speaks for, which may tell its field and its place too.
    """
    if _office_groups(phrase) and _office_groups(role) and not _office_groups(phrase) & _office_groups(role):
        return True
    if not office_of(role) & word_stems(phrase):
        return False
    known = " ".join((role, *names))
    return (
        _is_other_rank(phrase, role)
        or _are_apart(_fields(phrase), _fields(known))
        or _are_apart(_places(phrase), _places(role) and word_stems(known))
    )


def office_of(role: str) -> frozenset[str]:
    """The stem of the office itself: "mayor" of "deputy mayor of Orlen". Empty where there is none."""
    head = role.partition(" of ")[0].partition(" for ")[0].partition(",")[0]
    return frozenset([word.stem for word in split_words(head) if word.stem][-1:])


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not one & other


def _is_other_rank(phrase: str, role: str) -> bool:
    ours, theirs = ([word.key for word in split_words(text)] for text in (phrase, role))
    ranks = words("ranks")
    past = _SINCE if _SINCE.intersection(ours) else frozenset[str]()
    return ranks.intersection(ours) - _SINCE != ranks.intersection(theirs) - past


def _fields(text: str) -> frozenset[str]:
    """What an office is responsible for, each field by the first word for it."""
    return _listed("office_fields", text)


def _office_groups(text: str) -> frozenset[str]:
    return _listed("public_offices", text)


def _listed(name: str, text: str) -> frozenset[str]:
    groups = _groups(name)
    return frozenset(groups[word.key] for word in split_words(text) if word.key in groups)


@cache
def _groups(name: str) -> dict[str, str]:
    """Word -> the first of its line in the list `name`."""
    return {word: line.split()[0] for line in lines(name) for word in line.split()}


def _places(text: str) -> frozenset[str]:
    """The stems of the names behind "of"; none where they may be letters that stand for a longer name."""
    after = text.partition(" of ")[2]
    names = [after[word.start : word.end] for word in split_words(after) if after[word.start].isupper()]
    return frozenset() if any(name.isupper() for name in names) else word_stems(" ".join(names))
