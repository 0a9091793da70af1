"""How findings are to look where people read them."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.render.terminal import Style


@dataclass(frozen=True, slots=True)
class Look:
    """The width of the terminal in columns, and its style."""

    width: int
    style: Style
