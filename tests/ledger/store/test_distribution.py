"""Distributing a ledger: every table has its place, and what Citus is asked for is what it can do.

Here Citus is a schema of functions that note how they are called; `tests/ledger/test_citus.py` runs on the real one.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.errors import BadInput, DatabaseTrouble
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from claimtrack.ledger.store.distribution import COPIED, KEPT, SHARDED, distribute, is_distributed, misplaced
from claimtrack.ledger.store.engine import Location, make_engine, writing
from claimtrack.ledger.store.integrity import schema_faults
from claimtrack.ledger.store.tables import SHARD_KEYS
from tests.cli.program import run
from tests.support.tables import metadata

FAKE = """
CREATE SCHEMA fake;
CREATE FUNCTION fake.citus_version() RETURNS text LANGUAGE sql AS $$SELECT 'Citus 13'$$;
CREATE SCHEMA kept;
CREATE TABLE kept.pg_dist_local_group AS SELECT 0 AS groupid;
CREATE VIEW fake.pg_dist_local_group AS SELECT * FROM kept.pg_dist_local_group;
CREATE TABLE kept.pg_dist_node AS SELECT true AS isactive, true AS shouldhaveshards, n FROM generate_series(1, 2) n;
CREATE VIEW fake.pg_dist_node AS SELECT * FROM kept.pg_dist_node;
CREATE TABLE kept.called (at int GENERATED ALWAYS AS IDENTITY, what text, name text, by_column text, beside text);
CREATE VIEW fake.pg_dist_partition AS SELECT CAST(name AS regclass) AS logicalrelid, by_column AS partkey,
  CASE what WHEN 'distribute' THEN 'h' ELSE 'n' END AS partmethod,
  CASE what WHEN 'copy' THEN 't' ELSE 's' END AS repmodel
  FROM kept.called WHERE what IN ('distribute', 'copy');
CREATE VIEW fake.pg_dist_shard AS SELECT logicalrelid FROM fake.pg_dist_partition, generate_series(1, 32)
  WHERE partmethod = 'h';
CREATE FUNCTION fake.column_to_column_name(t regclass, key text) RETURNS text LANGUAGE sql AS $$SELECT key$$;
CREATE FUNCTION fake.create_reference_table(t regclass) RETURNS void LANGUAGE sql AS
  $$INSERT INTO kept.called (what, name) VALUES ('copy', t::text)$$;
CREATE FUNCTION fake.create_distributed_table(t regclass, c text, colocate_with text) RETURNS void LANGUAGE sql AS
  $$INSERT INTO kept.called (what, name, by_column, beside) VALUES ('distribute', t::text, c, colocate_with)$$;
CREATE FUNCTION fake.truncate_local_data_after_distributing_table(t regclass) RETURNS void LANGUAGE sql AS
  $$INSERT INTO kept.called (what, name) VALUES ('truncate', t::text)$$;
