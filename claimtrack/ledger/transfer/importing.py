"""Importing: a whole file of items into one change. What is new is added, nothing is deleted, nothing undone.

Two passes in flat memory. The first reads, validates and spools without the write lock; the second resolves names and
appends under it, in batches. Every fault of the file is found; none of the file is applied when there is one, unless
the good items are asked for: then an item (a line, or a member of a bundle) is taken whole or not at all.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from claimtrack.domain.items import Node
from claimtrack.errors import BadInput
from claimtrack.ledger.change import Change
from claimtrack.ledger.ledger import LedgerDatabase, Written
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.item_staging import BATCH_NODES, GENERIC, RANKS, Item, Spool, item_of, items_at
from claimtrack.ledger.write.outcome import Mode, Recorded
from claimtrack.ledger.write.pipeline import BatchRecorder
from claimtrack.problem import Problem

CHILDREN = (
    ("assertion", "claim"),
    ("evidence", "target"),
    ("request", "target"),
    ("assessment", "target"),
    ("note", "target"),
    ("tag", "target"),
)
"""Views of what may belong to a claim, and the column that names it."""

MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Absent:
    """A record of the ledger that belongs to a claim of the file, and is not in the file."""

    claim: str
    type: str
    id: str
    label: str


class AbsentFinder:
    """Hears of every record an import meets; holds the ids of those the ledger had before."""

    def __init__(self) -> None:
        self._claims: dict[str, None] = {}
        self._met: set[str] = set()
        self._children = {record_type for record_type, _ in CHILDREN}

    def hear(self, recorded: Recorded) -> None:
        """Take note of one record as it was met."""
        if recorded.what in ("created", "stub", "void"):
            return
        if recorded.type == "claim":
            self._claims[recorded.id] = None
        elif recorded.type in self._children:
            self._met.add(recorded.id)

    def find(self, connection: Connection) -> tuple[list[Absent], int]:
        """The first 10,000 records that were not met, by claim, type and id, and how many there are of them."""
        found: list[Absent] = []
        count = 0
        for view, column in CHILDREN:
            sql = (
                f"SELECT v.{column} AS claim, r.id, r.label FROM {view} v JOIN record r ON r.id = v.id"
                f" WHERE v.{column} IN :values"
            )
            for row in select_in(connection, sql, self._claims):
                if row.id not in self._met:
                    count += 1
                    if len(found) < MOST_KEPT:
                        found.append(Absent(row.claim, view, row.id, row.label))
        return sorted(found), count


Progress = Callable[[str, int, int | None], None]
"""Told what is going on ("reading", "recording"), how many items are done, and of how many (None while unknown)."""

NOTICES_KEPT = 1_000
"""Notices of which a report keeps the text; beyond, only how many there were."""


@dataclass(slots=True)
class ImportReport:
    """What an import came to, or in a dry run would come to."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(what, type of record) -> how many. What is created, stub (made from a mere name), filled, edited, unchanged,
    kept, not-news (values that the record had before) or void (met, and left void or withheld)."""
    records: list[Recorded] = field(default_factory=list)
    """The details of the first 10,000 records, in the order in which they were recorded."""
    problems: list[Problem] = field(default_factory=list)
    """Every fault of the file, sorted by file, line and pointer."""
    refused_lines: list[int] = field(default_factory=list)
    """In a file of lines: the numbers of those left out because of the problems, in order: for a side file."""
    refused_members: list[str] = field(default_factory=list)
    """In a bundle: the pointers ("/claims/3") of the members left out because of them, sorted as text."""
    notices: list[str] = field(default_factory=list)
    """Sentences for the person who imports: the first 1,000."""
    silent: int = 0
    """How many more notices there were."""
    absent: list[Absent] = field(default_factory=list)
    """In a dry run: what the ledger has of the file's claims and the file has not. No retraction: it stays."""
    absent_count: int = 0
    story: str | None = None
    """The story that items naming none belong to: the file's only one, else the one given; None for none."""
    dry_run: bool = False
    seq: int | None = None
    """The number of the change; None when nothing was written."""
    digest: str | None = None

    def total(self, *whats: str) -> int:
        """How many records were met in any of these ways."""
        return sum(count for (what, _), count in self.counts.items() if what in whats)


