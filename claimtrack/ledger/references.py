"""What records name each other, and what is said of which: in SQL, as the views show the ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.domain.ids import ids_in
from claimtrack.ledger.entries.stored import BODY, BODY_JOIN
from claimtrack.ledger.store.dialect import select_all, select_in, select_with
from claimtrack.ledger.store.tables import CURRENT

Body = dict[str, Any]

ATTACHED = ("evidence", "request", "assessment", "note", "tag")
"""What hangs on one record, its `target`, and is shown with it."""
TARGETING = (*ATTACHED, "allow")
"""What is said of one record, its `target`."""
SAYING = (*TARGETING, "rating", "side", "merge", "disagreement", "comparison")
"""What is said of any records."""

_NAMES = {
    "assertion": (
        "SELECT 'source' AS kind, source AS id FROM hop_history WHERE assertion IN :values"
        " UNION ALL SELECT 'document', document FROM assertion_history WHERE id IN :values"
        " UNION ALL SELECT 'document', document FROM evidence_history WHERE target IN :values"
        " UNION ALL SELECT 'source', asked FROM request_history WHERE target IN :values"
    ),
    "claim": (
        "SELECT 'question' AS kind, question AS id FROM claim_history WHERE id IN :values"
        " UNION ALL SELECT 'source', source FROM claim_about_history WHERE claim IN :values"
        " UNION ALL SELECT 'document', document FROM evidence_history WHERE target IN :values"
        " UNION ALL SELECT 'source', asked FROM request_history WHERE target IN :values"
    ),
    "document": (
        "SELECT 'source' AS kind, publisher AS id FROM document_history WHERE id IN :values"
        " UNION ALL SELECT 'source', source FROM byline_history WHERE document IN :values"
        " UNION ALL SELECT 'source', asked FROM request_history WHERE target IN :values"
    ),
    "question": "SELECT 'source' AS kind, asked AS id FROM request_history WHERE target IN :values",
    "source": (
        "SELECT 'source' AS kind, body AS id FROM membership_history WHERE source IN :values"
        " UNION ALL SELECT 'source', b.id FROM source_history s JOIN source_history b ON b.id = s.within"
        " WHERE s.id IN :values"
    ),
}
"""Type -> what records of it name or ever named: the type of that, and its id or NULL."""
_VOID = "SELECT 'void' AS kind, id FROM record WHERE state = 'void' AND id IN :values"
"""Which records are void: their rows are in no other view."""

_NAMED_BY = {
    "source": (
        ("hop", "source", "assertion", "assertion"),
        ("document", "publisher", "id", "document"),
        ("byline", "source", "document", "document"),
        ("membership", "body", "source", "source"),
        ("source", "within", "id", "source"),
        ("claim_about", "source", "claim", "claim"),
        ("request", "asked", "target", None),
    ),
    "document": (("assertion", "document", "id", "assertion"), ("evidence", "document", "target", None)),
    "question": (("claim", "question", "id", "claim"),),
}
"""Type -> what names records of it: a view, its column with the record's id, that with the record that names it.

