"""The audit: every digest and every link of the history recomputed, and what does not fit named, the first thing first.

A ledger is tamper-evident: whoever changes a byte of its history leaves digests that do not fit, unless all that
follows is recomputed too; then a head kept elsewhere (`head`) is no longer in it. The schema is compared with what the
migrations make, and, if all that fits, the projection with what the entries give. Memory is flat: pages by key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical
from claimtrack.errors import BadInput
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.entry_checks import NOT_ITS_DIGEST, UNREADABLE, EntryCheck, with_several_entries
from claimtrack.ledger.entries.envelope import ChangeHash, change_fields
from claimtrack.ledger.entries.stored import SELECT, StoredEntry
from claimtrack.ledger.garbage import no_garbage_collection
from claimtrack.ledger.projection.comparison import ProjectionCheck, Reading
from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.dialect import as_stored, read_stored, stored_bytes
from claimtrack.ledger.store.integrity import file_faults, schema_faults
from claimtrack.ledger.store.tables import PLACE_BITS, UNBOUNDED

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
        raise BadInput(
            "this is no head of a ledger",
            "A head is 64 hexadecimal digits, as 'claimtrack audit' and 'claimtrack db stats' show.",
        )
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
                    change_hash.add([check.digest])
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
                several = with_several_entries(connection, (check.row.record for check in checks))
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
