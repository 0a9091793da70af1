"""Distributing a ledger over several machines with Citus, an extension of PostgreSQL: which table lies where.

What grows with the claims is cut into shards: entries, records, names and the search index by record, claims and what
is said of them by claim, so that a claim and its assertions are on one machine. What is looked up from everywhere lies
whole on each machine. The head of the chain, which every writer locks, stays on the coordinator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.store.dialect import is_sqlite, lock_head
from claimtrack.ledger.store.tables import PROJECTED

SHARDED: Mapping[str, str] = {
    "entry": "record",
    "record_history": "id",
    "name_history": "record",
    "search_row_history": "record",
    "note_history": "target",
    "tag_history": "target",
    "claim_history": "id",
    "claim_about_history": "claim",
    "assertion_history": "claim",
    "hop_history": "claim",
    "evidence_given_history": "claim",
    "search_terms": "id",
}
"""Table -> the column that says on which machine a row lies, the table first that most others lie with.

All but `search_terms`, whose column is a number, are co-located: rows of one id are on one machine.
"""

COPIED = ("change", *(table.name for table in PROJECTED.values() if table.name not in SHARDED))
"""Tables that lie whole on every machine: what there is little of, and what is looked up from everywhere."""

KEPT = ("meta", "judgement_part", "judgement")
"""Tables on the coordinator alone: every writer locks the head of the chain there, and the cache is disposable."""

_FIRST = next(iter(SHARDED))


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table lies: `column` is what it is distributed by, None where each machine has all of it.

    `rows` counts what it holds now; `moved` says whether it was put there just now, or lay so already.
    """

    table: str
    column: str | None
    rows: int
    moved: bool


@dataclass(frozen=True, slots=True)
class Distribution:
    """How a ledger lies on `nodes` machines; `kept` are the tables that stay on the coordinator."""

    nodes: int
    shards: int
    tables: tuple[TablePlace, ...]
    kept: tuple[str, ...] = KEPT


def is_distributed(connection: Connection) -> bool:
    """Whether the ledger's entries lie on several machines."""
    return not is_sqlite(connection) and _has_citus(connection) and _FIRST in _placed(connection)


def misplaced(connection: Connection) -> list[str]:
    """The tables of a distributed ledger that do not lie where they belong; none of one that is not distributed."""
    if not is_distributed(connection):
        return []
    placed = _placed(connection)
    return [table for table, column in _wanted().items() if placed.get(table, "") != column]


def distributed_size(connection: Connection) -> int:
    """Bytes of the tables and indexes on all machines together; 0 when the ledger is not distributed."""
    if not is_distributed(connection):
        return 0
    sql = "SELECT SUM(citus_total_relation_size(logicalrelid)) FROM pg_dist_partition"
    return int(connection.execute(text(sql)).scalar_one() or 0)


def distribute(connection: Connection) -> Distribution:
    """Put every table where it belongs, with all it holds; what lies there already stays as it is.

    Needs a write transaction; all of it is done or nothing. Raises BadInput or DatabaseTrouble, with what to do, where
    the database cannot be distributed.
    """
    nodes = count_nodes(connection)
    lock_head(connection)
    placed, wanted = _placed(connection), _wanted()
    for table, column in wanted.items():
        if placed.get(table, column) != column:
            raise DatabaseTrouble(
                f"the table {table} is distributed already, and not as claimtrack does it",
                f"Put it back on one machine with SELECT undistribute_table('{table}'), then try again.",
            )
    tables = []
    for table, column in wanted.items():
        if table not in placed:
            _place(connection, table, column)
        rows = connection.execute(text(f'SELECT COUNT(*) FROM "{table}"')).scalar_one()
        tables.append(TablePlace(table, column, int(rows), table not in placed))
    sql = "SELECT COUNT(*) FROM pg_dist_shard WHERE logicalrelid = CAST(:name AS regclass)"
    shards = connection.execute(text(sql), {"name": _FIRST}).scalar_one()
    return Distribution(nodes, int(shards), tuple(tables))


def _wanted() -> dict[str, str | None]:
    """Table -> the column to distribute it by, None for a copy on every machine; in the order they are placed."""
    return {**dict.fromkeys(COPIED), **SHARDED}


def _place(connection: Connection, table: str, column: str | None) -> None:
    name = {"name": table}
    full = connection.execute(text(f'SELECT 1 FROM "{table}" LIMIT 1')).first() is not None
    if column is None:
        connection.execute(text("SELECT create_reference_table(CAST(:name AS regclass))"), name)
    else:
        alone = table in (_FIRST, "search_terms")
        sql = "SELECT create_distributed_table(CAST(:name AS regclass), :column, colocate_with => :beside)"
        connection.execute(text(sql), {**name, "column": column, "beside": "none" if alone else _FIRST})
    if full:
        sql = "SELECT truncate_local_data_after_distributing_table(CAST(:name AS regclass))"
        connection.execute(text(sql), name)


def _has_citus(connection: Connection) -> bool:
    return connection.execute(text("SELECT to_regproc('citus_version') IS NOT NULL")).scalar_one() is True


def _placed(connection: Connection) -> dict[str, str | None]:
    """The tables that Citus knows -> the column each is distributed by, None for a copy on every machine.

    Tables that it only knows to be on the coordinator are left out.
    """
    sql = (
        "SELECT c.relname, CASE WHEN p.partmethod = 'h' THEN column_to_column_name(p.logicalrelid, p.partkey) END"
        " AS placed_by FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid"
        " WHERE pg_table_is_visible(c.oid) AND (p.partmethod = 'h' OR p.repmodel = 't')"
    )
    return {row.relname: row.placed_by for row in connection.execute(text(sql))}


def count_nodes(connection: Connection) -> int:
    """How many machines hold shards. Raises BadInput or DatabaseTrouble, with what to do, where there are none."""
    if is_sqlite(connection):
        raise BadInput(
            "a ledger in a file is on one machine",
            "Import it into a ledger on PostgreSQL with Citus first: claimtrack export --format ledger -o FILE, then"
            " claimtrack --db postgresql://HOST/NAME import FILE.",
        )
    if not _has_citus(connection):
        raise DatabaseTrouble(
            "this PostgreSQL database is without the extension Citus",
            "Have Citus installed on every machine and CREATE EXTENSION citus run in this database on each, then try"
            " again. docs/scale.md says more.",
        )
    if connection.execute(text("SELECT groupid FROM pg_dist_local_group")).scalar_one() != 0:
        raise DatabaseTrouble("this machine is not the coordinator", "Give the URL of the coordinator with --db.")
    sql = "SELECT COUNT(*) FROM pg_dist_node WHERE isactive AND shouldhaveshards"
    nodes = int(connection.execute(text(sql)).scalar_one())
    if not nodes:
        raise DatabaseTrouble(
            "no machine has been added that could hold a part of the ledger",
            "On the coordinator run SELECT citus_set_coordinator_host('ITS-NAME', 5432), then"
            " SELECT citus_add_node('NAME', 5432) for each machine, then try again.",
        )
    return nodes
