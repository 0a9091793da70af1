"""Canonical JSON (RFC 8785) and digests over it.

Records hold no floats and ASCII keys only, so orjson with sorted keys *is* the canonical form; a test holds it to the
RFC.
"""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

_OPTIONS = orjson.OPT_SORT_KEYS


def canonical(value: Any) -> bytes:
    """`value` (dicts, lists, text, whole numbers, booleans, None) as canonical JSON in UTF-8."""
    return orjson.dumps(value, option=_OPTIONS)


def canonical_text(value: Any) -> str:
    """The same as text."""
    return orjson.dumps(value, option=_OPTIONS).decode()


def parse(data: bytes | str) -> Any:
    """Read back what `canonical` wrote. Not for foreign input: formats/strict_json.py is."""
    return orjson.loads(data)


def sha256(data: bytes) -> str:
    """SHA-256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of `value`, 64 hexadecimal digits."""
    return hashlib.sha256(orjson.dumps(value, option=_OPTIONS)).hexdigest()


def salted_digest(salt: str, body: bytes) -> str:
    """SHA-256 over 16 bytes of salt (given as 32 hexadecimal digits) followed by a canonical body."""
    return hashlib.sha256(bytes.fromhex(salt) + body).hexdigest()
