"""The audit: every digest and every link of the history recomputed, and what does not fit named, the first thing first.

A ledger is tamper-evident: whoever changes a byte of its history leaves digests that do not fit, unless all that
follows is recomputed too; then a head kept elsewhere (`head`) is no longer in it. The schema is compared with what the
migrations make, and, if all that fits, the projection with what the entries give. Memory is flat: pages by key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical, parse, salted_digest, sha256
from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.envelope import SALT_BYTES, VERSION, ChangeHash
from claimtrack.ledger.projection.comparison import Reading, differences
from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.dialect import as_stored, is_sqlite, select_in, stored_bytes
from claimtrack.ledger.store.integrity import file_faults, schema_faults
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


MOST_FINDINGS = 20
"""Findings that are kept; beyond, they are only counted."""
CHANGES = 200
"""Changes read at a time."""
ENTRIES = 1_000
"""Entries read at a time."""

_HEAD = re.compile(r"[0-9a-f]{64}\Z")
_CHANGE_COLUMNS = 'seq, digest, prev, ledger, at, "by", why, kind, merged, entries'
_ENTRY_COLUMNS = "change, pos, digest, type, record, op, at, envelope, salt, body"


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One thing that does not fit, in plain words; `change`, `entry` (a digest) and `record` say where, if anywhere."""

    what: str
    change: int | None = None
    entry: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class HeadFound:
    """Where the head that was asked for is: it is the digest of change `seq`, made `at`, recomputed here."""

    seq: int
    at: str


@dataclass(slots=True)
class AuditReport:
    """What an audit came to. `findings` are the first of `count`, in the order of the history."""

    changes: int = 0
    entries: int = 0
    head: str = ""
    """The digest of the last change, "" when there is none."""
    at: str | None = None
    """When the last change was made: 27-character UTC, None when there is none."""
    head_found: HeadFound | None = None
    """Set when a head was asked for and is in the history."""
    findings: list[AuditFinding] = field(default_factory=list)
    count: int = 0

    @property
    def clean(self) -> bool:
        """Whether everything fits."""
        return not self.count

    def add(self, finding: AuditFinding) -> None:
        """Count one finding, and keep it while there are few."""
        self.count += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)


def audit(
    source: Connection | LedgerDatabase, *, head: str | None = None, zone: tzinfo = UTC, projection: bool = True
) -> AuditReport:
    """Recompute every digest and every link of a ledger, and see whether the query tables hold what the entries give.

    From a LedgerDatabase it reads in many short transactions and in the ledger's zone, so that writers do not wait;
    from a Connection, in the one that is open, bare dates read in `zone`. `head` is the digest of a change kept
    elsewhere, to be proved part of the history. Raises BadInput when `head` is no digest.
    """
    wanted = head.strip().lower() if head is not None else None
    if wanted is not None and not _HEAD.match(wanted):
        raise BadInput("this is no head of a ledger", "A head is 64 hexadecimal digits, as 'claimtrack log' shows.")
    if isinstance(source, LedgerDatabase):
        return _Audit(partial(source.reading, views=False), source.zone).run(wanted, projection)
    return _Audit(lambda: nullcontext(source), zone).run(wanted, projection)