def import_nodes(
    ledger: LedgerDatabase,
    read: Iterable[Node | Problem],
    *,
    by: str,
    why: str | None = None,
    story: str | None = None,
    mode: Mode = Mode.IMPORT,
    dry_run: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import what `read` yields of one file, in one change of kind `import`.

    `story` (an id) is what questions, claims and sides belong to that name none, unless the file has exactly one story
    of its own. Raises BadInput with every problem when there is one, unless `keep_going` takes the good items, or it is
    a `dry_run`; then the problems are in the report.
    """
    progress = progress or _silent
    with _uncollected(), Spool() as spool:
        faults = _read(read, spool, progress)
        bad: dict[Item, None] = {}
        attempt = _Attempt(spool, story, mode, dry_run, progress)
        while True:
            if keep_going:
                bad.update(_items(faults))
                if _story_is_bad(spool, bad):
                    todo = "A story of the file has a fault, so nobody can say what is of it: mend that first."
                    raise BadInput("nothing was imported", todo, sorted(faults))
            report, written = _run(ledger, attempt, bad, by, why, dry_run or (bool(faults) and not keep_going))
            if not report.problems or not keep_going:
                break
            known = len(bad)
            bad.update(_items(report.problems))
            faults.extend(report.problems)
            if len(bad) == known:
                raise BadInput("nothing was imported", "", sorted(faults))
        report.problems = sorted({*faults, *report.problems})
        if report.problems and not keep_going and not dry_run:
            raise BadInput("nothing was imported", "", report.problems)
        items = _items(report.problems)
        report.refused_lines = sorted({int(line) for _, line, pointer in items if line and not pointer})
        report.refused_members = sorted({pointer for _, _, pointer in items if pointer.count("/") == 2})
        report.dry_run = dry_run
        if written is not None:
            report.seq, report.digest = written.seq, written.digest
        return report


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage is looked for but between batches: nothing here makes any, and looking takes a sixth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _silent(_what: str, _done: int, _of: int | None) -> None:
    """Nobody looks at the progress."""


def _read(read: Iterable[Node | Problem], spool: Spool, progress: Progress) -> list[Problem]:
    faults: list[Problem] = []
    for each in read:
        if isinstance(each, Problem):
            faults.append(each)
        else:
            spool.add(each)
            if spool.count % BATCH_NODES == 0:
                progress("reading", spool.count, None)
    progress("reading", spool.count, spool.count)
    return faults


def _items(problems: Iterable[Problem]) -> dict[Item, None]:
    """The items that these problems are of: of the two places each may be in, both; one of them is an item's."""
    return {item: None for each in problems for item in items_at(each.file, each.line, each.pointer)}


def _story_is_bad(spool: Spool, bad: dict[Item, None]) -> bool:
    """Whether a story of the file is refused: then nobody can say which items are of it, and none is taken."""
    if any(pointer.startswith("/stories/") for _, _, pointer in bad):
        return True
    return any(item_of(node.at) in bad for batch in spool.batches("story") for node in batch)


class _Refused(Exception):
    """Carries the report of an attempt that found faults out of its transaction."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report


def _run(
    ledger: LedgerDatabase, attempt: _Attempt, bad: dict[Item, None], by: str, why: str | None, dry_run: bool
) -> tuple[ImportReport, Written[ImportReport] | None]:
    try:
        written = ledger.write(
            lambda change: attempt.record(change, bad), by=by, why=why, kind="import", dry_run=dry_run
        )
    except _Refused as refused:
        return refused.report, None
    return written.value, written


class _Attempt:
    """The second pass, as often as it is run: everything it finds is made anew each time."""

    def __init__(self, spool: Spool, story: str | None, mode: Mode, dry_run: bool, progress: Progress) -> None:
        self._spool = spool
        self._story = story
        self._mode = mode
        self._dry_run = dry_run
        self._progress = progress

    def record(self, change: Change, bad: dict[Item, None]) -> ImportReport:
        """Record every node that is not of a bad item; raises _Refused with the report when anything is wrong."""
        report = ImportReport()
        recorder = BatchRecorder(change.appender, self._mode, self._story)
        outcome = recorder.outcome
        finder = AbsentFinder() if self._dry_run else None
        if finder is not None:
            outcome.hear = finder.hear
        done = 0
        for rank in RANKS:
            if rank in ("source", GENERIC) and self._spool.size(rank) > BATCH_NODES:
                self._declare(recorder, rank, bad)
            stories: set[str | None] = set()
            for batch in self._spool.batches(rank):
                recorder.record([node for node in batch if item_of(node.at) not in bad])
                stories.update(outcome.roots)
                recorder.forget()
                gc.collect(1)
                _hear(report, outcome.notices)
                done += len(batch)
                self._progress("recording", done, self._spool.count)
            if rank == "story" and len(stories) == 1 and None not in stories:
                (recorder.resolver.story,) = stories
        recorder.conclude()
        _hear(report, outcome.notices)
        report.story = recorder.resolver.story
        report.counts, report.records, report.problems = outcome.counts, outcome.records, outcome.problems
        if finder is not None:
            report.absent, report.absent_count = finder.find(change.conn)
        if report.problems:
            raise _Refused(report)
        return report

    def _declare(self, recorder: BatchRecorder, rank: str, bad: dict[Item, None]) -> None:
        for batch in self._spool.batches(rank):
            recorder.declare([node for node in batch if item_of(node.at) not in bad])


def _hear(report: ImportReport, notices: list[str]) -> None:
    room = max(NOTICES_KEPT - len(report.notices), 0)
    report.notices.extend(notices[:room])
    report.silent += len(notices[room:])
    notices.clear()
