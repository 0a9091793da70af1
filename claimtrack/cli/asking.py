"""Asking a person on a terminal: lines that are shown, a key or a line that answers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claimtrack.cli.cards import NARROWEST, WIDEST
from claimtrack.cli.keys import END, Keys
from claimtrack.domain.text import safe
from claimtrack.render.width import columns, wrapped

if TYPE_CHECKING:
    from claimtrack.render.terminal import Style

ASKED = " > "
NO_SUCH_KEY = "No such key."


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
        lines = wrapped(question, self.width - len(ASKED))
        self.put(lines[:-1])
        sys.stdout.write(f"{lines[-1]}{ASKED}")
        sys.stdout.flush()
        pressed = self.keys.key()
        if self.keys.single:
            sys.stdout.write(("" if pressed in ("", END) else safe(pressed)) + "\n")
            sys.stdout.flush()
        return pressed if pressed == END else pressed.casefold()

    def choose(self, question: str, keys: str) -> str:
        """One of these keys, or END; another one is told to be none, and it is asked again."""
        while True:
            pressed = self.ask(question)
            if pressed == END or (pressed and pressed in keys):
                return pressed
            self.say(NO_SUCH_KEY)

    def line(self, prompt: str, value: str = "", words: Sequence[str] = ()) -> str | None:
        """A line that begins as `value`, as `Keys.line` gives it, after a prompt that is wrapped."""
        lines = wrapped(prompt, self.width)
        self.put(lines[:-1])
        return self.keys.line(f"{lines[-1]} ", value, words)

    def put(self, lines: Iterable[str]) -> None:
        """Show lines."""
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def say(self, line: str) -> None:
        """Show a line, wrapped."""
        self.put(wrapped(line, self.width))

    def page(self, text: str) -> None:
        """Show lines that are laid out; one that is too long goes on below where its words begin."""
        for line in text.splitlines():
            indent = " " * (len(line) - len(line.lstrip()))
            self.put([line] if columns(line) <= self.width else wrapped(line, self.width, first=indent, rest=indent))
