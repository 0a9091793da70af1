"""What a change wrote to a ledger that was empty before: so that most of what it looks for needs no query."""

from __future__ import annotations

from collections.abc import Hashable

_BYTES = 1 << 21
_MASK = _BYTES - 1
_PAIRS = tuple(1 << one | 1 << other for one in range(8) for other in range(8) if one != other)
"""Two bits of a byte."""


class WrittenKeys:
    """A Bloom filter of 2 MiB, however many keys are added: it may take a key for one that was added, never otherwise.

    It does for one key in eighty once half a million were added, and for one in twenty after a million and a half. A
    key sets two bits of one byte.
    """

    def __init__(self) -> None:
        self._bytes = bytearray(_BYTES)

    def add(self, key: Hashable) -> None:
        """Remember a key."""
        number = hash(key)
        self._bytes[number & _MASK] |= _PAIRS[(number >> 24) % len(_PAIRS)]

    def __contains__(self, key: Hashable) -> bool:
        """Whether the key may have been added; False is certain."""
        number = hash(key)
        pair = _PAIRS[(number >> 24) % len(_PAIRS)]
        return self._bytes[number & _MASK] & pair == pair
