"""Nouns that report: "his claim that", "the ministry's denial of", "support for the plan among voters"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from claimtrack.reading.find.complement import clause_end, is_clause, phrase_end
from claimtrack.reading.find.scene import Scene
from claimtrack.reading.found import Cue, Found, Spans
from claimtrack.reading.language import lines
from claimtrack.reading.phrases import Range, looks_verbal
from claimtrack.reading.tokens import NAME, WORD
from claimtrack.reading.verbs import FINITE, PASSIVE

_POSSESSIVE = frozenset(["his", "her", "its", "their", "whose"])


@cache
def _nouns(language: str) -> dict[str, tuple[str, str, frozenset[str]]]:
    """Every form of every noun -> the noun, its sort and what may follow."""
    found: dict[str, tuple[str, str, frozenset[str]]] = {}
    for line in lines("nouns", language):
        noun, sort, *frames = line.split()
        plural = noun + "es" if noun.endswith(("s", "h")) else noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
        for form in (noun, plural):
            found[form] = (noun, sort, frozenset(frames))
    return found


def find(scene: Scene) -> Iterator[Found]:
    """The attributions that nouns of a unit make."""
    known = _nouns(scene.language)
    verbs = {group.head for group in scene.groups}
    for at, token in enumerate(scene.tokens):
        if token.sort in (WORD, NAME) and token.low in known and at not in verbs:
            found = _at(scene, at, *known[token.low])
            if found is not None:
                yield found


def _at(scene: Scene, at: int, noun: str, sort: str, frames: frozenset[str]) -> Found | None:
    owner = _owner(scene, at)
    if owner is None and scene.low(at - 1) in ("a", "an"):
        return None
    after = at + 1
    by: Range | None = None
    if scene.low(after) in ("by", "from", "among") and owner is None:
        by = _agent(scene, after + 1)
        if by is not None:
            after = by[1]
    source = owner or by
    low = scene.low(after)
    content: Range | None = None
    cue_end = at + 1
    if low == "that" and "c" in frames and is_clause(scene, after + 1):
        content = (after + 1, clause_end(scene, after + 1))
    elif source is not None and low == "to" and "t" in frames and scene.sort(after + 1) == WORD:
        content = (after, phrase_end(scene, after + 1))
    elif source is not None and low in frames and low not in ("c", "t") and after + 1 < len(scene.tokens):
        content = (after + 1, _before_verb(scene, after + 1, phrase_end(scene, after + 1)))
        cue_end = after + 1 if by is None else at + 1
    trimmed = scene.trimmed(content) if content is not None and content[1] > content[0] else None
    if trimmed is None:
        return None
    spans: Spans = (scene.span(source),) if source is not None else ()
    return Found(spans, (scene.span((at, cue_end)),), (scene.span(trimmed),), Cue(noun, sort), "noun")


def _before_verb(scene: Scene, at: int, end: int) -> int:
    """Where a noun phrase ends at the latest: before the verb of the clause that it is the subject of."""
    for look in range(at + 1, end):
        group = scene.group_at.get(look)
        finite = group is not None and group.manner in (FINITE, PASSIVE)
        if scene.sort(look) in ("auxiliary", "modal") or finite or looks_verbal(scene.tokens[look]):
            return look
    return end


def _owner(scene: Scene, at: int) -> Range | None:
    """Whose it is: "his", "the ministry's", with adjectives between passed over."""
    for look in range(at - 1, max(-1, at - 4), -1):
        low = scene.low(look)
        if low in _POSSESSIVE:
            return look, look + 1
        if low.endswith(("'s", "s'")) and scene.sort(look) in (NAME, WORD):
            start = look
            while start > 0 and scene.sort(start - 1) in (NAME, WORD) and look - start < 5:
                if scene.sort(start - 1) == WORD and scene.sort(start) == NAME and scene.sort(look) == NAME:
                    break
                start -= 1
            if start > 0 and scene.sort(start - 1) == "determiner":
                start -= 1
            return start, look + 1
        if scene.sort(look) not in (WORD, "adverb"):
            return None
    return None


def _agent(scene: Scene, at: int) -> Range | None:
    end = at
    while end < len(scene.tokens) and end - at < 10 and scene.sort(end) in (NAME, WORD, "determiner", "number"):
        end += 1
    return (at, end) if end > at else None
