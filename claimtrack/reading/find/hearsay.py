"""Words that report without anybody: "reportedly", "allegedly", "is said to be", "so-called"."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.reading.find.complement import phrase_end
from claimtrack.reading.find.scene import Scene
from claimtrack.reading.found import Cue, Found
from claimtrack.reading.language import words
from claimtrack.reading.phrases import subject


def find(scene: Scene) -> Iterator[Found]:
    """The attributions of a unit to nobody that one of the adverbs of hearsay makes."""
    for at, token in enumerate(scene.tokens):
        if token.low in words("hearsay", scene.language) and token.sort in ("adverb", "word"):
            found = _round(scene, at)
            if found is not None:
                yield found


def _round(scene: Scene, at: int) -> Found | None:
    start = at
    while scene.sort(start - 1) in ("auxiliary", "modal"):
        start -= 1
    who = subject(scene.tokens, start)
    end = phrase_end(scene, at + 1) if at + 1 < len(scene.tokens) else at
    rest = scene.trimmed((at + 1, end))
    if rest is None:
        return None
    spans = [scene.span(rest)]
    if who is not None and (trimmed := scene.trimmed(who)) is not None:
        spans.insert(0, scene.span(trimmed))
    cue = Cue(scene.low(at), "hearsay")
    return Found((), (scene.span((at, at + 1)),), tuple(spans), cue, "hearsay")
