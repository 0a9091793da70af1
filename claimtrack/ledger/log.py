"""The log: the changes of a ledger, newest first, and for one record what each of them altered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.ledger.entries.envelope import now_text
from claimtrack.ledger.entries.stored import SELECT, body_of, envelope_of, versions
from claimtrack.ledger.entries.versions import UNDO_OF, Body, Version
from claimtrack.ledger.projection.rebuild import entries_of, states
from claimtrack.ledger.projection.rows import earliest
from claimtrack.ledger.restricted_records import OF_TEXT, RestrictedRecords, without_neighbours
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.tables import CURRENT, OF_CHANGE, PLACE_BITS, numbers_of
from claimtrack.ledger.visibility import EVERY_ZONE, RESTRICTED_NOTE, is_restricted

LIMIT = 50
"""Changes given unless another number is asked for."""
ENTRIES = 20
"""Entries of a change that are listed; beyond, only their number is given."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One version of one record. `op` is set, void, restore or withhold."""

    op: str
    type: str
    record: str
    """Its id; "" where that may not be shown."""
    label: str
    """What the record was called after the change; of what was withheld since, "withheld"."""
    digest: str
    by: str
    """Who wrote it: of what was imported, the colleague."""
    why: str | None
    fields: tuple[str, ...]
    """The fields its writer gave; none for what is not a set."""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """In one record's own log: field -> (old, new) of what the change made of it, None where there was or is none."""
    first: bool = False
    """Whether it is the first version there is of the record; known in a record's own log only."""


@dataclass(frozen=True, slots=True)
class LogChange:
    """One change. `at` is 27-character UTC; `count` is how many entries it has, of which `entries` are the first."""

    seq: int
    at: str
    by: str
    why: str | None
    kind: str
    digest: str
    count: int
    merged: dict[str, Any] | None
    """What was imported, for a ledger's history that was: its `ledger`, its `head`, its `count` of entries."""
    entries: tuple[LogEntry, ...]


def log(
    connection: Connection,
    record: str | None = None,
    *,
    since: str | None = None,
    before: int | None = None,
    limit: int = LIMIT,
) -> list[LogChange]:
    """The changes, newest first; with `record` (a whole id) those that wrote it, each with its entries alone.

    `since` (27-character UTC) keeps to changes made then or later, `before` to those with a smaller number: to page, or
    to show the log as of a change. At most `limit`.
    """
    conditions = ["seq < :before", "at >= :since"]
    values: dict[str, Any] = {"before": 2**63 - 1 if before is None else before, "since": since or "", "limit": limit}
    if record is not None:
        conditions.append(f"seq IN (SELECT number >> {PLACE_BITS} FROM entry WHERE record = :record)")
        values["record"] = record
    sql = (
        f'SELECT seq, at, "by", why, kind, digest, entries, merged FROM change WHERE {" AND ".join(conditions)}'
        " ORDER BY seq DESC LIMIT :limit"
    )
    rows = connection.execute(text(sql), values).all()
    entries = _entries(connection, [row.seq for row in rows], record)
    history = _alterations(connection, record) if record is not None else {}
    return [
        LogChange(
            row.seq,
            row.at,
            row.by,
            row.why,
            row.kind,
            row.digest,
            row.entries,
            None if row.merged is None else parse(row.merged),
            tuple(
                _entry(
                    row_of_entry,
                    *(history.get(row.seq, ({}, False)) if row_of_entry is entries[row.seq][-1] else ({}, False)),
                )
                for row_of_entry in entries.get(row.seq, ())
            ),
        )
        for row in rows
    ]


def without_restricted(
    connection: Connection, changes: Sequence[LogChange], hidden: RestrictedRecords, now: datetime
) -> list[LogChange]:
    """Changes without what they tell of restricted and withheld records: what these say, and why they were written.

    So of what a claim or assertion said while it was off the record; what is embargoed is told by `now` (aware). The
    reason for withholding a record stays.
    """
    sql = f"SELECT DISTINCT number >> {PLACE_BITS} AS change FROM entry WHERE record IN :values"
    touched = {row.change for row in select_in(connection, sql, hidden.ids)}
    sql = (
        f"SELECT DISTINCT c.seq FROM change c JOIN entry e ON {OF_CHANGE}"
        " WHERE e.body IS NULL AND e.op <> 'withhold' AND c.seq IN :values"
    )
    touched |= {row.seq for row in select_in(connection, sql, [change.seq for change in changes])}
    quoting = select_in(connection, "SELECT id FROM assertion_history WHERE document IN :values", hidden.texts)
    beside = frozenset(row.id for row in quoting)
    closed = _closed_then(connection, changes, hidden, now)
    touched |= {change.seq for change in changes if any(closed(one.record, change.seq) for one in change.entries)}
    sql = "SELECT id, label FROM record WHERE id IN :values"
    labels = {row.id: row.label for row in select_in(connection, sql, hidden.parts.keys() | hidden.texts)}
    early = _merged_in_confidence(connection, changes, now)

    def closed_entry(entry: LogEntry, seq: int) -> bool:
        return entry.digest in early or closed(entry.record, seq)

    return [_without(change, hidden, change.seq in touched, beside, closed, closed_entry, labels) for change in changes]


