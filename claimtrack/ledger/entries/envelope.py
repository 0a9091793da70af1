"""The digests: what exactly is hashed of an entry (its envelope) and of a change.

An envelope is an entry without its content, which it names by a salted digest: so content can be withheld, and every
digest still fits. These bytes never change.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from claimtrack.domain.canonical_json import canonical, parse
from claimtrack.domain.dates import from_utc_text, utc_text
from claimtrack.ledger.entries.versions import NEVER_CHANGED

VERSION = 1
SALT_BYTES = 16


class Entry(NamedTuple):
    """One version of one record: what its envelope says, and its content. `salt` and `body` are None once withheld."""

    digest: bytes
    """SHA-256 over the envelope."""
    type: str
    record: str
    op: str
    at: str
    by: str
    why: str | None
    prev: Sequence[str]
    """The digests (hex) of the versions it replaces, sorted."""
    changed: Sequence[str]
    """The fields its writer gave, sorted."""
    body_digest: str
    salt: bytes | None
    body: str | None


def make_entry(
    *,
    op: str,
    body: Mapping[str, Any],
    prev: Sequence[str],
    changed: Iterable[str],
    at: str,
    by: str,
    why: str | None,
) -> Entry:
    """A new entry: `body` is the whole record with `type` and `id`, `prev` the digests of all heads it replaces."""
    salt = os.urandom(SALT_BYTES)
    data = canonical(body)
    digest = hashlib.sha256(salt + data).hexdigest()
    record_type, record, replaced, given = body["type"], body["id"], sorted(prev), sorted(changed)
    said = envelope(op, record_type, record, replaced, given, at, by, why, digest)
    members = (op, at, by, why, replaced, given, digest, salt, data.decode())
    return Entry(hashlib.sha256(canonical(said)).digest(), record_type, record, *members)


class FirstVersions:
    """Entries that are the first of their records, of one change: what their envelopes share is written once."""

    def __init__(self, at: str, by: str, why: str | None) -> None:
        self._start = b'{"at":%s,"body_digest":"' % canonical(at)
        self._by = canonical(by)
        self._why = canonical(why)
        self._shared: dict[tuple[str, tuple[str, ...]], _Shared] = {}

    def make(self, bodies: Sequence[tuple[Mapping[str, Any], str]]) -> Iterator[tuple[bytes, bytes]]:
        """The digest and the salt of the first entry of each of these records, whose bodies are in canonical JSON too.

        All salts are drawn from the system at once.
        """
        drawn = os.urandom(len(bodies) * SALT_BYTES)
        for start, (body, text) in zip(range(0, len(drawn), SALT_BYTES), bodies, strict=True):
            salt = drawn[start : start + SALT_BYTES]
            yield self.check(body, text, salt)[0], salt

    def check(self, body: Mapping[str, Any], text: str, salt: bytes) -> tuple[bytes, tuple[str, ...]]:
        """The digest of an entry with this salt, and the fields that its writer gave.

        The id of the body must be one of letters and digits, as all ids are.
        """
        shape = body["type"], tuple(body)
        shared = self._shared.get(shape)
        if shared is None:
            shared = self._shared[shape] = self._between(*shape)
        body_digest = hashlib.sha256(salt + text.encode()).hexdigest()
        said = b"".join((self._start, body_digest.encode(), shared.middle, body["id"].encode(), shared.end))
        return hashlib.sha256(said).digest(), shared.given

    def _between(self, record_type: str, fields: Iterable[str]) -> _Shared:
        given = sorted(name for name in fields if name not in NEVER_CHANGED)
        middle = b'","by":%s,"changed":%s,"id":"' % (self._by, canonical(given))
        end = b'","op":"set","prev":[],"type":%s,"v":%d,"why":%s}' % (canonical(record_type), VERSION, self._why)
        return _Shared(middle, end, tuple(given))


class _Shared(NamedTuple):
    """What records with the same fields share: the envelope between the digest of the body and the id, and after it."""

    middle: bytes
    end: bytes
    given: tuple[str, ...]


def read_entry(said: Mapping[str, Any], salt: str | None, body: str | None) -> Entry:
    """The entry of an envelope, with the salt (hex) and the canonical body that belong to it."""
    members = (said["type"], said["id"], said["op"], said["at"], said["by"], said["why"], said["prev"], said["changed"])
    digest = hashlib.sha256(canonical(said)).digest()
    return Entry(digest, *members, said["body_digest"], None if salt is None else bytes.fromhex(salt), body)


def envelope(
    op: str,
    record_type: str,
    record: str,
    prev: Sequence[str],
    changed: Sequence[str],
    at: str,
    by: str,
    why: str | None,
    body_digest: str,
) -> dict[str, Any]:
    """An envelope: its canonical form is what the digest of an entry is of."""
    return {
        "v": VERSION,
        "op": op,
        "type": record_type,
        "id": record,
        "prev": prev,
        "changed": changed,
        "at": at,
        "by": by,
        "why": why,
        "body_digest": body_digest,
    }


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


def change_fields(row: Any) -> dict[str, Any]:
    """What a change's digest covers besides the digests of its entries, from its row."""
    return {
        "seq": row.seq,
        "ledger": row.ledger,
        "at": row.at,
        "by": row.by,
        "why": row.why,
        "kind": row.kind,
        "prev": row.prev,
        "merged": None if row.merged is None else parse(row.merged),
    }


class ChangeHash:
    """The digest of a change in the making: SHA-256 over its canonical JSON, its entries' digests streamed in.

    `fields` has seq, ledger, at, by, why, kind, prev and merged; what is added fills the member `entries`. Those that
    do not stand before it, which are all but at and by, may be given at the end.
    """

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields
        self._hash = hashlib.sha256(b"".join(_parted(fields)[:2]))
        self._comma = b""

    def add(self, digests: Sequence[str]) -> None:
        """Add the digests of the next entries, one or more."""
        self._hash.update(b'%s"%s"' % (self._comma, '","'.join(digests).encode("utf-8", "surrogatepass")))
        self._comma = b","

    def hexdigest(self, **more: Any) -> str:
        """The digest of the change with the entries added, and these fields besides: 64 hexadecimal digits."""
        whole = self._hash.copy()
        whole.update(_parted({**self._fields, **more})[2])
        return whole.hexdigest()


def _parted(fields: Mapping[str, Any]) -> tuple[bytes, bytes, bytes]:
    """A change without entries in canonical JSON: up to the member `entries`, the beginning of that, and the rest."""
    return canonical({**fields, "entries": []}).partition(b'"entries":[')


def change_digest(fields: Mapping[str, Any], entries: Iterable[str]) -> str:
    """The digest of a change with these fields and these entries' digests, in order."""
    change_hash = ChangeHash(fields)
    each = iter(entries)
    while some := list(islice(each, 1000)):
        change_hash.add(some)
    return change_hash.hexdigest()
