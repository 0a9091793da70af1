"""Progress, for whoever waits at a terminal."""

from __future__ import annotations

import sys
import time


class Progress:
    """How far it is, on one line of stderr: from the third second on, and only on a terminal.

    A context manager: leaving it wipes the line. `name` is of what is worked on, `things` what is counted.
    """

    def __init__(self, name: str, things: str = "items") -> None:
        self._name = name
        self._things = things
        self._next = time.monotonic() + 2
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, what: str, done: int, of: int | None) -> None:
        """Say that so many are done, of how many (None: not known)."""
        now = time.monotonic()
        if now < self._next or not sys.stderr.isatty():
            return
        from claimtrack.domain.text import safe

        share = f" of {of:,}" if of is not None else ""
        sys.stderr.write(f"\r\x1b[K{safe(self._name)}: {what} {done:,}{share} {self._things}")
        sys.stderr.flush()
        self._next, self._shown = now + 0.2, True