Closed = Callable[[str, int], bool]
"""Whether all that was said of a claim, or an assertion itself, was restricted as a change (its number) left it."""


def _closed_then(
    connection: Connection, changes: Sequence[LogChange], hidden: RestrictedRecords, now: datetime
) -> Closed:
    """For the claims and assertions of these changes. Where nothing was live, it is as it was before."""
    records = {entry.record for change in changes for entry in change.entries if entry.type in ("claim", "assertion")}
    stretches: dict[str, list[tuple[int, int, bool]]] = defaultdict(list)
    for name in ("id", "claim"):
        sql = f"SELECT id, claim, since, until, release, until_lo FROM assertion_history WHERE {name} IN :values"
        for row in select_in(connection, sql, records):
            closed = row.id in hidden.ids or is_restricted(row.release, row.until_lo, now_text(now))
            stretches[getattr(row, name)].append((row.since, row.until, closed))

    def closed_then(record: str, seq: int) -> bool:
        begun = [stretch for stretch in stretches.get(record, ()) if stretch[0] <= seq]
        live = [closed for _, until, closed in begun if until == CURRENT or seq < until]
        return all(live) if live else any(closed for _, _, closed in begun)

    return closed_then


def _merged_in_confidence(connection: Connection, changes: Sequence[LogChange], now: datetime) -> frozenset[str]:
    """The digests of entries of claims and assertions that were written while these were restricted, and came later.

    A merge brings in one change what was restricted and has been released since. What was open there by then counts.
    """
    merges = {change.seq: change.entries for change in changes if change.merged}
    records = {one.record for some in merges.values() for one in some if one.type in ("claim", "assertion")}
    if not records:
        return frozenset()
    sql = "SELECT DISTINCT id FROM assertion_history WHERE claim IN :values"
    known = versions(connection, records.union(row.id for row in select_in(connection, sql, records)))
    stood: dict[str, dict[str, list[tuple[Version, bool]]]] = defaultdict(lambda: defaultdict(list))
    for record, some in known.items():
        for version in some:
            if version.body is not None and version.body["type"] == "assertion":
                until = earliest(version.body.get("until"), EVERY_ZONE)
                closed = is_restricted(version.body.get("release"), until, now_text(now))
                for one in {record, version.body["claim"]} & records:
                    stood[one][record].append((version, closed))
    found = set()
    for seq, entries in merges.items():
        at = {version.digest: version.at for one in entries for version in known.get(one.record, ())}
        for one in entries:
            standing: list[bool] = []
            ever = False
            for said in stood.get(one.record, {}).values():
                before = [each for each in said if each[0].at <= at[one.digest]]
                ever = ever or any(each[1] for each in before)
                theirs = [each for each in before if each[0].number >> PLACE_BITS == seq]
                newest = max(theirs, key=lambda each: each[0].at, default=None)
                if newest is not None and newest[0].op in ("set", "restore"):
                    standing.append(newest[1])
            if ever and all(standing):
                found.add(one.digest)
    return frozenset(found)


_OF_PARTS = ("answer", "about", "synonyms", "bylines", "speaks_for", "member_of")
"""Fields that are more than one part."""


def _without(
    change: LogChange,
    hidden: RestrictedRecords,
    touched: bool,
    beside: Collection[str],
    closed: Closed,
    closed_entry: Callable[[LogEntry, int], bool],
    labels: Mapping[str, str],
) -> LogChange:
    """`beside` are the assertions that quote a text which is held back.

    `labels`: what records are called of which something is held back.
    """
    entries = []
    for entry in change.entries:
        why = RESTRICTED_NOTE if touched and entry.why is not None else entry.why
        blank = replace(entry, label=RESTRICTED_NOTE, fields=(), changes={}, why=why)
        if entry.record in hidden.ids:
            entries.append(replace(blank, record=""))
            continue
        if closed_entry(entry, change.seq):
            entries.append(replace(blank, why=entry.why and RESTRICTED_NOTE))
            continue
        parts = hidden.parts.get(entry.record, frozenset())
        unsaid = {*parts, *hidden.past.get(entry.record, ()), *(_OF_PARTS if parts else ())}
        unsaid |= {"title", *OF_TEXT} if entry.record in hidden.texts else set()
        unsaid |= {"positions"} if hidden.positions else set()
        fields = tuple(name for name in entry.fields if name not in unsaid)
        if entry.fields and not fields:
            entries.append(replace(blank, record=""))
            continue
        changes = dict(entry.changes)
        if closed(entry.record, change.seq - 1):
            changes = {name: (old and RESTRICTED_NOTE, new) for name, (old, new) in changes.items()}
        if "quote" in changes and entry.record in beside:
            old, new = (without_neighbours(quote) if quote else quote for quote in changes["quote"])
            changes["quote"] = (old, new)
        shown = {
            name: (_unnamed(old, hidden.ids), _unnamed(new, hidden.ids))
            for name, (old, new) in changes.items()
            if name not in unsaid
        }
        label = labels.get(entry.record, entry.label)
        entries.append(replace(entry, fields=fields, changes=shown, why=why, label=label))
    why = RESTRICTED_NOTE if touched and change.why is not None else change.why
    return replace(change, entries=tuple(entries), why=why)


