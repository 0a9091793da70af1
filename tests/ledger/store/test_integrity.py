"""The database itself: a schema, a file or a search index that somebody changed is named, and made anew."""

import re
import time
from contextlib import suppress
from threading import Thread

import pytest
from sqlalchemy import text

from claimtrack.ledger.audit import audit
from claimtrack.ledger.projection.rebuild import rebuild
from claimtrack.ledger.store import integrity
from claimtrack.ledger.store.tables import CURRENT
from tests.ledger.random_changes import start
from tests.ledger.support import UNREST, forge, new_ledger, reopened, take, what

FALSE_VIEW = "CREATE VIEW assessment AS SELECT id, target, \"by\", at, 'refuted' AS verdict, evidence, credibility"
FALSE_VIEW += f" FROM assessment_history WHERE until = {CURRENT}"
ON_UPDATE = {
    "sqlite": ["CREATE TRIGGER sly AFTER INSERT ON claim_history BEGIN DELETE FROM hop_history; END"],
    "postgresql": [
        "CREATE FUNCTION sly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER sly BEFORE INSERT ON claim_history FOR EACH ROW EXECUTE FUNCTION sly()",
        "CREATE RULE shy AS ON INSERT TO note_history DO INSTEAD NOTHING",
    ],
}
REBUILD = ": run claimtrack db rebuild"
TAMPERED: list[tuple[list[str], list[str]]] = [
    (["DROP VIEW verdicts", "DROP VIEW claims", "DROP VIEW assessment", FALSE_VIEW], ["the view assessment is not as"]),
    (["DROP VIEW verdicts"], ["the view verdicts is missing"]),
    (["DROP INDEX ix_entry_record"], ["the index ix_entry_record of entry is missing"]),
    (
        ["DROP INDEX ix_hop_history_source", "CREATE INDEX ix_hop_history_source ON hop_history (naming)"],
        ["the index ix_hop_history_source of hop_history is not as claimtrack makes it"],
    ),
    (["ALTER TABLE note_history ADD COLUMN more TEXT"], ["the table note_history is not as claimtrack makes it"]),
    ([], ["there is a trigger sly on claim_history, and a ledger has none"]),
]


@pytest.mark.parametrize(("statements", "expected"), TAMPERED)
def test_a_schema_that_differs_is_named_and_rebuilt(db_url: str, statements: list[str], expected: list[str]) -> None:
    ledger = new_ledger(db_url)
    take(ledger, UNREST)
    with ledger.reading() as connection:
        statements = statements or ON_UPDATE[connection.dialect.name]
    forge(ledger, *statements)
    report = audit(ledger)
    assert all(finding.what.endswith(REBUILD) for finding in report.findings)
    for words in expected:
        assert words in what(report)
    with ledger.maintaining() as connection:
        rebuild(connection, ledger.zone)
    assert audit(ledger).findings == []


