"""Finding and reading records: by id, by what a person typed for one, by what refers to them.

It reads the views of the projection, so under as-of it finds what there was then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.domain.ids import is_id, is_prefix
from claimtrack.domain.text import safe
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger.projection.rows import OWNER
from claimtrack.ledger.store.dialect import select_in, with_lists
from claimtrack.ledger.visibility import find_restricted
from claimtrack.ledger.write.names import NameIndex, apart

MOST_SHOWN = 8
NAMED_TYPES = ("story", "source", "document", "question", "claim")
"""Types whose records can be called by a name, title, URL or wording."""


def get(connection: Connection, record: str) -> dict[str, Any] | None:
    """The body of a live record by its whole id; None when there is none, or it is void or withheld."""
    return bodies(connection, [record]).get(record)


def bodies(connection: Connection, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The bodies of live records by id, in the order asked for; those that are not live are left out."""
    wanted = list(dict.fromkeys(ids))
    sql = "SELECT id, body FROM record_body WHERE state = 'live' AND id IN :values"
    by_id = {row.id: parse(row.body) for row in select_in(connection, sql, wanted)}
    return {record: by_id[record] for record in wanted if record in by_id}


def children(connection: Connection, view: str, column: str, ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The bodies of the records of `view` whose `column` names one of `ids`, by that id, each list ordered by id."""
    owner = OWNER.get(view, "id")
    sql = f'SELECT {owner} AS id, {column} AS parent FROM "{view}" WHERE {column} IN :values'
    pairs = sorted({(row.parent, row.id) for row in select_in(connection, sql, ids)})
    known = bodies(connection, [record for _, record in pairs])
    by_parent: dict[str, list[dict[str, Any]]] = {}
    for parent, record in pairs:
        if record in known:
            by_parent.setdefault(parent, []).append(known[record])
    return by_parent


def find(
    connection: Connection,
    typed: str,
    types: Sequence[str] = (),
    *,
    story: str | None = None,
    hidden: Collection[str] = (),
) -> str:
    """The id of the record that a person means: a whole id, else an exact name, else a unique prefix of 4 or more.

    `types` are those that the place takes (() = any); void and withheld records are found by id only. Names of
    generic sources, questions and claims are looked for in `story` (an id) first. What is `hidden` (ids) is found no
    more than what is not there. Raises BadInput when nothing fits, NeedsPerson when several do.
    """
    wanted = typed.strip()
    if is_id(wanted):
        records = _whole(connection, wanted, types, hidden)
    else:
        records = [record for record in _named(connection, wanted, types, story) if record not in hidden]
        if not records and is_prefix(wanted.casefold()):
            prefixed = _prefixed(connection, wanted.casefold(), types)
            records = [record for record in prefixed if record not in hidden]
    if not records:
        short = not is_prefix(wanted) and len(wanted) < 4
        raise BadInput(
            f"there is no {_kinds(types)} {wanted if is_id(wanted) else repr(safe(typed))}"
            + (", unless it is off the record or embargoed" if hidden else ""),
            ("Ids can be cut to 4 characters or more. " if short else "")
            + "'claimtrack list' and 'claimtrack search' show what there is"
            + ("; --include-restricted looks everywhere." if hidden else "."),
        )
    if len(records) > 1:
        raise NeedsPerson(
            f"{safe(typed)!r} fits {len(records)} records", "Give more of the id.", _described(connection, records)
        )
    return records[0]


RESTRICTED_MATCH = "one that is off the record or embargoed: 'claimtrack search --include-restricted' shows its id"


def _described(connection: Connection, ids: Sequence[str]) -> list[str]:
    """A line for each of the first few records: id, type and what it is called; of a restricted one, only that."""
    sql = "SELECT id, type, label, body FROM record_body WHERE id IN :values"
    known = {row.id: row for row in select_in(connection, sql, ids[:MOST_SHOWN])}
    restricted = find_restricted(connection, datetime.now(UTC)).ids
    lines = [
        f"{record}  {known[record].type}  {safe(known[record].label + apart(known[record].body))}"
        if record not in restricted
        else RESTRICTED_MATCH
        for record in ids[:MOST_SHOWN]
        if record in known
    ]
    return lines if len(ids) <= MOST_SHOWN else [*lines, f"and {len(ids) - MOST_SHOWN} more"]


def _kinds(types: Sequence[str]) -> str:
    return " or ".join(types) if types else "record"


def _whole(connection: Connection, record: str, types: Sequence[str], hidden: Collection[str]) -> list[str]:
    row = connection.execute(text("SELECT type FROM record WHERE id = :id"), {"id": record}).one_or_none()
    if row is None or record in hidden:
        return []
    if types and row.type not in types:
        raise BadInput(f"{record} is a {row.type}, where a {_kinds(types)} belongs", "")
    return [record]


def _named(connection: Connection, typed: str, types: Sequence[str], story: str | None) -> list[str]:
    names = NameIndex(connection)
    records: list[str] = []
    for record_type in types or NAMED_TYPES:
        if record_type == "source":
            near = names.sources(typed, story=story)
            records.extend(near or names.sources(typed, story=None, anywhere=True))
        elif record_type in NAMED_TYPES:
            matches = names.matches(record_type, typed)
            inside = [match.id for match in matches if match.within == story]
            records.extend(sorted(set(inside or [match.id for match in matches])))
    return list(dict.fromkeys(records))


def _prefixed(connection: Connection, prefix: str, types: Sequence[str]) -> list[str]:
    sql = "SELECT id FROM record WHERE id >= :low AND id < :high AND type IN :types ORDER BY id LIMIT 50"
    values = {"low": prefix, "high": prefix + "~", "types": list(types or RECORD_TYPES)}
    return [row.id for row in connection.execute(with_lists(sql, "types"), values)]


def only(connection: Connection, record_type: str) -> str | None:
    """The id of the only live record of a type; None when there is none or more than one."""
    rows = connection.execute(
        text(f'SELECT id FROM "{record_type}" ORDER BY id LIMIT 2'),
    ).all()
    return str(rows[0].id) if len(rows) == 1 else None


def exists(connection: Connection, record: str) -> bool:
    """Whether there is a record with this whole id, live or not."""
    return connection.execute(text("SELECT 1 FROM record WHERE id = :id"), {"id": record}).one_or_none() is not None
