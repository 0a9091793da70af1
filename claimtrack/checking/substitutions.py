"""A word of a claim with another in its place that tells something else: "the south wall" for "the north wall"."""

from __future__ import annotations

from functools import cache

from claimtrack.checking.parties import MOST_CHARACTERS
from claimtrack.checking.words import cut_ending, split_words
from claimtrack.reading.word_lists import lines, words


def substituted(text: str, claim: str) -> tuple[str, str] | None:
    """The word of a text that stands where a claim has another of its kind, and that one; None where none does.

    The same word stands before both, or behind both, and neither text has the other's.
    """
    ours, theirs = _exclusive(text), _exclusive(claim)
    for kind, (their, their_neighbours) in theirs.items():
        if kind not in ours:
            continue
        our, our_neighbours = ours[kind]
        if our != their and any(a and a == b for a, b in zip(our_neighbours, their_neighbours, strict=True)):
            return our, their
    return None


def _exclusive(text: str) -> dict[int, tuple[str, tuple[str, str]]]:
    """Kind -> the word of it in a text, and the stems before and behind it; only of kinds that it has one word of."""
    inside = split_words(text, 0, min(len(text), MOST_CHARACTERS))
    found: dict[int, list[tuple[str, tuple[str, str]]]] = {}
    for place, word in enumerate(inside):
        kind = _kinds().get(cut_ending(word.key))
        # "May" may be a month, and "may" is none.
        if kind is None or (word.key in words("calendar_names") and not text[word.start].isupper()):
            continue
        before = next((one.stem for one in reversed(inside[:place]) if one.stem), "")
        behind = next((one.stem for one in inside[place + 1 :] if one.stem), "")
        found.setdefault(kind, []).append((text[word.start : word.end], (before, behind)))
    return {kind: several[0] for kind, several in found.items() if len({key.lower() for key, _ in several}) == 1}


@cache
def _kinds() -> dict[str, int]:
    """Word without its ending -> the number of its line in the list."""
    return {cut_ending(word): number for number, line in enumerate(lines("exclusive_words")) for word in line.split()}
