"""Places by name: whether a text has something in another place than a claim has it: "in Ostby" for "in Holm"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from claimtrack.checking.differences.parties import MOST_CHARACTERS
from claimtrack.checking.words import StemmedWord, split_words, word_stems
from claimtrack.reading.word_lists import table, words

_WHERE = frozenset(("in", "at", "near", "from", "to", "outside", "inside"))
"""Words before the name of a place that say where something is; each has its own sense."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name behind a word that says where, [start, end), its stems, and those of the words before and behind it."""

    where: str
    start: int
    end: int
    stems: frozenset[str]
    before: str
    behind: str

    def is_told_of_same(self, other: NamedPlace) -> bool:
        """Whether the same word says where, and a word beside both is the same."""
        ours, theirs = {self.before, self.behind} - {""}, {other.before, other.behind}
        return self.where == other.where and not ours.isdisjoint(theirs)


@lru_cache(maxsize=1 << 12)
def places_in(text: str) -> tuple[NamedPlace, ...]:
    """The places that a text names behind a word that says where, in order."""
    inside = split_words(text, 0, min(len(text), MOST_CHARACTERS))
    found: list[NamedPlace] = []
    for number, word in enumerate(inside):
        of_place = word.key == "of" and number > 0 and inside[number - 1].key in words("place_nouns")
        says_where = of_place or word.key in _WHERE
        name = _name_behind(text, inside, number) if says_where else []
        if name:
            before = next((one.stem for one in reversed(inside[:number]) if one.stem), "")
            behind = next((one.stem for one in inside[number + 1 + len(name) :] if one.stem), "")
            stems = word_stems(text[name[0].start : name[-1].end])
            found.append(NamedPlace(word.key, name[0].start, name[-1].end, stems, before, behind))
    return tuple(found)


def _name_behind(text: str, inside: Sequence[StemmedWord], number: int) -> list[StemmedWord]:
    """The capitalised words right behind one; none where they are of the calendar or letters for a longer name."""
    name: list[StemmedWord] = []
    for last, word in zip(inside[number:], inside[number + 1 :], strict=False):
        if not text[word.start].isupper() or text[last.end : word.start] != " " or word.key in words("calendar_names"):
            break
        name.append(word)
    return [] if any(text[one.start : one.end].isupper() for one in name) else name


def other_place(text: str, claim: str) -> tuple[NamedPlace, NamedPlace] | None:
    """The place of a text at which a claim has another one, and that; None where neither text tells another place.

    Neither names the place of the other, and both or neither are of the size of a state: what is "in Holm" may be "in"
    the state that Holm is in.
    """
    ours, theirs = places_in(text), places_in(claim)
    if not ours or not theirs:
        return None
    here, there = word_stems(text), word_stems(claim)
    for our, their in product(ours, theirs):
        states = [bool(one.stems & of_states()) for one in (our, their)]
        if our.is_told_of_same(their) and states[0] == states[1] and not our.stems & there and not their.stems & here:
            return our, their
    return None


@cache
def of_states() -> frozenset[str]:
    """The stems of the names of states and continents."""
    return word_stems(" ".join((*table("states"), "europe", "africa", "asia", "america", "australia")))
