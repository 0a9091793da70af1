"""What a word that reports makes of its claim, from the table `en/acts.txt`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimtrack.reading.found import Cue
from claimtrack.reading.language import table

_SILENT = frozenset(["say", "report", "tell", "show", "warn", "claim", "admit", "know"])
_NEITHER = re.compile(r"\bneither\s+confirm\w*\s+nor\s+den\w+|\b(?:not|nor)\s+confirm\w*\s+(?:or|nor)\s+den\w+", re.I)
_SILENCE = re.compile(
    r"(?:to )?(?:\w+ )?(?:comment|say|answer|respond|reply|discuss|elaborate|speak|talk|disclose|specify"
    r"|be drawn|be named|be identified|give (?:\w+ )?(?:details|comment|interview|name)|name|identify"
    r"|confirm or deny)\b",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(r"\s*(?:full |sole )?responsibility\b", re.I)


@dataclass(frozen=True, slots=True)
class Act:
    """What is done by the words: the kind of claim and the basis they suggest, each None when they do not; a stance."""

    kind: str | None
    stance: str
    basis: str | None


def act(cue: Cue, clause: str, content: str, language: str = "en") -> Act | None:
    """What a cue does. `clause` are the words round it, `content` what is reported. None: it reports nothing."""
    rows = table("acts", language)
    cells = rows.get(cue.lemma) or rows.get(f"= {cue.sort}") or ("", "", "")
    kind, stance, basis = (cells[0] or None, cells[1] or "asserts", cells[2] or None)
    if _NEITHER.search(clause):
        return Act(kind, "neither-confirms-nor-denies", basis)
    if _RESPONSIBLE.match(content) and cue.lemma in ("claim", "take", "accept", "admit"):
        return Act("actor", "takes-responsibility", "own-act")
    if cue.lemma in ("reject", "dismiss") and re.search(r"\sas\s", content) and not cue.negated:
        return Act("characterisation", "asserts", None)
    if cue.sort == "refuse" and (_SILENCE.match(content) or _SILENCE.search(clause)):
        return None
    if not cue.negated:
        return Act(kind, stance, basis)
    if cue.sort in ("deny", "confirm"):
        return Act(kind, "neither-confirms-nor-denies", basis)
    if cue.sort in _SILENT:
        return None
    if cue.sort in ("think", "forecast"):
        return Act(None, "doubts", basis)
    return Act(kind, stance, basis)
