"""The audit: every digest and every link of the history recomputed, and what does not fit named, the first thing first.

A ledger is tamper-evident: whoever changes a byte of its history leaves digests that do not fit, unless all that
follows is recomputed too; then a head kept elsewhere (`head`) is no longer in it. The schema is compared with what the
migrations make, and, if all that fits, the projection with what the entries give. Memory is flat: pages by key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical, parse
from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.envelope import ChangeHash, FirstVersions, change_fields
from claimtrack.ledger.entries.stored import (
    SELECT,
    StoredEntry,
    body_of,
    envelope_of,
    holds_no_more,
    version_from,
    whole,
)
from claimtrack.ledger.entries.versions import STATE_OF, Version
from claimtrack.ledger.garbage import no_garbage_collection
from claimtrack.ledger.projection.comparison import ProjectionCheck, Reading
from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.dialect import as_stored, read_stored, select_in, select_rows, stored_bytes
from claimtrack.ledger.store.integrity import file_faults, schema_faults
from claimtrack.ledger.store.tables import PLACE_BITS, UNBOUNDED

NOT_ITS_DIGEST = "what it says and what it holds do not give its digest"
UNREADABLE = "what it says cannot be read"


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


def _with_several_entries(connection: Connection, records: Iterable[str]) -> dict[str, int]:
    """Those of these records that have more than one entry, each with the number of the last."""
    sql = "SELECT record, MAX(number) FROM entry WHERE record IN :values GROUP BY record HAVING COUNT(*) > 1"
    return dict(select_rows(connection, sql, records))


def _not_replaced(connection: Connection, digest: str) -> str:
    sql = text("SELECT record FROM entry WHERE digest = :digest ORDER BY number LIMIT 1")
    other = connection.execute(sql, {"digest": bytes.fromhex(digest) if _HEAD.match(digest) else b""}).scalar()
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


MOST_FINDINGS = 20
"""Findings that are kept; beyond, they are only counted."""
CHANGES = 200
"""Changes read at a time."""
ENTRIES = 4_000
"""Entries read at a time, at most."""
PAGE_CHARACTERS = 16 << 20
"""Characters of bodies after which no more entries are read at a time."""

_HEAD = re.compile(r"[0-9a-f]{64}\Z")
_CHANGE_COLUMNS = 'seq, digest, prev, ledger, at, "by", why, kind, merged, entries'


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

    def take(self, other: AuditReport) -> None:
        """Count the findings of another report, too."""
        self.count += other.count
        self.findings.extend(other.findings[: max(0, MOST_FINDINGS - len(self.findings))])


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
    with no_garbage_collection():
        if isinstance(source, LedgerDatabase):
            return _Audit(partial(source.reading, views=False), source.zone).run(wanted, projection)
        return _Audit(lambda: nullcontext(source), zone).run(wanted, projection)


def _read_page(rows: Iterable[tuple[Any, ...]]) -> tuple[list[EntryCheck], bool]:
    """Check each entry of some rows, until they fill a page; whether all of them were read."""
    checks: list[EntryCheck] = []
    size = 0
    for row in rows:
        check = EntryCheck.of(StoredEntry._make(row))
        checks.append(check)
        size += len(check.row.stored or "")
        if size >= PAGE_CHARACTERS:
            return checks, False
    return checks, True


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
        self._projection: ProjectionCheck | None = None
        self._differences = AuditReport()
        self._unfit = AuditReport()
        """Of the change that is being read: the entries that cannot be read or do not give their digests."""

    def run(self, wanted: str | None, projection: bool) -> AuditReport:
        """Check all of it: that `wanted` is a head of its history, and with `projection` the query tables."""
        report = self._report
        self._wanted = wanted
        with self._reading() as connection:
            self._ledger = str(migrations.meta(connection, "ledger"))
            self._check_numbers(connection)
        if not report.clean:
            return report
        faults = self._database_faults() if projection else []
        if projection and not faults:
            self._projection = ProjectionCheck(self._zone)
        while page := self._changes():
            self._check_page(page)
        with self._reading() as connection:
            self._check_end(connection)
        if wanted is not None and report.head_found is None:
            report.add(AuditFinding(f"the head {wanted} is not in the history of this ledger{self._stated()}"))
        for fault in faults:
            report.add(AuditFinding(fault))
        if self._projection is not None and report.clean:
            self._differ(self._projection.finish(self._reading, self._seq))
            report.findings, report.count = self._differences.findings, self._differences.count
        return report

    def _differ(self, differences: Iterable[str]) -> None:
        for difference in differences:
            self._differences.add(AuditFinding(f"projection differs: run claimtrack db rebuild ({difference})"))

    def _check_numbers(self, connection: Connection) -> None:
        """Name what stands before the first change: changes and entries are read from number 1 on."""
        sql = f"SELECT seq, digest FROM change WHERE seq < 1 ORDER BY seq LIMIT {MOST_FINDINGS}"
        numbered = [("change", row.seq, row.digest) for row in connection.execute(text(sql))]
        sql = f"SELECT number, digest FROM entry WHERE number < {1 << PLACE_BITS} ORDER BY number LIMIT {MOST_FINDINGS}"
        entries = connection.execute(text(sql)).all()
        numbered += [("entry", row.number >> PLACE_BITS, stored_bytes(row.digest).hex()) for row in entries]
        for table, seq, digest in numbered:
            what = f"a row of the table {table} is numbered {seq}, and the first change is 1"
            self._report.add(AuditFinding(f"change {seq}: {what} (digest {digest})"))

    def _database_faults(self) -> list[str]:
        """Hold the schema against the migrations, then the file and its search index against itself."""
        with self._reading() as connection:
            return list(schema_faults(connection)) or list(file_faults(connection))

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
        """Check changes that follow each other with their entries, and note entries that are of none of them."""
        entries = self._entries(self._seq, page[-1].seq, self._reading)
        check: EntryCheck | None = next(entries, None)
        for row in page:
            while check is not None and check.change < row.seq:
                self._orphan(check)
                check = next(entries, None)
            self._links(row)
            change_hash = self._hash_of(row)
            self._unfit = AuditReport()
            count = 0
            while check is not None and check.change == row.seq:
                self._entry(check, count)
                if change_hash is not None:
                    change_hash.add(check.digest)
                count += 1
                check = next(entries, None)
            fits = change_hash is not None and change_hash.hexdigest() == row.digest
            # Where none of many fits, it is what they share with the change that was altered.
            if fits or count == 1 or self._unfit.count < count:
                self._report.take(self._unfit)
            self._sealed(row, fits, count)
            self._note_head(row, fits)
            self._seq = row.seq
            self._report.changes += 1
            self._report.head, self._report.at = row.digest, row.at
        while check is not None:
            self._orphan(check)
            check = next(entries, None)

    def _entries(self, after: int, last: int | None, reading: Reading) -> Iterator[EntryCheck]:
        """The entries of the changes after `after` up to `last` (None: of all), checked one by one."""
        number = (after + 1) << PLACE_BITS
        high = UNBOUNDED if last is None else (last + 1) << PLACE_BITS
        while True:
            sql = f"{SELECT} WHERE e.number >= {number} AND e.number < {high} ORDER BY e.number LIMIT {ENTRIES}"
            with reading() as connection:
                checks, whole = read_stored(connection, sql, _read_page)
                several = _with_several_entries(connection, (check.row.record for check in checks))
                EntryCheck.look_around(connection, checks, several)
                if self._projection is not None and not self._report.count:
                    self._compare(self._projection, connection, checks, several)
            yield from checks
            if whole and len(checks) < ENTRIES:
                return
            number = checks[-1].row.number + 1

    def _compare(
        self,
        projection: ProjectionCheck,
        connection: Connection,
        checks: Sequence[EntryCheck],
        several: Mapping[str, int],
    ) -> None:
        """Hold the projection against entries that fit; when one does not, that is all that is said."""
        if any(check.faults for check in checks):
            self._projection = None
        else:
            page = [(check.row, check.version) for check in checks if check.version is not None]
            self._differ(projection.take(connection, page, several))

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
        """The digest of a change in the making; None where its row cannot be read."""
        try:
            said = change_fields(row)
            if said["merged"] is not None and canonical(said["merged"]).decode() != row.merged:
                self._say("what it says of the ledger it merged is not in canonical form", row)
            return ChangeHash(said)
        except (ValueError, TypeError):
            return None

    def _sealed(self, row: Any, fits: bool, count: int) -> None:
        """Whether the change's digest is what its fields and its entries give, and it has as many as it says."""
        if count != row.entries:
            self._say(f"it has {count} entries and says it has {row.entries}", row)
        if not fits:
            self._say("what it says and its entries do not give its digest", row)

    def _entry(self, check: EntryCheck, pos: int) -> None:
        self._report.entries += 1
        faults = list(check.faults)
        if check.pos != pos:
            faults.insert(0, f"it stands at position {check.pos}, where {pos} belongs")
        for fault in faults:
            report = self._unfit if fault in (NOT_ITS_DIGEST, UNREADABLE) else self._report
            report.add(
                AuditFinding(
                    f"change {check.change}, {check.shown}: {fault}", check.change, check.digest, check.row.record
                )
            )

    def _orphan(self, check: EntryCheck) -> None:
        what = f"change {check.change}, {check.shown}: it belongs to a change that is not there"
        self._report.add(AuditFinding(what, check.change, check.digest, check.row.record))

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