class _Audit:
    """One audit: first the history in its order, then, if that fits, the projection."""

    def __init__(self, reading: Reading, zone: tzinfo) -> None:
        self._reading = reading
        self._zone = zone
        self._report = AuditReport()
        self._wanted: str | None = None
        self._stated_by: int | None = None
        self._seq = 0
        self._ledger = ""

    def run(self, wanted: str | None, projection: bool) -> AuditReport:
        report = self._report
        self._wanted = wanted
        with self._reading() as connection:
            self._ledger = str(migrations.meta(connection, "ledger"))
            self._check_numbers(connection)
        if not report.clean:
            return report
        while page := self._changes():
            self._check_page(page)
        with self._reading() as connection:
            self._check_end(connection)
        if wanted is not None and report.head_found is None:
            report.add(AuditFinding(f"the head {wanted} is not in the history of this ledger{self._stated()}"))
        if projection:
            self._check_database()
        if projection and report.clean:
            for difference in differences(self._reading, self._zone):
                report.add(AuditFinding(f"projection differs: run claimtrack db rebuild ({difference})"))
        return report

    def _check_numbers(self, connection: Connection) -> None:
        """Name what stands before the first change: changes and entries are read from number 1 on."""
        kind = " OR typeof({0}) <> 'integer'" if is_sqlite(connection) else ""
        for table, column in (("change", "seq"), ("entry", "change")):
            sql = f"SELECT {column} AS seq, digest FROM {table} WHERE {column} < 1{kind.format(column)} ORDER BY 1, 2"
            for row in connection.execute(text(f"{sql} LIMIT {MOST_FINDINGS}")):
                what = f"a row of the table {table} is numbered {row.seq}, and the first change is 1"
                self._report.add(AuditFinding(f"change {row.seq}: {what} (digest {row.digest})"))

    def _check_database(self) -> None:
        """Hold the schema against the migrations, then the file and its search index against itself."""
        with self._reading() as connection:
            faults = list(schema_faults(connection)) or list(file_faults(connection))
        for fault in faults:
            self._report.add(AuditFinding(fault))

    def _stated(self) -> str:
        """What is to be said of a head that a change only states: of merged ledgers the changes are not kept here."""
        if self._stated_by is None:
            return ""
        return (
            f"; change {self._stated_by} only says that it took over a ledger with this head,"
            " which proves nothing: audit that ledger"
        )

    def _changes(self) -> list[Any]:
        with self._reading() as connection, as_stored(connection):
            sql = f"SELECT {_CHANGE_COLUMNS} FROM change WHERE seq > :seq ORDER BY seq LIMIT {CHANGES}"
            return list(connection.execute(text(sql), {"seq": self._seq}))

    def _check_page(self, page: list[Any]) -> None:
        entries = self._entries(self._seq, page[-1].seq, self._reading)
        check: EntryCheck | None = next(entries, None)
        for row in page:
            while check is not None and check.change < row.seq:
                self._orphan(check)
                check = next(entries, None)
            self._links(row)
            change_hash = self._hash_of(row)
            count = 0
            while check is not None and check.change == row.seq:
                self._entry(check, count)
                if change_hash is not None:
                    change_hash.add(check.digest)
                count += 1
                check = next(entries, None)
            self._note_head(row, self._sealed(row, change_hash, count))
            self._seq = row.seq
            self._report.changes += 1
            self._report.head, self._report.at = row.digest, row.at
        while check is not None:
            self._orphan(check)
            check = next(entries, None)

    def _entries(self, after: int, last: int | None, reading: Reading) -> Iterator[EntryCheck]:
        """The entries of the changes after `after` up to `last` (None: of all), checked one by one."""
        change, pos = after, 2**62
        below = "" if last is None else f" AND change <= {last:d}"
        sql = (
            f"SELECT {_ENTRY_COLUMNS} FROM entry WHERE (change, pos) > (:change, :pos){below}"
            f" ORDER BY change, pos LIMIT {ENTRIES}"
        )
        while True:
            with reading() as connection, as_stored(connection):
                rows = connection.execute(
                    text(sql), {"change": change, "pos": pos}, execution_options={"yield_per": 50}
                )
                checks = [EntryCheck.of(row) for row in rows]
                EntryCheck.look_around(connection, checks)
            yield from checks
            if len(checks) < ENTRIES:
                return
            change, pos = checks[-1].change, checks[-1].pos

    def _say(self, what: str, row: Any) -> None:
        self._report.add(AuditFinding(f"change {row.seq}: {what}", change=row.seq))

    def _links(self, row: Any) -> None:
        report = self._report
        if row.seq != self._seq + 1:
            missing = f"change {self._seq + 1} is" if row.seq == self._seq + 2 else f"changes {self._seq + 1} on are"
            self._say(f"{missing} missing before it", row)
        if row.prev != report.head:
            self._say("it does not follow the change before it (the digest it names is another)", row)
        if report.at is not None and row.at < report.at:
            self._say(f"it is dated {row.at}, before the change it follows ({report.at})", row)
        if row.ledger != self._ledger:
            self._say(f"it names another ledger ({row.ledger}) than this one ({self._ledger})", row)

    def _hash_of(self, row: Any) -> ChangeHash | None:
        try:
            merged = None if row.merged is None else parse(row.merged)
            if merged is not None and canonical(merged).decode() != row.merged:
                self._say("what it says of the ledger it merged is not in canonical form", row)
            return ChangeHash(
                {
                    "seq": row.seq,
                    "ledger": row.ledger,
                    "at": row.at,
                    "by": row.by,
                    "why": row.why,
                    "kind": row.kind,
                    "prev": row.prev,
                    "merged": merged,
                }
            )
        except (ValueError, TypeError):
            return None

    def _sealed(self, row: Any, change_hash: ChangeHash | None, count: int) -> bool:
        """Whether the change's digest is what its fields and its entries give."""
        if count != row.entries:
            self._say(f"it has {count} entries and says it has {row.entries}", row)
        fits = change_hash is not None and change_hash.hexdigest() == row.digest
        if not fits:
            self._say("what it says and its entries do not give its digest", row)
        return fits

    def _entry(self, check: EntryCheck, pos: int) -> None:
        self._report.entries += 1
        faults = list(check.faults)
        if check.pos != pos:
            faults.insert(0, f"it stands at position {check.pos}, where {pos} belongs")
        for fault in faults:
            self._report.add(
                AuditFinding(f"change {check.change}, {check.shown}: {fault}", check.change, check.digest, check.record)
            )

    def _orphan(self, check: EntryCheck) -> None:
        what = f"change {check.change}, {check.shown}: it belongs to a change that is not there"
        self._report.add(AuditFinding(what, check.change, check.digest, check.record))

    def _note_head(self, row: Any, fits: bool) -> None:
        if self._wanted is None:
            return
        if fits and row.digest == self._wanted:
            self._report.head_found = HeadFound(row.seq, row.at)
        elif row.merged is not None and self._wanted in row.merged:
            self._stated_by = row.seq

    def _check_end(self, connection: Connection) -> None:
        """Hold the end against the head that meta keeps, unless a change was made since."""
        latest = connection.execute(text("SELECT MAX(seq) FROM change")).scalar_one_or_none() or 0
        if latest != self._seq:
            return
        # On this connection: another would see what was written since.
        for check in self._entries(self._seq, None, lambda: nullcontext(connection)):
            self._orphan(check)
        if migrations.meta(connection, "head") != self._report.head:
            last = f"change {self._seq}" if self._seq else "no change at all"
            what = f"the ledger's last change should be another than {last}: changes after it are missing"
            self._report.add(AuditFinding(what, change=self._seq or None))
