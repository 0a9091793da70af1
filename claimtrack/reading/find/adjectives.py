"""Adjectives that report: "officials are confident that", "she was critical of"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from claimtrack.reading.find.complement import clause_end, is_clause, phrase_end
from claimtrack.reading.find.scene import Scene
from claimtrack.reading.found import Cue, Found
from claimtrack.reading.language import lines
from claimtrack.reading.phrases import Range, subject
from claimtrack.reading.tokens import WORD

_COPULAS = frozenset(["is", "are", "was", "were", "been", "be", "am"])
_LINKING = ("feel", "feels", "felt", "remain", "remains", "remained", "become", "became", "seem", "seems", "seemed")
_QUESTION = frozenset(["whether", "if", "how", "why", "what", "who", "when", "where"])


@cache
def _adjectives(language: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Every adjective -> its sort and what may follow."""
    split = (line.split() for line in lines("adjectives", language))
    return {adjective: (sort, frozenset(frames)) for adjective, sort, *frames in split}


def find(scene: Scene) -> Iterator[Found]:
    """The attributions that adjectives of a unit make."""
    known = _adjectives(scene.language)
    for at, token in enumerate(scene.tokens):
        if token.low in known and token.sort in (WORD, "adverb"):
            found = _at(scene, at, token.low, *known[token.low])
            if found is not None:
                yield found


def _at(scene: Scene, at: int, adjective: str, sort: str, frames: frozenset[str]) -> Found | None:
    start = at
    while start > 0 and (scene.sort(start - 1) in ("adverb", "auxiliary", "modal") or scene.low(start - 1) in _LINKING):
        start -= 1
    links = (scene.low(k).removesuffix("n't") for k in range(start, at))
    if not any(link in _COPULAS or link in _LINKING for link in links):
        return None
    who = subject(scene.tokens, start)
    if who is None or scene.low(who[0]) in ("it", "there", "that", "which"):
        return None
    after, low = at + 1, scene.low(at + 1)
    content: Range | None = None
    cue_end = at + 1
    if low == "that" and "c" in frames:
        content = (after + 1, clause_end(scene, after + 1))
    elif (low in _QUESTION and "w" in frames) or (low == "to" and "t" in frames and scene.sort(after + 1) == WORD):
        content = (after, clause_end(scene, after))
    elif low in frames and len(low) > 1 and after + 1 < len(scene.tokens):
        content, cue_end = (after + 1, phrase_end(scene, after + 1)), at + 2
    elif "c" in frames and scene.sort(after) in ("subject", "determiner", "name") and is_clause(scene, after):
        content = (after, clause_end(scene, after))
    trimmed = scene.trimmed(content) if content is not None and content[1] > content[0] else None
    source = scene.trimmed(who)
    if trimmed is None or source is None:
        return None
    cue = Cue(adjective, sort, negated=any("n't" in scene.low(k) or scene.low(k) == "not" for k in range(start, at)))
    return Found((scene.span(source),), (scene.span((start, cue_end)),), (scene.span(trimmed),), cue, "adjective")
