"""Headlines: "Mayor: bridge will close", "Bridge will close: mayor". Nobody need be named with a verb there."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.reading.find.scene import Scene
from claimtrack.reading.found import Cue, Found
from claimtrack.reading.tokens import NAME, QUOTE

_MOST = 4
"""Tokens of a source before a colon: what is longer is no name."""


def find(scene: Scene) -> Iterator[Found]:
    """The attribution of a headline with a colon, the source before it."""
    if scene.unit.paragraph > 0 or not scene.unit.first:
        return
    colons = [at for at in range(len(scene.tokens)) if scene.is_mark(at, ":")]
    if len(colons) != 1:
        return
    at = colons[0]
    named = all(scene.sort(k) in (NAME, "determiner") or scene.is_mark(k, ".’'") for k in range(at))
    if not 0 < at <= _MOST or not named or at + 3 > len(scene.tokens):
        return
    content = scene.trimmed((at + 1, len(scene.tokens)))
    speech = scene.sort(at + 1) == QUOTE
    if content is not None and (speech or content[1] - content[0] >= 4):
        cue = Cue(":", "say")
        yield Found((scene.span((0, at)),), (scene.span((at, at + 1)),), (scene.span(content),), cue, "headline")
