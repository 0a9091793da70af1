"""Appending: entries into one open change, their projection, and the change that seals them.

The only way into a ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text
from claimtrack.domain.dates import from_utc_text
from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.entries.envelope import ChangeHash, Entry, FirstVersions, after, make_entry, now_text
from claimtrack.ledger.entries.stored import COLUMNS, FIRST_COLUMNS, SELECT, Stamp, blanked, row_of, row_of_first
from claimtrack.ledger.entries.versions import Settled, Version, settle_next
from claimtrack.ledger.projection.bodies import linked, merge_sides, recompute, rewrite
from claimtrack.ledger.projection.project import Projector, State
from claimtrack.ledger.store.dialect import (
    first_row,
    forget_terms,
    insert_rows,
    is_sqlite,
    lock_head,
    select_in,
)
from claimtrack.ledger.store.indexes import make_indexes, put_off_indexes
from claimtrack.ledger.store.migrations import meta
from claimtrack.ledger.store.tables import PLACE_BITS
from claimtrack.ledger.store.tables import change as change_table
from claimtrack.ledger.write.record_states import RecordStates
from claimtrack.ledger.write.written import WrittenKeys

AHEAD = timedelta(minutes=5)
"""How far the last change may lie ahead of this clock before a write stops."""

CHANGE_COLUMNS = change_table.column_names

_NO_CONFLICT: Mapping[str, list[Any]] = MappingProxyType({})


class Appender:
    """One change being made: appended to, flushed in batches, sealed once. Holds the write lock from the start."""

    def __init__(
        self,
        connection: Connection,
        *,
        by: str,
        why: str | None,
        kind: str,
        zone: tzinfo,
        now: datetime,
        accept_clock: bool,
    ) -> None:
        self.connection = connection
        self.by = by
        self.kind = kind
        self.zone = zone
        lock_head(connection)
        last = first_row(connection, "SELECT seq, digest, at FROM change ORDER BY seq DESC LIMIT 1")
        self.prev = last.digest if last else ""
        self.seq = last.seq + 1 if last else 1
        self.now = now
        present = now_text(now)
        if last and from_utc_text(last.at) - now > AHEAD:
            self._accept(last.at, present, accept_clock)
        self.at = max(present, last.at) if last else present
        self.states = RecordStates(connection, WrittenKeys() if last is None and kind == "import" else None)
        self.projector = Projector(connection, zone, self.seq, Stamp(self.at, by, why))
        self._first_versions = FirstVersions(self.at, by, why)
        self.merged: dict[str, Any] | None = None
        self.count = 0
        self._begun = False
        self._new: list[tuple[str, Settled, str]] = []
        """New records whose entries are not made so far: type, what they are, and that in canonical JSON."""
        self._hash = ChangeHash({"at": self.at, "by": by})
        self._first: list[tuple[Any, ...]] = []
        self._pending: list[tuple[Any, ...]] = []
        self._made: dict[str, tuple[str, Settled]] = {}
        self._touched: dict[str, State] = {}
        if last is None and kind == "import":
            put_off_indexes(connection)

    @property
    def why(self) -> str | None:
        """Why the change is made. It may be set before the first entry: entries leave out what their change says."""
        return self.projector.stamp.why

    @why.setter
    def why(self, why: str | None) -> None:
        assert not self.count, "entries were made that leave out another reason"
        self.projector.stamp = Stamp(self.at, self.by, why)
        self._first_versions = FirstVersions(self.at, self.by, why)

    def _accept(self, last: str, present: str, accept_clock: bool) -> None:
        """Ask once about a last change ahead of this clock: who accepted it, did so for every write up to its date."""
        if accept_clock:
            sql = "INSERT INTO meta VALUES ('accepted_at', :at) ON CONFLICT (name) DO UPDATE SET value = :at"
            self.connection.execute(text(sql), {"at": last})
        elif (meta(self.connection, "accepted_at") or "") < last:
            raise DatabaseTrouble(
                f"the last change is dated {last}, ahead of this computer's {present}: is this clock right?",
                "Set the clock; or, if it is right and the other was wrong, give --accept-clock with this one command:"
                f" until {last[:16].replace('T', ' ')} changes are then dated as that one, and nobody is asked again.",
            )

    def wrote(self, record: str) -> bool:
        """Whether the version of a record that stands is of this change."""
        return self.states.number_of(record) >> PLACE_BITS == self.seq

    def write(self, op: str, body: Mapping[str, Any], changed: Iterable[str], *, why: str | None = None) -> Settled:
        """Append one version of a record that replaces all its heads. Returns what the record is now."""
        record = body["id"]
        self._make_entries()
        before = self.states.get(record)
        made = make_entry(
            op=op,
            body=body,
            prev=before.heads if before else (),
            changed=changed,
            at=after(self.at, [before.last_at] if before else []),
            by=self.by,
            why=why or self.why,
        )
        number = self.add_entry(made, body)
        digest, prev, given = made.digest.hex(), tuple(made.prev), tuple(made.changed)
        settled = settle_next(before, Version(digest, op, prev, given, made.at, self.by, dict(body), number))
        self.touch(record, made.type, settled, fresh=before is None, number=number)
        return settled

    def create(self, body: dict[str, Any], text: str) -> None:
        """Append the first version of a record that is not in the ledger; `text` is its body in canonical JSON.

        The body is kept: nobody may change it any more.
        """
        record, record_type, at = body["id"], body["type"], self.at
        settled = Settled("live", body, None, (), at, at, self.by, _NO_CONFLICT, self._next_number())
        self._new.append((record_type, settled, text))
        self._made[record] = known = (record_type, settled)
        self.states.put(record, known)

    def _make_entries(self) -> None:
        """Make the entries of new records, all at once: until then their digests are not known."""
        if not self._new:
            return
        digests = []
        bodies = [(settled.body or {}, whole) for _, settled, whole in self._new]
        made = self._first_versions.make(bodies)
        for (record_type, settled, _), (body, whole), (digest, salt) in zip(self._new, bodies, made, strict=True):
            self._first.append(row_of_first(settled.number, digest, salt, body["id"], record_type, whole))
            settled.entry = digest.hex()
            settled.heads = (settled.entry,)
            digests.append(settled.entry)
        self._hash.add(digests)
        self._new = []

    def add_entry(self, made: Entry, body: Mapping[str, Any] | None = None, *, knew: int = 0) -> int:
        """Put an entry into this change as it is, and return its number. `knew`: see `Version`."""
        self._make_entries()
        number = self._next_number()
        self._pending.append(row_of(number, made, self.projector.stamp, body, knew=knew))
        self._hash.add([made.digest.hex()])
        return number

    def _next_number(self) -> int:
        if self.count >> PLACE_BITS:
            raise BadInput(f"one change holds at most {1 << PLACE_BITS:,} records", "Import the file in several parts.")
        number = (self.seq << PLACE_BITS) + self.count
        self.count += 1
        return number

    def touch(self, record: str, record_type: str, settled: Settled, *, fresh: bool, number: int) -> None:
        """Remember what a record has come to, to be projected at the next flush; `number` is its last entry's."""
        earlier = self._touched.get(record)
        made = self._made.pop(record, None) is not None
        fresh = earlier.fresh if earlier else made or fresh
        self._touched[record] = State(record, record_type, settled, fresh, number)
        self.states.put(record, (record_type, settled))

    def _begin(self) -> None:
        """Make the row of this change, which is sealed at the end: what its entries share with it is read there."""
        if not self._begun:
            row = (self.seq, "", self.prev, "", self.at, self.by, self.why, self.kind, None, 0)
            insert_rows(self.connection, "change", CHANGE_COLUMNS, [row])
            self._begun = True

    def flush(self) -> None:
        """Write what is pending: entries, then their projection, then what touched sources are read as."""
        self._make_entries()
        if self._first or self._pending:
            self._begin()
            insert_rows(self.connection, "entry", FIRST_COLUMNS, self._first, {"op": "set"})
            insert_rows(self.connection, "entry", COLUMNS, self._pending)
            self._first, self._pending = [], []
        if not self._made and not self._touched:
            return
        made, states = self._made, list(self._touched.values())
        self._made, self._touched = {}, {}
        types = {record: record_type for record, (record_type, _) in made.items()}
        types.update((state.id, state.type) for state in states)
        merges = [record for record, record_type in types.items() if record_type == "merge"]
        sources = {record for record, record_type in types.items() if record_type == "source"}
        sources |= merge_sides(self.connection, merges)
        self.projector.project(made, states)
        sources |= merge_sides(self.connection, merges)
        if sources:
            recompute(self.connection, sources, self.seq)

    def blank(self, records: Mapping[str, str]) -> None:
        """Blank body and salt of all versions of these records (id -> type), and forget their content: for withholding.

        The one exception to "nothing is updated": digests, and so every chain, stay.
        """
        if not records:
            return
        make_indexes(self.connection)
        if is_sqlite(self.connection):
            self.connection.exec_driver_sql("PRAGMA secure_delete = ON")
        by_type: dict[str, list[str]] = defaultdict(list)
        for record, record_type in records.items():
            by_type[record_type].append(record)
        sources = linked(self.connection, [*by_type["source"], *merge_sides(self.connection, by_type["merge"])])
        for record_type, ids in by_type.items():
            self.projector.forget(record_type, ids)
        for row in list(select_in(self.connection, f"{SELECT} WHERE e.record IN :values", records)):
            number, more = blanked(row)
            sql = text("UPDATE entry SET body = NULL, salt = NULL, more = :more WHERE number = :number")
            self.connection.execute(sql, {"number": number, "more": more})
        rewrite(self.connection, sources)
        forget_terms(self.connection)

    def seal(self, ledger: str) -> str:
        """Flush, complete the change and return its digest. Only a change with entries is sealed."""
        self.flush()
        make_indexes(self.connection)
        fields = {
            "seq": self.seq,
            "ledger": ledger,
            "at": self.at,
            "by": self.by,
            "why": self.why,
            "kind": self.kind,
            "prev": self.prev,
            "merged": self.merged,
        }
        digest = self._hash.hexdigest(**fields)
        merged = canonical_text(self.merged) if self.merged is not None else None
        sql = (
            "UPDATE change SET digest = :digest, ledger = :ledger, merged = :merged, entries = :count WHERE seq = :seq"
        )
        values = {"digest": digest, "ledger": ledger, "merged": merged, "count": self.count, "seq": self.seq}
        self.connection.execute(text(sql), values)
        self.connection.execute(text("UPDATE meta SET value = :digest WHERE name = 'head'"), {"digest": digest})
        return digest
