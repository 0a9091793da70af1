"""Asking a person on a terminal: lines that are shown, a key or a line that answers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from claimtrack.cli.cards import NARROWEST, WIDEST
from claimtrack.cli.keys import END, Keys
from claimtrack.domain.text import safe
from claimtrack.render.width import wrapped

if TYPE_CHECKING:
    from claimtrack.render.terminal import Style


class Asker:
    """A terminal with its keys. What it is given to show must be safe to show."""

    def __init__(self, keys: Keys, style: Style) -> None:
        self.keys = keys
        self.style = style

    @property
    def width(self) -> int:
        """How many columns there are for text."""
        return max(min(shutil.get_terminal_size((80, 24)).columns - 1, WIDEST), NARROWEST)

    def ask(self, question: str) -> str:
        """One key, in small letters, in answer to a line of what may be typed; END at the end of the input."""
        lines = wrapped(question, self.width)
        self.put(lines[:-1])
        sys.stdout.write(f"{lines[-1]} > ")
        sys.stdout.flush()
        pressed = self.keys.key()
        if self.keys.single:
            sys.stdout.write(("" if pressed in ("", END) else safe(pressed)) + "\n")
            sys.stdout.flush()
        return pressed if pressed == END else pressed.casefold()

    def put(self, lines: Iterable[str]) -> None:
        """Show lines."""
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def say(self, line: str) -> None:
        """Show a line, wrapped."""
        self.put(wrapped(line, self.width))