def test_a_table_of_the_history_that_differs_is_not_made_anew(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    forge(ledger, "ALTER TABLE entry ADD COLUMN another TEXT")
    with ledger.maintaining() as connection:
        rebuild(connection, ledger.zone)
    assert what(audit(ledger)) == "the table entry is not as claimtrack makes it: restore a backup"


def test_what_somebody_added_for_looking_is_left_alone(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    forge(ledger, "CREATE VIEW mine AS SELECT * FROM claim", "CREATE INDEX quick ON claim_history (kind)")
    assert audit(ledger).findings == []
    with ledger.maintaining() as connection:
        rebuild(connection, ledger.zone)
        assert connection.execute(text("SELECT COUNT(*) FROM mine")).scalar_one() == 0
    assert audit(ledger).findings == []


def test_the_schema_is_seen_as_it_is_under_as_of_views_too(db_url: str) -> None:
    ledger = new_ledger(db_url)
    start(ledger)
    assert audit(reopened(ledger, as_of="2022-01-08")).findings == []


def test_bytes_changed_inside_the_search_index_are_named(sqlite_url: str) -> None:
    ledger = new_ledger(sqlite_url)
    take(ledger, UNREST)
    with ledger.reading() as connection:
        blocks = connection.execute(text("SELECT id, block FROM search_terms_data")).all()
    number, block = max(blocks, key=lambda row: len(row.block))
    letter = next(re.finditer(rb"[a-z]{5}", block)).end() - 1
    forge(
        ledger,
        "UPDATE search_terms_data SET block = :block WHERE id = :id",
        block=block[:letter] + (b"q" if block[letter : letter + 1] == b"z" else b"z") + block[letter + 1 :],
        id=number,
    )
    said = what(audit(ledger))
    assert said.startswith("projection differs: run claimtrack db rebuild (search rows of ")
    with ledger.maintaining() as connection:
        assert what(audit(connection, zone=ledger.zone)) == said
        rebuild(connection, ledger.zone)
    assert audit(ledger).findings == []


def test_a_damaged_index_of_the_file_is_named(sqlite_url: str) -> None:
    ledger = new_ledger(sqlite_url)
    take(ledger, UNREST)
    with ledger.maintaining() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        names = ("ix_claim_history_story", "ix_claim_history_question")
        sql = f"SELECT SUM(rootpage) FROM sqlite_master WHERE name IN {names}"
        both = connection.exec_driver_sql(sql).scalar_one()
        connection.exec_driver_sql(f"UPDATE sqlite_master SET rootpage = {both} - rootpage WHERE name IN {names}")
    assert what(audit(ledger)).startswith("the file is damaged: restore a backup (")


ON_SERVER: list[tuple[list[str], str]] = [
    (["DROP INDEX ix_search_terms_terms"], "the index ix_search_terms_terms of search_terms is missing"),
    (["ALTER TABLE entry ENABLE ROW LEVEL SECURITY"], "the table entry is not as claimtrack makes it"),
    (
        [
            "CREATE FUNCTION sly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "CREATE TRIGGER sly AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION sly()",
            "ALTER TABLE entry DISABLE TRIGGER sly",
        ],
        "there is a trigger sly on entry",
    ),
]


@pytest.mark.parametrize(("statements", "expected"), ON_SERVER)
def test_what_only_postgresql_has_is_named(pg_url: str, statements: list[str], expected: str) -> None:
    """Indexes for searching that are gone or marked invalid, row security, functions that run at a write."""
    ledger = new_ledger(pg_url)
    take(ledger, UNREST)
    forge(ledger, *statements)
    assert what(audit(ledger)).startswith(expected)


def test_an_index_left_invalid_is_named(pg_url: str) -> None:
    """As PostgreSQL leaves one that it was building without a lock when it was stopped."""
    import psycopg

    ledger = new_ledger(pg_url)
    take(ledger, UNREST)
    with ledger.reading() as connection:
        sql = "SELECT pg_get_indexdef(CAST('ix_search_terms_terms' AS regclass))"
        definition = connection.execute(text(sql)).scalar_one()
    forge(ledger, "DROP INDEX ix_search_terms_terms")
    there = text("SELECT COUNT(*) FROM pg_class WHERE relname = 'ix_search_terms_terms'")

    def build() -> None:
        with suppress(psycopg.errors.QueryCanceled):
            builder.execute(definition.replace("CREATE INDEX", "CREATE INDEX CONCURRENTLY"))

    with psycopg.connect(pg_url, autocommit=True) as builder, ledger.maintaining() as writer:
        writer.execute(text("DELETE FROM search_terms WHERE id < 0"))
        building = Thread(target=build)
        building.start()
        while building.is_alive() and not writer.execute(there).scalar_one():
            time.sleep(0.01)
        builder.cancel()
        building.join()
    assert what(audit(ledger)) == (
        f"the index ix_search_terms_terms of search_terms is not as claimtrack makes it{REBUILD}"
    )
    with ledger.maintaining() as connection:
        rebuild(connection, ledger.zone)
    assert audit(ledger).findings == []


def test_a_schema_that_cannot_be_compared_is_no_clean_audit(pg_url: str) -> None:
    ledger = new_ledger(pg_url)
    start(ledger)
    with ledger.maintaining() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC, CURRENT_USER'))
    integrity._EXPECTED.clear()
    said = what(audit(ledger))
    assert "could not be compared" in said
    assert said.endswith("audit as a user who may make temporary tables")
