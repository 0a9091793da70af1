"""Places of two parts, whose comma parts no phrases: "a cook in Allentown, Pa.", "a woman in Lomar, Oressa,"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimtrack.reading.mentions.source_kinds import is_person_noun
from claimtrack.reading.tokens import NAME, Token
from claimtrack.reading.word_lists import words

_SEAT = re.compile(r"[a-z]-[a-z.]+")
"""Party and state of somebody elected, in small letters: "R-Ill.", "D-N.Y."."""
_LONGEST = 4
"""Words of a town's name at most."""
_IN = frozenset(["in", "from", "near", "at", "outside"])


def parts_place(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a comma stands between a town and its state or country, or before somebody's party and state."""
    end = comma + 1
    if tokens[comma].norm != "," or end >= len(tokens) or tokens[end].tag != NAME:
        return False
    if _SEAT.fullmatch(tokens[end].norm):
        return comma > 0 and tokens[comma - 1].tag == NAME
    town = comma
    while town > 0 and comma - town < _LONGEST and tokens[town - 1].tag == NAME:
        town -= 1
    if town in (comma, 0):
        return False
    before = tokens[town - 1]
    cut_short = tokens[end].norm.endswith(".") or (end + 1 < len(tokens) and tokens[end + 1].norm == ".")
    stop = end + 1 + (cut_short and not tokens[end].norm.endswith("."))
    if stop >= len(tokens) or tokens[stop].norm != ",":
        return False
    if cut_short:
        return before.tag in ("preposition", "determiner")  # "N.C.", "Pa."
    noun = tokens[town - 2] if town > 1 else None
    who = noun is not None and (is_person_noun(noun.norm) or noun.norm in words("body_words"))
    return before.norm in _IN and who  # not "At a rally in Lomar, Ruiz, the mayor, said"
