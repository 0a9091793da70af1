"""How many examples hypothesis makes: fewer in a quick run (`pytest --quick`)."""

from hypothesis import settings

USUAL = 100
"""What `max_examples` is in a whole run, where a test does not name a number."""
QUICK = 10


def examples(number: int) -> int:
    """So many in a whole run, and the profile's share of them in one with fewer; at least one."""
    return max(1, number * settings.default.max_examples // USUAL)
