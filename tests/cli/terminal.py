"""A review on a real pseudo-terminal: what is typed, key by key, and what the screen says."""

from __future__ import annotations

import os
import re
import shlex
import sys
from dataclasses import dataclass, field
from typing import Any

import pexpect

from tests.cli.support import Desk
from tests.support.tree import ROOT

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")
TIMEOUT = 60


@dataclass
class Terminal:
    """A running `claimtrack read`. `typed` counts the keys that were pressed."""

    child: Any
    seen: str = ""
    typed: int = 0
    screens: list[str] = field(default_factory=list)

    def wait(self) -> str:
        """What is shown up to the next question, without escape sequences."""
        self.child.expect(r" > (?=\Z)")
        return self._saw()

    def press(self, *keys: str) -> str:
        """Press keys, each after the question before it; what is shown up to the next question after the last."""
        shown = ""
        for key in keys:
            self.child.send(key)
            self.typed += len(key)
            shown = self.wait()
        return shown

    def type(self, prompt: str, line: str, *, clear: bool = True) -> str:
        """Answer a line that begins with a prompt: what stands there is deleted first. What is shown after it."""
        self.child.expect_exact(prompt)
        self._saw()
        sent = ("\x15" if clear else "") + line + "\r"
        self.child.send(sent)
        self.typed += len(sent)
        return self.wait()

    def send(self, keys: str) -> None:
        """Press keys and wait for nothing."""
        self.child.send(keys)
        self.typed += len(keys)

    def leave(self) -> str:
        """Quit without recording; what is shown until the program ends."""
        self.send("q")
        if self.child.expect([r"so far\?[^>]* > (?=\Z)", pexpect.EOF]) == 0:
            self._saw()
            return self.end("n")[1]
        return self._saw()

    def end(self, keys: str = "") -> tuple[int, str]:
        """Press the last keys; the exit status, and what is shown until the program ends."""
        if keys:
            self.send(keys)
        self.child.expect(pexpect.EOF)
        shown = self._saw()
        self.child.close()
        return (self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus), shown

    def _saw(self) -> str:
        after = self.child.after if isinstance(self.child.after, str) else ""
        shown = ESCAPE.sub("", self.child.before + after)
        self.seen += self.child.before + after
        self.screens.append(shown)
        assert "Traceback" not in shown, shown
        return shown


def read(desk: Desk, *arguments: str, columns: int = 90, **environment: str) -> Terminal:
    """Start `claimtrack read ARGUMENTS` on a terminal of its own, with a reader that knows the pieces of the tests."""
    spawned = {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **environment}
    line = ["-m", "tests.support.annotated_reader", "--db", desk.db, "--user", "desk", "read", *arguments]
    home = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    child = pexpect.spawn(
        sys.executable, line, env={**home, **spawned}, encoding="utf-8", timeout=TIMEOUT, dimensions=(40, columns)
    )
    return Terminal(child)


def read_piped(desk: Desk, file: str, *arguments: str) -> Terminal:
    """The same with the file piped into it: `read - ARGUMENTS < FILE`."""
    line = ["-m", "tests.support.annotated_reader", "--db", desk.db, "--user", "desk", "read", "-", *arguments]
    command = f"{shlex.join([sys.executable, *line])} < {shlex.quote(file)}"
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    return Terminal(
        pexpect.spawn(
            "/bin/sh", ["-c", command], env=environment, encoding="utf-8", timeout=TIMEOUT, dimensions=(40, 90)
        )
    )
