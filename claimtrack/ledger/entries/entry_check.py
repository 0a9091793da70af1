"""Checking one stored entry: its envelope, its digest and its body, and what it replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical, parse, salted_digest, sha256
from claimtrack.ledger.entries.envelope import SALT_BYTES, VERSION
from claimtrack.ledger.store.dialect import select_in, stored_bytes
from claimtrack.ledger.write.append import STATE_OF

MEMBERS = frozenset({"v", "op", "type", "id", "prev", "changed", "at", "by", "why", "body_digest"})
_SALT = re.compile(rf"[0-9a-f]{{{2 * SALT_BYTES}}}\Z")
_COLUMNS = (("type", "type"), ("id", "record"), ("op", "op"), ("at", "at"))


@dataclass(slots=True)
class EntryCheck:
    """An entry as it was read, and every fault found in it, in plain words."""

    change: int
    pos: int
    digest: str
    record: str
    shown: str
    """The entry as it is named in a finding."""
    prev: tuple[str, ...] = ()
    blank: bool = False
    """Whether its content is gone."""
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, row: Any) -> EntryCheck:
        """Check what can be seen of the entry alone."""
        shown = f"entry {row.pos} ({row.type} {row.record}, digest {row.digest})"
        check = cls(row.change, row.pos, row.digest, row.record, shown, blank=row.body is None)
        envelope = check._envelope(row)
        if envelope is not None:
            check.prev = tuple(envelope["prev"])
            check._body(row, envelope)
        return check

    def _envelope(self, row: Any) -> dict[str, Any] | None:
        data = stored_bytes(row.envelope)
        if sha256(data) != row.digest:
            self.faults.append("its envelope does not give its digest")
        try:
            envelope: dict[str, Any] = parse(data)
            if canonical(envelope) != data:
                self.faults.append("its envelope is not in canonical form")
        except (ValueError, TypeError):
            self.faults.append("its envelope cannot be read")
            return None
        if not _is_envelope(envelope):
            self.faults.append("its envelope lacks something, or holds what does not belong there")
            return None
        for member, column in _COLUMNS:
            if envelope[member] != getattr(row, column):
                self.faults.append(
                    f"its envelope says {member} {envelope[member]}, where the table has {getattr(row, column)}"
                )
        return envelope

    def _body(self, row: Any, envelope: dict[str, Any]) -> None:
        if row.body is None or row.salt is None:
            if row.body is not None or row.salt is not None:
                self.faults.append("only one of its body and its salt is there")
            return
        if not isinstance(row.salt, str) or not _SALT.match(row.salt):
            self.faults.append("its salt is no salt")
            return
        data = stored_bytes(row.body)
        if salted_digest(row.salt, data) != envelope["body_digest"]:
            self.faults.append("its body does not give the digest that its envelope has of it")
            return
        try:
            body = parse(data)
        except ValueError:
            body = None
        if not isinstance(body, dict) or (body.get("type"), body.get("id")) != (envelope["type"], envelope["id"]):
            self.faults.append("its body is of another record")

    @staticmethod
    def look_around(connection: Connection, checks: Sequence[EntryCheck]) -> None:
        """Check what can be seen only beside other entries: what each replaces, and whether it may be blank."""
        sql = "SELECT digest, record FROM entry WHERE digest IN :values"
        owners = {
            row.digest: row.record
            for row in select_in(connection, sql, (prev for check in checks for prev in check.prev))
        }
        sql = "SELECT DISTINCT record FROM entry WHERE op = 'withhold' AND record IN :values"
        withheld = {row.record for row in select_in(connection, sql, (check.record for check in checks))}
        for check in checks:
            for prev in check.prev:
                if prev not in owners:
                    check.faults.append(f"it replaces {prev}, which is not there")
                elif owners[prev] != check.record:
                    check.faults.append(f"it replaces {prev}, which is a version of another record, {owners[prev]}")
            if check.blank and check.record not in withheld:
                check.faults.append("its content is gone, though nobody withheld the record")
            if not check.blank and check.record in withheld:
                check.faults.append("its content is still there, though the record is withheld")


def _is_envelope(envelope: Any) -> bool:
    if not isinstance(envelope, dict) or envelope.keys() != MEMBERS:
        return False
    lists = all(
        isinstance(envelope[name], list)
        and all(isinstance(item, str) for item in envelope[name])
        and envelope[name] == sorted(set(envelope[name]))
        for name in ("prev", "changed")
    )
    texts = all(isinstance(envelope[name], str) for name in ("type", "id", "op", "at", "by", "body_digest"))
    return lists and texts and envelope["v"] == VERSION and envelope["op"] in STATE_OF
