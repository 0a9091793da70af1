"""Running the program inside the test: the same entry as a shell's, with streams that are looked at afterwards."""

from __future__ import annotations

import fcntl
import io
import os
import subprocess
import sys
import termios
import time
from array import array
from dataclasses import dataclass
from typing import Any

from claimtrack.cli.main import main
from tests.support.tree import ROOT


@dataclass(frozen=True)
class Ran:
    """What a run came to: its exit status and everything it wrote."""

    status: int
    out: str
    err: str


def run(*arguments: str, stdin: str = "") -> Ran:
    """Run `claimtrack ARGUMENTS`, as off a terminal."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    streams = [io.TextIOWrapper(each, encoding="utf-8", newline="", write_through=True) for each in (out, err)]
    sys.stdout, sys.stderr = streams
    try:
        status = main(arguments)
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    for stream in streams:
        stream.flush()
    return Ran(status, out.getvalue().decode(), err.getvalue().decode())


def done(*arguments: str, stdin: str = "") -> str:
    """Run `claimtrack ARGUMENTS`, which must go well, and give what it printed, without the last line feed."""
    ran = run(*arguments, stdin=stdin)
    assert ran.status == 0, f"claimtrack {' '.join(arguments)}: exit status {ran.status}\n{ran.err}"
    return ran.out.removesuffix("\n")


def process(*arguments: str, **environment: str) -> Ran:
    """Run `claimtrack ARGUMENTS` in a process of its own."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    ran = subprocess.run(
        [sys.executable, "-m", "claimtrack", *arguments],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def shell(line: str, db: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell, in which `claimtrack` is the program on the ledger at `db`."""
    script = f'claimtrack() {{ "{sys.executable}" -m claimtrack --db "{db}" --user desk "$@"; }}; {line}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(["/bin/sh", "-c", script], capture_output=True, env=environment, check=False)


FULL = 60_000
"""Bytes in a pipe that takes hardly more: one of Linux holds 64 KiB."""


def wait_until_full(program: subprocess.Popen[Any]) -> None:
    """Wait until a program waits for somebody to read what it wrote into a pipe."""
    assert program.stdout is not None
    size = array("i", [0])
    while size[0] < FULL:
        assert program.poll() is None, "it wrote too little to fill a pipe"
        time.sleep(0.01)
        fcntl.ioctl(program.stdout.fileno(), termios.FIONREAD, size)
