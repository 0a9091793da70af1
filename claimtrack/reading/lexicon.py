"""The lexicon of cues: verbs that report, their sorts, what may follow them, and every form they take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from claimtrack.reading.language import lines

BASE, THIRD, PAST, PARTICIPLE, ING = "base", "third", "past", "participle", "ing"


@dataclass(frozen=True, slots=True)
class Entry:
    """One verb. `frames` says what may follow it, in the letters and words that `en/cues.txt` explains.

    `particle` is the second word of "point out"; "" for most.
    """

    lemma: str
    sort: str
    frames: frozenset[str]
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a verb: `entries` are those it may be of (with particles first), `forms` what it may be of them."""

    entries: tuple[Entry, ...]
    forms: frozenset[str]


@cache
def entries(language: str = "en") -> tuple[Entry, ...]:
    """Every entry; a verb that is listed twice is one, with the sort it has first."""
    found: dict[str, Entry] = {}
    for line in lines("cues", language):
        lemma, sort, *frames = line.split()
        verb, _, particle = lemma.partition("_")
        name = f"{verb} {particle}".strip()
        known = found.get(name)
        if known is not None:
            sort, frames = known.sort, [*known.frames, *frames]
        found[name] = Entry(verb, sort, frozenset(frames), particle)
    return tuple(found.values())


@cache
def forms(language: str = "en") -> dict[str, Form]:
    """Every form of every verb, in lower case."""
    irregular = {line.split()[0]: line.split()[1:] for line in lines("irregular", language)}
    found: dict[str, tuple[list[Entry], set[str]]] = {}
    for entry in entries(language):
        for word, form in _inflected(entry.lemma, irregular.get(entry.lemma)):
            known = found.setdefault(word, ([], set()))
            if entry not in known[0]:
                known[0].append(entry)
            known[1].add(form)
    return {
        word: Form(tuple(sorted(several, key=lambda e: e.particle == "")), frozenset(which))
        for word, (several, which) in found.items()
    }


def _inflected(lemma: str, irregular: list[str] | None) -> list[tuple[str, str]]:
    past, participle = (irregular[0], irregular[-1]) if irregular else (_past(lemma),) * 2
    return [
        (lemma, BASE),
        (_third(lemma), THIRD),
        (past, PAST),
        (participle, PARTICIPLE),
        (_ing(lemma), ING),
    ]


_VOWELS = "aeiou"


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


_DOUBLING = frozenset(["admit", "commit", "rebut", "slam", "rip", "pan", "quip", "dub", "beg", "plan", "bet", "fret"])


def _doubled(lemma: str) -> str:
    return lemma + lemma[-1] if lemma in _DOUBLING or lemma in ("infer", "refer", "prefer", "forget", "brag") else lemma
