"""What is longer than the screen goes through a pager, as git's does: on a terminal only, with LESS=FRX unless set."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import signal
import subprocess
import sys
from types import TracebackType
from typing import TextIO


def pager_command() -> list[str]:
    """The pager that is meant: CLAIMTRACK_PAGER, else PAGER, else less; [] for "", for cat and for one not there."""
    given = os.environ.get("CLAIMTRACK_PAGER", os.environ.get("PAGER"))
    if os.environ.get("TERM") == "dumb":
        return []
    try:
        command = shlex.split(given) if given is not None else ["less"]
    except ValueError:
        return []
    return command if command and command != ["cat"] and shutil.which(command[0]) else []


class _Held(io.TextIOBase):
    """Stands for a standard stream: what is written goes to the pager, in order with the other stream."""

    def __init__(self, pager: Pager, stream: TextIO) -> None:
        self._pager = pager
        self.stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self.stream.errors

    def isatty(self) -> bool:
        return self.stream.isatty()

    def fileno(self) -> int:
        return self.stream.fileno()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):  # click tells streams of text and of bytes apart by this
            raise TypeError("text is written here, not bytes")
        self._pager.take(self, text)
        return len(text)


class Pager:
    """A context manager in which what is printed is held back until it fills the screen; then a pager shows it.

    What fits on the screen is printed at the end, as it came. Messages on stderr come after the pager was left.
    """

    def __init__(self) -> None:
        size = shutil.get_terminal_size((80, 24))
        self._columns, self._lines = max(size.columns, 1), size.lines - 1
        self._held: list[tuple[_Held, str]] = []
        self._rows = 0
        self._process: subprocess.Popen[str] | None = None
        self._command = pager_command()

    def __enter__(self) -> Pager:
        if self._command:
            self._out, self._err = _Held(self, sys.stdout), _Held(self, sys.stderr)
            sys.stdout, sys.stderr = self._out, self._err
        return self

    def take(self, stream: _Held, text: str) -> None:
        """Hold what is written to a stream, or give it to the pager once there is one."""
        if self._process is not None and stream is self._out:
            self._feed(text)
            return
        self._held.append((stream, text))
        if stream is self._out:
            self._rows += sum(1 + max(len(line) - 1, 0) // self._columns for line in text.splitlines())
            if self._rows > self._lines:
                self._start()

    def _start(self) -> None:
        environment = {"LESS": "FRX", **os.environ}
        encoding = self._out.encoding
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, env=environment, encoding=encoding, errors="backslashreplace"
            )
        except OSError:
            self._rows = -(1 << 62)  # it cannot be run: all is printed at the end
            return
        for stream, text in self._held:
            if stream is self._out:
                self._feed(text)
        self._held = [(stream, text) for stream, text in self._held if stream is self._err]

    def _feed(self, text: str) -> None:
        """Give text to the pager; nothing when the person has left it, which changes nothing of what is done."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(text)
        except BrokenPipeError:
            self._process.stdin = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - closed at the end

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._command:
            return
        sys.stdout, sys.stderr = self._out.stream, self._err.stream
        if self._process is not None:
            before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's
            try:
                self._process.communicate()
            finally:
                signal.signal(signal.SIGINT, before)
        for stream, text in self._held:
            stream.stream.write(text)
            stream.stream.flush()
