"""Merging: the history of a colleague's ledger taken over into one local change.

The whole file is checked before anything is taken: every digest, the chain of its changes up to its head, what each
entry may do, every body against its schema. New entries are stored as they are; each record they touch is settled anew
over all its versions, so that either order of merging gives equal records. What is withheld, here or there, stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.errors import BadInput
from claimtrack.formats.ledger_history import Line
from claimtrack.ledger.change import Change
from claimtrack.ledger.entries.entry_rules import faults
from claimtrack.ledger.entries.envelope import Entry
from claimtrack.ledger.entries.versions import Settled, Version, settle
from claimtrack.ledger.entries.withhold import blank
from claimtrack.ledger.ledger import LedgerDatabase
from claimtrack.ledger.projection.rows import label
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.history_staging import Shelf, Shelved
from claimtrack.ledger.write.append import Appender, versions
from claimtrack.problem import Problem
from claimtrack.schema.validation import check_record

CONFLICTS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that two ledgers changed at once. `fields`: field -> the values given, the standing one first."""

    id: str
    type: str
    label: str
    fields: Mapping[str, list[Any]]


@dataclass(slots=True)
class MergeReport:
    """What taking over a history came to, or in a dry run would come to."""

    ledger: str
    """The id of the other ledger."""
    head: str
    """The digest of its last change."""
    entries: int = 0
    """How many of its entries were new here."""
    known: int = 0
    """How many were here already."""
    created: int = 0
    """Records new here."""
    changed: int = 0
    """Records that were here and have new versions."""
    withheld: list[str] = field(default_factory=list)
    """The ids of the records touched that are withheld, sorted."""
    conflicts: list[Conflict] = field(default_factory=list)
    """The first 10,000 records touched with concurrent edits, by id. The next edit of each clears it."""
    conflict_count: int = 0
    dry_run: bool = False
    seq: int | None = None
    """The number of the change; None when there was nothing new, or it is a dry run."""
    digest: str | None = None


def import_history(
    ledger: LedgerDatabase,
    lines: Iterable[Line | Problem],
    *,
    by: str,
    why: str | None = None,
    file: str | None = None,
    dry_run: bool = False,
) -> MergeReport:
    """Take over the history that `lines` hold, in one change of kind `import`; none when nothing in it is new.

    `file` is the name that problems are given with. Raises BadInput with every problem found; then nothing was taken.
    """
    with Shelf(file) as shelf:
        shelf.fill(lines)
        _refuse(shelf)
        shelf.check_chain()
        _refuse(shelf)
        _leave_known(ledger, shelf)
        written = ledger.write(lambda change: _take(change, shelf), by=by, why=why, kind="import", dry_run=dry_run)
        report = written.value
        report.known = shelf.count - report.entries
        report.dry_run = dry_run
        report.seq, report.digest = written.seq, written.digest
        return report


def _refuse(shelf: Shelf) -> None:
    if shelf.problems:
        raise BadInput("nothing was taken over", "", sorted(shelf.problems))


def _leave_known(ledger: LedgerDatabase, shelf: Shelf) -> None:
    """Mark what the ledger has already, before the write lock is taken: entries are never removed."""
    for batch in shelf.digests():
        with ledger.reading() as connection:
            shelf.mark_known(_known(connection, batch))


def _known(connection: Connection, batch: list[tuple[int, str]]) -> list[int]:
    numbers = {digest: number for number, digest in batch}
    rows = select_in(connection, "SELECT digest FROM entry WHERE digest IN :values", numbers)
    return [numbers[row.digest] for row in rows]


def _take(change: Change, shelf: Shelf) -> MergeReport:
    assert shelf.header is not None
    for batch in shelf.digests():
        shelf.mark_known(_known(change.conn, batch))
    report = MergeReport(shelf.header.ledger, shelf.header.head)
    shelf.problems.clear()
    taker = _Taker(change.appender, shelf, report)
    for records in shelf.records():
        taker.take(records)
    _refuse(shelf)
    taker.finish()
    if report.entries:
        change.appender.merged = {"ledger": report.ledger, "head": report.head, "count": report.entries}
    return report


class _Taker:
    """Takes over the entries of one history, record by record."""

    def __init__(self, appender: Appender, shelf: Shelf, report: MergeReport) -> None:
        self.appender = appender
        self.shelf = shelf
        self.report = report
        self._blanked: dict[str, str] = {}

    def take(self, records: Mapping[str, list[Shelved]]) -> None:
        """Check and append the new entries of these records; settle and project each."""
        connection = self.appender.connection
        ours = versions(connection, records)
        types = {
            row.id: row.type
            for row in select_in(connection, "SELECT id, type FROM record WHERE id IN :values", records)
        }
        for record, shelved in records.items():
            known = {version.digest: version for version in ours.get(record, [])}
            new = [_version(each.entry) for each in shelved]
            known.update((version.digest, version) for version in new)
            problems = [*self._of_type(shelved, types.get(record)), *_faults(shelved, new, known)]
            for each, message in problems:
                self.shelf.fault(each.line, message, record)
            if not problems and not self.shelf.problems:
                open_here = any(version.body is not None for version in ours.get(record, ()))
                self._append(record, shelved, settle(known.values()), fresh=record not in ours, open_here=open_here)
        self.appender.flush()
        self.appender.states.forget()

    @staticmethod
    def _of_type(shelved: list[Shelved], here: str | None) -> Iterator[tuple[Shelved, str]]:
        first = here or shelved[0].entry.type
        for each in shelved:
            if each.entry.type != first:
                yield each, f"this is a {each.entry.type}, and another version of the same record is a {first}"

    def _append(self, record: str, shelved: list[Shelved], settled: Settled, *, fresh: bool, open_here: bool) -> None:
        record_type = shelved[0].entry.type
        withheld = settled.state == "withheld"
        for each in shelved:
            self.appender.add_entry(_blank(each.entry) if withheld else each.entry)
        self.appender.touch(record, record_type, settled, fresh=fresh)
        self.report.entries += len(shelved)
        self.report.created += fresh
        self.report.changed += not fresh
        if withheld:
            self.report.withheld.append(record)
            if open_here:
                self._blanked[record] = record_type
        if settled.conflict:
            self.report.conflict_count += 1
            if len(self.report.conflicts) < CONFLICTS_KEPT:
                named = label(settled.body) if settled.body is not None else record
                self.report.conflicts.append(Conflict(record, record_type, named, settled.conflict))

    def finish(self) -> None:
        """Blank what was here of the records that are withheld now."""
        blank(self.appender.connection, self.appender.projector, self._blanked)


def _faults(shelved: list[Shelved], new: list[Version], known: Mapping[str, Version]) -> Iterator[tuple[Shelved, str]]:
    withheld = any(version.op == "withhold" for version in known.values())
    for each, version in zip(shelved, new, strict=True):
        for message in faults(version, known):
            yield each, message
        if version.body is None and not withheld:
            yield each, "its content is missing, though its record is not withheld"
        if version.body is not None and version.op != "withhold":
            body = version.body
            if (body.get("id"), body.get("type")) != (each.entry.record, each.entry.type):
                yield each, "its content is of another record than it says"
            for problem in check_record(body):
                yield each, problem.text()


def _version(entry: Entry) -> Version:
    envelope = parse(entry.envelope)
    body = None if entry.body is None else parse(entry.body)
    return Version(
        entry.digest, entry.op, tuple(envelope["prev"]), tuple(envelope["changed"]), entry.at, envelope["by"], body
    )


def _blank(entry: Entry) -> Entry:
    return Entry(entry.digest, entry.type, entry.record, entry.op, entry.at, entry.envelope, None, None)
