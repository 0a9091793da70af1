"""A ledger that is opened to be read only, and without what was said in confidence."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from claimtrack.errors import BadInput
from claimtrack.ledger.database import Access, LedgerDatabase, open_ledger
from claimtrack.ledger.projection.project import COLUMNS
from claimtrack.ledger.restricted.records import opened
from claimtrack.ledger.restricted.visibility import restricted_records
from claimtrack.ledger.store.engine import writing
from tests.cli.marked import WORD, kind_of, marked
from tests.cli.support import Desk

LEFT = {"void", "the whole text of a document with such a passage"}
"""Kinds of material that the views hold: what is void was not said in confidence, and texts are taken out of bodies."""

IN_A_TEXT = "Zqconftext"


@pytest.fixture
def desk(db_url: str) -> Desk:
    """A ledger of marked words, on each database; a confidential source is named openly too."""
    desk = marked(Desk(db_url, Path.cwd()))
    story = ("--story", "Harbour flood")
    desk.ok("add", "A zqopen claim", "-s", "Ines Vale", "--about", "Zqconfname", *story)
    desk.ok("ask", "A zqopen claim", "--whom", "Zqconfname", "--answer", "Zqconfanswer, at most")
    desk.ok("source", "add", "Tom Ek", "--speaks-for", "Zqconfname")
    desk.ok("document", "add", "https://a.example/leaflet", "--publisher", "Zqconfname", "--byline", "Zqconfname",
            "--dateline", "Zqconfplace", "--section", "Zqconfpart")  # fmt: skip
    desk.ok("add", "The weir leaked", "-s", "Zqconfother Person", *story)
    desk.ok("source", "merge", "Zqconfname", "Zqconfother Person", "--why", "The same")
    desk.ok("source", "add", "Zqconfgone", "--confidential")
    desk.ok("void", "Zqconfgone")
    said = desk.ok("add", "The lock was open", "-s", "Zqbackgone Person", "--release", "background", *story)
    desk.ok("void", desk.assertion(said)["id"])
    return desk


def shown(ledger: LedgerDatabase) -> Iterator[str]:
    """Everything that the views show a reader, a row each; bodies without what is taken out of them."""
    with ledger.reading() as connection:
        hidden = restricted_records(connection, ledger.now())
        for row in connection.execute(text("SELECT type, label, body FROM record_body")):
            yield json.dumps([row.type, row.label, row.body and opened(json.loads(row.body), hidden)])
        for view in COLUMNS:
            rows = connection.execute(text(f"SELECT * FROM {view}")).mappings()
            yield from (
                json.dumps([str(value) for name, value in row.items() if (view, name) != ("record", "body")])
                for row in rows
            )


def test_nothing_said_in_confidence_is_there(desk: Desk) -> None:
    """In no view, whatever is asked of it; what is open is."""
    ledger = open_ledger(desk.db, access=Access.OPEN_RECORDS)
    rows = "\n".join(shown(ledger))
    assert {word for word in WORD.findall(rows) if kind_of(word) not in LEFT} == set()
    assert "The gate was shut" in rows
    assert "Tom Ek" in rows
    (confidential,) = (body["id"] for body in desk.all("source") if body["name"] == "Zqconfname")
    assert confidential not in rows
    with ledger.reading() as connection:
        assert not connection.execute(text("SELECT 1 FROM record WHERE id = :id"), {"id": confidential}).all()
    for restricted in (True, False):
        with ledger.pages(ledger.last_change(), restricted=restricted) as page, page() as connection:
            claims = {row.text for row in connection.execute(text("SELECT text FROM claim"))}
        assert "A crack was known" not in claims
        assert "A zqopen claim" in claims
    assert "A crack was known" in "\n".join(shown(open_ledger(desk.db, access=Access.READING)))


def test_nothing_can_be_written(db_url: str) -> None:
    """Neither by the ledger nor by the connections that it makes."""
    desk = Desk(db_url, Path.cwd())
    desk.ok("add", "The gate was shut", "-s", "Ines Vale", "--release", "background")
    before = desk.ok("audit").out
    statement = text("DELETE FROM entry")
    for access in (Access.READING, Access.OPEN_RECORDS):
        ledger = open_ledger(desk.db, access=access)
        with pytest.raises(BadInput, match="read only"):
            ledger.write(lambda change: None, by="desk", kind="add")
        with pytest.raises(DBAPIError), writing(ledger._engine) as connection:
            connection.execute(statement)
        with ledger.reading() as connection:
            if access is Access.OPEN_RECORDS or "://" not in db_url:
                with pytest.raises(DBAPIError), connection.begin_nested():
                    connection.execute(statement)
            else:
                connection.execute(statement)  # and is rolled back: PostgreSQL counts temporary views as written
    assert desk.ok("audit").out == before


@pytest.mark.parametrize("access", Access)
@pytest.mark.parametrize("restricted", [True, False])
def test_pages_are_of_one_piece_whoever_writes_between_them(db_url: str, access: Access, restricted: bool) -> None:
    """Whether anything was said in confidence or not; and none of them shows what is hidden."""
    desk = Desk(db_url, Path.cwd())
    claim = desk.ok("add", "The gate was shut", "-s", "Ines Vale").id
    desk.ok("add", "A zqpump failed", "-s", "Zqspeaker", "--release", "off-record")
    ledger = open_ledger(db_url, access=access)
    seen = []
    with ledger.pages(ledger.last_change(), restricted=restricted) as page:
        for number in range(4):
            with page() as connection:
                seen.append(table_rows(connection))
            if number:
                desk.ok("edit", claim, "--set", f"text=The gate was shut {number} times")
                desk.ok("source", "add", f"Witness {number}")
    assert seen == seen[:1] * 4
    assert "The gate was shut" in str(seen[0])
    assert ("zqpump" in str(seen[0])) is (restricted and access is not Access.OPEN_RECORDS)


def table_rows(connection: Connection) -> list[list[str]]:
    """What the views show of each table, without from when and until when a row holds."""
    views = {view: columns[:-2] for view, columns in COLUMNS.items()} | {"record_body": ("id", "label", "body")}
    named = {view: ", ".join(f'"{column}"' for column in columns) for view, columns in views.items()}
    asked = [f'SELECT {columns} FROM "{view}"' for view, columns in named.items()]
    return [sorted(map(repr, connection.execute(text(sql)))) for sql in asked]
