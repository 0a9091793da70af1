"""Replaying: what the projection of a record must hold, every version of it, from the record's entries alone.

The same rows that were written change by change. Rebuilding writes them, auditing compares them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical import parse
from claimtrack.ledger.append import STATE_OF
from claimtrack.ledger.heads import Settled, Version, settle
from claimtrack.ledger.project import State, rows_of, terms_of
from claimtrack.ledger.tables import FOREVER

PAGE_ROWS = 1_000
PAGE_BYTES = 16 << 20
FETCHED = 50
"""Rows that the database hands over at a time: their bodies are in memory together."""


@dataclass(slots=True)
class Record:
    """A record with all its entries, in the order the ledger holds them: (change, version) each."""

    id: str
    type: str
    versions: list[tuple[int, Version]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SearchText:
    """One text a record is found by, and the changes for which it was."""

    record: str
    type: str
    part: int
    terms: list[str]
    since: int
    until: int


_BOUND = f"SELECT record FROM entry WHERE record > :after ORDER BY record LIMIT 1 OFFSET {PAGE_ROWS}"
_ENTRIES = (
    "SELECT change, digest, type, record, op, at, envelope, body FROM entry"
    " WHERE record > :after AND record <= :last ORDER BY record, change, pos"
)


def page(connection: Connection, after: str) -> list[Record]:
    """The next records by id after `after`, as many as memory can hold; none when there are no more."""
    last = connection.execute(text(_BOUND), {"after": after}).scalar_one_or_none() or "~"
    rows = connection.execute(text(_ENTRIES), {"after": after, "last": last}, execution_options={"yield_per": FETCHED})
    batch: list[Record] = []
    size = 0
    for record in _records(rows):
        batch.append(record)
        size += sum(_long_text(version.body) for _, version in record.versions)
        if size >= PAGE_BYTES:
            break
    rows.close()
    return batch


def entries_of(connection: Connection, record: str) -> Record | None:
    """One record with all its entries, None when there is none of this id."""
    sql = (
        "SELECT change, digest, type, record, op, at, envelope, body FROM entry WHERE record = :record"
        " ORDER BY change, pos"
    )
    return next(_records(connection.execute(text(sql), {"record": record}).all()), None)


def _records(rows: Iterable[Any]) -> Iterator[Record]:
    found: Record | None = None
    for row in rows:
        if found is None or found.id != row.record:
            if found is not None:
                yield found
            found = Record(row.record, row.type)
        envelope = parse(row.envelope)
        body = None if row.body is None else parse(row.body)
        prev, changed = tuple(envelope["prev"]), tuple(envelope["changed"])
        found.versions.append((row.change, Version(row.digest, row.op, prev, changed, row.at, envelope["by"], body)))
    if found is not None:
        yield found


def states(record: Record) -> Iterator[tuple[int, int, State]]:
    """What the record came to: since, until, state, for each change that wrote it.

    A withheld record is withheld in all of them.
    """
    withheld = any(version.op == "withhold" for _, version in record.versions)
    seqs = sorted({seq for seq, _ in record.versions})
    known: list[Version] = []
    settled: Settled | None = None
    at = 0
    for number, seq in enumerate(seqs):
        while at < len(record.versions) and record.versions[at][0] == seq:
            version = record.versions[at][1]
            known.append(version)
            settled = _next(settled, version) if settled is not None and _follows(settled, version) else None
            settled = settled or settle(known)
            at += 1
        assert settled is not None
        shown = replace(settled, state="withheld", body=None, entry=None, conflict={}) if withheld else settled
        until = seqs[number + 1] if number + 1 < len(seqs) else FOREVER
        yield seq, until, State(record.id, record.type, shown, fresh=False)


def _follows(settled: Settled, version: Version) -> bool:
    """Whether this version knew all there was: then it is what the record has come to."""
    return set(version.prev) == set(settled.heads) and version.at > settled.last_at


def _next(settled: Settled, version: Version) -> Settled:
    state = STATE_OF[version.op]
    if version.op == "set" and settled.state == "void":
        state = "void"
    if "withheld" in (state, settled.state):
        state = "withheld"
    body, entry = (None, None) if state == "withheld" else (version.body, version.digest)
    return Settled(state, body, entry, (version.digest,), settled.first_at, version.at, version.by)


def rows(record: Record, zone: tzinfo) -> dict[str, list[tuple[Any, ...]]]:
    """The rows the record must have, by view, `since` and `until` last; search and roots apart."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for since, until, state in states(record):
        for view, made in rows_of(state, zone).items():
            found[view].extend((*row, since, until) for row in made)
    return found


def search_texts(record: Record) -> Iterator[SearchText]:
    """The texts the record must be found by, in the order of changes and parts."""
    for since, until, state in states(record):
        for part, terms in terms_of(state):
            yield SearchText(record.id, record.type, part, terms, since, until)


def _long_text(body: Mapping[str, Any] | None) -> int:
    return len(body.get("text", "")) if body else 0
