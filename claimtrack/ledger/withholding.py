"""What withholding a record takes, and what it opens: a record said in confidence may alone keep others in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.domain.dates import from_utc_text
from claimtrack.domain.ids import texts_in
from claimtrack.domain.text import folded_whole
from claimtrack.errors import BadInput
from claimtrack.ledger.change import Change
from claimtrack.ledger.entries.stored import versions
from claimtrack.ledger.projection.rows import label
from claimtrack.ledger.references import depending
from claimtrack.ledger.restricted.records import RestrictedRecords, opened
from claimtrack.ledger.restricted.visibility import RESTRICTED_NOTE, find_restricted
from claimtrack.ledger.search import Hit, search
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.shown import show_to_outsider


@dataclass(frozen=True, slots=True)
class Withholding:
    """What withholding a record would take: its type, what it is called, its fields now, and how many versions.

    `depending` counts the live records that name it, by type. The words are not yet made safe to show.
    """

    type: str
    label: str
    fields: dict[str, Any]
    versions: int
    depending: dict[str, int]


def what_withholding_takes(connection: Connection, record: str) -> Withholding:
    """What would go if a record (an id) were withheld. Raises BadInput when it is withheld already."""
    sql = "SELECT type, state, label, body FROM record_body WHERE id = :id"
    row = connection.execute(text(sql), {"id": record}).one()
    if row.state == "withheld":
        raise BadInput(f"{record} is withheld already", "")
    count = text("SELECT COUNT(*) FROM entry WHERE record = :id AND body IS NOT NULL")
    number = int(connection.execute(count, {"id": record}).scalar_one())
    fields = {name: value for name, value in parse(row.body).items() if name not in ("id", "type")}
    return Withholding(row.type, row.label, fields, number, dict(depending(connection, record)))


def opened_by_withholding(change: Change, records: Iterable[str], *, why: str) -> list[str]:
    """Withhold records, and say what shows now that these alone kept in: what it is, its id and what it is called.

    What may not be shown stands for what a record is called that is off the record or embargoed. Whoever calls it
    undoes the change if that is not wanted.
    """
    blanked = list(records)
    earlier = _restricted(change)
    for record in blanked:
        change.withhold(record, why=why)
    found: dict[str, set[str]] = {}
    for before, after in zip(earlier, _restricted(change), strict=True):
        for kind, ids in before.by_type.items():
            found.setdefault(kind, set()).update(ids - after.ids)
        found.setdefault("the text of document", set()).update(before.texts - after.texts)
        parts = {one for one, some in before.parts.items() if not some <= after.parts.get(one, frozenset())}
        found.setdefault("what is held back of", set()).update(parts - after.ids)
    return [
        f"{kind} {one} {_called(change, one, earlier[0])}"
        for kind, ids in found.items()
        for one in sorted(ids.difference(blanked))
    ]


MOST_LOOKED_IN = 1_000
"""Records with the words of a name in which the name itself is looked for."""


def still_naming(connection: Connection, source: str) -> list[tuple[str, str]]:
    """The live records in whose words a source's name stands, or an alias, of now or before: type and id of each.

    Restricted ones too, since whoever takes a name out of the ledger has to find them. Of the records that have the
    words of a name, at most MOST_LOOKED_IN are looked in.
    """
    names: dict[str, str] = {}
    for version in versions(connection, [source]).get(source, ()):
        if version.body is not None and version.body["type"] == "source":
            for name in (version.body["name"], *version.body.get("aliases", ())):
                names.setdefault(folded_whole(name), name)
    found: dict[str, str] = {}
    for folded, name in names.items():
        types = {hit.id: hit.type for hit in _with_words(connection, name) if hit.id != source}
        inside = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")
        for row in select_in(connection, "SELECT id, body FROM record_body WHERE id IN :values", types):
            if row.body is not None and inside.search(folded_whole(" ".join(texts_in(parse(row.body))))):
                found[row.id] = types[row.id]
    return sorted((kind, record) for record, kind in found.items())


def _with_words(connection: Connection, name: str) -> list[Hit]:
    try:
        return search(connection, name, limit=MOST_LOOKED_IN)
    except BadInput:  # a name without a word, or of too many
        return []


def _called(change: Change, record: str, hidden: RestrictedRecords) -> str:
    """What a record is called, or what stands for that where it stays in."""
    body = change.current(record).body
    if body is None or record in hidden.ids:
        return RESTRICTED_NOTE
    return f"“{label(opened(body, hidden))}”"


def _restricted(change: Change) -> list[RestrictedRecords]:
    """What stays in at this point of a change: for the desk, and for whoever may see no confidence."""
    found = []
    for outsider in (False, True):
        show_to_outsider(change.conn, outsider)
        found.append(find_restricted(change.conn, from_utc_text(change.at)))
    show_to_outsider(change.conn, False)
    return found
