"""An entry as the audit reads it: whether it gives its digests, and what it says beside other entries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical, parse
from claimtrack.ledger.entries.envelope import FirstVersions
from claimtrack.ledger.entries.stored import StoredEntry, body_of, envelope_of, holds_no_more, version_from, whole
from claimtrack.ledger.entries.versions import STATE_OF, Version
from claimtrack.ledger.store.dialect import select_in, select_rows, stored_bytes
from claimtrack.ledger.store.tables import PLACE_BITS

NOT_ITS_DIGEST = "what it says and what it holds do not give its digest"
UNREADABLE = "what it says cannot be read"

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(slots=True)
class EntryCheck:
    """An entry as it was read, and every fault found in it, in plain words."""

    row: Any
    """A row of `stored.SELECT`."""
    version: Version | None = None
    """The version that it is, None when it has a fault."""
    faults: list[str] = field(default_factory=list)
    lost: bool = False
    """Whether its content is gone, and the digest of its content with it."""

    @property
    def change(self) -> int:
        """The number of the change that it stands in."""
        return int(self.row.number >> PLACE_BITS)

    @property
    def pos(self) -> int:
        """Its place in that change, from 0."""
        return int(self.row.number & ((1 << PLACE_BITS) - 1))

    @property
    def digest(self) -> str:
        """Its digest as it is stored, as text."""
        return stored_bytes(self.row.digest).hex()

    @property
    def shown(self) -> str:
        """The entry as it is named in a finding."""
        return f"entry {self.pos} ({self.row.type} {self.row.record}, digest {self.digest})"

    @classmethod
    def of(cls, row: Any) -> EntryCheck:
        """Check what can be seen of the entry alone: what it says must give its digest."""
        check = cls(row, _first_version(row))
        if check.version is not None:
            return check
        if (row.stored is None) != (row.salt is None):
            check.faults.append("only one of its body and its salt is there")
            return check
        try:
            text = body_of(row)
            body = None if text is None else parse(stored_bytes(text))
            check.lost = body is None and "body_digest" not in parse(row.more or "{}")
            said = envelope_of(row, text, body if isinstance(body, dict) else {})
            fits = hashlib.sha256(canonical(said)).digest() == row.digest
            usual = row.more is None or holds_no_more(row)
        except (ValueError, TypeError, KeyError, AttributeError):
            check.faults.append(UNREADABLE)
            return check
        if check.lost:
            return check
        if not fits:
            check.faults.append(NOT_ITS_DIGEST)
        elif not usual:
            check.faults.append("it is not stored as claimtrack stores it")
        elif row.op not in STATE_OF or (row.more is not None and not _is_envelope(said)):
            check.faults.append("it lacks something, or holds what does not belong there")
        elif body is not None and (
            not isinstance(body, dict) or (body.get("type"), body.get("id")) != (row.type, row.record)
        ):
            check.faults.append("its body is of another record")
        else:
            check.version = version_from(row, said, body)
        return check

    @staticmethod
    def look_around(connection: Connection, checks: Sequence[EntryCheck], several: Mapping[str, int]) -> None:
        """Check what can be seen only beside other entries: what each replaces, and whether it may be blank.

        `several` are the records that have more than one entry: of others the only one is before us.
        """
        replacing = {check.row.record for check in checks if check.version is not None and check.version.prev}
        sql = "SELECT record, digest FROM entry WHERE record IN :values"
        there = {(row.record, stored_bytes(row.digest).hex()) for row in select_in(connection, sql, replacing)}
        sql = "SELECT DISTINCT record FROM entry WHERE op = 'withhold' AND record IN :values"
        withheld = {row.record for row in select_in(connection, sql, several)}
        withheld.update(check.row.record for check in checks if check.row.op == "withhold")
        for check in checks:
            record, blank = check.row.record, check.row.stored is None
            for prev in check.version.prev if check.version is not None else ():
                if (record, prev) not in there:
                    check.faults.append(_not_replaced(connection, prev))
            if blank and record not in withheld:
                check.faults.insert(0, "its content is gone, though nobody withheld the record")
            elif check.lost:
                check.faults.append(NOT_ITS_DIGEST)
            if not blank and record in withheld:
                check.faults.insert(0, "its content is still there, though the record is withheld")


@lru_cache(maxsize=64)
def _first_versions(at: str, by: str, why: str | None) -> FirstVersions:
    return FirstVersions(at, by, why)


def _first_version(row: StoredEntry) -> Version | None:
    """The version of a row that says no more than its change, as most do; None when it says more or does not fit.

    It is what the longer way through `EntryCheck.of` comes to, which also names what does not fit.
    """
    if row.op != "set" or row.more is not None or row.at is not None or row.salt is None or row.stored is None:
        return None
    try:
        text = whole(row.stored, row.record, row.type)
        body = parse(text)
        if body["id"] != row.record or body["type"] != row.type or not (row.record.isascii() and row.record.isalnum()):
            return None
        first_versions = _first_versions(row.change_at, row.change_by, row.change_why)
        digest, given = first_versions.check(body, text, row.salt)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if digest != row.digest:
        return None
    return Version(digest.hex(), "set", (), given, row.change_at, row.change_by, body, row.number)


def with_several_entries(connection: Connection, records: Iterable[str]) -> dict[str, int]:
    """Those of these records that have more than one entry, each with the number of the last."""
    sql = "SELECT record, MAX(number) FROM entry WHERE record IN :values GROUP BY record HAVING COUNT(*) > 1"
    return dict(select_rows(connection, sql, records))


def _not_replaced(connection: Connection, digest: str) -> str:
    sql = text("SELECT record FROM entry WHERE digest = :digest ORDER BY number LIMIT 1")
    other = connection.execute(sql, {"digest": bytes.fromhex(digest) if _DIGEST.match(digest) else b""}).scalar()
    if other is None:
        return f"it replaces {digest}, which is not there"
    return f"it replaces {digest}, which is a version of another record, {other}"


def _is_envelope(said: dict[str, Any]) -> bool:
    lists = all(
        isinstance(said[name], list)
        and all(isinstance(item, str) for item in said[name])
        and said[name] == sorted(set(said[name]))
        for name in ("prev", "changed")
    )
    texts = all(isinstance(said[name], str) for name in ("type", "id", "op", "at", "by", "body_digest"))
    return lists and texts and said["op"] in STATE_OF
