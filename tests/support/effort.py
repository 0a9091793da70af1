"""How much work a test does: the examples of hypothesis (fewer with `pytest --quick`), and the steps of a function."""

import gc
import os
import sys
import time
from collections.abc import Callable

from hypothesis import HealthCheck, settings

USUAL = 100
"""What `max_examples` is in a whole run, where a test does not name a number."""
QUICK = 10
FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""What hypothesis may pass over where its examples share a fixture; how slow they are depends on the machine."""
SOAKED = int(os.environ.get("CLAIMTRACK_LEAK_EXAMPLES", "0"))
"""The random histories of each test of `make leaks`; 0 in the usual runs."""


def examples(number: int) -> int:
    """So many in a whole run, and the profile's share of them in one with fewer; at least one."""
    return max(1, number * settings.default.max_examples // USUAL)


def steps(action: Callable[[], object]) -> int:
    """How many calls and returns, of Python and of C functions, an action takes: the same on a busy machine."""
    count = 0

    def seen(frame: object, event: object, argument: object) -> None:  # named: `*_` makes a tuple of each call
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


def grows(small: Callable[[], object], large: Callable[[], object], times: float, spare: float) -> bool:
    """Whether an action takes more CPU than so many times that of a small one and `spare` seconds, tried three times.

    For what `steps` does not see: regular expressions. What else the process does meanwhile may cost one try or two.
    """
    return all(_seconds(large) >= times * _seconds(small) + spare for _ in range(3))


def _seconds(action: Callable[[], object]) -> float:
    collects = gc.isenabled()
    gc.disable()
    try:
        begin = time.process_time()
        action()
        return time.process_time() - begin
    finally:
        if collects:
            gc.enable()
