"""How much text is read at once: what is more is refused in a line that says the limit. No text is cut short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from claimtrack.errors import BadInput

LARGEST_FILE = 16 << 20
"""Bytes of a file that is read or checked."""
LONGEST_TEXT = LARGEST_FILE
"""Characters of a text at most."""
MOST_SENTENCES = 250_000
MOST_QUOTATIONS = 250_000
MOST_NAMES = 250_000
"""Places at which somebody or something is named."""
MOST_ATTRIBUTIONS = 50_000

IN_PARTS = "Give it in parts."

T = TypeVar("T")


def check_length(text: str) -> None:
    """Raise BadInput for a text that is too long to be read."""
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            f"this text has {len(text):,} characters, and at most {LONGEST_TEXT:,} are read at once", IN_PARTS
        )


def limited(items: Iterable[T], most: int, called: str) -> Iterator[T]:
    """The items; raises BadInput when there are more than `most`. `called` is what they are, in the plural."""
    for count, item in enumerate(items):
        if count == most:
            raise BadInput(f"this text has more than {most:,} {called}, the most that are read at once", IN_PARTS)
        yield item
