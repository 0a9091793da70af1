"""Whole processes, timed in pairs: A B A B, so that a drift of the machine's speed falls on both."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds of user CPU and of the wall clock, and the largest resident memory in MiB."""

    cpu: float
    seconds: float
    memory: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The runs of two commands in turn. `ratio` is A's user CPU over B's, the median over the pairs."""

    a: tuple[Run, ...]
    b: tuple[Run, ...]

    @property
    def ratio(self) -> float:
        """Median of A/B, pair by pair."""
        return statistics.median(x.cpu / max(y.cpu, 0.001) for x, y in zip(self.a, self.b, strict=True))


def run(command: Sequence[str], environment: dict[str, str] | None = None, *, allowed: Sequence[int] = (0, 1)) -> Run:
    """Run a command to its end, its output thrown away. One that ends with another status stops the measuring."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment or dict(os.environ),
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{errors.decode()[-2000:]}")
    return Run(usage.ru_utime, seconds, usage.ru_maxrss / 1024)


def pair(
    a: Callable[[], Sequence[str]],
    b: Callable[[], Sequence[str]],
    runs: int,
    environment: dict[str, str] | None = None,
) -> Pair:
    """Run A and B in turn `runs` times after one warm-up each; each callable prepares a run and returns its command."""
    run(a(), environment)
    run(b(), environment)
    first, second = [], []
    for _ in range(runs):
        first.append(run(a(), environment))
        second.append(run(b(), environment))
    return Pair(tuple(first), tuple(second))


def cpu(runs: Sequence[Run]) -> float:
    """The median user CPU of runs, in seconds."""
    return statistics.median(one.cpu for one in runs)
