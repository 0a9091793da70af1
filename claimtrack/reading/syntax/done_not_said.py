"""What is done, won, given or asked behind a verb that elsewhere reports: nothing of it is said."""

from __future__ import annotations

from claimtrack.reading.mentions.source_kinds import is_person_noun
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.tokens import NAME, NUMBER, QUOTE, WORD
from claimtrack.reading.word_lists import words

_SHORT = 3
"""Tokens at most before a noun for what is won."""


def is_won(unit: Unit, at: int) -> bool:
    """Whether what somebody claims, from `at` on, is theirs by getting it: "claimed victory", "claimed nine lives"."""
    first = at
    won = words("things_won")
    while at < first + _SHORT and unit.norm(at) not in won and unit.tag(at) in ("determiner", NUMBER, WORD):
        at += 1
    return unit.norm(at) in won and unit.tag(at + 1) not in ("auxiliary", "modal", WORD, NAME)


def is_somebody_called(unit: Unit, at: int, end: int) -> bool:
    """Whether somebody is called to come: "called the first prosecution witness, Ana Ruiz"; not "the man a witness"."""
    end = next((k for k in range(at, end) if unit.is_mark(k, ",")), end)
    several = any(unit.tag(k) in ("determiner", NAME, QUOTE) for k in range(at + 1, end))
    return not several and unit.norm(end - 1) in ("witness", "witnesses", "police", "ambulance")


def is_person_asked(unit: Unit, at: int) -> bool:
    """Whether a noun phrase of somebody begins at `at`, who is asked and not doubted: "questioned the patient"."""
    at += unit.tag(at) == "determiner"
    at += unit.tag(at) == WORD and unit.tag(at + 1) == WORD and is_person_noun(unit.norm(at + 1))
    compound = unit.tag(at + 1) == WORD  # "questioned staff numbers"
    return is_person_noun(unit.norm(at)) and not compound and unit.norm(at + 1) not in ("who", "whose")


def is_withheld(unit: Unit, first: int, end: int) -> bool:
    """Whether what somebody denies is not given, and no claim: "denied bail", "denied the motion to dismiss"."""
    at = first
    while at + 1 < end and unit.tag(at + 1) in (WORD, NAME):
        at += 1
    described = at > first + (unit.tag(first) == "determiner")
    if described and unit.norm(at) in words("services") and unit.norm(at + 1) not in ("to", "for"):
        return False  # "denied poor care"
    # "denied the club a licence"; not "denied paying a bribe"
    given = unit.norm(at + 1) in ("a", "an", "any") and at + 1 < end and not unit.norm(first).endswith("ing")
    told = words("claim_nouns") | words("report_nouns")  # "denied the claim a guard had made"
    return unit.norm(at) in words("things_withheld") | words("services") or (given and unit.norm(at) not in told)
