"""The digests: what exactly is hashed of an entry (its envelope) and of a change.

An envelope is an entry without its content, which it names by a salted digest: so content can be withheld, and every
digest still fits. These bytes never change.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from claimtrack.domain.canonical_json import canonical, salted_digest, sha256
from claimtrack.domain.dates import from_utc_text, utc_text

VERSION = 1
SALT_BYTES = 16


class Entry(NamedTuple):
    """One version of one record as it is stored. `salt` and `body` are None once withheld."""

    digest: str
    type: str
    record: str
    op: str
    at: str
    envelope: str
    salt: str | None
    body: str | None


def make_entry(
    *, op: str, body: Mapping[str, Any], prev: Sequence[str], changed: Iterable[str], at: str, by: str, why: str | None
) -> Entry:
    """A new entry: `body` is the whole record with `type` and `id`, `prev` the digests of all heads it replaces."""
    salt = os.urandom(SALT_BYTES).hex()
    text = canonical(body)
    envelope = canonical(
        {
            "v": VERSION,
            "op": op,
            "type": body["type"],
            "id": body["id"],
            "prev": sorted(prev),
            "changed": sorted(changed),
            "at": at,
            "by": by,
            "why": why,
            "body_digest": salted_digest(salt, text),
        }
    )
    return Entry(sha256(envelope), body["type"], body["id"], op, at, envelope.decode(), salt, text.decode())


def after(now: str, earlier: Iterable[str]) -> str:
    """The `at` of an entry.

    Now, or a microsecond after the latest entry it replaces, whichever is later (27-character UTC).
    """
    latest = max(earlier, default="")
    if now > latest:
        return now
    return utc_text(from_utc_text(latest) + timedelta(microseconds=1))


def now_text(now: datetime | None = None) -> str:
    """An instant (the present when None) as 27-character UTC text."""
    return utc_text((now or datetime.now(UTC)).astimezone(UTC))


class ChangeHash:
    """The digest of a change in the making: SHA-256 over its canonical JSON, its entries' digests streamed in.

    `fields` has seq, ledger, at, by, why, kind, prev and merged; what is added fills the member `entries`.
    """

    def __init__(self, fields: Mapping[str, Any]) -> None:
        head, _, self._tail = canonical({**fields, "entries": []}).partition(b'"entries":[')
        self._hash = hashlib.sha256(head + b'"entries":[')
        self._comma = b""

    def add(self, digest: str) -> None:
        """Add the digest of the next entry."""
        self._hash.update(b'%s"%s"' % (self._comma, digest.encode("utf-8", "surrogatepass")))
        self._comma = b","

    def hexdigest(self) -> str:
        """The digest of the change with the entries added: 64 hexadecimal digits."""
        whole = self._hash.copy()
        whole.update(self._tail)
        return whole.hexdigest()


def change_digest(fields: Mapping[str, Any], entries: Iterable[str]) -> str:
    """The digest of a change with these fields and these entries' digests, in order."""
    change_hash = ChangeHash(fields)
    for digest in entries:
        change_hash.add(digest)
    return change_hash.hexdigest()
