"""Finding: every rule on every unit of a text, and what they found made one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from claimtrack.domain.quotes import quotations
from claimtrack.reading.attribution import nominal, speech_verbs, without_speaker
from claimtrack.reading.attribution.unit import Scene
from claimtrack.reading.cues.cue_match import CueMatch
from claimtrack.reading.sentences import Unit, units

Rule = Callable[[Scene], Iterable[CueMatch]]

RULES: tuple[Rule, ...] = (
    speech_verbs.find,
    nominal.find_prepositions,
    without_speaker.find_hearsay,
    nominal.find_nouns,
    nominal.find_adjectives,
    without_speaker.find_headlines,
)
"""The rules that look at one unit. Where two find the same content, the first keeps it."""


def find(text: str, language: str = "en") -> list[CueMatch]:
    """Every attribution on the surface of a text, in the order of their contents. Spans are of code points."""
    marked = quotations(text)
    found: list[tuple[Unit, list[CueMatch]]] = []
    all_units = units(text, marked, language)
    for at, unit in enumerate(all_units):
        scene = Scene(
            text,
            unit,
            language,
            all_units[at - 1] if at else None,
            all_units[at + 1] if at + 1 < len(all_units) else None,
        )
        found.append((unit, _outer(list(_distinct(each for rule in RULES for each in rule(scene))))))
    return _in_order(without_speaker.join(text, found))


def _distinct(found: Iterable[CueMatch]) -> Iterator[CueMatch]:
    seen: set[object] = set()
    for each in found:
        key = (each.content, each.source)
        if each.content and key not in seen:
            seen.add(key)
            yield each


_SPOKEN = frozenset(["say", "tell", "report", "claim", "confirm", "accuse", "warn", "forecast"])


def _outer(found: list[CueMatch]) -> list[CueMatch]:
    """Without what somebody is only reported to think or want: "she said they fear" is her word, not theirs."""
    return [
        each
        for each in found
        if (each.word.sort in _SPOKEN and each.rule != "noun") or not any(_holds(other, each) for other in found)
    ]


def _holds(outer: CueMatch, inner: CueMatch) -> bool:
    return outer is not inner and any(
        start <= inner.cue[0][0] and inner.cue[-1][1] <= end for start, end in outer.content
    )


def _in_order(found: list[CueMatch]) -> list[CueMatch]:
    """The list by where contents begin, `continues` kept true."""
    order = sorted(range(len(found)), key=lambda at: (found[at].start, found[at].end, at))
    place = {old: new for new, old in enumerate(order)}
    return [
        found[old] if found[old].continues is None else replace(found[old], continues=place[found[old].continues or 0])
        for old in order
    ]
