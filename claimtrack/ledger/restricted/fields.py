"""What open sources, documents and questions were given only in changes that recorded restricted assertions alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text
from claimtrack.ledger.entries.stored import versions
from claimtrack.ledger.entries.versions import Version
from claimtrack.ledger.references import SAYING, merged
from claimtrack.ledger.restricted.details import RestrictedDetails
from claimtrack.ledger.restricted.records import PUBLISHER, TOP_BODY, WITHIN
from claimtrack.ledger.restricted.stated_parts import stated_parts
from claimtrack.ledger.store.dialect import select_in, select_with
from claimtrack.ledger.store.tables import OF_CHANGE, PLACE_BITS, numbers_of

Body = dict[str, Any]
Part = tuple[str, str, str]
"""A field of a record, the name of a part of it, and its value."""

_CALLED = {
    "source": {"name", "qualifier", "confidential"},
    "document": {"url", "skips"},
    "question": {"text", "story", "answer_kind", "synonyms"},
    "story": {"name"},
}
"""What a record is called or cannot be without, and what is looked at elsewhere."""
_BARE = {"id", "type", "name", "qualifier", "kind", "within"}
"""All that is said of a source that was made because it was named."""
SHORT = 200
"""A change with as many entries or fewer is read together with others."""
_NAMING_LISTS = ("speaks_for", "member_of", "bylines")
"""Fields that are lists of what names a source; each source is a part."""


def restricted_fields(connection: Connection, restricted: frozenset[str], seq: int | None) -> RestrictedDetails:
    """What open records have only from changes that recorded some of these restricted assertions and no others.

    As of change `seq` (None: now). A field that was stated in another change, anew or again, is open. What was said of
    records in such changes alone is restricted whole.
    """
    closed = _closed_entries(connection, restricted)

    def in_confidence(version: Version) -> bool:
        return version.number in closed and not (version.body or {}).keys() <= _BARE

    found: dict[str, frozenset[str]] = {}
    past: dict[str, frozenset[str]] = {}
    records: set[str] = set()
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for record, written in versions(connection, set(closed.values())).items():
        kind = next((version.body["type"] for version in written if version.body is not None), None)
        alone = all(version.number in closed for version in written if version.changed and not version.undoes)
        if kind in _CALLED:
            parts_of = partial(_parts, called=_CALLED[kind])
            stated = stated_parts(written, seq, parts_of=parts_of, field_of=itemgetter(0), in_confidence=in_confidence)
            unsaid = stated.ever_hidden
            if unsaid:
                found[record] = frozenset(name for _, name, _ in stated.hidden)
                past[record] = frozenset(field for field, _, _ in unsaid)
            named["source"].update((value, record) for _, name, value in unsaid if name in (value, PUBLISHER, WITHIN))
            if alone and kind != "story":
                named[kind].add((record, record))
        elif kind in SAYING and alone:
            records.add(record)
    bodies = {one for one, _ in named["source"]}
    hidden = {record for record, parts in found.items() if not parts.isdisjoint(bodies)}
    for record in speaking_through(connection, hidden):
        found[record] = found.get(record, frozenset()) | {TOP_BODY}
    return RestrictedDetails(found, frozenset(records), named, past)


def _closed_entries(connection: Connection, restricted: frozenset[str]) -> dict[int, str]:
    """The entries, each with its record, that were written together with a restricted assertion.

    By one writer at one instant, also where a merge brought them; and with no entry of an assertion that is open.
    """
    sql = (
        "SELECT e.number, e.at, c.entries, CASE WHEN c.merged IS NULL THEN 0 ELSE 1 END AS brought"
        f" FROM entry e JOIN change c ON c.seq = e.number >> {PLACE_BITS} WHERE e.record IN :values"
    )
    short: dict[int, list[Any]] = {}
    instants: dict[int, set[str | None]] = defaultdict(set)
    for row in select_in(connection, sql, restricted):
        seq = row.number >> PLACE_BITS
        if not row.brought and 0 < row.entries <= SHORT:
            short[seq] = []
        else:
            instants[seq].add(row.at if row.brought else None)
    sql = f"SELECT e.number, e.record, e.type FROM change c JOIN entry e ON {OF_CHANGE} WHERE c.seq IN :values"
    for row in select_in(connection, sql, short):
        short[row.number >> PLACE_BITS].append(row)
    found: dict[int, str] = {}
    for rows in short.values():
        if all(row.record in restricted for row in rows if row.type == "assertion"):
            found |= {row.number: row.record for row in rows}
    for seq, some in instants.items():
        for at in some:
            then = "number >= :low AND number < :high" + ("" if at is None else " AND at = :at")
            values = numbers_of(seq) | ({} if at is None else {"at": at})
            sql = f"SELECT DISTINCT record FROM entry WHERE type = 'assertion' AND {then} LIMIT :most"
            beside = select_with(connection, sql, {**values, "most": len(restricted) + 1})
            if all(row.record in restricted for row in beside):
                sql = f"SELECT number, record, more FROM entry WHERE {then}"
                found |= {row.number: row.record for row in select_with(connection, sql, values)}
    return found


def _parts(body: Body, called: Collection[str]) -> Iterator[Part]:
    """What may be restricted of a record; of each source that a list names its id is the part, and its value."""
    for field in body.keys() - {"id", "type", *called}:
        value = body[field]
        if field == "title" and "url" not in body:
            continue  # it is what the document is called
        if field in _NAMING_LISTS:
            yield from ((field, one["source"], one["source"]) for one in value)
        elif isinstance(value, list):
            yield from ((field, field, canonical_text(one)) for one in value)
        else:
            yield field, field, value if isinstance(value, str) else canonical_text(value)


def speaking_through(connection: Connection, sources: Collection[str]) -> frozenset[str]:
    """These sources, those merged with them and all that speak for any of these, as the views show it."""
    found = merged(connection, sources)
    fresh = found
    while fresh:
        speaking = select_in(connection, "SELECT source FROM membership WHERE body IN :values", fresh)
        fresh = merged(connection, {row.source for row in speaking}) - found
        found |= fresh
    return found
