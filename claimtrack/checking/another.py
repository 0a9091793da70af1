"""Whether those whom a draft gives words to can be none of those whom the ledger has them from."""

from __future__ import annotations

from functools import cache

from claimtrack.checking.cast import Cast, Who
from claimtrack.checking.stems import split
from claimtrack.reading.language import table

OFFICIAL = ("government", "military", "organisation")
_THEIRS = ("an", "ish", "ese")
"""Endings of words for what is a state's."""
_ALIKE = 4
"""How many first letters a state and what is its have in common."""


def is_another(cast: Cast, who: Who, allowed: frozenset[str], origins: frozenset[str]) -> bool:
    """Whether those meant can be none of the sources allowed, nor speak for one of the origins."""
    if who.sources & allowed or cast.alike(who.words, allowed) or cast.fits(who.words, allowed):
        return False
    if who.is_pronoun and not who.sources:
        return False
    if any(cast.bodies(one) & origins for one in who.sources):
        return False
    if who.named:
        return True
    kinds = {cast.tellers[one].kind for one in allowed if one in cast.tellers}
    if who.sort == "official":
        if _of_another_state(cast, who.words, origins):
            return True
        return not kinds & {*OFFICIAL, "person", "group", "unknown"} and not _speaks(cast, allowed)
    if who.sort == "witness":
        return not kinds & {"witness", "group", "unknown", "account"}
    if who.sort == "body":
        return not kinds & {*OFFICIAL, "unknown"} and not _speaks(cast, allowed)
    if who.sort in ("institution", "stranger"):
        return True
    return bool(who.by_role) and who.sort == ""


def _speaks(cast: Cast, allowed: frozenset[str]) -> bool:
    return any(cast.tellers[one].body is not None for one in allowed if one in cast.tellers)


def _of_another_state(cast: Cast, phrase: str, origins: frozenset[str]) -> bool:
    """Whether officials are said to be of a state of which, as far as their names and roles tell, the sources are not.

    "A Varnish official" is no "senior official of Lorvia"; where either says no state, nothing is known.
    """
    ours = [word for word in _capitals(phrase) if word in _states() or word.endswith(_THEIRS)]
    if not ours or not origins:
        return False
    for origin in origins:
        theirs = [word for text in _descriptions(cast, origin) for word in _capitals(text)]
        if not theirs or any(_related(our, their) for our in ours for their in theirs):
            return False
    return True


def _descriptions(cast: Cast, source: str) -> list[str]:
    """What tells whose a source is: its role, its bodies, and its name where that is a description."""
    if source not in cast.tellers:
        return []
    teller = cast.tellers[source]
    plain = [name for name in teller.names if name.rpartition(" ")[2].islower()]
    bodies = [name for body in cast.bodies(source) for name in cast.tellers[body].names]
    return [*plain, *bodies, *filter(None, [teller.role])]


def _capitals(text: str) -> list[str]:
    """The words that name something, folded; a first word only where it is a state's."""
    words = [(word, word.key.removesuffix("'s")) for word in split(text)]
    return [key for word, key in words if text[word.start].isupper() and (word.start or _is_states(key))]


def _is_states(key: str) -> bool:
    return key in _states() or key.endswith(_THEIRS)


def _related(one: str, other: str) -> bool:
    # Letters ("UN", "US") may stand for any name.
    if len(one) < _ALIKE or len(other) < _ALIKE:
        return True
    row = _states().get(one)
    return one[:_ALIKE] == other[:_ALIKE] or (row is not None and row == _states().get(other))


@cache
def _states() -> dict[str, str]:
    """A state or what is its, folded -> the state."""
    found: dict[str, str] = {}
    for name, cells in table("states").items():
        for word in (name, *(part for cell in cells for part in cell.split(", "))):
            found[word.casefold()] = name
    return found
