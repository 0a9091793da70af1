"""Time stamps of RFC 3161: what they say, when, and of which bytes. That the signature holds is not looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

HASHES = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
"""Object identifier, as it stands in the file -> name of the hash."""

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_TIME = re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z")
_INTEGER, _OCTETS, _OID, _GENERALIZED_TIME, _SEQUENCE, _SET, _CONTEXT_0 = 0x02, 0x04, 0x06, 0x18, 0x30, 0x31, 0xA0


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """That bytes with this digest, in hexadecimal by the `hash` named, were there at `at` (an instant in UTC)."""

    hash: str
    digest: str
    at: str


def read_time_stamp(data: bytes) -> TimeStamp:
    """The time stamp in a response (`.tsr`) or a bare token. Raises ValueError for what is none."""
    response = _Elements(_Elements(data).take(_SEQUENCE))
    if response.next_tag() == _SEQUENCE:
        response.take(_SEQUENCE)  # the status; the token follows where it was granted
        response = _Elements(response.take(_SEQUENCE))
    _must(response.take(_OID), _SIGNED_DATA)
    signed = _Elements(_Elements(response.take(_CONTEXT_0)).take(_SEQUENCE))
    signed.take(_INTEGER)
    signed.take(_SET)
    content = _Elements(signed.take(_SEQUENCE))
    _must(content.take(_OID), _TST_INFO)
    info = _Elements(_Elements(_Elements(content.take(_CONTEXT_0)).take(_OCTETS)).take(_SEQUENCE))
    info.take(_INTEGER)
    info.take(_OID)
    imprint = _Elements(info.take(_SEQUENCE))
    algorithm = _Elements(imprint.take(_SEQUENCE)).take(_OID)
    digest = imprint.take(_OCTETS)
    info.take(_INTEGER)
    at = _TIME.fullmatch(info.take(_GENERALIZED_TIME))
    if at is None or algorithm not in HASHES:
        raise ValueError("a time stamp of a kind that is not known")
    year, month, day, hour, minute, second, _ = (part.decode() if part else "" for part in at.groups())
    return TimeStamp(HASHES[algorithm], digest.hex(), f"{year}-{month}-{day}T{hour}:{minute}:{second}Z")


def _must(found: bytes, wanted: bytes) -> None:
    if found != wanted:
        raise ValueError("no time stamp")


class _Elements:
    """The elements of DER that follow one another in some bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def next_tag(self) -> int | None:
        """The tag of the next element; None at the end."""
        return self._data[self._at] if self._at < len(self._data) else None

    def take(self, tag: int) -> bytes:
        """The content of the next element, which must have this tag."""
        if self.next_tag() != tag or self._at + 1 >= len(self._data):
            raise ValueError("no time stamp")
        length = self._data[self._at + 1]
        start = self._at + 2
        if length & 0x80:
            size = length & 0x7F
            length = int.from_bytes(self._data[start : start + size], "big")
            start += size
        self._at = start + length
        if self._at > len(self._data):
            raise ValueError("a time stamp that is cut off")
        return self._data[start : self._at]
