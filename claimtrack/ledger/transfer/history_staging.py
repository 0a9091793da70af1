"""The staging of another ledger's history: kept in a temporary database while it is checked, before any is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical, canonical_text, parse, salted_digest, sha256
from claimtrack.formats.ledger_history import ChangeLine, EntryLine, Header, Line
from claimtrack.ledger.entries.envelope import Entry, change_digest, read_entry
from claimtrack.ledger.entries.versions import RELAYED
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.migrations import meta
from claimtrack.ledger.store.staging import Staging
from claimtrack.problem import Problem

BATCH_ENTRIES = 2_000
BATCH_BYTES = 8 << 20
"""A batch ends at this many entries, or at this many bytes of them, but always with a whole record."""

_TABLES = """
CREATE TABLE change (seq INTEGER PRIMARY KEY, fields TEXT, digest TEXT, line INTEGER);
CREATE TABLE entry (number INTEGER PRIMARY KEY, change INTEGER, line INTEGER, digest TEXT, record TEXT, envelope TEXT,
  salt TEXT, body TEXT);
CREATE INDEX entry_of_change ON entry (change, number);
CREATE INDEX entry_of_record ON entry (record, number);
CREATE UNIQUE INDEX entry_digest ON entry (digest);
CREATE TABLE known (number INTEGER PRIMARY KEY);
"""

_CHANGES = "SELECT seq, fields, digest, line FROM change ORDER BY seq"
_OF_CHANGE = "SELECT digest FROM entry WHERE change = ? ORDER BY number"
_UNKNOWN = (
    "SELECT number, digest, record FROM entry WHERE number > ? AND number NOT IN (SELECT number FROM known)"
    " ORDER BY number LIMIT ?"
)
_NEXT = (
    "SELECT number, line, record, envelope, salt, body, change FROM entry"
    " WHERE (record, number) > (?, ?) AND number NOT IN (SELECT number FROM known) ORDER BY record, number LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class StagedEntry:
    """An entry of the other ledger, its change there, and the line of the file it stands on (0: of no file)."""

    entry: Entry
    line: int
    change: int


class HistoryStaging(Staging):
    """Another ledger's history, kept in a temporary database while it is checked, before any of it is taken."""

    def __init__(self, file: str | None) -> None:
        super().__init__(_TABLES)
        self.file = file
        self.header: Header | None = None
        self.problems: list[Problem] = []
        self.count = 0
        """How many entries it holds."""

    def fill(self, lines: Iterable[Line | Problem]) -> None:
        """Keep every line; notes what does not fit its digest, stands twice or has no place."""
        change: int | None = None
        with self.transaction():
            for line in lines:
                if isinstance(line, Problem):
                    self.problems.append(line)
                elif isinstance(line, Header):
                    self.header = line
                elif isinstance(line, ChangeLine):
                    change = self._put_change(line)
                else:
                    self._put_entry(line, change)
        if self.header is None and not self.problems:
            self.fault(0, "this is no ledger: the header is missing", code="history")

    def _put_change(self, line: ChangeLine) -> int:
        seq = int(line.fields["seq"])
        row = (seq, canonical_text(dict(line.fields)), line.digest, line.line)
        if not self._inserted("INSERT OR IGNORE INTO change VALUES (?, ?, ?, ?)", row):
            self.fault(line.line, "this change stands here twice", str(seq))
        return seq

    def _put_entry(self, line: EntryLine, change: int | None) -> None:
        envelope = canonical(dict(line.envelope))
        body = None if line.body is None else canonical(dict(line.body))
        if body is not None and salted_digest(line.salt or "", body) != line.envelope["body_digest"]:
            self.fault(line.line, "this body was altered: it does not fit its digest", str(line.envelope["id"]))
        self.count += 1
        content = (envelope.decode(), line.salt, None if body is None else body.decode())
        row = (self.count, change, line.line, sha256(envelope), line.envelope["id"], *content)
        if not self._inserted("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row):
            self.fault(line.line, "this entry stands here twice", row[3])

    def _inserted(self, sql: str, row: tuple[Any, ...]) -> bool:
        return self.database.execute(sql, row).rowcount == 1

    def check_chain(self) -> None:
        """Recompute the digest of every change and follow them from the first to the head of the header.

        The first that does not fit is noted, and nothing after it: what follows rests on it.
        """
        assert self.header is not None
        prev, at, last = "", "", 0
        for seq, text, digest, line in self.database.execute(_CHANGES).fetchall():
            fields = parse(text)
            digests = (row[0] for row in self.database.execute(_OF_CHANGE, (seq,)))
            if fields["ledger"] != self.header.ledger:
                self.fault(line, "this change is of another ledger than the header says", fields["ledger"])
            elif seq != last + 1 or fields["prev"] != prev:
                self.fault(line, f"change {seq} does not follow from the change before it", fields["prev"])
            elif fields["at"] < at:
                self.fault(line, f"change {seq} is dated before the change before it", fields["at"])
            elif change_digest(fields, digests) != digest:
                self.fault(line, f"change {seq} or one of its entries was altered: the digest does not fit", digest)
            else:
                prev, at, last = digest, fields["at"], seq
                continue
            return
        if prev != self.header.head:
            self.fault(1, "the last change is not the head that the header names", self.header.head)

    def knew(self, connection: Connection) -> dict[int, int]:
        """Change -> what its writer knew of the ledger here, as in `Version`; of those where that is nothing, none."""
        own = meta(connection, "ledger")
        changes: list[tuple[int, str | None, str]] = []
        for seq, text, digest, _ in self.database.execute(_CHANGES):
            merged = parse(text)["merged"]
            changes.append((seq, merged and merged["ledger"], merged["head"] if merged else digest))
        sql = "SELECT seq, digest FROM change WHERE digest IN :values"
        ours = {row.digest: row.seq for row in select_in(connection, sql, {digest for _, _, digest in changes})}
        last = 0
        knew: dict[int, int] = {}
        for seq, ledger, digest in changes:
            # A change that is here as well is of a copy of this ledger, before it went its way.
            if ledger in (None, own):
                last = max(last, ours.get(digest, 0))
            if ledger is not None or last:
                knew[seq] = last if ledger is None else RELAYED
        return knew

    def digests(self) -> Iterator[list[tuple[int, str, str]]]:
        """The number, digest and record of every entry not yet known here, in batches."""
        after = 0
        while rows := self.database.execute(_UNKNOWN, (after, BATCH_ENTRIES)).fetchall():
            yield rows
            after = rows[-1][0]

    def mark_known(self, numbers: Iterable[int]) -> None:
        """Leave these entries aside: the ledger has them."""
        self.database.executemany("INSERT OR IGNORE INTO known VALUES (?)", ((number,) for number in numbers))

    def records(self) -> Iterator[dict[str, list[StagedEntry]]]:
        """The entries not known here, by record, in batches of whole records."""
        batch: dict[str, list[StagedEntry]] = {}
        entries = size = 0
        record, number = "", 0
        while rows := self.database.execute(_NEXT, (record, number, BATCH_ENTRIES // 4)).fetchall():
            for row in rows:
                if row[2] not in batch and (entries >= BATCH_ENTRIES or size >= BATCH_BYTES):
                    yield batch
                    batch, entries, size = {}, 0, 0
                staged = StagedEntry(read_entry(parse(row[3]), row[4], row[5]), row[1], row[6])
                batch.setdefault(row[2], []).append(staged)
                entries += 1
                size += len(row[3]) + len(row[5] or "")
                record, number = row[2], row[0]
        if batch:
            yield batch

    def fault(self, line: int, message: str, value: str | None = None, *, code: str = "history") -> None:
        """Note what is wrong with a line."""
        accepted = "the file as 'claimtrack export --format ledger' wrote it"
        self.problems.append(Problem(self.file, line or None, "", message, value, accepted, code))