def _unnamed(value: Any, hidden: Collection[str]) -> Any:
    """A value of a record, without the ids of hidden records in it."""
    if isinstance(value, dict):
        return {name: _unnamed(one, hidden) for name, one in value.items()}
    if isinstance(value, list):
        return [_unnamed(one, hidden) for one in value]
    return RESTRICTED_NOTE if isinstance(value, str) and value in hidden else value


def _entry(row: Any, changes: dict[str, tuple[Any, Any]], first: bool) -> LogEntry:
    envelope = envelope_of(row, body_of(row))
    return LogEntry(
        op=row.op,
        type=row.type,
        record=row.record,
        label=row.label or f"{row.type} {row.record}",
        digest=row.digest.hex(),
        by=envelope["by"],
        why=envelope["why"],
        fields=tuple(envelope["changed"]),
        changes=changes,
        first=first,
    )


def _entries(connection: Connection, seqs: Sequence[int], record: str | None) -> dict[int, list[Any]]:
    """The first entries of each change; with `record` its own."""
    entries: dict[int, list[Any]] = {}
    only = "" if record is None else " AND e.record = :record"
    sql = (
        f"SELECT e.*, COALESCE(r.label, r.sort_key) AS label FROM ({SELECT}) e"
        f" LEFT JOIN record_history r ON r.id = e.record AND r.since = e.number >> {PLACE_BITS}"
        f" WHERE e.number >= :low AND e.number < :high{only} ORDER BY e.number LIMIT {ENTRIES}"
    )
    for seq in seqs:
        values: dict[str, Any] = numbers_of(seq) | ({} if record is None else {"record": record})
        entries[seq] = list(connection.execute(text(sql), values))
    return entries


def _alterations(connection: Connection, record: str) -> dict[int, tuple[dict[str, tuple[Any, Any]], bool]]:
    """Change -> what it made of the record's fields, and whether it was the first to write it."""
    known = entries_of(connection, record)
    if known is None:
        return {}
    before: Body = {}
    alterations: dict[int, tuple[dict[str, tuple[Any, Any]], bool]] = {}
    for seq, _, state in states(known):
        after = state.settled.body or {}
        names = sorted(({*before, *after}) - {"id", "type"})
        changes = {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}
        alterations[seq] = (changes, not alterations)
        before = after
    return alterations


def assertions_of_last(connection: Connection, by: str) -> list[str]:
    """Ids of the assertions written in this writer's last change that wrote any, in the order written."""
    row = connection.execute(
        text(
            f"SELECT c.seq FROM change c JOIN entry e ON {OF_CHANGE}"
            " WHERE c.by = :by AND e.type = 'assertion' AND e.op = 'set' AND c.kind IN ('add', 'attribute')"
            " ORDER BY c.seq DESC LIMIT 1"
        ),
        {"by": by},
    ).one_or_none()
    if row is None:
        return []
    rows = connection.execute(
        text(
            "SELECT record FROM entry WHERE number >= :low AND number < :high AND type = 'assertion' AND op = 'set'"
            " ORDER BY number"
        ),
        numbers_of(row.seq),
    )
    return list(dict.fromkeys(found.record for found in rows))


def last_change(connection: Connection, by: str, before: int | None = None) -> int | None:
    """The number of this writer's last change that is not an undo and was not undone; None when there is none.

    Only those below `before`, when it is given. An undo says in its reason which change it undid: "undo of change 12".
    """
    undone: set[int] = set()
    rows = connection.execute(
        text("SELECT seq, kind, why FROM change WHERE by = :by ORDER BY seq DESC LIMIT 1000"), {"by": by}
    )
    for row in rows:
        if row.kind == "undo":
            undone.add(int((row.why or "0").removeprefix(UNDO_OF)))
        elif row.seq not in undone and (before is None or row.seq < before):
            return int(row.seq)
    return None


def kind_and_time(connection: Connection, seq: int) -> tuple[str, str]:
    """What kind of change this number is, and when it was made (27-character UTC)."""
    row = connection.execute(text("SELECT kind, at FROM change WHERE seq = :seq"), {"seq": seq}).one()
    return row.kind, row.at