CREATE FUNCTION fake.citus_total_relation_size(t regclass) RETURNS bigint LANGUAGE sql AS $$SELECT 1000::bigint$$;
"""


def fake_url(url: str) -> str:
    """The URL of the same database, seen with the functions of the fake."""
    return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3Dpublic%2Cfake"


@pytest.fixture
def cluster(pg_url: str) -> str:
    """The URL of an empty database that answers as a Citus of two machines."""
    with writing(make_engine(Location.read(pg_url))) as connection:
        connection.exec_driver_sql(FAKE)
    return fake_url(pg_url)


@pytest.fixture
def ledger(cluster: str) -> LedgerDatabase:
    """A ledger on it with a story, not distributed yet."""
    assert run("--db", cluster, "--user", "desk", "story", "add", "Flood").status == 0
    return open_ledger(cluster)


def called(connection: Connection) -> list[tuple[str, ...]]:
    """How the functions of the fake were called, in order, empty values left out."""
    rows = connection.execute(text("SELECT what, name, by_column, beside FROM kept.called ORDER BY at"))
    return [tuple(filter(None, row)) for row in rows]


def test_every_table_has_its_place() -> None:
    """One each; what is distributed has the column, and in each of its keys."""
    places = [*COPIED, *SHARDED, *KEPT]
    assert sorted(places) == sorted([*metadata.tables, "search_terms"])
    for table, column in SHARDED.items():
        if table == "search_terms":
            continue
        columns = metadata.tables[table].columns
        assert column in columns, table
        assert not columns[column].nullable, table
        if metadata.tables[table].primary_key.columns:
            assert SHARD_KEYS[table] == column
        assert not any(index.unique for index in metadata.tables[table].indexes)
        assert not metadata.tables[table].foreign_keys


def test_what_is_asked_of_citus(ledger: LedgerDatabase) -> None:
    """Copies first; what belongs together beside each other; rows left behind are taken away; a second time nothing."""
    with ledger.maintaining() as connection:
        assert not is_distributed(connection)
        found = distribute(connection)
        done = called(connection)
        assert is_distributed(connection)
        assert misplaced(connection) == []
        again = distribute(connection)
        assert called(connection) == done
    assert (found.nodes, found.shards) == (2, 32)
    assert all(place.moved for place in found.tables)
    assert not any(place.moved for place in again.tables)
    placed = [call for call in done if call[0] != "truncate"]
    assert [call[1] for call in placed] == [*COPIED, *SHARDED]
    assert placed[len(COPIED)] == ("distribute", "entry", "record", "none")
    assert ("distribute", "hop_history", "claim", "entry") in placed
    assert placed[-1] == ("distribute", "search_terms", "id", "none")
    full = {place.table for place in found.tables if place.rows}
    assert {"change", "entry", "story_history", "search_terms"} <= full
    assert {call[1] for call in done if call[0] == "truncate"} == full


def test_what_lies_elsewhere_is_named_and_put_right(ledger: LedgerDatabase) -> None:
    with ledger.maintaining() as connection:
        distribute(connection)
        connection.exec_driver_sql("DELETE FROM kept.called WHERE name = 'hop_history'")
        wrong = "the table hop_history is not distributed as the others are: run claimtrack db distribute"
        assert list(schema_faults(connection)) == [wrong]
        moved = [place.table for place in distribute(connection).tables if place.moved]
        assert moved == ["hop_history"]
        assert list(schema_faults(connection)) == []


def test_a_table_distributed_otherwise_stops_it(ledger: LedgerDatabase) -> None:
    with ledger.maintaining() as connection:
        connection.exec_driver_sql("SELECT create_distributed_table('claim_history', 'story', 'none')")
        with pytest.raises(DatabaseTrouble) as stopped:
            distribute(connection)
        assert "claim_history is distributed already" in str(stopped.value)
        assert "undistribute_table('claim_history')" in stopped.value.todo
        assert len(called(connection)) == 1


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("DROP FUNCTION fake.citus_version", "without the extension Citus"),
        ("UPDATE kept.pg_dist_local_group SET groupid = 2", "not the coordinator"),
        ("UPDATE kept.pg_dist_node SET shouldhaveshards = false", "no machine has been added"),
    ],
)
def test_where_it_cannot_be_done_nothing_is_changed(cluster: str, done: str, said: str) -> None:
    """Not even the tables of a ledger are made."""
    engine = make_engine(Location.read(cluster))
    with writing(engine) as connection:
        connection.exec_driver_sql(done)
    ran = run("--db", cluster, "db", "distribute")
    assert ran.status == 3
    assert said in ran.err
    with writing(engine) as connection:
        assert called(connection) == []
        assert connection.execute(text("SELECT to_regclass('change')")).scalar_one() is None


def test_a_file_stays_on_one_machine(sqlite_url: str) -> None:
    with open_ledger(sqlite_url, create=True).maintaining() as connection:
        assert not is_distributed(connection)
        assert misplaced(connection) == []
        with pytest.raises(BadInput, match="one machine"):
            distribute(connection)


def test_the_command_says_what_it_did(cluster: str) -> None:
    """An empty database becomes a distributed ledger; twice changes nothing."""
    first, second = (run("--db", cluster, "db", "distribute") for _ in range(2))
    assert (first.status, second.status) == (0, 0)
    rows = {line.split()[0]: line.split()[1:] for line in first.out.splitlines()}
    assert rows["entry"] == ["by", "record", "0", "distributed"]
    assert rows["change"] == ["whole", "on", "each", "machine", "0", "copied"]
    assert rows["meta"] == ["on", "the", "coordinator", "stays"]
    assert first.err == "The ledger is distributed over 2 machines, in 32 shards: 32 tables moved.\n"
    assert second.err == "The ledger was distributed already, over 2 machines, in 32 shards: nothing was to be done.\n"
    stats = run("--db", cluster, "db", "stats", "--json")
    assert stats.status == 0
