"""Record ids: 120 bits of SHA-256 over what a record said when first recorded, as 24 letters and digits.

Derived once, stored and carried; never recomputed, because case-folding tables differ between versions of Unicode.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from claimtrack.domain.canonical_json import canonical

ID_LENGTH = 24
PREFIX_LENGTH = 4
"""The fewest characters of an id that a person may type."""

_ID = re.compile(r"[a-z2-7]{24}\Z")
_PREFIX = re.compile(r"[a-z2-7]{4,24}\Z")

KeyPart = str | int | None | Sequence["KeyPart"]


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]


def _text(data: bytes) -> str:
    """The first 120 bits as 24 letters and digits: base 32 of RFC 4648, in lower case."""
    pairs = _PAIRS
    first, last = int.from_bytes(data[:8], "big") >> 4, int.from_bytes(data[7:15], "big")
    return (
        f"{pairs[first >> 50]}{pairs[first >> 40 & 1023]}{pairs[first >> 30 & 1023]}{pairs[first >> 20 & 1023]}"
        f"{pairs[first >> 10 & 1023]}{pairs[first & 1023]}{pairs[last >> 50 & 1023]}{pairs[last >> 40 & 1023]}"
        f"{pairs[last >> 30 & 1023]}{pairs[last >> 20 & 1023]}{pairs[last >> 10 & 1023]}{pairs[last & 1023]}"
    )


def make_id(record_type: str, *parts: KeyPart) -> str:
    """The id of a record of `record_type` whose natural key is `parts` (an absent part is "")."""
    return _text(hashlib.sha256(canonical(["claimtrack/1", record_type, *parts])).digest())


def random_id() -> str:
    """An id that says nothing about its record: for a confidential source, and for a ledger."""
    return _text(secrets.token_bytes(15))


def is_id(text: str) -> bool:
    """Whether `text` has the form of a whole id."""
    return len(text) == ID_LENGTH and _ID.match(text) is not None


def ids_in(*values: Any) -> set[str]:
    """Every text in these values, at any depth, that has the form of an id."""
    return {text for text in texts_in(values) if is_id(text)}


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth, in order; names of members are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


def is_prefix(text: str) -> bool:
    """Whether `text` could be the beginning of an id that a person typed: four characters or more."""
    return _PREFIX.match(text) is not None


def wordless_label(type: str, id: str) -> str:
    """What a record is called that has no words of its own: "assertion cezxjyv6a5fqkho6osziamyd"."""
    return f"{type} {id}"
