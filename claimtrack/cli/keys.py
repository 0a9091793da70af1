"""Keys of a terminal, one at a time and without Enter; lines that are edited where words are needed.

On Windows click gives the keys. Elsewhere they are read one by one: click takes all that was typed ahead for one key.
On a terminal that cannot do that (TERM=dumb, or no control of it) a key is the first letter of a line.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.suggestions import Suggestions
from claimtrack.domain.text import safe

if TYPE_CHECKING:
    from prompt_toolkit.key_binding.key_processor import KeyPress

END = "\x04"
"""What is given for the end of the input: Ctrl-D, or a terminal that went away."""
WINDOWS = sys.platform == "win32"


def _key_of_click() -> str:
    """One key as click gives it: "" for a special one (an arrow, F1, Escape), END for the end of the input."""
    try:
        char = click.getchar()
    except EOFError:
        return END
    return char if len(char) == 1 and (char.isprintable() or char in ("\r", "\n", END)) else ""


class Keys:
    """The keyboard, from `__enter__` to `__exit__`. Ctrl-C raises KeyboardInterrupt, as everywhere."""

    def __init__(self) -> None:
        self._before: Any = None
        self._ahead: list[KeyPress] = []
        self.single = os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Keys:
        """Take single keys, where the terminal gives them."""
        if self.single and not WINDOWS:
            try:
                import termios

                self._before = termios.tcgetattr(sys.stdin.fileno())
            except (ImportError, OSError, ValueError):
                self.single = False
            self._raw()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal back as it was."""
        self._cooked()

    def forget(self) -> None:
        """Drop what was typed before anybody saw what it would answer."""
        self._ahead.clear()
        if self._before is not None:
            import termios

            with contextlib.suppress(termios.error):
                termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)

    def key(self) -> str:
        """One key; a special key is "". In lines, the first letter of one, "" for an empty one."""
        if not self.single:
            try:
                return input().strip()[:1]
            except EOFError:
                return END
        if WINDOWS:
            return _key_of_click()
        pressed = self._pressed()
        return "" if pressed.startswith("\x1b") else pressed

    def _pressed(self) -> str:
        """One key as the terminal sends it: a special one, or one with Alt, is a sequence that Escape begins."""
        if self._ahead:
            return self._ahead.pop(0).data
        data = os.read(sys.stdin.fileno(), 1)
        if not data:
            return END
        if data == b"\x1b":
            return self._sequence()
        more = next((n for lead, n in ((0xF0, 3), (0xE0, 2), (0xC0, 1)) if data[0] >= lead), 0)
        while more and self._waiting():
            data += os.read(sys.stdin.fileno(), 1)
            more -= 1
        return data.decode("utf-8", "replace")

    def _sequence(self) -> str:
        """The rest of an escape sequence: a letter or a tilde ends one that [ or O begins; any other is one key."""
        data = "\x1b"
        while self._waiting() and (byte := os.read(sys.stdin.fileno(), 1)):
            data += byte.decode("latin-1")
            if (len(data) == 2 and data[1] not in "[O") or (len(data) > 2 and "@" <= data[-1] <= "~"):
                break
        return data

    def line(
        self,
        prompt: str,
        value: str,
        faint: Callable[[str], str],
        *,
        options: Mapping[str, str],
        suggestions: Suggestions,
    ) -> str | None:
        """A line, or one of the `options` by its number, as `EditedLine` has them; None when it was left (Ctrl-D).

        Where no single keys are read a number takes effect with Enter, and an empty line keeps `value`.
        """
        if self.edits_lines:
            from claimtrack.cli.edited_line import EditedLine

            return EditedLine(prompt, value, faint, options, suggestions).read(self._ahead)
        self._cooked()
        try:
            typed = input(f"{prompt}[{safe(value)}] " if value else prompt).strip() or value
        except EOFError:
            sys.stdout.write("\n")
            return None
        finally:
            self._raw()
        return options.get(typed, typed)

    @property
    def edits_lines(self) -> bool:
        """Whether a line is edited key by key."""
        return self.single and not WINDOWS

    def _waiting(self) -> bool:
        return bool(select.select([sys.stdin.fileno()], [], [], 0.02)[0])

    def _raw(self) -> None:
        if self._before is None:
            return
        import termios

        mode = termios.tcgetattr(sys.stdin.fileno())
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, mode)

    def _cooked(self) -> None:
        if self._before is not None:
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)
