"""The rows of an export: ids by page, bodies as they are stored, and what belongs to them.

They come by id, which is random: each is looked up. On SQLite all claims with what belongs to them are read in the
order in which they lie, which is quicker, as long as few rounds through the table are enough to hold little at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.ledger.entries.stored import BODY_JOIN, STORED_BODY
from claimtrack.ledger.store.dialect import (
    fetch_chunks,
    first_row,
    is_sqlite,
    select_in,
    select_rows,
    select_tuples,
    select_with,
)

Rows = list[tuple[str, str]]
"""Ids of records of one type, and their bodies as they are stored."""
Children = Callable[[str, str, Sequence[str]], Rows]
"""Gives the records of a type whose field of that name holds one of these ids."""

TOGETHER = 336 << 20
"""Bytes of a file whose claims, with what belongs to them, are held together: they take up to two thirds of it."""
ROUNDS = 2
"""How often all records are gone through at most; in a larger file each is looked up."""
LAST = "~"
"""Stands behind every id."""


def has_rows(connection: Connection, view: str) -> bool:
    """Whether there is a record of this type."""
    return first_row(connection, f"SELECT id FROM {view} LIMIT 1") is not None


def page_of_ids(connection: Connection, record_type: str, after: str, stories: Sequence[str], limit: int) -> list[Any]:
    """The next `limit` records of a type that stand by themselves: `id`, and `length` of a document's text.

    Of claims those of `stories`, where any are given.
    """
    length = "v.text_length" if record_type == "document" else "0"
    sql = f"SELECT v.id, {length} AS length FROM {record_type} v"
    where = " WHERE v.id > :after"
    values: dict[str, Any] = {"after": after}
    if record_type == "request":
        sql += " JOIN record t ON t.id = v.target AND t.state = 'live' AND t.type NOT IN ('claim', 'assertion')"
    if record_type == "claim" and stories:
        where += " AND v.story IN :stories"
        values["stories"] = tuple(stories)
    return list(select_with(connection, f"{sql}{where} ORDER BY v.id LIMIT {limit}", values))


_NAMES = {
    "request": ("SELECT id, target AS named FROM request WHERE id IN :values",),
    "allow": ("SELECT id, target AS named FROM allow WHERE id IN :values",),
    "merge": (
        "SELECT id, kept AS named FROM merge WHERE id IN :values",
        "SELECT id, merged AS named FROM merge WHERE id IN :values",
    ),
    "publication": ("SELECT id, story AS named FROM publication WHERE id IN :values",),
    "disagreement": (
        "SELECT id, subject AS named FROM disagreement WHERE id IN :values",
        "SELECT disagreement AS id, claim AS named FROM disagreement_claim WHERE disagreement IN :values",
    ),
    "comparison": tuple(f"SELECT id, {one} AS named FROM comparison WHERE id IN :values" for one in ("claim", "other")),
}
"""Type -> what its records are about: all of it must be in scope, and may leave, for them to leave."""


def named(connection: Connection, record_type: str, ids: Iterable[str]) -> dict[str, set[str]]:
    """What each of these records is about: see `_NAMES`."""
    found: dict[str, set[str]] = {}
    for sql in _NAMES.get(record_type, ()):
        for row in select_in(connection, sql, ids):
            if row.named is not None:
                found.setdefault(row.id, set()).add(row.named)
    return found


def live_rows(connection: Connection, ids: Iterable[str]) -> Rows:
    """Those of `ids` that are live, by id."""
    sql = f"SELECT r.id, {STORED_BODY} FROM record r {BODY_JOIN} WHERE r.state = 'live' AND r.id IN :values"
    return sorted(select_rows(connection, sql, ids))


def children(connection: Connection, view: str, link: str, parents: Sequence[str]) -> Rows:
    """The records of type `view` whose field `link` names one of `parents`, each looked up."""
    select = f"SELECT r.id, {STORED_BODY} AS body FROM"
    if is_sqlite(connection):
        joined = f"{view} v JOIN record r ON r.id = v.id {BODY_JOIN}"
        rows = select_rows(connection, f"{select} {joined} WHERE v.{link} IN :values", parents)
    else:  # distributed over nodes, a record and its parent may lie on two of them: no join
        ids = select_rows(connection, f"SELECT id FROM {view} WHERE {link} IN :values", parents)
        sql = f"{select} record r {BODY_JOIN} WHERE r.id IN :values"
        rows = select_rows(connection, sql, [record for (record,) in ids])
    return [row for row in rows if row[1] is not None]


def claims_together(connection: Connection) -> int:
    """How many claims are read together in the order in which records lie; 0: they are to be looked up."""
    if not is_sqlite(connection):
        return 0
    size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    rounds = -(-int(connection.execute(text(size)).scalar_one()) // TOGETHER)
    if rounds > ROUNDS:
        return 0
    claims = int(connection.execute(text("SELECT COUNT(*) FROM claim")).scalar_one())
    return -(-claims // rounds)


_LYING = (
    f"SELECT r.id, {STORED_BODY} FROM record r {BODY_JOIN}"
    f" WHERE r.type = '{{type}}' AND r.state = 'live' AND {STORED_BODY} IS NOT NULL"
)


def claim_behind(connection: Connection, after: str, count: int) -> str:
    """The id of that many claims behind an id, or `LAST` where no more follow it."""
    sql = f"SELECT id FROM claim WHERE id > :after ORDER BY id LIMIT 2 OFFSET {count - 1}"
    found = list(select_tuples(connection, sql, {"after": after}))
    return str(found[0][0]) if len(found) == 2 else LAST


def claims_as_they_lie(connection: Connection, after: str, upto: str) -> Iterator[Rows]:
    """The claims behind one id, up to another, some thousands at a time, in the order in which they lie."""
    # The plus keeps the index of ids away, by which each would be looked up.
    sql = f"{_LYING.format(type='claim')} AND +r.id > :after AND +r.id <= :upto"
    return fetch_chunks(connection, sql, {"after": after, "upto": upto})


def rows_as_they_lie(connection: Connection, record_type: str) -> Iterator[Rows]:
    """All records of a type, some thousands at a time, in the order in which they lie."""
    return fetch_chunks(connection, _LYING.format(type=record_type), {})


def assertions_between(connection: Connection, after: str, upto: str) -> set[str]:
    """The ids of the assertions of the claims behind one id, up to another."""
    sql = "SELECT id FROM assertion WHERE claim > :after AND claim <= :upto"
    return {record for (record,) in select_tuples(connection, sql, {"after": after, "upto": upto})}
