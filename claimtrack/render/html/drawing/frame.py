"""Frames: every picture is drawn twice, for a phone and for a wider page; its style sheet shows the one that fits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a drawing is in its own units, which are near to pixels where it is shown. `stacked`: labels above.

    `name` is the classes of the drawing, the first of them narrow or wide.
    """

    name: str
    width: float
    stacked: bool

    @property
    def id(self) -> str:
        """What the ids in the drawing bear."""
        return self.name.partition(" ")[0]


NARROW = Frame("narrow", 340, True)
WIDE = Frame("wide", 720, False)
FRAMES = (NARROW, WIDE)
"""Both frames; the ids in a drawing bear the frame's id."""

TEXT, SMALL = 14, 12.5
"""Font sizes of a drawing."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a drawing: the left end of its base line, or its middle or right end by `anchor`.

    `text` is safe to show and fits; `style` is its class: strong, plain or quiet.
    """

    x: float
    y: float
    text: str
    style: str = "plain"
    anchor: str = "start"
