"""Acronyms of names and offices: "CGU" for the Coast Guard Union, "the CM" for a chief minister."""

from __future__ import annotations

import re

from claimtrack.reading.mentions import roles
from claimtrack.reading.word_lists import words

_PARTS = re.compile(r"[\s-]+")
_PLACE = re.compile(r" (?:of|for|at|in) ")


def initials(name: str) -> set[str]:
    """What a name may be abbreviated to: its capitals, with and without the first letters of its small words."""
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) < 2:
        return set()
    every = "".join(part[0] for part in parts)
    return {every, "".join(char for char in every if char.isupper())}


def initials_of_office(office: str) -> set[str]:
    """The letters by which papers call whoever holds an office, with and without its place: "SP", "CM", "SDM"."""
    parts = [part for part in _PARTS.split(office) if part.lower() not in ("", "of", "for", "and", "the")]
    known = words("role_modifiers") | {word for role in words("roles") for word in role.split()}
    placed = next((at for at, part in enumerate(parts) if part.lower() in known), 0)
    head = [part for part in _PARTS.split(_PLACE.split(office, maxsplit=1)[0]) if part]
    found = {"".join(part[0] for part in each).upper() for each in (parts, parts[placed:], head)}
    return {letters for letters in found if len(letters) > 1} if roles.has_role(office) else set()


_CAPITALS = re.compile(r"(?:\b[A-Z][\w’'-]*(?: (?:of|for|and|the))?(?: |$))+$")


def are_letters_of_office(text: str, start: int, end: int) -> bool:
    """Whether a name is only the letters of an office before it: "the Inspector General of Police (IGP)"."""
    if text[max(0, start - 2) : start] != " (" or text[end : end + 1] != ")":
        return False
    office = _CAPITALS.search(text, max(0, start - 80), start - 2)
    initials = iter(word[0] for word in office[0].split()) if office is not None else iter("")
    body = office is not None and not words("body_words").isdisjoint(office[0].lower().split())
    named = office is not None and not body and roles.has_role(office[0])
    return named and all(letter in initials for letter in text[start:end])
