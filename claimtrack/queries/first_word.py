"""Whether a claim's first word is an ordinary word or a name, as the stored text and the sources' names show it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimtrack.queries.names import Person

OF_PEOPLE = ("person", "witness", "account")
"""Kinds of source whose every word is a name; in the name of a body, "Foreign" is none."""

SENTENCE_ENDS = ("", ".", "!", "?", ":", "…")
MARKS = "“”\"'‘’.,;:()!?"


def name_words(people: Iterable[Person]) -> tuple[frozenset[str], frozenset[str]]:
    """The words in the names of people, and those in the names of other sources."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for person in people:
        found[person.kind in OF_PEOPLE].update(map(_bare, person.name.split()))
    return frozenset(found[True]), frozenset(found[False])


def is_common(claim: str, text: str, named: tuple[frozenset[str], frozenset[str]]) -> bool | None:
    """True where it stands in small letters in the text, False for a name, None where neither shows.

    `named` is as `name_words` gives it.
    """
    first = _bare(claim.split(" ", 1)[0])
    if not first or first == first.lower():
        return None
    of_people, of_bodies = named
    if first in of_people:
        return False
    small, large = _words(text)
    if first.lower() in small:
        return True
    return False if first in large or first in of_bodies else None


def _bare(word: str) -> str:
    return word.strip(MARKS).removesuffix("'s").removesuffix("’s")


@lru_cache(maxsize=32)
def _words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a text that begin with a small letter; those with a capital in the middle of a sentence."""
    small: set[str] = set()
    large: set[str] = set()
    pieces = text.split()
    for before, piece in zip(["", *pieces], pieces, strict=False):
        word = _bare(piece)
        if word[:1].islower():
            small.add(word)
        elif word[:1].isupper() and piece[:1] == word[:1] and before.rstrip("”’)\"'")[-1:] not in SENTENCE_ENDS:
            large.add(word)
    return frozenset(small), frozenset(large)
