"""The wording of a correction, as a desk could print it. It is a suggestion: a person decides."""

from __future__ import annotations

from claimtrack.checking.numbers import is_number_word
from claimtrack.queries.holdings import Holding
from claimtrack.reading.language import words


def correction(holding: Holding, end: str) -> str:
    """A correction of what an earlier version reported; `end` is a sentence on what is known now."""
    return f"Correction: An earlier version of this article reported that {clause(holding)}. {begun(end)}"


def update(opening: str, holding: Holding) -> str:
    """An update; `opening` ends in "that" and the claim follows."""
    return f"Update: {begun(opening)} {clause(holding)}."


def begun(sentence: str) -> str:
    """A sentence with a capital at its beginning: the name of a source may have none."""
    return sentence[:1].upper() + sentence[1:]


def clause(holding: Holding) -> str:
    """A claim as it stands behind "that": its first word in lower case where that is an ordinary word."""
    bare = holding.text.rstrip(". ")
    first = bare.split(" ")[0].lower()
    ordinary = (
        holding.common or first in words("stopwords") or first in words("sentence_starters") or is_number_word(first)
    )
    return bare[:1].lower() + bare[1:] if ordinary and bare[:2] != "I " else bare
