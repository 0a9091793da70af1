"""Keys of a terminal, one at a time and without Enter; lines with editing and completion where words are needed.

On Windows click gives the keys. Elsewhere they are read one by one: click takes all that was typed ahead for one key.
On a terminal that cannot do that (TERM=dumb, or no control of it) a key is the first letter of a line.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
from collections.abc import Sequence
from typing import Any

import click

from claimtrack.domain.text import safe

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
        data = os.read(sys.stdin.fileno(), 1)
        if not data:
            return END
        if data == b"\x1b":
            while self._waiting():
                os.read(sys.stdin.fileno(), 32)
            return ""
        more = next((n for lead, n in ((0xF0, 3), (0xE0, 2), (0xC0, 1)) if data[0] >= lead), 0)
        while more and self._waiting():
            data += os.read(sys.stdin.fileno(), 1)
            more -= 1
        return data.decode("utf-8", "replace")

    def line(self, prompt: str, value: str = "", words: Sequence[str] = ()) -> str | None:
        """A line that begins as `value` and may be edited; Tab completes `words`. None when it was left (Ctrl-D)."""
        self._cooked()
        try:
            return _edited(prompt, value, words)
        except EOFError:
            sys.stdout.write("\n")
            return None
        finally:
            self._raw()

    @property
    def edits_lines(self) -> bool:
        """Whether single keys can be read, and a line edited that was begun with one."""
        return self.single and _readline() is not None

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


PARTED = (" > ", " & ")
"""What parts names in a line: each of them is completed by itself."""

_BINDINGS = {
    "readline": ("tab: complete", r'"\C-d": "\C-e\C-u\C-d"'),
    "libedit": ("bind ^I rl_complete", "bind ^D ed-end-of-file"),
}
"""What edits lines -> Tab completes, and Ctrl-D leaves a line, whatever stands in it."""


def _edited(prompt: str, value: str, words: Sequence[str]) -> str:
    readline = _readline()
    # What a terminal would obey is never put into the line: it is shown in a harmless form, and kept by Enter.
    if readline is None or safe(value) != value:
        return input(f"{prompt}[{safe(value)}] " if value else prompt).strip() or value
    words = [word for word in words if safe(word) == word]
    found: list[str] = []

    def complete(begun: str, state: int) -> str | None:
        if state == 0:
            found[:] = completions(begun, words)
        return found[state] if state < len(found) else None

    readline.set_completer_delims("")
    readline.set_completer(complete)
    for binding in _BINDINGS["libedit" if "libedit" in (readline.__doc__ or "") else "readline"]:
        readline.parse_and_bind(binding)
    readline.set_startup_hook(lambda: readline.insert_text(value))
    try:
        return input(prompt).strip()
    finally:
        readline.set_startup_hook(None)
        readline.set_completer(None)


def _readline() -> Any:
    """The library that edits lines; None where there is none, or a terminal without control."""
    if os.environ.get("TERM") == "dumb":
        return None
    try:
        import readline
    except ImportError:
        return None
    return readline


def completions(begun: str, words: Sequence[str]) -> list[str]:
    """What a line that was begun so may become: its last name completed, by the beginning of any of its words."""
    cut = max((begun.rfind(mark) + len(mark) for mark in PARTED if mark in begun), default=0)
    head, last = begun[:cut], begun[cut:].casefold()
    plain = [word for word in words if word.casefold().startswith(last)]
    inner = (
        [word for word in words if any(part.startswith(last) for part in word.casefold().split()[1:])] if last else []
    )
    return [head + word for word in dict.fromkeys([*plain, *inner])]
