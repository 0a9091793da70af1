"""Headlines: "Mayor: bridge will close", "Bridge will close: mayor". Nobody need be named with a verb there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimtrack.reading.find.scene import Scene
from claimtrack.reading.found import Cue, Found
from claimtrack.reading.language import words
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
    known = words("bodies", scene.language) | words("roles", scene.language)
    named = all(
        scene.sort(k) in (NAME, "determiner") or scene.is_mark(k, ".’'") or scene.low(k) in known for k in range(at)
    )
    if named and at and not _is_somebody(scene, at, known):
        return
    if not 0 < at <= _MOST or not named or at + 3 > len(scene.tokens):
        return
    content = scene.trimmed((at + 1, len(scene.tokens)))
    speech = scene.sort(at + 1) == QUOTE
    if content is not None and (speech or content[1] - content[0] >= 4):
        cue = Cue(":", "say")
        yield Found((scene.span((0, at)),), (scene.span((at, at + 1)),), (scene.span(content),), cue, "headline")


def _is_somebody(scene: Scene, end: int, known: frozenset[str]) -> bool:
    """Whether the words before a colon name somebody and no topic: an office, a body, or a name given again below."""
    if any(scene.low(k) in known for k in range(end)):
        return True
    last = scene.tokens[end - 1]
    name = scene.text[last.start : last.end]
    return name.isupper() or re.search(rf"\b{re.escape(name)}\b", scene.text[scene.unit.span[1] :]) is not None