And the type of the record that names it, None where it may be of several.
"""

_SAID = " UNION ALL ".join(
    (
        *(f"SELECT id FROM {one} WHERE target IN :values" for one in TARGETING),
        "SELECT id FROM request WHERE asked IN :values",
        *(f"SELECT id FROM {one} WHERE source IN :values" for one in ("rating", "side")),
        *(f"SELECT id FROM merge WHERE {one} IN :values" for one in ("kept", "merged")),
        *(f"SELECT id FROM disagreement WHERE {one} IN :values" for one in ("subject", "origin", "settled_for")),
        "SELECT disagreement FROM disagreement_claim WHERE claim IN :values",
        *(f"SELECT id FROM comparison WHERE {one} IN :values" for one in ("claim", "other")),
    )
)
"""What is said of records."""
_BELONGING = " UNION ALL ".join(
    (
        "SELECT id FROM assertion WHERE claim IN :values",
        *(f"SELECT id FROM {one} WHERE story IN :values" for one in ("claim", "question", "side", "publication")),
    )
)
"""What is part of a claim or of a story."""


def gone_records(connection: Connection) -> set[tuple[str, str]]:
    """The types of the records that are void or withheld now, each with that state."""
    sql = f"SELECT DISTINCT type, state FROM record_history WHERE until = {CURRENT} AND state <> 'live'"
    return {(row.type, row.state) for row in select_with(connection, sql, {})}


def void_bodies(connection: Connection, types: Iterable[str]) -> list[Body]:
    """The bodies of the records of some types that are void now.

    `state <> 'live'` says nothing more, but lets SQLite use the index of what is not live.
    """
    sql = (
        f"SELECT COALESCE(r.body, {BODY}) AS body FROM record_history r {BODY_JOIN}"
        f" WHERE r.until = {CURRENT} AND r.state <> 'live' AND r.state = 'void' AND r.type IN :values"
    )
    return [parse(row.body) for row in select_in(connection, sql, types) if row.body is not None]


def known_from(
    connection: Connection,
    holders: Mapping[str, set[str]],
    beside: Mapping[str, Collection[tuple[str, str]]],
    *,
    void: bool,
) -> dict[str, set[str]]:
    """By type, the sources, documents and questions that no live record names but `holders` and each other.

    What any version of the holders named counts: it is not opened by an edit of these. `beside`: type -> records of it
    that open ones name, or named, where that is restricted, and what names them. `void`: whether the views may show
    records that are void.
    """
    found: dict[str, set[str]] = {kind: set() for kind in _NAMED_BY}
    level = dict(holders)
    while level:
        fresh: dict[str, set[str]] = defaultdict(set)
        asked: list[tuple[str, Collection[str]]] = [(_NAMES[holder], ids) for holder, ids in level.items()]
        if void:
            asked.append((_VOID, frozenset[str]().union(*level.values())))
        for row in select_all(connection, asked):
            if row.id is not None:
                fresh[row.kind].add(row.id)
        for kind, record in _named_by(connection, fresh.pop("void", ())):
            fresh[kind].add(record)
        for kind, pairs in beside.items():
            fresh[kind].update(record for record, _ in pairs)
        level = {kind: ids - found[kind] for kind, ids in fresh.items() if ids - found[kind]}
        for kind, ids in level.items():
            found[kind] |= ids
    _drop_named_elsewhere(connection, found, holders, beside)
    return found


def _drop_named_elsewhere(
    connection: Connection,
    found: dict[str, set[str]],
    holders: Mapping[str, set[str]],
    beside: Mapping[str, Collection[tuple[str, str]]],
) -> None:
    """Take out of `found` what something else than `holders` and what is in it names, by its type.

    The pairs of `beside` do not count. What is left may name each other: what something else names falls out, and then
    what that names. Whoever names them openly is counted, not read: one source may have spoken a hundred thousand
    times.
    """
    times: Counter[tuple[str, str]] = Counter()
    naming = {kind: found.get(kind, set()) | holders.get(kind, set()) for kind in found.keys() | holders.keys()}
    others = {by for pairs in beside.values() for _, by in pairs}
    several = others.union(*naming.values())
    counted, used = [], []
    for kind, views in _NAMED_BY.items():
        for view, named, by, by_type in views:
            sql = f"SELECT '{kind}' AS kind, {named} AS id"
            ending = f"GROUP BY {named}"
            counted.append((f'{sql}, COUNT(*) AS times FROM "{view}" WHERE {named} IN :values {ending}', found[kind]))
            ids = several if by_type is None else naming.get(by_type, set()) | others
            if found[kind]:
                used.append((f'{sql}, {by} AS used FROM "{view}" WHERE {named} IS NOT NULL AND {by} IN :values', ids))
    for row in select_all(connection, counted):
        times[row.kind, row.id] += row.times
    rows = [(row.kind, row.id, row.used) for row in select_all(connection, used if times else ())]
    while True:
        inside = frozenset[str]().union(*holders.values(), *found.values())
        inner = Counter(
            (kind, record) for kind, record, by in rows if by in inside or (record, by) in beside.get(kind, ())
        )
        open_ones = {
            kind: {record for record in ids if times[kind, record] > inner[kind, record]} for kind, ids in found.items()
        }
        if not any(open_ones.values()):
            return
        for kind, ids in open_ones.items():
            found[kind] -= ids


def _named_by(connection: Connection, records: Collection[str]) -> Iterator[tuple[str, str]]:
    """Type and id of the sources, documents and questions that these records name, as their bodies stand."""
    sql = "SELECT body FROM record_body WHERE body IS NOT NULL AND id IN :values"
    named = ids_in(*(parse(row.body) for row in select_in(connection, sql, records)))
    for row in select_in(connection, "SELECT id, type FROM record WHERE id IN :values", named):
        if row.type in _NAMED_BY:
            yield row.type, row.id


def said_of(connection: Connection, barred: frozenset[str], void_types: Collection[str]) -> frozenset[str]:
    """What is said of these records, and of that in turn; void or not. Records of `void_types` are void now."""
    types = [one for one in SAYING if one in void_types]
    void = [(body["id"], ids_in(body)) for body in void_bodies(connection, types)]
    found = set(barred)
    fresh = set(barred)
    while fresh:
        said = {row.id for row in select_in(connection, _SAID, fresh)}
        said |= {record for record, named in void if not fresh.isdisjoint(named)}
        fresh = said - found
        found |= fresh
    return frozenset(found - barred)


def depending(connection: Connection, record: str) -> Counter[str]:
    """How many live records name this one (an id), are said of it or belong to it, by type."""
    naming = (
        f'SELECT {by} FROM "{view}" WHERE {named} IN :values'
        for one in _NAMED_BY.values()
        for view, named, by, _ in one
    )
    asked = (*naming, _SAID, _BELONGING)
    ids = {row[0] for sql in asked for row in select_in(connection, sql, [record])} - {record}
    rows = select_in(connection, "SELECT id, type FROM record WHERE state = 'live' AND id IN :values", ids)
    return Counter(sorted(row.type for row in rows))


def merged(connection: Connection, records: Iterable[str], *, now: bool = False) -> frozenset[str]:
    """These records and all that are merged with them, as the views show it; `now`: whatever moment they show."""
    view, condition = ("merge_history", f" AND until = {CURRENT}") if now else ("merge", "")
    sql = " UNION ALL ".join(
        f"SELECT {other} AS found FROM {view} WHERE {one} IN :values{condition}"
        for one, other in (("kept", "merged"), ("merged", "kept"))
    )
    found, fresh = set(records), set(records)
    while fresh:
        fresh = {row.found for row in select_in(connection, sql, fresh)} - found
        found |= fresh
    return frozenset(found)
