"""Whether what stands as a source can be one: things show and recall, but only people, bodies and records say."""

from __future__ import annotations

from claimtrack.reading.found import Found
from claimtrack.reading.language import words
from claimtrack.reading.quantity import is_person_noun
from claimtrack.reading.who import Who

_SAID = frozenset(["say", "report", "claim", "deny", "confirm", "admit", "pledge", "tell"])


def plausible(text: str, found: Found, who: Who, language: str = "en") -> bool:
    """Whether the source of an attribution can be the source of its words."""
    source = text[found.source[0][0] : found.source[0][1]].strip()
    first = source.split()[0].lower() if source.split() else ""
    if not first or first in words("preposition", language):
        return False
    if who.record or who.message or who.speaker.name is None or who.speaker.naming == "anonymous":
        return True
    if any(c.isupper() for c in who.speaker.name) or first in words("pronouns", language):
        return True
    if found.word.sort in _SAID:
        return True
    core = text[slice(*who.speaker.mention)].lower() if who.speaker.mention else who.speaker.name.lower()
    head = core.split()[-1] if core.split() else ""
    known = words("bodies", language) | words("several", language) | words("speaking_things", language)
    if head in known or head.removesuffix("s") in known:
        return True
    return is_person_noun(head, language) or who.speaker.kind in ("government", "organisation", "military")
