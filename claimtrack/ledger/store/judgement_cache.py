"""The cache of judgement: what was worked out for claims and questions, and after which change. Disposable.

It is kept in parts (the statuses, the findings of a rule, what may not be shown, ...). A reader keeps what it worked
out once it has read, if nobody is in its way; where that fails, the next one works it out again. No writer of the
ledger looks at it, but for withholding, which empties it. It is no part of the projection, and no export reads it;
`audit` works it all out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from claimtrack import __version__
from claimtrack.ledger.store.dialect import (
    chunks,
    execute_in,
    first_row,
    insert_rows,
    lock_head,
    select_in,
    select_tuples,
)
from claimtrack.ledger.store.engine import writing_if_free
from claimtrack.ledger.store.shown import shown_change

VERSION = f"{__version__} 3"
"""What is kept under another version is not read: of another release, or of other rules within one.

The number behind is to be raised when the same records come to be judged differently before the next release.
"""

MANY = 4_000
"""Of more claims and questions than these, a whole part is read rather than the rows of each."""


ROWS_AT_ONCE = 1_000
"""How many rows are written at a time."""


class CachedPart(NamedTuple):
    """A part of the cache, by its number, and the change that it is of."""

    number: int
    seq: int


@dataclass(frozen=True, slots=True)
class CacheUpdate:
    """What a part holds after change `seq`: subjects (claims or questions), in order, with what was worked out.

    `fallen`: the subjects whose rows of change `before` go; when `before` is None, all rows of the part do.
    """

    part: str
    seq: int
    rows: Iterable[tuple[str, str]]
    before: int | None = None
    fallen: Collection[str] = ()


_REMEMBERING = "claimtrack_remembering"


def cached_part(connection: Connection, name: str) -> CachedPart | None:
    """The part of this name; None where there is none that this version and this history can use."""
    sql = """SELECT p.number, p.seq FROM judgement_part p JOIN change c ON c.seq = p.seq AND c.digest = p.digest
WHERE p.name = :name AND p.version = :version"""
    row = first_row(connection, sql, {"name": name, "version": VERSION})
    return None if row is None else CachedPart(row.number, row.seq)


def cached_rows(
    connection: Connection, part: CachedPart, subjects: Collection[str] | None = None
) -> Iterator[tuple[str, str]]:
    """The subjects of a part with what was worked out, of these subjects only if they are given; in no order."""
    sql = f"SELECT subject, value FROM judgement WHERE part = {part.number}"
    if subjects is None or len(subjects) > MANY:
        for subject, value in select_tuples(connection, sql, {}):
            if subjects is None or subject in subjects:
                yield subject, value
    else:
        yield from map(tuple, select_in(connection, f"{sql} AND subject IN :values", subjects))


def set_remembering(connection: Connection, remembering: bool) -> None:
    """Note whether the connection shows the present, so that it may use the cache."""
    connection.execution_options(**{_REMEMBERING: remembering})


def is_remembering(connection: Connection) -> bool:
    """Whether the connection shows the present, so that it may use the cache."""
    return bool(connection.get_execution_options().get(_REMEMBERING))


def remember(connection: Connection, update: CacheUpdate) -> None:
    """Have an update kept when whoever opened this connection closes it."""
    updates_of(connection).append(update)


def recall_whole(connection: Connection, part: str, subject: str, work_out: Callable[[], str]) -> str:
    """The one value of a part that no other change leaves as it is: as it is kept, else as `work_out` gives it.

    `subject` tells what it follows from besides the records. It is neither kept nor read of the past.
    """
    last = last_change(connection)
    shown = shown_change(connection)
    if not is_remembering(connection) or shown not in (None, last):
        return work_out()
    value = kept_whole(connection, part, subject, last)
    if value is None:
        value = work_out()
        remember(connection, CacheUpdate(part, last, ((subject, value),)))
    return value


def kept_whole(connection: Connection, part: str, subject: str, last: int) -> str | None:
    """What is kept of a part with one value, of this subject and after the last change; None where nothing is."""
    cached = cached_part(connection, part)
    if cached is None or cached.seq != last:
        return None
    return next((value for _, value in cached_rows(connection, cached, (subject,))), None)


def last_change(connection: Connection) -> int:
    """The number of the last change; 0 when there is none."""
    row = first_row(connection, "SELECT MAX(seq) AS last FROM change")
    return int(row.last or 0) if row else 0


def updates_of(connection: Connection) -> list[CacheUpdate]:
    """What is to be kept once this connection has read."""
    updates: list[CacheUpdate] = connection.info.setdefault("claimtrack_judgement", [])
    return updates


def keep(engine: Engine, updates: Sequence[CacheUpdate]) -> None:
    """Write updates, all or none of them: none where somebody is in the way, or wrote meanwhile."""
    if not updates:
        return
    with suppress(DBAPIError), writing_if_free(engine) as connection:
        lock_head(connection)
        last = connection.execute(text("SELECT MAX(seq) FROM change")).scalar_one()
        for update in updates:
            if update.seq == last:  # else what was written meanwhile may have withheld what these rows tell
                _write(connection, update)


def empty(connection: Connection) -> None:
    """Forget all of it, in a write transaction."""
    for table in ("judgement", "judgement_part"):
        connection.execute(text(f"DELETE FROM {table}"))


def _write(connection: Connection, update: CacheUpdate) -> None:
    values: dict[str, Any] = {"name": update.part, "seq": update.seq, "version": VERSION}
    if update.before is None:
        number = _begun(connection, values)
    else:
        sql = f"""UPDATE judgement_part SET seq = :seq, digest = {_DIGEST}
WHERE name = :name AND version = :version AND seq = :before"""
        if connection.execute(text(sql), values | {"before": update.before}).rowcount != 1:
            return  # somebody else was quicker, or it was emptied
        part = cached_part(connection, update.part)
        assert part is not None
        number = part.number
        execute_in(connection, f"DELETE FROM judgement WHERE part = {number} AND subject IN :values", update.fallen)
    for rows in chunks(update.rows, ROWS_AT_ONCE):
        insert_rows(connection, "judgement", ("subject", "value"), rows, {"part": number})


_DIGEST = "(SELECT digest FROM change WHERE seq = :seq)"


def _begun(connection: Connection, values: Mapping[str, Any]) -> int:
    """Take what there is of a part away, and begin it anew: its number."""
    old = connection.execute(text("SELECT number FROM judgement_part WHERE name = :name"), values).scalar_one_or_none()
    if old is not None:
        connection.execute(text("DELETE FROM judgement WHERE part = :number"), {"number": old})
        connection.execute(text("DELETE FROM judgement_part WHERE number = :number"), {"number": old})
    sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM judgement_part"
    number: int = connection.execute(text(sql)).scalar_one()
    sql = """INSERT INTO judgement_part (number, name, version, seq, digest)
SELECT :number, :name, :version, :seq, digest FROM change WHERE seq = :seq"""
    connection.execute(text(sql), {**values, "number": number})
    return number


def is_large(connection: Connection, least: int) -> bool:
    """Whether the ledger has as many claims as that."""
    sql = "SELECT id FROM claim LIMIT 1 OFFSET :before"
    return first_row(connection, sql, {"before": least - 1}) is not None
