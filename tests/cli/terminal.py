"""A review on a real pseudo-terminal: what is typed, key by key, and what the screen says."""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import readline
import shlex
import signal
import sys
import termios
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pexpect

from claimtrack.cli.main import main
from tests.cli.program import done
from tests.cli.support import Desk
from tests.support import annotated_reader
from tests.support.tree import ROOT

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")
TIMEOUT = 240
"""Seconds: within them a question comes, on a machine that is ten times slower and busy, too."""
QUESTION = r"(?:\?|quit|now|back|no) > (?=\Z)"
"""How a question ends: not as a chain of sources that was cut off at the ">" of it."""


class _Spawned(pexpect.spawn):
    """A process on a terminal that is typed at as soon as it waits for a key: pexpect always waits 50 ms."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # What is there is read whole: where it ends is no place that was made by reading.
        super().__init__(*arguments, encoding="utf-8", timeout=TIMEOUT, maxread=1 << 20, **options)
        self.delaybeforesend = None
        self.ptyproc.delayafterclose = 0  # `end` has waited for its end

    def send(self, s: str) -> int:
        """Type. What takes whole lines is given the 50 ms, for nothing tells when it begins to wait."""
        until = time.monotonic() + 0.05
        while termios.tcgetattr(self.child_fd)[3] & termios.ICANON and time.monotonic() < until:
            time.sleep(0.001)
        return int(super().send(s))


@dataclass
class Terminal:
    """A running `claimtrack read`. `typed` counts the keys that were pressed."""

    child: Any
    seen: str = ""
    typed: int = 0
    screens: list[str] = field(default_factory=list)

    def wait(self) -> str:
        """What is shown up to the next question, without escape sequences."""
        self.child.expect(QUESTION)
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
        self.child.expect_exact(prompt.rstrip())
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
        self.child.isalive()  # waits, after all was read
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
    line = ["--db", desk.db, "--user", "desk", "read", *arguments]
    environment = {"TERM": "xterm-256color", **environment}
    return Terminal(_forked(line, annotated_reader.install, (40, columns), environment))


def on_terminal(desk: Desk, *arguments: str, rows: int = 40, columns: int = 100, **environment: str) -> Any:
    """Start `claimtrack ARGUMENTS` on a terminal of its own: a child of pexpect."""
    line = ["--db", desk.db, "--user", "desk", *arguments]
    return _forked(line, lambda: None, (rows, columns), {"TERM": "xterm", **environment})


def _forked(
    line: list[str], prepare: Callable[[], object], dimensions: tuple[int, int], environment: dict[str, str]
) -> _Spawned:
    """The process is a copy of this one, which has loaded the program already: a Python started anew takes a second."""
    _load_program()

    def program() -> None:
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)
        os.environ.update(environment)
        _become_program(line, prepare)

    name = sys.executable  # never started: `program` does not return
    return _Spawned(name, preexec_fn=program, dimensions=dimensions)


@cache
def _load_program() -> None:
    """Let this process load what a review loads, once, by making a ledger and reading a text."""
    importlib.import_module("claimtrack.cli.review.terminal")
    importlib.import_module("claimtrack.cli.edited_line")
    with TemporaryDirectory() as folder:
        ledger = ("--db", f"{folder}/claims.db", "--user", "desk")
        done(*ledger, "story", "add", "Any")
        done(*ledger, "read", "-", "--story", "Any", "--jsonl", stdin="Nobody spoke.\n")


def _become_program(line: list[str], prepare: Callable[[], object]) -> NoReturn:
    """In a process that was just forked: run the program on the terminal that its standard streams are."""
    status = 1
    try:
        os.closerange(3, 1024)  # one of them tells whoever forked to go on
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - open until the end
            for number, mode in enumerate("rww")
        )
        signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs tests in the background ignores it
        ctypes.CDLL(readline.__file__).rl_reset_terminal(None)  # it looked at TERM when it was loaded
        warnings.simplefilter("ignore")
        prepare()
        status = main(line)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - nothing of the tests may run on in here
        traceback.print_exc()
    finally:
        os._exit(status)


def read_anew(desk: Desk, *arguments: str, **environment: str) -> Terminal:
    """As `read`, by a Python that is started anew in this environment."""
    line = ["-m", "tests.support.annotated_reader", "--db", desk.db, "--user", "desk", "read", *arguments]
    return _spawned(sys.executable, line, **environment)


def read_piped(desk: Desk, file: str, *arguments: str) -> Terminal:
    """The same with the file piped into it: `read - ARGUMENTS < FILE`."""
    line = ["-m", "tests.support.annotated_reader", "--db", desk.db, "--user", "desk", "read", "-", *arguments]
    return _spawned("/bin/sh", ["-c", f"{shlex.join([sys.executable, *line])} < {shlex.quote(file)}"])


def _spawned(program: str, line: list[str], **environment: str) -> Terminal:
    variables = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT), **environment}
    return Terminal(_Spawned(program, line, env=variables, dimensions=(40, 90)))
