"""What somebody says is not so, held against what others say: "did not spy" may deny a claim that somebody spied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.checking.contraries import NO_NEGATION
from claimtrack.checking.words import NEGATION, StemmedWord, negations, split_words, word_keys, word_stems
from claimtrack.domain.text import name_fold
from claimtrack.domain.vocabulary import DENYING
from claimtrack.queries.records import SuggestedClaim
from claimtrack.reading.cues.lexicon import base_form
from claimtrack.reading.proposals import Doubt
from claimtrack.reading.sentences import sentences
from claimtrack.reading.word_lists import words

NO_CLAIM = "no"
"""What is typed instead of a claim that is denied: it denies none."""
_MOST = 3
"""Claims at most that are offered."""
_SHARED, _LEAST = 0.6, 2
"""The part of the words of the shorter that two claims share at least of which one may deny the other; how many."""
_NO_STATEMENTS = ("position", "pledge", "call")
"""Kinds of claims that are hardly denied: what somebody thinks, wants or will do."""
_NOT = NEGATION - {"without"} | {"nothing"}
_FIRST_PERSON = frozenset(["i", "we", "my", "our"])


class _Negated(NamedTuple):
    """A sentence that something is not so: the stems of what it is about, of what is not done, and of all of it."""

    subject: frozenset[str]
    deed: str
    stems: frozenset[str]
    by_speaker: bool
    """Whether whoever speaks tells of themselves: "I never took it"."""


def with_opposites(claims: Sequence[ProposedClaim], story: Sequence[SuggestedClaim]) -> list[ProposedClaim]:
    """The claims, each in doubt that says something is not so which another of the piece or the story says is so."""
    if not any(_is_statement(claim) and list(_negated(claim.item["text"])) for claim in claims):
        return list(claims)
    told = [claim for claim in claims if claim.item.get("kind") not in _NO_STATEMENTS]
    said = [(_stems(one.item["text"]), one.item["text"], one) for one in told if _is_affirmed(one.item["text"])]
    known = {text for _, text, _ in said}
    of_story = [(_stems(one.text), one.text, None) for one in story if one.text not in known and _is_affirmed(one.text)]
    return [_with_opposite(claim, [*said, *of_story]) if _is_statement(claim) else claim for claim in claims]


def _is_statement(claim: ProposedClaim) -> bool:
    doubted = any(doubt.field in ("claim", "stance") for doubt in claim.doubts)
    return claim.assertions[0]["stance"] == "asserts" and claim.item.get("kind") != "call" and not doubted


def _with_opposite(
    claim: ProposedClaim, said: Sequence[tuple[frozenset[str], str, ProposedClaim | None]]
) -> ProposedClaim:
    speakers, called = _speakers(claim), _called(claim)
    found: dict[str, float] = {}
    for negated in _negated(claim.item["text"]):
        stems = negated.stems | called if negated.by_speaker else negated.stems
        for others, text, other in said:
            own = other is not None and other.assertions[0]["stance"] not in DENYING and _speakers(other) & speakers
            shared = stems & others
            share = len(shared) / min(len(stems), len(others)) if others else 0.0
            if own or negated.deed not in others or share < _SHARED or len(shared) < _LEAST:
                continue
            subject = negated.subject | (called if negated.by_speaker else frozenset())
            if not subject or subject & others or called & others:
                found[text] = max(share, found.get(text, 0))
    if not found:
        return claim
    nearest = sorted(found, key=lambda text: -found[text])[:_MOST]
    return replace(claim, doubts=(*claim.doubts, Doubt("denies", (NO_CLAIM, *nearest))))


def _negated(text: str) -> Iterator[_Negated]:
    """The sentences of a text with one negation, and what that denies."""
    for start, end in sentences(text):
        inside = split_words(text, start, end)
        places = [at for at, word in enumerate(inside) if word.key in _NOT or word.key.endswith("n't")]
        if len(places) != 1:
            continue
        at = places[0]
        behind = inside[at + 1 :]
        if inside[at].key == "no" and at and inside[at - 1].key in words("prepositions"):
            behind = behind[1:]  # "at no time did they shoot"
        if not behind or behind[0].key in NO_NEGATION:
            continue
        before = inside[:at]
        if inside[at].key == "nothing":
            behind = before[::-1]  # "received nothing from it"
        deed = next((_stem(word) for word in behind if _stem(word) and not word.key.endswith("ly")), "")
        if deed:
            of_speaker = any(word.key.partition("'")[0] in _FIRST_PERSON for word in before)
            yield _Negated(
                frozenset(filter(None, map(_stem, before))) - {deed},
                deed,
                frozenset(filter(None, map(_stem, inside))),
                of_speaker,
            )


def _is_affirmed(text: str) -> bool:
    return negations(word_keys(text)) == 0 and not text.endswith("?")


def _stem(word: StemmedWord) -> str:
    return next(iter(_stems_of_word(word.key)), "") if word.stem else ""


@lru_cache(maxsize=8192)
def _stems_of_word(key: str) -> frozenset[str]:
    return word_stems(base_form(key) or key)


def _stems(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(_stem, split_words(text))))


def _speakers(claim: ProposedClaim) -> frozenset[str]:
    origins = (one["chain"][0].get("source") for one in claim.assertions)
    return frozenset(name_fold(name) for name in origins if name)


def _called(claim: ProposedClaim) -> frozenset[str]:
    """The stems of the names of those who speak, and of the body they speak for."""
    speakers = _speakers(claim)
    told = [one for one in claim.sources if name_fold(one["name"]) in speakers]
    names = [*(one["name"] for one in told), *(one["speaks_for"] for one in told if "speaks_for" in one)]
    return _stems(" ".join([*names, *speakers]))
