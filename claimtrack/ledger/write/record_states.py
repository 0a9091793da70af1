"""What the records of an open change come to, as the steps of recording ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.ledger.entries.stored import BODY_JOIN, STORED_BODY, whole
from claimtrack.ledger.entries.versions import Settled
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.write.written import WrittenKeys

FILLED_FROM = {
    "document": ("publisher",),
    "source": ("name", "kind"),
    "question": ("answer_kind", "unit"),
}
"""Type that many claims refer to -> what they are filled from: kept between batches."""
MOST_FILLED_FROM = 200_000
LONG_TEXT = 2_000
MOST_KEPT = 2_000

_CURRENT = (
    "SELECT r.id, r.type, r.state, r.heads, r.first_at, r.last_at, r.by, r.body AS merged, e.number, e.digest,"
    f" {STORED_BODY} AS stored FROM record r {BODY_JOIN} WHERE r.id IN :values"
)


class RecordStates:
    """What the records of one change come to at this point of it."""

    def __init__(self, connection: Connection, written: WrittenKeys | None = None) -> None:
        self._connection = connection
        self.written = written
        """The ids of all there is but in the open batch, and the names, in an import to an empty ledger; else None."""
        self._known: dict[str, tuple[str, Any] | None] = {}
        self._parts: dict[str, dict[str, Any]] = {}
        self._same_parts: dict[tuple[Any, ...], dict[str, Any]] = {}
        """The parts that were kept, by what is in them: most questions and documents have the same as others."""

    def load(self, ids: Iterable[str]) -> None:
        """Read these records at once; those that are not in the ledger are remembered as absent."""
        missing = [record for record in dict.fromkeys(ids) if record not in self._known]
        for record in missing:
            self._known[record] = None
        if self.written is not None:
            missing = self.written.among(missing)
        for row in select_in(self._connection, _CURRENT, missing):
            self._known[row.id] = (row.type, row)

    def get(self, record: str) -> Settled | None:
        """The record as it stands, None when there is none."""
        known = self._find(record)
        if known is None:
            return None
        record_type, settled = known
        if not isinstance(settled, Settled):
            settled = _settled(settled)
            self._known[record] = (record_type, settled)
        return settled

    def __contains__(self, record: str) -> bool:
        """Whether there is such a record, void and withheld ones too."""
        return self._find(record) is not None

    def type_of(self, record: str) -> str | None:
        """Its type, None when there is none."""
        known = self._find(record)
        return None if known is None else known[0]

    def number_of(self, record: str) -> int:
        """The number of the version that stands, 0 where there is none or several were merged."""
        known = self._find(record)
        return 0 if known is None else known[1].number or 0

    def void(self) -> list[str]:
        """Those of the records read so far that are void."""
        return [record for record, known in self._known.items() if known is not None and known[1].state == "void"]

    def text_of(self, record: str) -> str | None:
        """Its body in canonical JSON, None unless it is live."""
        known = self._find(record)
        if known is None or known[1].state != "live":
            return None
        body: str = canonical_text(known[1].body) if isinstance(known[1], Settled) else _whole_body(known[1])
        return body

    def may_hold(self, record: str, member: str) -> bool:
        """Whether its body may have a member of this name, at any depth; False is certain."""
        known = self._find(record)
        if known is None or isinstance(known[1], Settled):
            return known is not None
        return known[1].stored is not None and f'"{member}":' in _whole_body(known[1])

    def _find(self, record: str) -> tuple[str, Any] | None:
        """Its type, and what it is: settled, or the row that says so, which most are never asked more of."""
        try:
            return self._known[record]
        except KeyError:
            self.load([record])
            return self._known[record]

    def load_parts(self, ids: Iterable[str]) -> None:
        """Read these records at once, but for those of which the parts are kept."""
        self.load(record for record in ids if record not in self._parts)

    def part(self, record: str) -> dict[str, Any]:
        """Its body, or what `FILLED_FROM` names of it and its text; empty when it is absent or withheld."""
        part = self._parts.get(record) if record not in self._known else None
        return self.body(record) if part is None else part

    def body(self, record: str) -> dict[str, Any]:
        """Its body; empty when it is absent or withheld."""
        settled = self.get(record)
        return settled.body if settled is not None and settled.body is not None else {}

    def put(self, record: str, known: tuple[str, Settled]) -> None:
        """Remember the type of a record, and what it has come to in this change."""
        self._known[record] = known

    def forget(self) -> None:
        """Drop what later batches of an import hardly ask for again, so that memory stays flat.

        Of what many claims refer to only the parts are kept that they are filled from, and documents with short texts.
        """
        if self.written is not None:
            self.written.update(record for record, known in self._known.items() if known is not None)
        kept: dict[str, tuple[str, Any] | None] = {}
        if len(self._parts) > MOST_FILLED_FROM:
            self._parts, self._same_parts = {}, {}
        for record, known in self._known.items():
            if known is None or known[0] not in FILLED_FROM:
                continue
            self._parts.pop(record, None)
            body = self.body(record)
            if known[0] == "document" and "text" in body:
                if len(body["text"]) <= LONG_TEXT:
                    kept[record] = known
            else:
                part = {name: body[name] for name in FILLED_FROM[known[0]] if name in body}
                self._parts[record] = self._same_parts.setdefault(tuple(part.items()), part)
        self._known = kept if len(kept) <= MOST_KEPT else {}


def _whole_body(row: Any) -> str:
    """The canonical body of a row of `_CURRENT` that has one."""
    return whole(row.stored, row.id, row.type)


def _settled(row: Any) -> Settled:
    digest = row.digest.hex()
    heads = (digest,) if row.heads is None else tuple(row.heads.split(" "))
    body = None if row.stored is None else parse(_whole_body(row))
    entry = digest if row.merged is None and body is not None else None
    return Settled(row.state, body, entry, heads, row.first_at, row.last_at, row.by, number=row.number)
