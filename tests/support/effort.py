"""How much work a test does: the examples of hypothesis (fewer with `pytest --quick`), and the steps of a function."""

import os
import sys
from collections.abc import Callable

from hypothesis import settings

USUAL = 100
"""What `max_examples` is in a whole run, where a test does not name a number."""
QUICK = 10
SOAKED = int(os.environ.get("CLAIMTRACK_LEAK_EXAMPLES", "0"))
"""The random histories of each test of `make leaks`; 0 in the usual runs."""


def examples(number: int) -> int:
    """So many in a whole run, and the profile's share of them in one with fewer; at least one."""
    return max(1, number * settings.default.max_examples // USUAL)


def steps(action: Callable[[], object]) -> int:
    """How many calls and returns, of Python and of C functions, an action takes: the same on a busy machine."""
    count = 0

    def seen(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count
