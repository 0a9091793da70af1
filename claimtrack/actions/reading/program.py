"""What a program of the user's proposes of an article: it is given the text, and gives a claim on each line as JSON.

It stands where the rules stand: what it gives are proposals, and a person decides.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import IO

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.proposed_lines import claims_of_lines, with_lines
from claimtrack.domain.records import FilePosition
from claimtrack.errors import BadInput
from claimtrack.formats.jsonl import values
from claimtrack.problem import Problem

MOST_BYTES = 16 << 20
"""Of a program that gives more, nothing is taken."""
MOST_SECONDS = 600
"""For all that a program does; one that takes longer is ended."""
HELD_SECONDS = 3
"""How long the end of what it gives is waited for when it has ended itself: what it started may hold that open."""
MOST_MESSAGES = 100
"""Lines of its standard error that are shown; the rest is read and dropped."""
_LONGEST_MESSAGE = 500


def propose_with(article: Article, command: str, tell: Callable[[str], None]) -> tuple[Article, list[Problem]]:
    """The article with what `command` proposes in place of what the rules do, and what is wrong with the other lines.

    The text is its standard input, in UTF-8; nothing else of the ledger is given to it. A line is as `read --jsonl`
    gives it; of a quotation `exact` is enough where it stands once, else `prefix`, `suffix` or `start` tell which is
    meant. `tell` is given each line of its standard error as it comes. Raises BadInput when the command cannot be run,
    fails, gives too much or takes too long; it is ended then, as it is by Ctrl-C, with what it started
    that is still in its process group. What it leaves running when it ends by itself is told of, and left.
    """
    arguments = _arguments(command)
    name = Path(arguments[0]).name
    out = _run(arguments, article.text, name, tell)
    lines = [(FilePosition(name, number), value, name) for number, value in values(BytesIO(out), name)]
    return with_lines(article, claims_of_lines(article, lines))


def _arguments(command: str) -> list[str]:
    try:
        arguments = shlex.split(command)
    except ValueError as error:
        raise BadInput(f"{command!r} is no command: {error}", "Give it as you would type it in a shell.") from None
    if not arguments:
        raise BadInput("no command is named", "Give --with 'PROGRAM ARGUMENTS'.")
    return arguments


def _run(arguments: list[str], text: str, name: str, tell: Callable[[str], None]) -> bytes:
    try:
        process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    except OSError as error:
        raise BadInput(f"{name} could not be run: {error.strerror}", "Nothing was proposed.") from None
    try:
        out = _exchange(process, text.encode(), name, tell)
        if len(out) > MOST_BYTES:
            raise BadInput(f"{name} gave more than {MOST_BYTES >> 20} MiB", "Nothing of it was taken.")
    except subprocess.TimeoutExpired:
        _end(process)
        raise BadInput(f"{name} takes more than {MOST_SECONDS} seconds", "It was ended.") from None
    except BaseException:
        _end(process)
        raise
    if process.returncode:
        raise BadInput(f"{name} failed with status {process.returncode}", "Nothing of it was taken.")
    return out


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what is in its group."""
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _exchange(process: subprocess.Popen[bytes], data: bytes, name: str, tell: Callable[[str], None]) -> bytes:
    """What the process gives for `data`, up to a byte more than is taken. Raises TimeoutExpired."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    out, over = bytearray(), Event()

    def tell_line(line: str) -> None:
        if not over.is_set():
            tell(f"{name}: {line}")

    taker = Thread(target=_take, args=(process.stdout, out), daemon=True)
    threads = [
        taker,
        Thread(target=_give, args=(process.stdin, data), daemon=True),
        Thread(target=_tell_lines, args=(process.stderr, tell_line), daemon=True),
    ]
    deadline = time.monotonic() + MOST_SECONDS
    for thread in threads:
        thread.start()
    while taker.is_alive() and process.poll() is None and time.monotonic() < deadline:
        taker.join(0.1)
    if len(out) <= MOST_BYTES:
        process.wait(max(deadline - time.monotonic(), 0))
        held_until = time.monotonic() + HELD_SECONDS
        for thread in threads:
            thread.join(max(held_until - time.monotonic(), 0))
        over.set()
        if any(thread.is_alive() for thread in threads):
            tell(f"{name} has ended, but something that it started still runs: what that gives is not taken")
    return bytes(out)


def _give(stream: IO[bytes], data: bytes) -> None:
    with suppress(OSError), stream:  # it may end, or close its input, without reading all
        stream.write(data)


def _take(stream: IO[bytes], out: bytearray) -> None:
    with stream:
        while len(out) <= MOST_BYTES and (part := os.read(stream.fileno(), 1 << 16)):
            out += part


def _tell_lines(stream: IO[bytes], tell: Callable[[str], None]) -> None:
    """Give what there is to see in each line: of one that is written over itself, as progress is, the last state."""
    with stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_MESSAGE), b"")):
            seen = line.decode("utf-8", "replace").rstrip().rpartition("\r")[2]
            if number < MOST_MESSAGES and seen:
                tell(seen)
            elif number == MOST_MESSAGES:
                tell("... and more")
