"""Where figures begin and stand alone in a unit, in tokens."""

from __future__ import annotations

from claimtrack.reading.find.scene import Scene
from claimtrack.reading.language import words
from claimtrack.reading.tokens import NUMBER


def begins_figure(scene: Scene, at: int) -> bool:
    """Whether a figure begins at `at` with a word that could be a preposition: "about 300 sheep", "at least 20"."""
    if scene.low(at) not in words("approximator", scene.language):
        return False
    return any(scene.sort(k) == "number" or scene.low(k) in words("number", scene.language) for k in (at + 1, at + 2))


def is_figure(scene: Scene, at: int, last: int) -> bool:
    """Whether a figure stands alone from `at` to `last`: "says 27", "said about 30"."""
    while scene.low(at) in words("approximator", scene.language) | {"least", "most", "than", "to"}:
        at += 1
    end = at
    while scene.sort(end) == NUMBER or scene.low(end) in words("number", scene.language):
        end += 1
    return end > at and end == last
