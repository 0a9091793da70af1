"""How a source knows: it saw it, did it, holds it on record, infers it, or the text does not say."""

from __future__ import annotations

import re

from claimtrack.reading.language import words
from claimtrack.reading.who import Who

_LEAD = re.compile(r"[\s“\"‘'«]*(?:that\s+|how\s+|but\s+|and\s+|yes,\s+|no,\s+)*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_TOLD = re.compile(
    r"\s+(?:that|about|of|from|(?:\w+\s+){0,2}(?:videos?|footage|reports?|news|photos?|rumou?rs?))\b", re.I
)
_HELPS = frozenset(
    ["has", "have", "had", "did", "do", "does", "to", "'d", "'ll", "'ve", "not", "personally", "all", "both"]
)
_BE = frozenset(["is", "are", "was", "were", "am", "been", "be", "'s", "'re", "'m"])
_FIRST = frozenset(["i", "we"])


def basis_of(
    said: str, who: Who, kind: str, suggested: str | None, quote_kind: str, role: str, language: str = "en"
) -> str:
    """The basis of what is said: a word of `domain.words`.

    `said` is the content's text, `kind` the claim's, `suggested` what the cue suggests, `role` the source phrase in
    lower case, `quote_kind` how the words are given.
    """
    if who.record:
        return "records"
    if re.search(r"\b(?:eye)?witness(?:es)?\b", role) and " and " not in role:
        return "witnessed"
    words_said = _words(said)
    subject = words_said[0] if words_said else ""
    if _is_self(subject, who, quote_kind):
        if _saw(said, words_said, language):
            return "witnessed"
        if suggested is None and _did(words_said, language):
            return "own-act"
    if suggested is not None:
        return suggested
    if kind in ("pledge", "position", "call"):
        return "own-act"
    name = (who.speaker.name or "").lower()
    enforces = set(name.split()) & words("enforcers", language)
    return "own-act" if enforces and set(words_said) & words("enforced", language) else "not-stated"


def _words(said: str) -> list[str]:
    lead = _LEAD.match(said)
    found = [match[0].lower().replace("’", "'") for match in _WORD.finditer(said, lead.end() if lead else 0)]
    spread: list[str] = []
    for word in found[:40]:
        head, mark, tail = word.partition("'")
        spread += [head, mark + tail] if mark and head in ("i", "we", "they", "he", "she", "it") else [word]
    return spread


def _is_self(subject: str, who: Who, quote_kind: str) -> bool:
    """Whether the subject of what is said is the source itself."""
    if subject in _FIRST:
        return quote_kind != "indirect"
    if quote_kind == "direct":
        return False
    person = who.speaker.kind in ("person", "witness") and not who.several
    if subject in ("he", "she"):
        return person
    if subject == "they":
        return who.several or (who.is_body and who.speaker.kind not in ("outlet", "news-agency"))
    return subject == "it" and who.is_body


def _verb(words_said: list[str], language: str) -> tuple[str, bool]:
    """The first verb after the subject, and whether a form of "to be" comes before it."""
    be = False
    for word in words_said[1:8]:
        if word in _BE or word in ("'s", "'re", "'m"):
            be = True
        elif word not in _HELPS | words("modal", language) | words("adverb", language) and not word.endswith("ly"):
            return word, be
    return "", be


def _saw(said: str, words_said: list[str], language: str) -> bool:
    verb, be = _verb(words_said, language)
    if be or verb not in words("saw", language):
        return False
    at = said.lower().find(verb)
    return _TOLD.match(said, at + len(verb)) is None


def _did(words_said: list[str], language: str) -> bool:
    verb, be = _verb(words_said, language)
    if not verb:
        return False
    if be:
        return verb.endswith("ing") and verb != "being"
    return verb not in words("state_verbs", language) | words("saw", language)
