"""Lists of phrases that a draft may hold: found whole, whatever their case and apostrophes."""

from __future__ import annotations

import re
from functools import cache

from claimtrack.reading.language import lines

QUESTION = re.compile(r"\?[\"'”’»)\]]*\s*$")
SUPPOSED = re.compile(
    # "In May" supposes nothing.
    r"\b(?:if|If|whether|Whether|unless|Unless|[Ss]hould it turn out|could have|may|might)\b"
)
NEGATION = frozenset(["not", "no", "never", "nobody", "none", "neither", "nor", "without", "cannot"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    phrases = sorted((re.escape(line).replace(r"\ ", r"\s+") for line in lines(name)), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


def holds(name: str, text: str) -> bool:
    """Whether a text has a phrase of the list `name`. "n't" counts as "not"."""
    return _pattern(name).search(_plain(text)) is not None


def first(name: str, text: str) -> str | None:
    """The first phrase of the list `name` in a text, as it stands there; None where there is none."""
    found = _pattern(name).search(_plain(text))
    return found[0] if found is not None else None


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("n't", " not").replace("cannot", "can not")


def negations(words: list[str]) -> int:
    """How many of some words (folded) turn what is said round."""
    return sum(word in NEGATION or word.endswith("n't") for word in words)
