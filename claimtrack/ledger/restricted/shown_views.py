"""Temporary views that show the ledger as a change left it, or without what may not be shown.

The views have the names of those of the ledger, so that queries need not know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.ledger.as_of import is_past
from claimtrack.ledger.entries.stored import BODY, BODY_JOIN
from claimtrack.ledger.projection.project import COLUMNS
from claimtrack.ledger.restricted.unnamed import confidential_sources, on_background
from claimtrack.ledger.store.dialect import forget_answers, insert_rows, is_sqlite, run_all
from claimtrack.ledger.store.shown import show_change
from claimtrack.ledger.store.tables import stood_at, worked_out


class ShownAs(NamedTuple):
    """How a view shows its table: column -> the SQL to read it with where that is not the column, and a condition.

    `joined` is what is joined to the table for these columns: on several nodes PostgreSQL takes joins, not subqueries.
    """

    columns: Mapping[str, str] = {}
    joined: str = ""
    condition: str = ""


_UNNAMED = {"source": ("confidential", "1"), "assertion": ("release", "'background'")}
"""View -> the column that says that somebody may not be named, and its SQL value that does."""

_BODY_VIEW = (
    "CREATE TEMPORARY VIEW record_body AS SELECT r.id, r.type, r.state, r.label, r.sort_key, r.story, r.first_at,"
    f" r.last_at, r.by, COALESCE(r.body, {BODY}) AS body FROM %s.record r {BODY_JOIN}"
)


def set_views(connection: Connection, seq: int | None, narrowed: Mapping[str, ShownAs] | None = None) -> None:
    """Put temporary views in place that show the rows current after change `seq` (None: now); they go with it.

    With `narrowed` only these are made, each shown so, in place of those of that change, which are there.
    """
    then = stood_at(seq)
    views = COLUMNS if narrowed is None else narrowed
    if narrowed is not None and seq is not None:
        drop_views(connection, narrowed)
    past = seq is not None and is_past(connection, seq)
    unnamed = _unnamed_now(connection, anew=narrowed is None) if past else {}
    statements = []
    for view in views:
        columns = COLUMNS[view]
        shown, then_unnamed = ShownAs() if narrowed is None else narrowed[view], unnamed.get(view, ShownAs())
        usual, joined = worked_out(view, sqlite=is_sqlite(connection))
        instead = {**usual, **then_unnamed.columns, **shown.columns}
        joined += then_unnamed.joined + shown.joined
        named = ", ".join(instead.get(column, f'"{column}"') + f' AS "{column}"' for column in columns[:-2])
        where = f"{then} AND {shown.condition}" if shown.condition else then
        statements.append(
            f'CREATE TEMPORARY VIEW "{view}" AS SELECT {named} FROM "{view}_history"{joined} WHERE {where}'
        )
    if "record" in views:
        statements.append(_BODY_VIEW % ("temp" if is_sqlite(connection) else "pg_temp"))
    run_all(connection, statements)
    show_change(connection, seq)


def _unnamed_now(connection: Connection, *, anew: bool) -> dict[str, ShownAs]:
    """How some views of the past are shown: who may not be named now is not named as of then either.

    Who that is is looked up `anew`, or where this connection did not do it yet.
    """
    collation = "" if is_sqlite(connection) else ' COLLATE "C"'
    if anew or not connection.info.get("claimtrack_unnamed"):
        ids = sorted(confidential_sources(connection) | on_background(connection))
        run_all(
            connection,
            (
                f"CREATE TEMPORARY TABLE IF NOT EXISTS unnamed_now (unnamed TEXT{collation})",
                "DELETE FROM unnamed_now",
            ),
        )
        insert_rows(connection, "unnamed_now", ("unnamed",), [(one,) for one in ids])
        connection.info["claimtrack_unnamed"] = True
    is_one, joined = "unnamed IS NOT NULL", " LEFT JOIN unnamed_now ON unnamed = id"
    if is_sqlite(connection):
        is_one, joined = "id IN (SELECT unnamed FROM unnamed_now)", ""
    return {
        view: ShownAs({column: f"CASE WHEN {is_one} THEN {value} ELSE {column} END"}, joined)
        for view, (column, value) in _UNNAMED.items()
    }


def drop_views(connection: Connection, views: Collection[str] = COLUMNS.keys()) -> None:
    """Take temporary views away that `set_views` put in place: what the tables hold is seen again."""
    schema = "temp" if is_sqlite(connection) else "pg_temp"
    gone = (*(("record_body",) if "record" in views else ()), *views)
    run_all(connection, [f'DROP VIEW IF EXISTS {schema}."{view}"' for view in gone])


@contextmanager
def as_it_stands(connection: Connection, change: int | None) -> Iterator[None]:
    """See what the tables hold now, within views that were set to show them as `change` left them.

    Making the views takes PostgreSQL as long as all that is asked meanwhile: there they stay, and are looked for last.
    """
    if is_sqlite(connection):
        drop_views(connection)
        yield
        set_views(connection, change)
        return
    path = str(connection.exec_driver_sql("SELECT current_setting('search_path')").scalar_one())
    _search_in(connection, f"{path}, pg_temp" if path else "pg_temp")
    yield
    _search_in(connection, path)


def _search_in(connection: Connection, path: str) -> None:
    """Look names up in these schemas of PostgreSQL, until the transaction ends."""
    connection.exec_driver_sql("SELECT set_config('search_path', %s, true)", (path,))
    forget_answers(connection)
